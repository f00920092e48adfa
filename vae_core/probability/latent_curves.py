"""A mixture of infinitely many Gaussians: z ~ N(0, 1), then x∣z ~ N(μ(z), σ(z)²) along a curve μ.

With one number z and a curve through the line or the plane, everything that a VAE can only bound is
computed outright: p(x), the posterior p(z∣x), and how near K components come to the integral.
Log densities are in nats. Sources: Bishop, "Pattern Recognition and Machine Learning" (2006),
section 12.2; Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), section 2.1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp, ndtri

from vae_core.config import is_number, is_whole, require
from vae_core.probability.normal import normal_log_density
from vae_core.probability.notation import Formula

# P(|z| > 8) = 1e-15: nothing that a double could tell lies beyond.
REACH = 8.0
SPREADS = {
    "constant": Formula(r"<sigma>(<z>) = $sigma"),
    "growing": Formula(r"<sigma>(<z>) = $sigma$times e^{<z>/4}"),
}


@dataclass(frozen=True)
class Curve:
    """One μ(z).

    Attributes:
        coordinates: from z ``[n]`` and the amplitude a to μ(z), one array ``[n]`` per dimension of x.
        formula: the same in LaTeX, with a place for the amplitude.
    """

    coordinates: Callable[[np.ndarray, float], tuple[np.ndarray, ...]]
    formula: Formula


def _mean(right_hand_side: str) -> Formula:
    return Formula(r"<mu>(<z>) = " + right_hand_side)


# No curve is steeper than a few a: the quadrature's step follows from the steepest place.
CURVES: dict[int, dict[str, Curve]] = {
    1: {
        "line": Curve(lambda z, a: (a * z,), _mean(r"$amplitude$times <z>")),
        "sine": Curve(lambda z, a: (a * np.sin(2 * z),), _mean(r"$amplitude$times \sin 2<z>")),
        "step": Curve(lambda z, a: (a * np.tanh(4 * z),), _mean(r"$amplitude$times \tanh 4<z>")),
        "fold": Curve(lambda z, a: (a * np.sqrt(z**2 + 0.25),), _mean(r"$amplitude$times \sqrt{<z>^2 + \tfrac14}")),
    },
    2: {
        "line": Curve(lambda z, a: (a * z, a * z / 2), _mean(r"$amplitude$times (<z>,\ \tfrac12 <z>)")),
        "sine": Curve(lambda z, a: (z, a * np.sin(2 * z)), _mean(r"(<z>,\ $amplitude$times \sin 2<z>)")),
        "spiral": Curve(
            lambda z, a: (a * (1 + z / 4) * np.cos(2 * z), a * (1 + z / 4) * np.sin(2 * z)),
            _mean(r"$amplitude$times (1 + \tfrac14 <z>)\,(\cos 2<z>,\ \sin 2<z>)"),
        ),
        "fold": Curve(
            lambda z, a: (a * np.sqrt(z**2 + 0.25), a * z / 3),
            _mean(r"$amplitude$times (\sqrt{<z>^2 + \tfrac14},\ \tfrac13 <z>)"),
        ),
    },
}


@dataclass(frozen=True)
class CurveConfig:
    """Which decoder: a curve and the noise around it.

    Attributes:
        curve: a name in ``CURVES[dimensions]``.
        dimensions: of x, 1 or 2.
        sigma: σ, the noise's standard deviation at z = 0, from 0.05 to 1.5.
        spread: ``"constant"``, or ``"growing"`` with z: σ(z) = σ exp(z/4).
        amplitude: a, from 0.25 to 2.
    """

    curve: str = "sine"
    dimensions: int = 1
    sigma: float = 0.3
    spread: str = "constant"
    amplitude: float = 1.0

    def __post_init__(self):
        require(is_whole(self.dimensions, 1, 2), f"dimensions must be 1 or 2, not {self.dimensions!r}")
        names = tuple(CURVES[self.dimensions])
        require(self.curve in names, f"curve must be one of {names}, not {self.curve!r}")
        require(self.spread in SPREADS, f"spread must be one of {tuple(SPREADS)}, not {self.spread!r}")
        require(is_number(self.sigma, 0.05, 1.5), f"sigma must be a number from 0.05 to 1.5, not {self.sigma!r}")
        require(
            is_number(self.amplitude, 0.25, 2), f"amplitude must be a number from 0.25 to 2, not {self.amplitude!r}"
        )

    def formulas(self, numbers: bool = True) -> tuple[str, str]:
        """LaTeX of μ(z) and σ(z), with the current numbers or with letters; ``<mu>`` and the like have a colour."""
        formulas = CURVES[self.dimensions][self.curve].formula, SPREADS[self.spread]
        if numbers:
            return tuple(f.in_numbers([{"amplitude": self.amplitude, "sigma": self.sigma}]) for f in formulas)
        return tuple(f.in_symbols({"amplitude": "a", "sigma": "<sigma>"}) for f in formulas)


def mean(config: CurveConfig, z: Float[np.ndarray, " n"]) -> Float[np.ndarray, "n d"]:
    """μ(z), the centre of p(x∣z)."""
    return np.stack(CURVES[config.dimensions][config.curve].coordinates(z, config.amplitude)).T


def standard_deviation(config: CurveConfig, z: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """σ(z), the same in every dimension of x."""
    return config.sigma * np.exp(z / 4) if config.spread == "growing" else np.full(len(z), float(config.sigma))


def log_prior(z: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """log p(z) of the standard normal."""
    return normal_log_density(z, 0.0, 1.0)


def log_likelihood(config: CurveConfig, x: tuple[float, ...], z: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """log p(x∣z) of one x under each z."""
    sigma = standard_deviation(config, z)
    # log p(x∣z) = Σⱼ log N(xⱼ; μⱼ(z), σ(z)²)
    return sum(normal_log_density(np.array(at), mu, sigma) for at, mu in zip(x, mean(config, z).T, strict=True))


def density(
    config: CurveConfig,
    axes: tuple[Float[np.ndarray, " m"], ...],
    z: Float[np.ndarray, " n"],
    weights: Float[np.ndarray, " n"],
) -> Float[np.ndarray, "*grid"]:
    """Σᵢ wᵢ p(x∣zᵢ): a sum with K equal weights, or an integral with those of a quadrature.

    Args:
        config: the curve and its noise.
        axes: the values of x, one array per dimension.
        z: the places along the latent axis.
        weights: of each place.

    Returns:
        ``[m]``, or in the plane ``[m₂, m₁]``, the first dimension of x running along the rows.
    """
    sigma = standard_deviation(config, z)
    # p(x∣z) = Πⱼ N(xⱼ; μⱼ(z), σ(z)²)
    each = [_normal_density(axis[:, None], mu, sigma) for axis, mu in zip(axes, mean(config, z).T, strict=True)]
    # p(x) ≈ Σᵢ wᵢ p(x∣zᵢ)
    return each[0] @ weights if len(each) == 1 else (each[1] * weights) @ each[0].T


def _normal_density(x, mean, standard_deviation):
    # exp(−700) = 1e-304 stands for all that is less: beyond it exp takes three times as long.
    return np.exp(np.maximum(normal_log_density(x, mean, standard_deviation), -700))


@lru_cache(maxsize=64)
def nodes(config: CurveConfig) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, " n"]]:
    """The quadrature of ∫ p(z) p(x∣z) dz for a whole grid of x: places z from −8 to 8, and weights p(z) Δz.

    The trapezoidal rule with step h misses a Gaussian of width w by about 2 exp(−2π² (w/h)²), so that
    h = w misses 5e-9 of it (Trefethen & Weideman, "The Exponentially Convergent Trapezoidal Rule", 2014).
    """
    fine = np.linspace(-5, 5, 2001)
    slope = np.linalg.norm(np.gradient(mean(config, fine), fine, axis=0), axis=-1)
    # As a function of z, p(z) p(x∣z) is never narrower than w = (1 + max |μ'(z)/σ(z)|²)^−½.
    narrowest = 1 / np.sqrt(1 + (slope / standard_deviation(config, fine)).max() ** 2)
    z = np.linspace(-REACH, REACH, 2 * int(np.ceil(REACH / min(0.1, narrowest))) + 1)
    return z, np.exp(log_prior(z)) * (z[1] - z[0])


@lru_cache(maxsize=64)
def nodes_at(config: CurveConfig, x: tuple[float, ...], power: int = 1) -> tuple[Float[np.ndarray, " n"], float]:
    """The quadrature of ∫ p(z) p(x∣z)^power dz for one x, however far out: evenly spaced z and their step Δz.

    They cover all z whose integrand is within a factor of e⁻⁴⁰ of its peak.

    Raises:
        ConfigError: as :func:`require_point`.
    """
    require_point(config, x)
    coarse = np.linspace(-40, 40, 8001)
    height = log_prior(coarse) + power * log_likelihood(config, x, coarse)
    matter = np.flatnonzero(height > height.max() - 40)
    z = np.linspace(coarse[max(matter[0] - 1, 0)], coarse[min(matter[-1] + 1, 8000)], 4001)
    return z, float(z[1] - z[0])


def quantile_nodes(components: int) -> Float[np.ndarray, " k"]:
    """K places z that share the prior evenly: the quantiles (k − ½)/K of N(0, 1), for weights 1/K.

    Raises:
        ConfigError: if K is not a whole number from 1 to 400.
    """
    require(is_whole(components, 1, 400), f"components must be a whole number from 1 to 400, not {components!r}")
    # zₖ = Φ⁻¹((k − ½) / K),   k = 1 … K
    return ndtri((np.arange(1, components + 1) - 0.5) / components)


def box(config: CurveConfig, reach: float = 3.0) -> tuple[tuple[float, float], ...]:
    """For each dimension of x, what holds μ(z) ± ``reach`` σ(z) for |z| ≤ ``reach``, rounded outwards to halves."""
    z = np.linspace(-reach, reach, 401)
    mu, margin = mean(config, z), reach * standard_deviation(config, z)[:, None]
    low, high = np.floor(2 * (mu - margin).min(0)) / 2, np.ceil(2 * (mu + margin).max(0)) / 2
    return tuple(zip(low.tolist(), high.tolist(), strict=True))


def nearest_point(config: CurveConfig, x: tuple[float, ...]) -> tuple[float, ...]:
    """The place in ``box(config)`` that is nearest to x."""
    return tuple(min(max(at, low), high) for at, (low, high) in zip(x, box(config), strict=True))


def require_point(config: CurveConfig, x: tuple[float, ...]) -> None:
    """Refuse an x that lies nowhere near the curve.

    Raises:
        ConfigError: if x is not ``config.dimensions`` numbers inside ``box(config, 4)``.
    """
    limits = box(config, 4.0)
    inside = len(x) == len(limits) and all(is_number(at, *ends) for at, ends in zip(x, limits, strict=True))
    require(inside, f"x must be {config.dimensions} numbers within {limits}, not {x!r}")


def axes_of(limits: tuple[tuple[float, float], ...], points: int) -> tuple[Float[np.ndarray, " m"], ...]:
    """``points`` evenly spaced values over each dimension of a box."""
    return tuple(np.linspace(low, high, points) for low, high in limits)


@lru_cache(maxsize=64)
def marginal(config: CurveConfig, limits: tuple[tuple[float, float], ...], points: int) -> Float[np.ndarray, "*grid"]:
    """p(x) = ∫ p(z) p(x∣z) dz on a grid over ``limits``; shaped as by :func:`density`."""
    z, weights = nodes(config)
    # p(x) = ∫ p(z) p(x∣z) dz
    return density(config, axes_of(limits, points), z, weights)


@lru_cache(maxsize=256)
def log_evidence(config: CurveConfig, x: tuple[float, ...]) -> float:
    """log p(x) of one x, by quadrature, in nats.

    Raises:
        ConfigError: as :func:`require_point`.
    """
    z, step = nodes_at(config, x)
    # log p(x) = log ∫ p(z) p(x∣z) dz ≈ log Σᵢ p(zᵢ) p(x∣zᵢ) Δz
    return float(logsumexp(log_prior(z) + log_likelihood(config, x, z)) + np.log(step))
