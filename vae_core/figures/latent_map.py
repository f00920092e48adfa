"""Codes of held-out images in the plane, coloured by class, with their posteriors."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from jaxtyping import Float, Int, UInt8

from vae_core.figures.canvas import Panel, axis_suffix, colour, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import stamp

# Wide enough for 98 % of N(0, 1) in both coordinates.
PRIOR_REACH = 2.6
HEIGHT = 216  # in CSS pixels
TURN = np.linspace(0, 2 * np.pi, 25)
# What says in the browser that the words of a trace's points are their classes.
CLASSES = "classes"
ABOVE = {"y": 1.08}  # the titles of the maps


@dataclass(frozen=True, eq=False)
class Cloud:
    """One model's map.

    Attributes:
        title: of its panel.
        points: the codes, ``[n, 2]``.
        outlines: of posteriors, each closed; ``None`` for none. The first ones belong to the first points.
        thumbnails: (which point, its picture).
    """

    title: str
    points: Float[np.ndarray, "_ 2"]
    outlines: Float[np.ndarray, "_ 25 2"] | None = None
    thumbnails: Sequence[tuple[int, UInt8[np.ndarray, " pixels"]]] = ()


def latent_maps(clouds: Sequence[Cloud], labels: Int[np.ndarray, " n"], *, names: Sequence[str] = ()) -> Figure:
    """The maps side by side; a dashed circle around 0 is where the prior has 95 % of its mass.

    Classes, called by their ``names`` where they have some, wear their colours, which the legend names: a page shows it
    as swatches of its own, and can fade all but one (web/figure/alone.js). Points without a class (−1) are grey.
    """
    width = 1 / len(clouds)
    panels, marks, notes, images = [], [], [], []
    for number, cloud in enumerate(clouds):
        across = (number * width + (0.04 if number else 0), (number + 1) * width)
        x, y = _ranges(cloud.points)
        panels.append(Panel("", "", across=across, x_range=x, y_range=y, square=True))
        marks += [_prior_circle(number), *_outlines(cloud, labels, number), _points(cloud, labels, number, names)]
        notes.append(note(f"<b>{cloud.title}</b>", 0, 1.0, panel=number, **_corner(number)))
        extent = (x[1] - x[0], y[1] - y[0])
        images += [_thumbnail(cloud, which, picture, labels, number, extent) for which, picture in cloud.thumbnails]
    figure = sheet(panels, [*marks, *_legend(labels, names)], height=HEIGHT, legend=False, notes=notes)
    figure.update_yaxes(constraintoward="top")
    return figure.update_layout(images=images, margin={"t": 24, "l": 40, "b": 24}, legend=ABOVE)


def _ranges(points: Float[np.ndarray, "n 2"]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Of x and of y: all points and the prior are in sight."""
    low = np.minimum(points.min(0), -PRIOR_REACH)
    high = np.maximum(points.max(0), PRIOR_REACH)
    room = 0.04 * (high - low)
    x, y = np.stack([low - room, high + room], axis=1).astype(float).tolist()
    return tuple(x), tuple(y)


def _prior_circle(panel: int) -> dict:
    # P(‖z‖ < r) = 1 − exp(−r²/2) in two dimensions: 95 % within r = 2.448.
    radius = np.sqrt(-2 * np.log(0.05))
    return curve(radius * np.cos(TURN), radius * np.sin(TURN), "z", panel=panel, width=1.5, dash="dash")


def _points(cloud: Cloud, labels, panel: int, names: Sequence[str]) -> dict:
    shades = [_shade(label) for label in labels]
    shown = {"hoverinfo": "all", "hovertemplate": "%{text}<extra></extra>", "text": [_name(label) for label in labels]}
    if names:
        shown |= {"hovertemplate": "%{customdata}<extra></extra>", "customdata": [_called(y, names) for y in labels]}
    each = {"meta": CLASSES, "marker": {"color": shades}, **shown}
    return dots(*cloud.points.T, "ink", panel=panel, size=5, opacity=0.85, **each)


def _legend(labels, names: Sequence[str]) -> list[dict]:
    """A named dot of each class, nowhere on the map: the page has its swatches, and a file lists them as well."""
    present = np.unique(labels[labels >= 0])
    return [dots([None], [None], str(label % 10), name=_called(label, names)) for label in present]


def _outlines(cloud: Cloud, labels, panel: int) -> list[dict]:
    if cloud.outlines is None:
        return []
    drawn = []
    gap = np.full((1, 2), np.nan, np.float32)
    shown = labels[: len(cloud.outlines)]
    for label in np.unique(shown):
        path = np.concatenate([part for outline in cloud.outlines[shown == label] for part in (outline, gap)])
        line = curve(*path.T, "ink", panel=panel, width=1)
        look = {**line["line"], "color": _shade(label)}
        drawn.append({**line, "legendgroup": _name(label), "opacity": 0.5, "line": look})
    return drawn


def _thumbnail(cloud: Cloud, which: int, picture, labels, panel: int, extent: tuple[float, float]) -> dict:
    suffix, (x, y) = axis_suffix(panel), cloud.points[which]
    size = {"sizex": extent[0] / 14, "sizey": extent[1] / 14, "xanchor": "center", "yanchor": "middle"}
    place = {"xref": f"x{suffix}", "yref": f"y{suffix}", "x": float(x), "y": float(y), "layer": "above"}
    return {"source": stamp(picture, _shade(labels[which])), "name": _name(labels[which]), **place, **size}


def _corner(panel: int) -> dict:
    suffix = axis_suffix(panel)
    return {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "xanchor": "left", "yanchor": "bottom"}


def _shade(label) -> str:
    return colour(str(label % 10)) if label >= 0 else colour("epsilon")


def _name(label) -> str:
    return str(label) if label >= 0 else ""


def _called(label, names: Sequence[str]) -> str:
    return escape(names[label], quote=False) if 0 <= label < len(names) else _name(label)
