"""A model where all is known: z ~ N(0, 1), x∣z ~ N(w z + b, s² I). Every term of the bound has a formula, in nats.

log p(x) = L_b + KL(q(z)‖p(z∣x)) with L_b = E_q[log p(x∣z)] − KL(q(z)‖p(z)), for a normal q. Each of the four terms
is computed by its own route; that they add up is left to arithmetic.

Sources: Bishop, "Pattern Recognition and Machine Learning" (2006), sections 2.3.3, 9.4 and 12.2, cited as B; Tipping
& Bishop, "Probabilistic principal component analysis" (1999), cited as TB.
"""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.config import is_number, require
from vae_core.probability.normal import LOG_TWO_PI, normal_log_density
from vae_core.probability.standard_normal import Parts, kl_parts

Data = Float[np.ndarray, "n d"]
PerDatum = Float[np.ndarray, " n"]

FAR = 1e6
LEAST_NOISE, MOST_NOISE = 1e-6, 1e6


@dataclass(frozen=True)
class LinearGaussian:
    """z ~ N(0, 1), then x∣z ~ N(w z + b, s² I); x has d ≥ 1 dimensions, z has one.

    Attributes:
        weights: w, ``d`` numbers.
        offset: b, ``d`` numbers.
        noise: s, the standard deviation around w z + b in every dimension, from 1e-6 to 1e6.

    Raises :class:`~vae_core.errors.ConfigError` for numbers that no model can have.
    """

    weights: tuple[float, ...]
    offset: tuple[float, ...]
    noise: float

    def __post_init__(self):
        require(
            len(self.weights) == len(self.offset) > 0, "weights and offset must be equally many numbers, at least 1"
        )
        for value in (*self.weights, *self.offset):
            require(is_number(value, -FAR, FAR), f"weights and offset must be from −{FAR:g} to {FAR:g}, not {value!r}")
        is_possible = is_number(self.noise, LEAST_NOISE, MOST_NOISE)
        require(is_possible, f"noise must be a number from {LEAST_NOISE} to {MOST_NOISE:g}, not {self.noise!r}")

    @property
    def length(self) -> float:
        """‖w‖: how far x goes when z goes by 1."""
        return math.hypot(*self.weights)

    @property
    def largest_variance(self) -> float:
        """‖w‖² + s², the variance of x along w; for d = 1 that of x."""
        return self.length**2 + self.noise**2

    @property
    def direction(self) -> Float[np.ndarray, " d"]:
        """w / ‖w‖; 0 where w is."""
        # Numbers so small that they have few digits left have no length: they are measured by the largest of them.
        weights = np.array(self.weights) / (max(map(abs, self.weights)) or 1.0)
        return weights / (np.linalg.norm(weights) or 1.0)

    def residuals(self, x: Data) -> Data:
        """x − b."""
        return x - np.array(self.offset)


@dataclass(frozen=True, eq=False)
class Gaussians:
    """One normal over z for each datum, all of the same width.

    Attributes:
        means: ``[n]``.
        variance: above 0.
    """

    means: PerDatum
    variance: float

    def __post_init__(self):
        require(self.variance > 0, f"the variance of q must be above 0, not {self.variance!r}")

    @property
    def standard_deviation(self) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance)


@dataclass(frozen=True, eq=False)
class Terms:
    """The four terms for each datum, ``[n]``, in nats.

    Attributes:
        log_evidence: log p(x).
        reconstruction: E_q[log p(x∣z)].
        kl_prior: KL(q(z)‖p(z)), of q's mean and of its variance.
        kl_posterior: KL(q(z)‖p(z∣x)), likewise.
    """

    log_evidence: PerDatum
    reconstruction: PerDatum
    kl_prior: Parts
    kl_posterior: Parts

    @property
    def bound(self) -> PerDatum:
        """L_b, never above log p(x)."""
        # L_b = E_q[log p(x∣z)] − KL(q(z)‖p(z))   (B, section 9.4)
        return self.reconstruction - self.kl_prior.kl


def terms(model: LinearGaussian, x: Data, q: Gaussians) -> Terms:
    """All four for the data ``x`` and their q."""
    return Terms(
        log_evidence(model, x),
        expected_log_likelihood(model, x, q),
        kl_to_prior(q),
        kl_to_posterior(model, x, q),
    )


def posterior(model: LinearGaussian, x: Data) -> Gaussians:
    """p(z∣x) of each datum: again a normal, of the same width for all."""
    # p(z∣x) = N(w·(x − b) / (‖w‖² + s²),  s² / (‖w‖² + s²))   (B, equation 2.116)
    means = model.residuals(x) @ np.array(model.weights) / model.largest_variance
    return Gaussians(means, model.noise**2 / model.largest_variance)


def log_evidence(model: LinearGaussian, x: Data) -> PerDatum:
    """log p(x) of each datum: x is normal too, around b, with variance ‖w‖² + s² along w and s² across."""
    residuals = model.residuals(x)
    direction = model.direction
    along = residuals @ direction
    across = np.linalg.norm(residuals - along[:, None] * direction, axis=1) / model.noise
    # log p(x) = log N(x; b, w wᵀ + s² I)   (B, equations 2.115 and 12.35)
    #          = log N(along; 0, ‖w‖² + s²) − ½ (across/s)² − (d − 1) (log s + ½ log 2π)
    constant = (len(direction) - 1) * (math.log(model.noise) + LOG_TWO_PI / 2)
    return normal_log_density(along, 0.0, math.sqrt(model.largest_variance)) - across**2 / 2 - constant


def expected_log_likelihood(model: LinearGaussian, x: Data, q: Gaussians) -> PerDatum:
    """E_q[log p(x∣z)] of each datum."""
    centres = np.outer(q.means, model.weights) + np.array(model.offset)
    # E_q[log N(x; w z + b, s² I)] = log N(x; w m + b, s² I) − ‖w‖² v / 2s²,   q = N(m, v)
    at_mean = normal_log_density(x, centres, model.noise).sum(axis=1)
    return at_mean - (model.length / model.noise) ** 2 * q.variance / 2


def kl_to_prior(q: Gaussians) -> Parts:
    """KL(q(z)‖p(z)) of each datum, the prior being N(0, 1)."""
    return kl_parts(q.means, np.full_like(q.means, math.log(q.variance)))


def kl_to_posterior(model: LinearGaussian, x: Data, q: Gaussians) -> Parts:
    """KL(q(z)‖p(z∣x)) of each datum."""
    p = posterior(model, x)
    # As KL(N(μ, σ²)‖N(0, 1)), with z counted in posterior standard deviations from the posterior's mean.
    log_ratio = math.log(q.variance / p.variance)
    return kl_parts((q.means - p.means) / p.standard_deviation, np.full_like(q.means, log_ratio))


def draw(model: LinearGaussian, n: int, seed: int) -> Data:
    """``n`` data from the model: first z from the prior, then x."""
    random = np.random.default_rng(seed)
    z = random.standard_normal(n)
    noise = random.standard_normal((n, len(model.weights)))
    # x = w z + b + s ε
    return np.outer(z, model.weights) + np.array(model.offset) + model.noise * noise
