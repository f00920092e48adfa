"""A density and its F as points to be drawn: dense where the mass is, exact at the marked places."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.config import require
from vae_core.probability.distribution import Distribution

EVENLY, BY_MASS, MOST_STEMS = 200, 101, 300
# Mass that the points by quantile leave outside on each side.
OUTSIDE = 1e-4
# An infinite density is cut off at this many times the height of a rectangle as wide as the window.
CUT = 8.0
# The window is widened by this part of its width on each side.
PADDING = 0.08
# A jump is drawn over this part of the window's width.
CLOSE = 1e-9


@dataclass(frozen=True)
class Curves:
    """f and F (or the mass and its steps) over a stretch of the x axis.

    Attributes:
        x: ascending, ``[n]``; for a discrete X its values, at most 300 of them.
        density: f(x) or P(X = x), ``[n]``; may be infinite at an end of the support.
        cdf: F(x), ``[n]``.
        low: where the stretch begins.
        high: where it ends.
        top: the height up to which the density is worth showing; finite.
        is_discrete: whether f is a mass.
    """

    x: Float[np.ndarray, " n"]
    density: Float[np.ndarray, " n"]
    cdf: Float[np.ndarray, " n"]
    low: float
    high: float
    top: float
    is_discrete: bool


def view(distribution: Distribution) -> tuple[float, float]:
    """The window of a distribution with some room beside it, rounded outwards.

    A small change of the distribution leaves the view as it is, so that the change is seen in it.
    """
    return rounded_outwards(*distribution.window(), parts=4)


def rounded_outwards(low: float, high: float, parts: int = 8) -> tuple[float, float]:
    """A stretch with some room on both sides, from one mark to another of a scale of about so many parts."""
    room = PADDING * (high - low) if high > low else 0.5
    low, high = low - room, high + room
    grid = 2.0 ** math.ceil(math.log2((high - low) / parts))
    return math.floor(low / grid) * grid, math.ceil(high / grid) * grid


def heights(distribution: Distribution, x: float) -> tuple[float, float]:
    """f(x) and F(x) at one place, for a mark on the curves; the mass in place of f for a discrete X."""
    at = np.array(x, dtype=float)
    return float(distribution.density(at)), float(distribution.cdf(at))


def curves(
    distribution: Distribution, low: float | None = None, high: float | None = None, marks: tuple[float, ...] = ()
) -> Curves:
    """f and F from ``low`` to ``high`` (the distribution's own view where they are not given).

    The ``marks`` inside become points of a continuous curve, so that an area can end exactly there.
    Raises :class:`~vae_core.errors.ConfigError` unless ``low`` lies below ``high``.
    """
    own_low, own_high = view(distribution)
    low, high = own_low if low is None else float(low), own_high if high is None else float(high)
    require(low < high, f"a curve needs low below high, not {low!r} and {high!r}")
    base = _sampled(distribution, low, high)
    inside = np.array([mark for mark in marks if low < mark < high], dtype=float)
    if distribution.is_discrete or not inside.size:
        return base
    x, first = np.unique(np.concatenate([base.x, inside]), return_index=True)
    density = np.concatenate([base.density, distribution.density(inside)])[first]
    cdf = np.concatenate([base.cdf, distribution.cdf(inside)])[first]
    return Curves(x, density, cdf, low, high, base.top, is_discrete=False)


@lru_cache(maxsize=64)
def _sampled(distribution: Distribution, low: float, high: float) -> Curves:
    x = _stems(distribution, low, high) if distribution.is_discrete else _abscissae(distribution, low, high)
    density = distribution.density(x)
    top = _top(density, high - low) if x.size else 1.0
    return Curves(x, density, distribution.cdf(x), low, high, top, distribution.is_discrete)


def _stems(distribution: Distribution, low: float, high: float) -> Float[np.ndarray, " n"]:
    points = distribution.points()
    points = points[(points >= low) & (points <= high)]
    return points[:: -(-len(points) // MOST_STEMS) or 1]


def _abscissae(distribution: Distribution, low: float, high: float) -> Float[np.ndarray, " n"]:
    """Evenly spaced places, places with equal mass between them, and both sides of the ends of the support."""
    by_mass = distribution.quantile(np.linspace(OUTSIDE, 1 - OUTSIDE, BY_MASS))
    ends = np.array([end for end in distribution.support if np.isfinite(end)])
    beside = CLOSE * (high - low)
    jumps = np.concatenate([ends - beside, ends, ends + beside])
    x = np.concatenate([np.linspace(low, high, EVENLY), by_mass, jumps])
    return np.unique(x[(x >= low) & (x <= high)])


def _top(density: Float[np.ndarray, " n"], width: float) -> float:
    finite = density[np.isfinite(density)]
    highest = float(finite.max(initial=0.0))
    if len(finite) < len(density):
        highest = min(highest, CUT / width)
    return highest or 1.0
