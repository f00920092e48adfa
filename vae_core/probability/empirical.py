"""To raise the likelihood is to lower KL from the data's own distribution to the model."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import entr, log_ndtr

from vae_core.config import is_number, require
from vae_core.probability.likelihood import check_parameters, log_likelihood, statistics
from vae_core.probability.normal import LOG_TWO_PI

NARROWEST_BIN = 1e-6
WIDEST_BIN = 1e6
# Ten points integrate a normal density over less than one standard deviation to the last digit.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)


@dataclass(frozen=True)
class Empirical:
    """The distribution of the data themselves, on bins.

    Attributes:
        middles: the middle of each bin that holds data, ``[bins]``, in order.
        width: Δ, the width of every bin; their edges are at multiples of it.
        probabilities: p̂, the share of the data in each, ``[bins]``.
        entropy: H(p̂) in nats.
    """

    middles: Float[np.ndarray, " bins"]
    width: float
    probabilities: Float[np.ndarray, " bins"]
    entropy: float


def empirical(x: Float[np.ndarray, " n"], width: float) -> Empirical:
    """p̂ on bins of ``width`` (1e-6 to 1e6)."""
    allowed = is_number(width, NARROWEST_BIN, WIDEST_BIN)
    require(allowed, f"the width of a bin must be from 1e-6 to 1e6, not {width!r}")
    bins, counts = np.unique(np.floor(x / width), return_counts=True)
    shares = counts / len(x)
    # H(p̂) = −Σ p̂ log p̂
    return Empirical((bins + 0.5) * width, width, shares, float(entr(shares).sum()))


def log_bin_mass(
    middles: Float[np.ndarray, "..."], width: float, mean: float | Float[np.ndarray, "..."], standard_deviation: float
) -> Float[np.ndarray, "..."]:
    """log m = log (F(b + Δ/2) − F(b − Δ/2)) under N(μ, σ²) for bins around b; finite however far away."""
    # The mirror image has the same mass, so every bin is looked at in the lower tail, where F is exact.
    z = -np.abs(middles - mean) / standard_deviation
    half = width / (2 * standard_deviation)
    narrow = half * (1 + np.abs(z)) < 0.5
    return np.where(narrow, _log_mass_inside(np.where(narrow, z, 0.0), half), _log_difference(z - half, z + half))


def _log_difference(low: Float[np.ndarray, "..."], high: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    # log (Φ(b) − Φ(a)) = log Φ(b) + log (1 − Φ(a)/Φ(b))
    ratio = np.minimum(log_ndtr(low) - log_ndtr(high), -1e-300)
    return log_ndtr(high) + np.log(-np.expm1(ratio))


def _log_mass_inside(z: Float[np.ndarray, "..."], half: float) -> Float[np.ndarray, "..."]:
    # Φ(z + h) − Φ(z − h) = φ(z) h ∫ exp(−z h t − h² t²/2) dt, t from −1 to 1: no difference of near equals
    h = min(half, 0.5)
    inside = np.exp(-z[..., None] * h * NODES - (h * NODES) ** 2 / 2) @ WEIGHTS
    return -0.5 * (z**2 + LOG_TWO_PI) + math.log(h) + np.log(inside)


def bin_masses(
    x: Float[np.ndarray, " points"], width: float, mean: float, standard_deviation: float
) -> Float[np.ndarray, " points"]:
    """m, the model's mass of a bin of ``width`` around every x, whether or not such a bin holds data."""
    return np.exp(log_bin_mass(x, width, mean, standard_deviation))


@dataclass(frozen=True)
class Matching:
    """What the data say of a row of models N(μ, σ²), told twice. Everything in nats.

    Attributes:
        means: μ, ``[models]``.
        standard_deviation: σ.
        empirical: p̂.
        mean_log_likelihoods: (1/n) Σ log m(xᵢ) with m the model's mass of the bin of xᵢ, ``[models]``.
        divergences: KL(p̂‖m), ``[models]``; with the line above it always sums to −H(p̂).
        mean_log_densities: (1/n) Σ log f(xᵢ) + log Δ, ``[models]``: where the first goes as Δ → 0.
    """

    means: Float[np.ndarray, " models"]
    standard_deviation: float
    empirical: Empirical
    mean_log_likelihoods: Float[np.ndarray, " models"]
    divergences: Float[np.ndarray, " models"]
    mean_log_densities: Float[np.ndarray, " models"]

    @property
    def best_mean(self) -> float:
        """The μ among ``means`` that is likeliest, and nearest to p̂: one and the same."""
        return float(self.means[self.mean_log_likelihoods.argmax()])


def matching(
    x: Float[np.ndarray, " n"], means: float | Float[np.ndarray, " models"], standard_deviation: float, width: float
) -> Matching:
    """Log likelihood and KL of the models N(μ, σ²) for every μ in ``means`` (or the one), on bins of ``width``."""
    check_parameters(0.0, standard_deviation)
    means, data = np.array(means, dtype=float, ndmin=1), empirical(x, width)
    log_masses = log_bin_mass(data.middles[:, None], width, means, standard_deviation)
    p = data.probabilities
    # (1/n) Σᵢ log m(xᵢ) = Σ_b p̂_b log m_b
    mean_log_likelihoods = p @ log_masses
    # KL(p̂‖m) = Σ_b p̂_b log (p̂_b / m_b)
    divergences = p @ (np.log(p)[:, None] - log_masses)
    densities = log_likelihood(statistics(x), means, standard_deviation) / len(x) + math.log(width)
    return Matching(means, standard_deviation, data, mean_log_likelihoods, divergences, densities)
