"""What each of many latent dimensions costs. Words come from the caller, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_core.figures import apart
from vae_core.figures.canvas import Panel, bars, colour, dots, heat, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.kl_divergence import HATCHED, HEADROOM, LEAST_HEIGHT
from vae_core.probability.standard_normal import Dimensions, Surface

LEFT, RIGHT = (0.0, 0.44), (0.54, 1.0)
# Of the panel of the points on a projector, across and up.
PANEL_PIXELS = (370, 265)
DOT, FONT_SIZE = 7, 12


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    of_mean: str = "of the mean"
    of_variance: str = "of the variance"


WORDS = Words()


def many_dimensions(dimensions: Dimensions, surface: Surface, *, held: int = 0, words: Words = WORDS) -> Figure:
    """The dimensions as numbered points over (μ, log σ²), beside what the mean and the variance of each cost.

    Args:
        dimensions: from :func:`vae_core.probability.standard_normal.dimensions`.
        surface: the divergence of one dimension over the plane.
        held: so many dimensions, the first ones, are left out of the points: a page lays handles there.
        words: those in the legend.
    """
    number = list(range(1, len(dimensions.means) + 1))
    ranges = [tuple(axis[[0, -1]].tolist()) for axis in (surface.means, surface.log_variances)]
    top = HEADROOM * max(float(dimensions.parts.kl.max()), LEAST_HEIGHT)
    panels = (
        Panel("<i>μ</i>", "log <i>σ</i>²", LEFT, x_range=ranges[0], y_range=ranges[1]),
        Panel("<i>j</i>", "KL", RIGHT, x_range=(0.4, len(number) + 0.6), y_range=(0, top)),
    )
    look = {"panel": 1, "opacity": 0.8, "hovertemplate": "%{y:.4g}<extra></extra>"}
    marks = [
        _hills(surface),
        _points(dimensions, number, held, ranges),
        bars(number, dimensions.parts.of_mean, "mu", name=f"½<i>μ</i>², {words.of_mean}", **look),
        bars(
            number,
            dimensions.parts.of_variance,
            "sigma",
            name=f"½(<i>σ</i>² − 1 − log <i>σ</i>²), {words.of_variance}",
            **look,
        ),
    ]
    marks[-1]["marker"]["pattern"] = HATCHED
    figure = sheet(panels, marks, height=345)
    return figure.update_layout(
        barmode="stack", legend={"traceorder": "normal"}, xaxis2={"dtick": 1, "showgrid": False}
    )


def _hills(surface: Surface) -> dict:
    # Contours of the root: they stand as evenly as those of a distance.
    heights = np.sqrt(np.maximum(surface.kl, 0)).astype(np.float32)
    return heat(surface.means, surface.log_variances, heights, "kl", opacity=0.45)


def _points(dimensions: Dimensions, number: list[int], held: int, ranges: Sequence[tuple[float, float]]) -> dict:
    means, log_variances, names = dimensions.means[held:], dimensions.log_variances[held:], number[held:]
    sides = apart.sides(_pixels(means, log_variances, ranges), list(map(str, names)), FONT_SIZE, DOT / 2)
    points = dots(
        means,
        log_variances,
        "z",
        size=DOT,
        hovertemplate="<i>j</i> = %{customdata}<br><i>μ</i> = %{x:.3g}<br>log <i>σ</i>² = %{y:.3g}<extra></extra>",
        customdata=names,
        text=[str(name) if side else "" for name, side in zip(names, sides, strict=True)],
        textposition=[side or "middle right" for side in sides],
        textfont={"color": colour("z"), "size": FONT_SIZE},
    )
    return {**points, "mode": "markers+text"}


def _pixels(means, log_variances, ranges) -> np.ndarray:
    places = zip((means, log_variances), ranges, PANEL_PIXELS, strict=True)
    return np.stack([(values - low) / (high - low) * long for values, (low, high), long in places], axis=1)
