"""A table of values and their probabilities: the discrete distribution, enumerated."""

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from vae_core.config import is_number, require
from vae_core.probability.distribution import Distribution, Points


def total(probabilities: Sequence[float]) -> float:
    """Σ P(X = xᵢ), rounded once; 1 for a distribution."""
    # Σᵢ P(X = xᵢ) = 1
    return math.fsum(probabilities)


def normalised(probabilities: Sequence[float]) -> tuple[float, ...]:
    """The probabilities divided by their sum.

    Raises :class:`~vae_core.errors.ConfigError` where one is negative or none is above 0.
    """
    require(all(is_number(p, 0, 1e300) for p in probabilities), "probabilities must be at least 0")
    require(any(p > 0 for p in probabilities), "at least one probability must be above 0")
    largest = max(probabilities)
    shares = [p / largest for p in probabilities]
    # P(X = xᵢ) = wᵢ / Σⱼ wⱼ
    return tuple(share / total(shares) for share in shares)


class Categorical(Distribution):
    """A discrete X given by its table.

    Args:
        values: x₁, x₂, ...; where a value stands twice, its probabilities are added.
        probabilities: P(X = xᵢ), at least 0, with sum 1.

    Raises :class:`~vae_core.errors.ConfigError` where the table is not a distribution.
    """

    is_discrete = True

    def __init__(self, values: Sequence[float], probabilities: Sequence[float]):
        require(len(values) == len(probabilities) > 0, "each value needs one probability")
        require(all(map(math.isfinite, values)), "values must be finite")
        require(all(p >= 0 for p in probabilities), "probabilities must be at least 0")
        sum_of_all = total(probabilities)
        require(abs(sum_of_all - 1) < 1e-6, f"the probabilities must sum to 1, not {sum_of_all:.10g}")
        self.values, row = np.unique(np.array(values, dtype=float), return_inverse=True)
        self.probabilities = np.bincount(row, weights=probabilities)
        self.support = (float(self.values[0]), float(self.values[-1]))

    def log_density(self, x: Points) -> Points:
        with np.errstate(divide="ignore"):  # log 0 = −∞ where X cannot be
            return np.asarray(np.log(self.density(x)))

    def density(self, x: Points) -> Points:
        row = np.searchsorted(self.values, x).clip(max=len(self.values) - 1)
        return np.where(self.values[row] == x, self.probabilities[row], 0.0)

    def cdf(self, x: Points) -> Points:
        # F(x) = Σ P(X = xᵢ) over xᵢ ≤ x
        return np.asarray(self._up_to[np.searchsorted(self.values, x, side="right")])

    def survival(self, x: Points) -> Points:
        return np.asarray(self._beyond[np.searchsorted(self.values, x, side="right")])

    @property
    def _up_to(self) -> np.ndarray:
        return np.minimum(np.concatenate([[0.0], np.cumsum(self.probabilities)[:-1], [1.0]]), 1.0)

    @property
    def _beyond(self) -> np.ndarray:
        return np.concatenate([[1.0], np.cumsum(self.probabilities[:0:-1])[::-1], [0.0]])

    def quantile(self, u: Points) -> Points:
        row = np.searchsorted(self._up_to[1:], u).clip(max=len(self.values) - 1)
        return np.asarray(self.values[row])

    def upper_quantile(self, u: Points) -> Points:
        return np.asarray(self.values[np.argmax(self._beyond[1:] <= u[..., None], axis=-1)])

    def mean(self) -> float:
        # E[X] = Σᵢ xᵢ P(X = xᵢ)
        return float(self.values @ self.probabilities)

    def variance(self) -> float:
        # Var[X] = Σᵢ (xᵢ − E[X])² P(X = xᵢ)
        return float(np.square(self.values - self.mean()) @ self.probabilities)

    def sample(self, n: int, rng: np.random.Generator) -> Float[np.ndarray, " n"]:
        return rng.choice(self.values, size=n, p=self.probabilities / self.probabilities.sum())

    def points(self) -> Float[np.ndarray, " k"]:
        """Every value in the table, also those of probability 0."""
        return self.values

    def points_between(self, low: float, high: float) -> Float[np.ndarray, " k"]:
        return self.values[(self.values > low) & (self.values <= high)]

    def window(self) -> tuple[float, float]:
        return self.support
