"""The draws of many as one histogram, and the mean of each beside the mean of all. Words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from vae_core.figures.canvas import Panel, bars, colour, curve, dots, sheet
from vae_core.figures.distributions import DENSITY, HEADROOM, MASS, between
from vae_core.figures.figure import Figure
from vae_core.figures.persons import Person, points
from vae_core.probability.pooled_draws import Pooled

LEFT, RIGHT = (0.0, 0.5), (0.6, 1.0)
SIDE = 10**0.2  # of the axis beside the first and the last dot, as a factor
STREWN = 1.3  # so many times as far right as the leftmost dot is the rightmost of those that have drawn as often
MEAN = "<i>x̄</i>"


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    draws: str = "all draws"
    exact: str = "E[<i>X</i>]"
    together: str = "all together"
    band: str = "± 2 standard errors"


WORDS = Words()


def pooled_draws(pooled: Pooled, persons: Sequence[Person], *, words: Words = WORDS) -> Figure:
    """All draws as a histogram under the density; beside it x̄ of each person over how many draws it took.

    Args:
        pooled: the draws.
        persons: who has drawn them, in the same order.
        words: those in the legend.
    """
    curve_, n = pooled.curve, pooled.estimate.n
    top = HEADROOM * max(curve_.top, float(pooled.heights.max()))
    ends = np.array([pooled.n.min() / SIDE, n * SIDE])
    panels = (
        Panel("<i>x</i>", MASS if curve_.is_discrete else DENSITY, LEFT, x_range=(curve_.low, curve_.high)),
        Panel("<i>n</i>", MEAN, RIGHT, x_kind="log", x_range=tuple(np.log10(ends).tolist()), y_range=_reach(pooled)),
    )
    marks = [*_histogram(pooled, words), *_around(pooled, ends, words)]
    marks.append(points(_strewn(pooled.n), pooled.means, persons, panel=1))
    error = {"type": "data", "array": [2 * pooled.estimate.standard_error], "thickness": 2}
    bar = {"error_y": error} if np.isfinite(pooled.estimate.standard_error) else {}
    look = {"symbol": "diamond", "line": {"width": 2, "color": colour("paper")}}
    marks.append(dots([n], [pooled.estimate.value], "x", name=words.together, size=14, panel=1, marker=look, **bar))
    return sheet(panels, marks, height=400).update_layout(yaxis={"range": (0, top)})


def _histogram(pooled: Pooled, words: Words) -> list[dict]:
    width = float(np.diff(pooled.places).min()) if len(pooled.places) > 1 else 1.0
    share = 0.7 if pooled.curve.is_discrete else 1.0
    look = {"width": share * width, "hoverinfo": "skip", "opacity": 0.35}
    drawn = bars(pooled.places, pooled.heights, "x", name=words.draws, **look)
    x, density = pooled.curve.x, np.minimum(pooled.curve.density, 2 * HEADROOM * pooled.curve.top)
    if pooled.curve.is_discrete:
        return [drawn, dots(x, density, "p", name=MASS, size=9)]
    return [drawn, curve(x, density, "p", name=DENSITY)]


def _around(pooled: Pooled, ends: np.ndarray, words: Words) -> list[dict]:
    """E[X], and how far x̄ of n draws strays from it."""
    if pooled.mean is None or not np.isfinite(pooled.mean):
        return []
    marks = []
    if pooled.deviation is not None:
        n = np.geomspace(*ends, 60)
        # The standard deviation of x̄: σ / √n
        reach = 2 * pooled.deviation / np.sqrt(n)
        marks = between(n, pooled.mean - reach, pooled.mean + reach, words.band, panel=1)
    level = curve(ends, [pooled.mean] * 2, "mu", name=words.exact, dash="dash", width=1.5, panel=1)
    return [*marks, level]


def _strewn(n: Int[np.ndarray, " hands"]) -> Float[np.ndarray, " hands"]:
    """Side by side, so that as many draws do not hide each other: the golden ratio never repeats."""
    return n * STREWN ** ((np.arange(len(n)) * 0.6180339887 + 0.5) % 1 - 0.5)


def _reach(pooled: Pooled) -> tuple[float, float] | None:
    """Of the axis of x̄: every dot is seen, and the band where it is widest; ``None`` where there is none."""
    if pooled.deviation is None or pooled.mean is None:
        return None
    widest = 2.2 * pooled.deviation / np.sqrt(pooled.n.min())
    reach = float(max(widest, 1.15 * np.abs(pooled.means - pooled.mean).max()))
    return (pooled.mean - reach, pooled.mean + reach) if reach > 0 else None
