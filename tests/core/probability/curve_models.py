"""The curves once more, written independently, with references by adaptive quadrature."""

import itertools
import math

import numpy as np
from hypothesis import strategies as st
from scipy import integrate, stats

from vae_core.probability.latent_curves import CURVES, SPREADS, CurveConfig, box

MEANS = {
    (1, "line"): lambda z, a: [a * z],
    (1, "sine"): lambda z, a: [a * math.sin(2 * z)],
    (1, "step"): lambda z, a: [a * math.tanh(4 * z)],
    (1, "fold"): lambda z, a: [a * math.hypot(z, 0.5)],
    (2, "line"): lambda z, a: [a * z, a * z / 2],
    (2, "sine"): lambda z, a: [z, a * math.sin(2 * z)],
    (2, "spiral"): lambda z, a: [a * (1 + z / 4) * math.cos(2 * z), a * (1 + z / 4) * math.sin(2 * z)],
    (2, "fold"): lambda z, a: [a * math.hypot(z, 0.5), a * z / 3],
}
NAMES = [(dimensions, curve) for dimensions, curves in CURVES.items() for curve in curves]


def sigma_at(config: CurveConfig, z: float) -> float:
    return config.sigma * (math.exp(z / 4) if config.spread == "growing" else 1)


def log_likelihood_at(config: CurveConfig, x, z: float) -> float:
    sigma, mu = sigma_at(config, z), MEANS[config.dimensions, config.curve](z, config.amplitude)
    squares = sum((at - centre) ** 2 for at, centre in zip(x, mu, strict=True))
    return -squares / (2 * sigma**2) - len(mu) * (math.log(sigma) + math.log(2 * math.pi) / 2)


def log_integral(config: CurveConfig, x, power: int = 1) -> float:
    """log ∫ p(z) p(x∣z)^power dz, over 480 adaptive panels."""

    def log_integrand(z):
        return stats_log_normal(z) + power * log_likelihood_at(config, x, z)

    peak = max(log_integrand(z) for z in np.linspace(-12, 12, 2401))
    ends = np.linspace(-12, 12, 481)
    pieces = [
        integrate.quad(lambda z: math.exp(log_integrand(z) - peak), low, high, epsabs=1e-13, epsrel=1e-10)[0]
        for low, high in itertools.pairwise(ends)
        if max(log_integrand(z) for z in np.linspace(low, high, 9)) > peak - 60
    ]
    return math.log(math.fsum(pieces)) + peak


def stats_log_normal(z: float) -> float:
    return -z * z / 2 - math.log(2 * math.pi) / 2


@st.composite
def configs(draw, dimensions=(1, 2), curves=None, spreads=tuple(SPREADS)):
    d = draw(st.sampled_from(dimensions))
    return CurveConfig(
        curve=draw(st.sampled_from(curves or tuple(CURVES[d]))),
        dimensions=d,
        sigma=draw(st.sampled_from((0.05, 1.5)) | st.floats(0.05, 1.5)),
        spread=draw(st.sampled_from(spreads)),
        amplitude=draw(st.sampled_from((0.25, 2.0)) | st.floats(0.25, 2)),
    )


# Where x lies in a box, as a fraction of its extent in each dimension.
places = st.tuples(st.floats(0, 1), st.floats(0, 1))


def point(config: CurveConfig, place: tuple[float, float], reach: float = 4.0) -> tuple[float, ...]:
    limits = box(config, reach)
    return tuple(low + part * (high - low) for part, (low, high) in zip(place, limits, strict=False))


def line_marginal(config: CurveConfig):
    """p(x) of a line with constant noise: Gaussian."""
    slope = config.amplitude * np.array([1.0, 0.5])[: config.dimensions]
    covariance = np.outer(slope, slope) + config.sigma**2 * np.eye(config.dimensions)
    return stats.multivariate_normal(np.zeros(config.dimensions), covariance)
