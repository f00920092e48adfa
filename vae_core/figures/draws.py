"""Pictures from several sources, and how many of each a classifier takes for a digit. Words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, UInt8

from vae_core.figures.canvas import Panel, axis_suffix, curve, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic
from vae_core.figures.shares import percent, share_bars, share_note

SYMBOLS = ("z", "x_hat", "p")
SIDE = 28
ACROSS, ROWS = 12, 2


@dataclass(frozen=True, eq=False)
class Source:
    """What came of one source of codes.

    Attributes:
        name: in the reader's language.
        pictures: bytes of ink, ``[24, 784]``.
        is_digit: which of them the classifier takes for a digit, ``[24]``.
        share: of all that were drawn.
        standard_error: of the share.
    """

    name: str
    pictures: UInt8[np.ndarray, "n pixels"]
    is_digit: Bool[np.ndarray, " n"]
    share: float
    standard_error: float


def shares(sources: Sequence[Source], unit: str, *, is_counted: bool = True) -> Figure:
    """A row for each source: some of its pictures, those that are no digit crossed out, and a bar.

    Args:
        sources: from above.
        unit: what the bars count.
        is_counted: whether the verdicts are shown: crosses and bars.
    """
    wide, tall, count = ACROSS * (SIDE + 2), ROWS * (SIDE + 2), len(sources)
    panels, marks, notes, images = [], [], [], []
    for number, source in enumerate(sources):
        top = 1 - number / count
        low, high = top - 0.72 / count, top - 0.06 / count
        panels.append(Panel("", "", (0, 0.62), (low, high), (0, wide), (tall, 0)))
        images.append(_image(source, number, wide, tall))
        marks.append(_crosses(source.is_digit | (not is_counted), number))
        heading = {"xanchor": "left", "yanchor": "bottom", "font": {"size": 13}}
        notes.append(note(f"<b>{source.name}</b>", 0, 0, panel=number, **heading))
    panels.append(Panel(unit, "", (0.68, 1), (0.28 / count, 1), (0, 1.5), (count - 0.5, -0.5)))
    if is_counted:
        for number, (source, symbol) in enumerate(zip(sources, SYMBOLS, strict=True)):
            marks += share_bars(source.share, source.standard_error, number, symbol, panel=count)
            end = source.share + source.standard_error + 0.03
            notes.append(share_note(percent(source.share, source.standard_error), end, number, panel=count))
    figure = sheet(panels, marks, height=400, legend=False, notes=notes)
    for number in range(count):
        suffix = axis_suffix(number)
        figure.update_layout(**{f"xaxis{suffix}": {"visible": False}, f"yaxis{suffix}": {"visible": False}})
    bars_axes = {f"xaxis{count + 1}": {"tickvals": [0, 0.5, 1]}, f"yaxis{count + 1}": {"showticklabels": False}}
    return figure.update_layout(images=images, margin={"t": 30, "l": 10}, **bars_axes)


def _image(source: Source, panel: int, wide: int, tall: int) -> dict:
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix}", "yref": f"y{suffix}", "x": 0, "y": 0, "sizex": wide, "sizey": tall}
    return {"source": mosaic(source.pictures, ACROSS), **place, "sizing": "stretch", "layer": "below"}


def _crosses(is_digit: Bool[np.ndarray, " n"], panel: int) -> dict:
    """A cross over each picture that is no digit."""
    lines = []
    for number in np.flatnonzero(~is_digit):
        left, top = (SIDE + 2) * (number % ACROSS), (SIDE + 2) * (number // ACROSS)
        lines += [(left, top), (left + SIDE, top + SIDE), (np.nan, np.nan)]
        lines += [(left, top + SIDE), (left + SIDE, top), (np.nan, np.nan)]
    x, y = np.array(lines or [(np.nan, np.nan)]).T
    return curve(x, y, "reconstruction", panel=panel, width=1.5)
