"""Many θ for the same data: how far each is from the top, and a window in which most of them lie.

Examples:
    >>> from vae_core.probability.likelihood import observations
    >>> scored = score(observations([1, 2, 3]), [(2.0, 1.0), (0.0, 1.0)])
    >>> [round(float(below), 3) for below in scored.below]  # nats
    [0.108, 6.108]
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.config import require
from vae_core.probability.likelihood import Maximum, check_parameters, log_likelihood, maximum, statistics
from vae_core.probability.likelihood_window import Window, window

MOST = 0.9  # of them are in the window in any case


@dataclass(frozen=True, eq=False)
class Scored:
    """Many θ for one set of data.

    Attributes:
        means: μ of each, ``[hands]``.
        standard_deviations: σ of each, ``[hands]``.
        log_likelihood: log L of each, in nats, ``[hands]``.
        best: where L is highest of all.
    """

    means: Float[np.ndarray, " hands"]
    standard_deviations: Float[np.ndarray, " hands"]
    log_likelihood: Float[np.ndarray, " hands"]
    best: Maximum

    @property
    def below(self) -> Float[np.ndarray, " hands"]:
        """By how many nats each stays below the top; below the best of them, where L has no maximum."""
        top = self.log_likelihood.max() if self.best.unbounded else self.best.log_likelihood
        return np.maximum(top - self.log_likelihood, 0.0)

    @property
    def median(self) -> float:
        """Of :attr:`below`."""
        return float(np.median(self.below))

    @property
    def order(self) -> list[int]:
        """Their places, who is nearest to the top first."""
        return np.argsort(self.below, kind="stable").tolist()

    def inside(self, shown: Window) -> int:
        """How many of them lie in a window."""
        across = (shown.low <= self.means) & (self.means <= shown.high)
        up = (shown.narrowest <= self.standard_deviations) & (self.standard_deviations <= shown.widest)
        return int(np.count_nonzero(across & up))


def score(x: Float[np.ndarray, " n"], thetas: Sequence[tuple[float, float]]) -> Scored:
    """log L of each θ = (μ, σ). Raises :class:`~vae_core.errors.ConfigError` where there is none, or one is none."""
    require(len(thetas) > 0, "there is no θ to be scored")
    for theta in thetas:
        check_parameters(*theta)
    means, deviations = np.array(thetas, float).T
    return Scored(means, deviations, log_likelihood(statistics(x), means, deviations), maximum(x))


def window_of_many(x: Float[np.ndarray, " n"], scored: Scored) -> Window:
    """A window with the data, their maximum, and nine of ten θ; it may leave out the farthest."""
    far = float(np.quantile(np.abs(scored.means), MOST, method="lower"))
    ends = np.quantile(scored.standard_deviations, (1 - MOST, MOST), method="nearest").tolist()
    narrow, wide = (window(x, far, deviation) for deviation in ends)
    return Window(wide.low, wide.high, narrow.narrowest, wide.widest)
