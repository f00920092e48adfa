"""The draws of many hands as one sample: what each of them has found, and what all have found together.

Examples:
    >>> together = pool(Member("exponential", (2.0,)), [(1000, seed) for seed in range(1, 31)])
    >>> together.mean, round(together.estimate.value, 3), round(together.estimate.standard_error, 3)
    (0.5, 0.5, 0.003)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import require
from vae_core.probability.curves import Curves, curves
from vae_core.probability.events import Estimate
from vae_core.probability.families import Member
from vae_core.probability.moments import Existence, existence
from vae_core.probability.sampling import draws

BINS = 60
KEPT = 1024  # samples, of which a histogram and two sums are kept


@dataclass(frozen=True, eq=False)
class Pooled:
    """Samples of one distribution, and all of them as one.

    Attributes:
        n: draws in each, ``[hands]``.
        means: x̄ of each, ``[hands]``.
        estimate: x̄ of all draws, with its standard error.
        mean: E[X]; ``None`` where it does not exist.
        deviation: σ; ``None`` unless it is finite.
        curve: the density or the mass, over the stretch that is shown.
        places: middles of equally wide bins over that stretch, or the values of a discrete X, ``[bins]``.
        heights: how many draws fell there, as a density; of a discrete X, as a frequency, ``[bins]``.
    """

    n: Int[np.ndarray, " hands"]
    means: Float[np.ndarray, " hands"]
    estimate: Estimate
    mean: float | None
    deviation: float | None
    curve: Curves
    places: Float[np.ndarray, " bins"]
    heights: Float[np.ndarray, " bins"]

    @property
    def typical_error(self) -> float | None:
        """√(1/hands Σ (x̄ᵢ − E[X])²), of the hands one by one; ``None`` where there is no mean to be off from."""
        if self.mean is None or not math.isfinite(self.mean):
            return None
        return float(np.sqrt(np.mean((self.means - self.mean) ** 2)))


@dataclass(frozen=True, eq=False)
class _Sample:
    """Of one hand: x̄, Σ (x − x̄)² and how many draws fell into each bin."""

    n: int
    mean: float
    squares: float
    counts: Int[np.ndarray, " bins"]


def pool(member: Member, drawn: Sequence[tuple[int, int]]) -> Pooled:
    """All draws together.

    Args:
        member: of which distribution.
        drawn: how many draws with which seed, for each hand. A seed twice would be the same draws.

    Raises:
        ConfigError: nobody has drawn, a seed is there twice, or a number of draws is not from 1 to 100 000.
    """
    require(len(drawn) > 0, "a pool needs somebody's draws")
    require(len({seed for _n, seed in drawn}) == len(drawn), "a seed that is there twice stands for the same draws")
    samples = [_sample(member, n, seed) for n, seed in drawn]
    n, means = np.array([s.n for s in samples]), np.array([s.mean for s in samples])
    distribution, curve = member.distribution, curves(member.distribution)
    variance = distribution.variance()
    places, width = _places(curve)
    counts = np.sum([s.counts for s in samples], axis=0)
    is_finite = existence(variance) is Existence.FINITE
    return Pooled(
        n,
        means,
        _together(n, means, sum(s.squares for s in samples), has_error=is_finite),
        distribution.mean(),
        math.sqrt(variance) if is_finite else None,
        curve,
        places,
        counts / (n.sum() * width),
    )


def _together(n, means, squares: float, *, has_error: bool) -> Estimate:
    total = int(n.sum())
    mean = float(n @ means / total)
    # Σ (x − x̄)² = Σᵢ [Σ (x − x̄ᵢ)² + nᵢ (x̄ᵢ − x̄)²]   (Chan, Golub & LeVeque 1983, eq. 1.5)
    squares += float(n @ (means - mean) ** 2)
    known = has_error and total > 1
    # s / √N with s² = 1/(N − 1) Σ (x − x̄)²
    return Estimate(mean, math.sqrt(squares / (total - 1) / total) if known else math.inf, total)


@lru_cache(maxsize=KEPT)
def _sample(member: Member, n: int, seed: int) -> _Sample:
    x = draws(member, n, seed)
    mean = float(x.mean())
    return _Sample(n, mean, float(np.sum((x - mean) ** 2)), _counts(x, curves(member.distribution)))


def _places(curve: Curves) -> tuple[Float[np.ndarray, " bins"], float]:
    """Where draws are counted, and how wide a bin is; that of a discrete X counts as 1."""
    if curve.is_discrete:
        return curve.x, 1.0
    width = (curve.high - curve.low) / BINS
    return curve.low + width * (np.arange(BINS) + 0.5), width


def _counts(x: Float[np.ndarray, " n"], curve: Curves) -> Int[np.ndarray, " bins"]:
    if not curve.is_discrete:
        return np.histogram(x, BINS, (curve.low, curve.high))[0]
    place = np.minimum(np.searchsorted(curve.x, x), len(curve.x) - 1)
    return np.bincount(place[curve.x[place] == x], minlength=len(curve.x))
