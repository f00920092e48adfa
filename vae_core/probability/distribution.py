"""What every lesson asks of a random variable, whichever family it comes from.

All logarithms are natural: log densities are in nats. Arrays in, arrays of the same shape out.
"""

import math
from abc import ABC, abstractmethod

import numpy as np
from jaxtyping import Float

Points = Float[np.ndarray, "*points"]

# Discrete sums leave out values that together carry less than this.
NEGLIGIBLE = 1e-18
MAX_POINTS = 200_000
# So many values are kept however rare they are.
FEW = 1000


class Distribution(ABC):
    """One random variable X with its parameters set.

    Attributes:
        is_discrete: whether X has a mass P(X = x) instead of a density f(x).
        support: the lowest and the highest value that X can take; may be infinite.
    """

    is_discrete: bool
    support: tuple[float, float]

    @abstractmethod
    def log_density(self, x: Points) -> Points:
        """log f(x), or log P(X = x) for a discrete X, in nats; −∞ where X cannot be."""

    def density(self, x: Points) -> Points:
        """f(x), or P(X = x) for a discrete X."""
        return np.asarray(np.exp(self.log_density(x)))

    @abstractmethod
    def cdf(self, x: Points) -> Points:
        """F(x) = P(X ≤ x)."""

    @abstractmethod
    def survival(self, x: Points) -> Points:
        """1 − F(x) = P(X > x), exact far out in the upper tail, where F(x) rounds to 1."""

    @abstractmethod
    def quantile(self, u: Points) -> Points:
        """The smallest x with F(x) ≥ u."""

    @abstractmethod
    def upper_quantile(self, u: Points) -> Points:
        """The smallest x with 1 − F(x) ≤ u: exact far out in the upper tail, where 1 − u rounds to 1."""

    @abstractmethod
    def mean(self) -> float | None:
        """E[X]; ``None`` where the integral does not exist, as for the Cauchy distribution."""

    @abstractmethod
    def variance(self) -> float | None:
        """Var[X], possibly infinite; ``None`` where the mean does not exist."""

    @abstractmethod
    def sample(self, n: int, rng: np.random.Generator) -> Float[np.ndarray, " n"]:
        """``n`` independent draws."""

    def points(self) -> Float[np.ndarray, " k"]:
        """Every value of a discrete X that matters, in order: all of a few, else all but 1e-18 of the probability.

        At most 200 000.
        """
        low, high = self.support
        if high - low > FEW:
            low = max(low, float(self.quantile(np.array(NEGLIGIBLE))))
            high = min(high, float(self.upper_quantile(np.array(NEGLIGIBLE))))
        return np.arange(math.floor(low), min(math.ceil(high), math.floor(low) + MAX_POINTS - 1) + 1, dtype=float)

    def points_between(self, low: float, high: float) -> Float[np.ndarray, " k"]:
        """The values of a discrete X above ``low`` and up to ``high`` that matter among those, however rare."""
        if not low < high:
            return np.empty(0)
        likely = self.points()
        first = float(np.floor(max(low, likely[0] - 1)) + 1)
        # A tail that begins at its first value fades at least as fast as the whole.
        last = min(high, self.support[1], max(first, likely[-1]) + len(likely) + 50)
        return np.arange(first, np.floor(last) + 1)

    def window(self) -> tuple[float, float]:
        """The stretch of the x axis worth looking at: nearly all the mass, but not the last of a heavy tail."""
        low, q1, median, q3, high = self.quantile(np.array([0.001, 0.25, 0.5, 0.75, 0.999])).tolist()
        reach = 6 * max(q3 - q1, 1e-9)
        return max(low, median - reach), min(high, median + reach)
