"""The course of a training: losses over epochs, the KL of each dimension, and pictures side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8

from vae_core.figures import apart
from vae_core.figures.canvas import Panel, bars, colour, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic

# The dashboard is seen as a whole on a projector of 720 lines.
CURVES_HEIGHT, PICTURES_HEIGHT, DIMENSIONS_HEIGHT = 200, 246, 240
TITLES = {"font": {"size": 13}}
BELOW = 15  # pixels from one row of words on changes to the next
# Between blocks of pictures, in heights of one; and the room for their labels, as a part of the sheet.
BETWEEN_BLOCKS, LABELS = 0.3, 0.17
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
        panel: 0 for losses, 1 for the KL or another term.
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
    beside: str = "KL",
    epochs: str = EPOCHS,
    log: bool = False,
) -> Figure:
    """Losses (panel 0) and KL, or another term, (panel 1) over epochs.

    Args:
        lines: in any order; faint ones are drawn first.
        changes: (epoch, what) of settings that were changed on the way, marked on both panels.
        now: the epoch that the other figures show.
        last: where the axis ends at least.
        unit: of the losses.
        beside: what panel 1 shows.
        epochs: what the x axis counts.
        log: whether the losses are on a logarithmic scale; those that are not positive are not drawn then.
    """
    ends = (0.0, max([last, *(float(line.epochs[-1]) for line in lines if len(line.epochs))]))
    tops = [_limits([line for line in lines if line.panel == panel]) for panel in (0, 1)]
    panels = [
        Panel(epochs, unit, across=(0, 0.6), x_range=ends, **_scale(lines, tops[0], log)),
        Panel(epochs, beside, across=(0.68, 1), x_range=ends, y_range=tops[1]),
    ]
    marks = [_draw(line) for line in sorted(lines, key=lambda line: not line.is_faint)]
    notes = []
    rows = _rows(changes, ends[1])
    for panel, (low, high) in enumerate(tops):
        low, high = panels[panel].y_range if log and not panel else (low, high)
        up = (10**low, 10**high) if log and not panel else (low, high)
        for (at, what), row in zip(changes, rows[panel], strict=True):
            marks.append(curve([at, at], up, "ink", panel=panel, width=1, dash="dot"))
            place = {"xanchor": "left", "yanchor": "top", "yshift": -BELOW * row, "font": {"size": CHANGE_SIZE}}
            notes.append(note(what, at, high, panel=panel, **place))
        if now is not None:
            marks.append(curve([now, now], up, "z", panel=panel, width=1.5))
    figure = sheet(panels, marks, height=CURVES_HEIGHT, notes=notes).update_layout(margin={"t": 26, "b": 36})
    return figure.update_xaxes(title=TITLES).update_yaxes(title=TITLES)


def _scale(lines: Sequence[Line], linear: tuple[float, float], log: bool) -> dict:
    """The y axis of the losses: all of them where it is logarithmic, since no fall flattens the rest there."""
    values = [line.values[line.values > 0] for line in lines if line.panel == 0]
    powers = np.log10(np.concatenate(values)) if log and values else np.array([])
    if not len(powers):
        return {"y_range": linear}
    room = 0.04 * float(np.ptp(powers)) or 0.05
    return {"y_range": (float(powers.min()) - room, float(powers.max()) + room), "y_kind": "log"}


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
    figure = sheet([panel], marks, height=DIMENSIONS_HEIGHT, legend=False)
    return figure.update_layout(xaxis={"dtick": 1}) if len(kl) <= 12 else figure


def stacked(
    blocks: Sequence[tuple[str, UInt8[np.ndarray, "_ pixels"]]], *, across: int = 10, height: int = PICTURES_HEIGHT
) -> Figure:
    """Rows of small pictures, one block of rows below the other.

    Args:
        blocks: (label, pictures) of each.
        across: pictures in a row.
        height: in CSS pixels.
    """
    rows = [-(-len(pictures) // across) for _label, pictures in blocks]
    total = sum(rows) + BETWEEN_BLOCKS * (len(blocks) - 1)
    panel = Panel(across=(LABELS, 1), x_range=(0, across), y_range=(total, 0), square=True)
    notes, images, top = [], [], 0.0
    for (label, pictures), count in zip(blocks, rows, strict=True):
        images.append(_block(top, count, across, pictures))
        notes.append(_beside(label, 1 - (top + count / 2) / total))
        top += count + BETWEEN_BLOCKS
    figure = sheet([panel], [], height=height, legend=False, notes=notes)
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True, constraintoward="top")
    return figure.update_layout(images=images, margin={"l": 0, "t": 8, "b": 8})


def _beside(text: str, y: float) -> dict:
    """Words left of the panel, at a fraction of its height: outside its axes' ranges plotly would hide them."""
    place = {"xref": "x domain", "yref": "y domain", "xanchor": "right", "yanchor": "middle", "xshift": -8}
    return note(text, 0, y, **place)


def _block(top: float, height: int, across: int, pictures: UInt8[np.ndarray, "n pixels"]) -> dict:
    place = {"xref": "x", "yref": "y", "x": 0, "y": top, "sizex": across, "sizey": height}
    return {"source": mosaic(pictures, across), "sizing": "stretch", "layer": "above", **place}


def awaited(words: str, height: int) -> Figure:
    """The place of a figure that is still to come, as high as that, with ``words`` in it."""
    figure = sheet(
        [Panel(x_range=(0, 1), y_range=(0, 1))],
        [],
        height=height,
        legend=False,
        notes=[note(words, 0.5, 0.5)],
    )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure
