"""Pictures for the likelihood: the curve over x, and log L over θ as a map or as a landscape.

What a person drags (the data, θ) is laid over these figures by the page and is not drawn here.
"""

import math
from dataclasses import dataclass

import numpy as np

from vae_core.figures.canvas import FONT, Panel, colour, curve, dots, heat, sheet, stems
from vae_core.figures.figure import Figure
from vae_core.figures.theme import GRID
from vae_core.probability.ascent import Ascent
from vae_core.probability.curves import Curves
from vae_core.probability.likelihood import Likelihood, Maximum, Surface

# How far below its highest value the log likelihood is shown, in nats: e^−30 of the top is nothing.
SHOWN_BELOW = 30
SPACING = 2
MEAN, WIDTH, LOG_L = "<i>μ</i>", "<i>σ</i>", "log <i>L</i>"
DENSITY = "<i>f</i>(<i>x</i>; <i>μ</i>, <i>σ</i>)"
# On a logarithmic axis plotly would name every digit.
WIDTH_TICKS = tuple(digit * 10**power for power in range(-4, 5) for digit in (1, 2, 5))
HEIGHT = 315
LOWEST_TOP, ROOM = 0.5, 1.02


@dataclass(frozen=True)
class Words:
    """What these figures say in words; a page passes its own language."""

    maximum: str = "maximum"
    truth: str = "hidden truth"
    ascent: str = "gradient ascent"


WORDS = Words()


def over_data(curve_now: Curves, at: Likelihood, *, truth: Curves | None = None, words: Words = WORDS) -> Figure:
    """f over x with the height over each data point.

    Args:
        curve_now: f(x; μ, σ) over the stretch of x to be shown.
        at: the likelihood at the θ that is shown.
        truth: the density that the data were drawn from.
        words: those in the legend.
    """
    peak = max(float(shown.density.max()) for shown in (curve_now, truth) if shown is not None)
    # The axis grows by doubling: in between, a higher curve looks higher.
    top = 2.0 ** math.ceil(math.log2(max(ROOM * peak, LOWEST_TOP)))
    window = float(curve_now.x[0]), float(curve_now.x[-1])
    panel = Panel("<i>x</i>", DENSITY, x_range=window, y_range=(0, top))
    return sheet([panel], _heights(curve_now, at, truth, words), height=HEIGHT)


def over_parameters(
    surface: Surface,
    best: Maximum,
    *,
    ascent: Ascent | None = None,
    step: int | None = None,
    words: Words = WORDS,
) -> Figure:
    """log L over (μ, σ) as a map, drawn down to 30 nats below its top; σ on a logarithmic axis.

    Args:
        surface: log L over the plane.
        best: marked where it lies in the plane.
        ascent: a path to be drawn over the plane, up to ``step`` strongly and the rest faintly.
        step: how far the ascent has come; ``None`` for all of it.
        words: those in the legend.
    """
    figure = sheet([plane(surface)], contours(surface, best, ascent, step, words), height=HEIGHT)
    return figure.update_layout(yaxis={"tickvals": WIDTH_TICKS})


def landscape(
    surface: Surface,
    at: Likelihood,
    best: Maximum,
    *,
    ascent: Ascent | None = None,
    step: int | None = None,
    words: Words = WORDS,
) -> Figure:
    """The same as a solid that can be turned, with θ marked on it."""
    figure = sheet([], _solid(surface, at, best, ascent, step, words), height=HEIGHT)
    return figure.update_layout(scene=_scene(), margin={"l": 0, "r": 0, "t": 36, "b": 0})


def _heights(curve_now: Curves, at: Likelihood, truth: Curves | None, words: Words) -> list[dict]:
    hover = "<i>x</i> = %{x:.3g}<br><i>f</i> = %{y:.3g}<extra></extra>"
    hidden = [] if truth is None else [curve(truth.x, truth.density, "ink", name=words.truth, dash="dot", width=2)]
    return [
        *hidden,
        curve(curve_now.x, curve_now.density, "p", name=DENSITY, fill="tozeroy", fillcolor=colour("p", 0.12)),
        stems(at.x, at.heights, "x", width=2),
        dots(at.x, at.heights, "p", size=7, hovertemplate=hover),
    ]


def plane(surface: Surface, **place) -> Panel:
    """The axes of μ and σ, as wide as the surface."""
    y_range = tuple(np.log10(surface.standard_deviations[[0, -1]]).tolist())
    x_range = tuple(surface.means[[0, -1]].tolist())
    return Panel(MEAN, WIDTH, x_range=x_range, y_range=y_range, y_kind="log", **place)


def contours(
    surface: Surface, best: Maximum, ascent: Ascent | None = None, step: int | None = None, words: Words = WORDS
) -> list[dict]:
    """The map, and on it the maximum and the ascent; see :func:`over_parameters`."""
    shown = np.maximum(surface.relative, -SHOWN_BELOW).astype(np.float32)
    levels = {"start": SPACING - SHOWN_BELOW, "end": 0, "size": SPACING}
    settings = {"zmin": -SHOWN_BELOW, "zmax": 0, "autocontour": False, "contours": levels}
    marks = [heat(surface.means, surface.standard_deviations, shown, "p", opacity=0.55, **settings)]
    if not best.unbounded:
        marker = {"symbol": "x-thin", "line": {"width": 3, "color": colour("ink")}}
        where = [best.mean], [best.standard_deviation]
        marks.append(dots(*where, "ink", name=words.maximum, size=12, marker=marker, hoverinfo="skip"))
    return marks if ascent is None else [*marks, *_path(ascent, step, words)]


def _path(ascent: Ascent, step: int | None, words: Words) -> list[dict]:
    """All of the path faintly, what has been walked strongly, and the place reached as a larger dot."""
    means, sds = ascent.means, ascent.standard_deviations
    last = _reached(ascent, step)
    walked, hover = slice(0, last + 1), "<i>μ</i> = %{x:.3g}<br><i>σ</i> = %{y:.3g}<extra></extra>"
    sizes, edge = [5] * last + [13], {"line": {"width": [0] * last + [2], "color": colour("paper")}}
    return [
        curve(means, sds, "ink", width=1, dash="dot"),
        curve(means[walked], sds[walked], "ink", name=words.ascent, width=2),
        dots(means[walked], sds[walked], "ink", size=sizes, marker=edge, hovertemplate=hover),
    ]


def _reached(ascent: Ascent, step: int | None) -> int:
    last = len(ascent.means) - 1
    return last if step is None else min(step, last)


def _solid(
    surface: Surface, at: Likelihood, best: Maximum, ascent: Ascent | None, step: int | None, words: Words
) -> list[dict]:
    highest = float(surface.log_likelihood.max())
    marks = [
        {
            "type": "surface",
            "x": surface.means,
            "y": surface.standard_deviations,
            "z": np.maximum(surface.relative, -SHOWN_BELOW).astype(np.float32),
            "colorscale": [[0, colour("paper")], [1, colour("p")]],
            "showscale": False,
            "opacity": 0.9,
            "hoverinfo": "skip",
        },
        _points_on_solid([at.mean], [at.standard_deviation], [at.log_likelihood - highest], "x", "θ"),
    ]
    if not best.unbounded:
        place = [best.mean], [best.standard_deviation], [best.log_likelihood - highest]
        marks.append(_points_on_solid(*place, "ink", words.maximum, shape="x"))
    if ascent is not None:
        walked = slice(0, _reached(ascent, step) + 1)
        heights = ascent.values[walked] * len(at.x) - highest
        place = ascent.means[walked], ascent.standard_deviations[walked], heights
        marks.append(_points_on_solid(*place, "ink", words.ascent, mode="lines+markers", size=3))
    return marks


def _points_on_solid(
    x, y, z, symbol: str, name: str, *, mode: str = "markers", size: float = 6, shape: str = "circle"
) -> dict:
    """Points just above the solid, and at its foot where it is cut off."""
    up = np.maximum(np.asarray(z), -SHOWN_BELOW) + 0.3
    look = {"size": size, "color": colour(symbol), "symbol": shape}
    line = {"color": colour(symbol), "width": 4}
    return {"type": "scatter3d", "x": x, "y": y, "z": up, "mode": mode, "marker": look, "line": line, "name": name}


def _scene() -> dict:
    ink = {"gridcolor": GRID.light, "color": FONT["color"], "showbackground": False}
    width = {"type": "log", "tickvals": WIDTH_TICKS[::3]}
    return {
        "xaxis": {**ink, "title": {"text": MEAN}},
        "yaxis": {**ink, "title": {"text": WIDTH}, **width},
        "zaxis": {**ink, "title": {"text": LOG_L}, "range": (-SHOWN_BELOW, 2), "dtick": 10},
        "camera": {"eye": {"x": -1.3, "y": -1.75, "z": 1.1}, "center": {"x": 0, "y": 0, "z": -0.2}},
        "aspectmode": "cube",
    }
