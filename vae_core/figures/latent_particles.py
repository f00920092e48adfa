"""Particles on their way to the codes of a plane, and what a decoder makes of one of them. Words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.sampling import Trajectory
from vae_core.figures.canvas import Panel, colour, curve, dots, heading, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic
from vae_core.figures.score_field import cloud, densities

ENDS = (-3.6, 3.6)
AXIS = np.linspace(*ENDS, 73)  # the codes' bells are narrow
WIDE, APART = 0.345, 0.05  # a map, and the gap after it, as shares of the sheet
STRIP = 0.16  # of the height, below a map
COLUMNS = 8  # pictures on a strip
LARGE, MIDDLE = 0.2, 0.9  # of the pictures of now: how wide they are, and where
LOWER = 0.53  # the second of them
HIDDEN = {"visible": False, "fixedrange": True}


@dataclass(frozen=True, eq=False)
class Shown:
    """One way back.

    Attributes:
        title: of its map.
        way: of all particles.
        pictures: of the chosen one at each stop, a byte for each pixel, ``[times, 784]``.
        now: what it may become, seen from now.
    """

    title: str
    way: Trajectory
    pictures: UInt8[np.ndarray, "times pixels"]
    now: str


def decoded(ways: Sequence[Shown], moment: int, noisy: DiagonalMixture, chosen: int) -> Figure:
    """Two maps with their particles, below each a strip of pictures of the chosen one, beside them those of now.

    Args:
        ways: two, of as many stops each.
        moment: the number of the stop, from 0 at the noise.
        noisy: the codes as noisy as at that stop.
        chosen: the number of a particle.
    """
    maps, strips, notes, images = [], [], [], []
    marks = densities(noisy, len(ways), AXIS)
    for number, shown in enumerate(ways):
        left, last = number * (WIDE + APART), len(shown.pictures) - 1
        maps.append(Panel("", "", (left, left + WIDE), (STRIP + 0.06, 1), ENDS, ENDS, square=True))
        strips.append(Panel("", "", (left, left + WIDE), (0, STRIP), (-0.5, COLUMNS - 0.5), (0, 1)))
        marks += cloud(shown.way, moment, number, trails=0)
        marks += [*_chosen(shown.way.x[: moment + 1, chosen], number), _playhead(moment / last, number + len(ways))]
        notes += [heading(f"<b>{shown.title}</b>", panel=number), *_said(shown, number)]
        images += [*_strip(shown.pictures, number + len(ways)), _now(shown.pictures[moment], number)]
    figure = sheet([*maps, *strips], marks, height=372, legend=False, notes=notes)
    hidden = {f"{axis}axis{number + 1}": HIDDEN for axis in "xy" for number in (2, 3)}
    return figure.update_layout(margin={"t": 30, "l": 30, "b": 12, "r": 8}, images=images, **hidden)


def _chosen(gone: np.ndarray, panel: int):
    """The way of one particle, and where it is."""
    yield curve(*gone.T, "ink", panel=panel, width=1.8)
    ring = {"line": {"color": colour("ink"), "width": 2.5}}
    yield dots(*gone[-1:].T, "paper", panel=panel, size=12, marker=ring, hoverinfo="skip")


def _playhead(share: float, panel: int) -> dict:
    """Above the strip, over the stop of now."""
    down = {"symbol": "triangle-down"}
    return dots([share * (COLUMNS - 1)], [0.97], "ink", panel=panel, size=9, marker=down, hoverinfo="skip")


def _strip(pictures: UInt8[np.ndarray, "times pixels"], panel: int):
    stops = np.rint(np.linspace(0, len(pictures) - 1, COLUMNS)).astype(int)
    place = {"xref": f"x{panel + 1}", "yref": f"y{panel + 1}", "y": 0, "sizex": 0.94, "sizey": 0.86}
    for column, stop in enumerate(stops):
        yield {
            "source": mosaic(pictures[[stop]], 1),
            "x": column,
            **place,
            "xanchor": "center",
            "yanchor": "bottom",
            "layer": "above",
        }


def _now(picture: UInt8[np.ndarray, " pixels"], number: int) -> dict:
    place = {"xref": "paper", "yref": "paper", "x": MIDDLE, "y": 0.95 - number * LOWER, "yanchor": "top"}
    size = {"sizex": LARGE, "sizey": 0.36, "xanchor": "center", "layer": "above"}
    return {"source": mosaic(picture[None], 1), **place, **size}


def _said(shown: Shown, number: int):
    """Of the picture of now: of which way it is, and what it may become."""
    at = {"xref": "paper", "yref": "paper", "xanchor": "center", "font": {"size": 13}}
    yield note(f"<b>{shown.title}</b>", MIDDLE, 0.96 - number * LOWER, yanchor="bottom", **at)
    yield note(shown.now, MIDDLE, 0.58 - number * LOWER, yanchor="top", **at)
