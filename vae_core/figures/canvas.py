"""The sheet that every figure is drawn on: panels, and the few kinds of marks that the lessons use.

Figures are drawn in the light theme; the page exchanges each colour for its dark one
(:func:`vae_core.figures.theme.dark_shades`). Words are the caller's, in the reader's language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vae_core.figures.figure import Figure
from vae_core.figures.theme import BACKGROUND, DIGITS, GRID, INK, SYMBOLS

FONT = {"size": 14, "color": INK.light}
MARGIN = {"l": 56, "r": 20, "t": 12, "b": 44}  # a number at the right end is 1000 or so


@dataclass(frozen=True)
class Panel:
    """One pair of axes.

    Attributes:
        x: title of the x axis, in plotly's small HTML (``"<i>x</i>"``).
        y: title of the y axis.
        across: the part of the sheet's width that it takes, as fractions (left, right).
        up: the part of its height, as fractions (bottom, top).
        x_range: fixed limits of the x axis, as (low, high); ``None`` lets plotly choose. On a
            logarithmic axis they are powers of ten.
        y_range: the same for the y axis.
        x_kind: ``"linear"`` or ``"log"``.
        y_kind: the same for the y axis.
        shares_x: number of the panel whose x axis this one follows.
        square: whether a step is as long up as across; the panel shrinks to it, its ranges stay.
    """

    x: str = ""
    y: str = ""
    across: tuple[float, float] = (0.0, 1.0)
    up: tuple[float, float] = (0.0, 1.0)
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    x_kind: str = "linear"
    y_kind: str = "linear"
    shares_x: int | None = None
    square: bool = False


def sheet(
    panels: Sequence[Panel],
    marks: Iterable[dict],
    *,
    height: int = 400,
    legend: bool = True,
    notes: Iterable[dict] = (),
) -> Figure:
    """A figure of ``panels`` with ``marks`` (made by the functions below) in them.

    Args:
        panels: numbered from 0, as the marks name them.
        marks: plotly traces.
        height: in CSS pixels; the width is the page's.
        legend: whether named marks are listed above the panels.
        notes: plotly annotations, made by :func:`note`.
    """
    layout: dict[str, Any] = {
        "template": "none",
        "height": height,
        "margin": {**MARGIN, "t": 36 if legend else MARGIN["t"]},
        "font": FONT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "bgcolor": "rgba(0,0,0,0)",
            "font": {"size": 12},
        },
        "hoverlabel": {"bgcolor": BACKGROUND.light, "font": FONT, "bordercolor": GRID.light},
        "bargap": 0.05,
        "annotations": list(notes),
    }
    for number, panel in enumerate(panels):
        layout.update(_axes(panel, number))
    marks = list(marks)
    marked = {mark.get("xaxis", "x") for mark in marks}
    empty = [number for number in range(len(panels)) if f"x{axis_suffix(number)}" not in marked]
    # Without a mark in it, plotly leaves a panel out.
    return Figure([*marks, *(dots([None], [None], "ink", panel=number) for number in empty)], layout)


def _axes(panel: Panel, number: int) -> dict:
    suffix = axis_suffix(number)
    common = {"gridcolor": GRID.light, "zeroline": False, "linecolor": GRID.light, "ticks": "", "automargin": False}
    # No larger than the numbers: beside those there is no room for more.
    title = {"standoff": 6, "font": {"size": FONT["size"]}}
    x = {**common, "title": {"text": panel.x, **title}, "domain": panel.across, "anchor": f"y{suffix}"}
    y = {**common, "title": {"text": panel.y, **title}, "domain": panel.up, "anchor": f"x{suffix}"}
    x["type"], y["type"] = panel.x_kind, panel.y_kind
    if panel.x_range is not None:
        x["range"] = panel.x_range
    if panel.y_range is not None:
        y["range"] = panel.y_range
    if panel.shares_x is not None:
        x["matches"] = f"x{axis_suffix(panel.shares_x)}"
    if panel.square:
        y["scaleanchor"] = f"x{suffix}"
        x["constrain"] = y["constrain"] = "domain"
    return {f"xaxis{suffix}": x, f"yaxis{suffix}": y}


def axis_suffix(number: int) -> str:
    """What plotly writes behind ``x`` and ``y`` for the axes of panel ``number``: nothing, 2, 3, ..."""
    return "" if number == 0 else str(number + 1)


def colour(symbol: str, opacity: float = 1.0) -> str:
    """The colour of ``symbol``, of ``"ink"``, ``"grid"`` and ``"paper"``, or of the class ``"0"`` to ``"9"``.

    ``opacity`` below 1 lets through what lies behind.
    """
    others = {"ink": INK, "grid": GRID, "paper": BACKGROUND}
    shade = DIGITS[int(symbol)] if symbol.isdecimal() else others.get(symbol) or SYMBOLS[symbol]
    if opacity == 1:
        return shade.light
    red, green, blue = (int(shade.light[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def curve(
    x, y, symbol: str, *, name: str = "", panel: int = 0, dash: str = "solid", width: float = 2.5, **more
) -> dict:
    """A line through points."""
    line = {"color": colour(symbol), "width": width, "dash": dash, "simplify": False}
    return _mark("scatter", panel, name, x=x, y=y, mode="lines", line=line, **{"hoverinfo": "skip", **more})


def area(x, y, symbol: str, *, name: str = "", panel: int = 0, opacity: float = 0.25, **more) -> dict:
    """What lies between a line and zero."""
    fill = {"fill": "tozeroy", "fillcolor": colour(symbol, opacity), "hoverinfo": "skip"}
    return _mark("scatter", panel, name, x=x, y=y, mode="lines", line={"width": 0}, **{**fill, **more})


def dots(x, y, symbol: str, *, name: str = "", panel: int = 0, size=8, opacity: float = 1.0, **more) -> dict:
    """Points."""
    marker = {"color": colour(symbol), "size": size, "opacity": opacity, **more.pop("marker", {})}
    return _mark("scatter", panel, name, x=x, y=y, mode="markers", marker=marker, **more)


def stems(x, y, symbol: str, *, name: str = "", panel: int = 0, width: float = 3, **more) -> dict:
    """A line from zero up to each point: a mass function."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    gaps = np.full_like(x, np.nan)
    across = np.stack([x, x, gaps], axis=1).ravel()
    up = np.stack([np.zeros_like(y), y, gaps], axis=1).ravel()
    return curve(across, up, symbol, name=name, panel=panel, width=width, **more)


def bars(x, y, symbol: str, *, name: str = "", panel: int = 0, opacity: float = 0.6, **more) -> dict:
    """Bars, as of a histogram."""
    marker = {"color": colour(symbol, opacity), "line": {"width": 0}}
    return _mark("bar", panel, name, x=x, y=y, marker=marker, **more)


def heat(x, y, z, symbol: str, *, panel: int = 0, levels: int = 15, **more) -> dict:
    """A surface seen from above: ``z[i, j]`` at (``x[j]``, ``y[i]``), from the paper's colour to the symbol's."""
    scale = [[0, colour("paper")], [1, colour(symbol)]]
    lines = {"width": 0.5, "color": colour("ink", 0.35)}
    settings = {"colorscale": scale, "ncontours": levels, "showscale": False, "line": lines, "hoverinfo": "skip"}
    return _mark("contour", panel, "", x=x, y=y, z=z, **{**settings, **more})


# Of a surface: shades that run into each other.
SMOOTH = {"contours": {"coloring": "heatmap"}, "line": {"width": 0}}


def _mark(kind: str, panel: int, name: str, **settings) -> dict:
    suffix = axis_suffix(panel)
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    return {"type": kind, "name": name, "showlegend": bool(name), **axes, **settings}


def note(text: str, x: float, y: float, *, symbol: str = "ink", panel: int = 0, **more) -> dict:
    """Words at a place in a panel, in the data's coordinates."""
    suffix = axis_suffix(panel)
    place = {"x": x, "y": y, "xref": f"x{suffix}", "yref": f"y{suffix}", "showarrow": False}
    return {"text": text, "font": {"color": colour(symbol), "size": 14}, **place, **more}


def heading(text: str, *, panel: int = 0, x: float = 0.0, **more) -> dict:
    """Words on the upper edge of a panel, where they cover nothing in it, from the share ``x`` of its width."""
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "yanchor": "bottom"}
    return note(text, x, 1.0, panel=panel, **{"xanchor": "left", **place, **more})
