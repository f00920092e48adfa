"""The course of a training: losses over epochs, the KL of each dimension, and pictures side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8

from vae_core.figures import apart
from vae_core.figures.canvas import Panel, axis_suffix, bars, colour, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic

# Between blocks of pictures, in heights of one; and the room for their labels, as a part of the sheet.
BETWEEN_BLOCKS, LABELS = 0.3, 0.05
EPOCHS = "epochs"
NATS = "nats per image"
# In CSS pixels: how wide both panels are on a projector, and the words that name a change.
PANEL_PIXELS, CHANGE_SIZE = (500, 265), 12


@dataclass(frozen=True, eq=False)
class Line:
    """One term of one run over time.

    Attributes:
        name: in the legend; empty for none.
        symbol: whose colour it wears.
        epochs, values: the line.
        panel: 0 for losses, 1 for the KL.
        dash: plotly's, to tell models or runs apart.
        is_faint: for the noisy line of the training images, behind that of held-out ones.
    """

    name: str
    symbol: str
    epochs: Float[np.ndarray, " n"]
    values: Float[np.ndarray, " n"]
    panel: int = 0
    dash: str = "solid"
    is_faint: bool = False


def loss_curves(
    lines: Sequence[Line],
    *,
    changes: Sequence[tuple[float, str]] = (),
    now: float | None = None,
    last: float = 1.0,
    unit: str = NATS,
    epochs: str = EPOCHS,
) -> Figure:
    """Losses (panel 0) and KL (panel 1) over epochs.

    Args:
        lines: in any order; faint ones are drawn first.
        changes: (epoch, what) of settings that were changed on the way, marked on both panels.
        now: the epoch that the other figures show.
        last: where the axis ends at least.
        unit: of the losses.
        epochs: what the x axis counts.
    """
    ends = (0.0, max([last, *(float(line.epochs[-1]) for line in lines if len(line.epochs))]))
    tops = [_limits([line for line in lines if line.panel == panel]) for panel in (0, 1)]
    panels = [
        Panel(epochs, unit, across=(0, 0.6), x_range=ends, y_range=tops[0]),
        Panel(epochs, "KL", across=(0.68, 1), x_range=ends, y_range=tops[1]),
    ]
    marks = [_draw(line) for line in sorted(lines, key=lambda line: not line.is_faint)]
    notes = []
    rows = _rows(changes, ends[1])
    for panel, (low, high) in enumerate(tops):
        for (at, what), row in zip(changes, rows[panel], strict=True):
            marks.append(curve([at, at], [low, high], "ink", panel=panel, width=1, dash="dot"))
            place = {"xanchor": "left", "yanchor": "top", "yshift": -16 * row, "font": {"size": CHANGE_SIZE}}
            notes.append(note(what, at, high, panel=panel, **place))
        if now is not None:
            marks.append(curve([now, now], [low, high], "z", panel=panel, width=1.5))
    return sheet(panels, marks, height=330, notes=notes)


def _rows(changes: Sequence[tuple[float, str]], last: float) -> list[list[int]]:
    """For both panels, in which row from the top each change is named: those of neighbouring epochs keep apart."""
    widths = [apart.width(what, CHANGE_SIZE) for _at, what in changes]
    return [apart.rows([at / last * pixels for at, _what in changes], widths) for pixels in PANEL_PIXELS]


def _draw(line: Line) -> dict:
    style = {"width": 1.2, "opacity": 0.55} if line.is_faint else {"width": 2.5}
    template = "%{y:.2f}"
    hover = {"hoverinfo": "all", "hovertemplate": f"{line.name} {template}<extra></extra>"} if line.name else {}
    return curve(
        line.epochs, line.values, line.symbol, name=line.name, panel=line.panel, dash=line.dash, **style, **hover
    )


def _limits(lines: Sequence[Line]) -> tuple[float, float]:
    """Of the y axis: what comes after the first steep fall fills the panel."""
    later = [line.values[len(line.values) // 12 :] for line in lines if len(line.values)]
    values = np.concatenate(later) if later else np.array([0.0, 1.0])
    low, high = float(values.min()), float(values.max())
    room = 0.06 * (high - low) or 0.5
    return low - room, high + room


def kl_by_dimension(kl: Float[np.ndarray, " latent"], threshold: float, *, dimension: str = "dimension") -> Figure:
    """The mean KL of each latent dimension in nats; those below ``threshold``, which carry nothing, as open circles."""
    numbers = np.arange(1, len(kl) + 1)
    idle = kl < threshold
    panel = Panel(dimension, "KL", x_range=(0.4, len(kl) + 0.6), y_range=(0, max(0.1, 1.1 * float(kl.max()))))
    marks = [bars(numbers, kl, "kl", opacity=0.8, width=0.7)]
    ring = {"color": "rgba(0,0,0,0)", "line": {"color": colour("ink"), "width": 1.5}}
    marks.append(dots(numbers[idle], np.zeros(int(idle.sum())), "ink", size=9, marker=ring))
    figure = sheet([panel], marks, height=400, legend=False)
    return figure.update_layout(xaxis={"dtick": 1}) if len(kl) <= 12 else figure


def side_by_side(
    columns: Sequence[tuple[str, Sequence[tuple[str, UInt8[np.ndarray, "_ pixels"]]]]], *, across: int = 10
) -> Figure:
    """Rows of small pictures, one block of rows below the other, for each of a few models.

    Args:
        columns: for each model its title, and (label, pictures) of each block.
        across: pictures in a row.
    """
    width = 1 / len(columns)
    panels, marks, notes, images = [], [], [], []
    for number, (title, blocks) in enumerate(columns):
        rows = [-(-len(pictures) // across) for _label, pictures in blocks]
        total = sum(rows) + BETWEEN_BLOCKS * (len(blocks) - 1)
        ends = (number * width + LABELS, (number + 1) * width)
        panels.append(Panel(across=ends, x_range=(0, across), y_range=(total, 0), square=True))
        # Without a mark in it, plotly leaves a panel out.
        marks.append(dots([None], [None], "ink", panel=number))
        notes.append(_beside(number, f"<b>{title}</b>", 0, 1, xanchor="left", yanchor="bottom"))
        top = 0.0
        for (label, pictures), height in zip(blocks, rows, strict=True):
            images.append(_block(number, top, height, across, pictures))
            middle = 1 - (top + height / 2) / total
            notes.append(_beside(number, label, 0, middle, xanchor="right", yanchor="middle", xshift=-8))
            top += height + BETWEEN_BLOCKS
    figure = sheet(panels, marks, height=300, legend=False, notes=notes)
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True, constraintoward="top")
    return figure.update_layout(images=images, margin={"l": 0, "t": 30, "b": 8})


def _beside(panel: int, text: str, x: float, y: float, **more) -> dict:
    """Words at the edge of a panel, in fractions of its sides: outside its axes' ranges plotly would hide them."""
    suffix = axis_suffix(panel)
    return note(text, x, y, panel=panel, **{"xref": f"x{suffix} domain", "yref": f"y{suffix} domain", **more})


def _block(panel: int, top: float, height: int, across: int, pictures: UInt8[np.ndarray, "n pixels"]) -> dict:
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix}", "yref": f"y{suffix}", "x": 0, "y": top, "sizex": across, "sizey": height}
    return {"source": mosaic(pictures, across), "sizing": "stretch", "layer": "above", **place}
