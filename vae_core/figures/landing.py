"""Where draws from several sources land among codes: a map of the holes of a plane, and the shares in holes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, UInt8

from vae_core.analysis.holes import Landing
from vae_core.analysis.survey_results import REACH
from vae_core.figures.canvas import Panel, colour, dots, heading, heat, note, sheet
from vae_core.figures.draws import SYMBOLS
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic
from vae_core.figures.shares import percent, share_bars, share_note

WIDE, APART = 0.3, 0.035  # a map, and the gap after it, as shares of the sheet
STRIP = 0.17  # of the height, below the maps
DEEPEST = 8  # pictures below a map
MOST = 9  # the darkest colour: so many times the limit from every code
PALE = 0.45  # crosses stand out in the deepest holes too
BARS = 0.27  # of the width
LARGEST = 0.14  # of the shares
PLACES, TITLES_AT = (0, 1, 2, 4, 5, 6), (-1.3, 2.8)  # of the bars, from above


@dataclass(frozen=True, eq=False)
class Cloud:
    """Draws from one source in the plane.

    Attributes:
        name: in the reader's language.
        codes: ``[n, 2]``.
        in_hole: which of them lie in one, ``[n]``.
        deepest: pictures of those that lie farthest from all codes, a byte for each pixel, ``[8, 784]``.
    """

    name: str
    codes: Float[np.ndarray, "n 2"]
    in_hole: Bool[np.ndarray, " n"]
    deepest: UInt8[np.ndarray, "shown pixels"]


def landing(
    depths: Float[np.ndarray, "side side"],
    clouds: Sequence[Cloud],
    landings: Mapping[str, Mapping[str, Landing]],
    *,
    is_counted: bool = True,
) -> Figure:
    """A map for each of two clouds, and for each space the share of each source that lies in holes.

    Args:
        depths: of the plane in multiples of the limit, on even steps from −4 to 4, rows go up.
        clouds: two, from the left.
        landings: by the name of the space, then by that of the source; two and three.
        is_counted: whether it is shown who lies in a hole: crosses, pictures and bars.
    """
    panels, marks, notes, images = [], [], [], []
    for number, cloud in enumerate(clouds):
        left, limits = number * (WIDE + APART), (-REACH, REACH)
        panels.append(Panel("", "", (left, left + WIDE), (STRIP, 1), limits, limits, square=True))
        marks += [_holes(depths, number), *_dots(cloud, SYMBOLS[number], number, is_counted=is_counted)]
        notes.append(heading(f"<b>{cloud.name}</b>", panel=number))
        if is_counted:
            images.append(_deepest(cloud, left))
    panels.append(Panel("", "", (1 - BARS, 1), (0.06, 1), (0, LARGEST), (PLACES[-1] + 0.5, TITLES_AT[0] - 0.3)))
    for title, at in zip(landings, TITLES_AT, strict=True):
        notes.append(note(f"<b>{title}</b>", 0, at, panel=2, xanchor="left"))
    if is_counted:
        for place, symbol, (name, landed) in zip(PLACES, 2 * SYMBOLS, _in_order(landings), strict=True):
            marks += share_bars(landed.share, landed.standard_error, place, symbol, panel=2, width=0.34)
            counted = percent(landed.share, landed.standard_error)
            notes.append(share_note(f"{name}: {counted}", 0, place - 0.42, panel=2))
    figure = sheet(panels, marks, height=400, legend=False, notes=notes)
    axis = {"tickvals": [0, 0.05, 0.1], "tickformat": ".0%"}
    hidden = {"showticklabels": False, "showgrid": False}
    return figure.update_layout(images=images, margin={"t": 30, "l": 30, "b": 30}, xaxis3=axis, yaxis3=hidden)


def _in_order(landings: Mapping[str, Mapping[str, Landing]]) -> list[tuple[str, Landing]]:
    return [pair for of_space in landings.values() for pair in of_space.items()]


def _holes(depths: Float[np.ndarray, "side side"], panel: int) -> dict:
    axis = np.linspace(-REACH, REACH, len(depths))
    shown = np.minimum(depths, MOST).astype(np.float32)
    contours = {"start": 1, "end": MOST, "size": 2}
    return heat(axis, axis, shown, "sigma", panel=panel, opacity=PALE, autocontour=False, contours=contours)


def _dots(cloud: Cloud, symbol: str, panel: int, *, is_counted: bool):
    marked = cloud.in_hole & is_counted
    shared = {"panel": panel, "hoverinfo": "skip"}
    yield dots(*cloud.codes[~marked].T.astype(np.float32), symbol, size=3, opacity=0.6, **shared)
    cross = {"symbol": "x-thin", "line": {"width": 1.5, "color": colour("reconstruction")}}
    yield dots(*cloud.codes[marked].T.astype(np.float32), "reconstruction", size=6, marker=cross, **shared)


def _deepest(cloud: Cloud, left: float) -> dict:
    place = {"xref": "paper", "yref": "paper", "x": left, "y": 0, "sizex": WIDE, "sizey": STRIP - 0.03}
    return {"source": mosaic(cloud.deepest, len(cloud.deepest)), "yanchor": "bottom", "layer": "above", **place}
