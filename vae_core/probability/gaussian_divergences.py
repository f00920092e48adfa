"""Both divergences between a mixture p and a normal q, with their slopes.

q = N(μ, σ²) is moved as in :mod:`vae_core.probability.normal_descent`: μ by σ · a and log σ by b / √2.

Sources: Bishop, "Pattern Recognition and Machine Learning" (2006), section 10.1.2, cited as B; Opper & Archambeau,
"The variational Gaussian approximation revisited" (2009), cited as OA.
"""

from functools import lru_cache

import numpy as np

from vae_core.config import require
from vae_core.probability.families import Member
from vae_core.probability.mixture import Mixture
from vae_core.probability.normal import LOG_TWO_PI
from vae_core.probability.normal_descent import ROOT_2, Slope, Starts
from vae_core.probability.quadrature import handovers

# Where the axis of ε ~ N(0, 1) is cut for the Gauss-Legendre rule of so many points between cuts; it is further cut
# around each component of p and around the places where one component hands over to another.
EDGES = np.array([-8.5, -6.0, -4.5, -3.0, -1.5, 0.0, 1.5, 3.0, 4.5, 6.0, 8.5])
AROUND_COMPONENTS = np.array([-4.0, -1.5, 1.5, 4.0])
AROUND_HANDOVERS = np.array([-16.0, -4.0, 0.0, 4.0, 16.0])
ABSCISSAE, WEIGHTS = np.polynomial.legendre.leggauss(6)


def mixture_of(p: Member) -> Mixture:
    """The mixture itself; raises :class:`~vae_core.errors.ConfigError` for every other family."""
    require(p.family == "mixture", f"A normal is fitted to a mixture, not to {p.family}.")
    return p.distribution


def forward_kl(mean_p: float, variance_p: float, entropy_p: float, means: Starts, log_deviations: Starts) -> Slope:
    """KL(p‖q) for q = N(μ, σ²), with its derivatives: p's mean and variance (and its entropy) are all that matters."""
    offset = (mean_p - means) * np.exp(-log_deviations)
    spread = variance_p * np.exp(-2 * log_deviations) + offset**2
    # KL(p‖q) = −H(p) + ½ log 2πσ² + E_p[(x − μ)²] / 2σ²   (B, section 10.1.2)
    value = -entropy_p + LOG_TWO_PI / 2 + log_deviations + spread / 2
    return np.stack([value, -offset, (1 - spread) / ROOT_2, np.ones_like(offset), ROOT_2 * offset, spread])


def reverse_kl(p: Mixture, means: Starts, log_deviations: Starts) -> Slope:
    """KL(q‖p) for q = N(μ, σ²), with its derivatives (OA)."""
    sigma = np.exp(log_deviations)
    epsilon, w = _expectation(_cuts(p), means, sigma)
    log_p, u, v = _log_density_and_derivatives(p, means[:, None] + sigma[:, None] * epsilon, sigma[:, None])
    # KL(q‖p) = −½ log 2πeσ² − E[log p(μ + σε)],  ε ~ N(0, 1)
    value = -(LOG_TWO_PI + 1) / 2 - log_deviations - (w * log_p).sum(axis=-1)
    of_u, of_v = w * u, w * v
    u_epsilon, v_epsilon = (of_u * epsilon).sum(axis=-1), (of_v * epsilon).sum(axis=-1)
    first = -of_u.sum(axis=-1), -(1 + u_epsilon) / ROOT_2
    second = -of_v.sum(axis=-1), -v_epsilon / ROOT_2, -((of_v * epsilon**2).sum(axis=-1) + u_epsilon) / 2
    return np.stack([value, *first, *second])


def _expectation(cuts: np.ndarray, means: Starts, sigma: Starts) -> tuple[np.ndarray, np.ndarray]:
    """Places ε and weights w, ``[starts, n]``, such that the sum of w f(ε) is E[f(ε)] for ε ~ N(0, 1)."""
    of_p = ((cuts - means[:, None]) / sigma[:, None]).clip(EDGES[0], EDGES[-1])
    edges = np.sort(np.concatenate([of_p, np.tile(EDGES, (len(means), 1))], axis=1), axis=1)
    half = (edges[:, 1:, None] - edges[:, :-1, None]) / 2
    epsilon = (edges[:, :-1, None] + half * (1 + ABSCISSAE)).reshape(len(means), -1)
    w = (half * WEIGHTS).reshape(len(means), -1) * np.exp(-(epsilon**2) / 2)
    return epsilon, w / w.sum(axis=1, keepdims=True)


@lru_cache(maxsize=64)
def _cuts(p: Mixture) -> np.ndarray:
    places, widths = handovers(p)
    bends = places + AROUND_HANDOVERS[:, None] * widths
    bells = (p.means + p.standard_deviations * AROUND_COMPONENTS[:, None])[:, p.weights > 0]
    return np.concatenate([bells.ravel(), bends[np.isfinite(bends)]])


def _log_density_and_derivatives(p: Mixture, x: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, ...]:
    """log p(x) and its first and second derivative, with x in the given unit."""
    weights, means, deviations = (v[:, None, None] for v in (p.weights, p.means, p.standard_deviations))
    z = (x - means) / deviations
    # log P(k) + log N(x; μₖ, σₖ²) less the largest of them, so that nothing underflows that matters
    with np.errstate(divide="ignore"):  # log 0 = −∞ for a component that is never drawn
        terms = np.log(weights / deviations) - z**2 / 2
    largest = terms.max(axis=0)
    shares = np.exp(terms - largest)
    total = shares.sum(axis=0)
    shares /= total
    pulls = -z * (unit / deviations)
    # (log p)′ = Σₖ rₖ (μₖ − x) / σₖ²,   (log p)″ = Σₖ rₖ ((μₖ − x)² / σₖ⁴ − 1 / σₖ²) − ((log p)′)²
    first = (shares * pulls).sum(axis=0)
    second = (shares * (pulls * (pulls - first) - (unit / deviations) ** 2)).sum(axis=0)
    return largest + np.log(total) - LOG_TWO_PI / 2, first, second
