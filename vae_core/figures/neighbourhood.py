"""Pictures decoded around a code, in blocks, beside what they measure as the noise grows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32

from vae_core.data.dataset import as_bytes
from vae_core.figures.canvas import Panel, axis_suffix, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic

# Rows and columns of small pictures in a block; the centre stands large beside them.
ROWS, COLUMNS = 3, 8
PICTURES = ROWS * COLUMNS
BETWEEN = 0.35
LEFT, RIGHT = (0.0, 0.6), (0.7, 1.0)
FIRST_CURVE = 3  # number of the panel of changes: behind three blocks of pictures
# In CSS pixels.
HEIGHT, TITLE = 430, 26
# Who wears which colour: what comes from q, and what an autoencoder's code knows nothing of.
SYMBOL = {"vae": "q", "ae": "x_hat"}


@dataclass(frozen=True, eq=False)
class Block:
    """Pictures around one code.

    Attributes:
        title: above them.
        centre: of the code itself, ``[pixels]``, in [0, 1].
        pictures: around it, ``[24, pixels]``.
        same: which of them still show the same digit, ``[24]``.
    """

    title: str
    centre: Float32[np.ndarray, " pixels"]
    pictures: Float32[np.ndarray, "n pixels"]
    same: Bool[np.ndarray, " n"]


@dataclass(frozen=True, eq=False)
class Line:
    """One model's measurements as the noise grows.

    Attributes:
        model: ``"ae"`` or ``"vae"``.
        name: in the legend.
        scales: of the noise, ``[scales]``.
        change: mean squared difference to the centre's picture, ``[scales]``.
        share: which share is still the same digit, ``[scales]``.
    """

    model: str
    name: str
    scales: Float[np.ndarray, " scales"]
    change: Float[np.ndarray, " scales"]
    share: Float[np.ndarray, " scales"]


@dataclass(frozen=True)
class Words:
    """What the figure says in words."""

    noise: str = "noise <i>s</i>"
    change: str = "change of the picture"
    share: str = "same digit"
    cloud: str = "q(z∣x) itself"
    other: str = "another digit"


WORDS = Words()


def neighbourhoods(
    blocks: Sequence[Block],
    lines: Sequence[Line],
    cloud: tuple[float, float, float],
    scale: float,
    *,
    words: Words = WORDS,
) -> Figure:
    """Blocks of pictures (panels 0, 1, …), and to their right change and share over the noise.

    Args:
        blocks: from the top.
        lines: of the curves.
        cloud: noise, change and share of q(z|x) itself.
        scale: the noise of the pictures on screen, marked on both curves.
        words: those in the picture.
    """
    count = len(blocks)
    first = count
    panels = [_block_panel(number, count) for number in range(count)]
    ends = tuple(np.log10(lines[0].scales[[0, -1]]))
    top = 1.08 * max(float(line.change.max()) for line in lines)
    over = {"across": RIGHT, "x_range": ends, "x_kind": "log"}
    panels += [
        Panel("", words.change, up=(0.55, 1), y_range=(0, top), **over),
        Panel(words.noise, words.share, up=(0, 0.45), y_range=(0, 1.05), **over),
    ]
    marks = [_others(block, number, words.other if number == 0 else "") for number, block in enumerate(blocks)]
    marks += _curves(lines, cloud, (first, first + 1), words)
    marks += [
        curve([scale] * 2, [0, height], "epsilon", panel=first + p, width=1.5) for p, height in enumerate((top, 1.05))
    ]
    figure = sheet(panels, marks, height=HEIGHT, notes=[_title(block, n) for n, block in enumerate(blocks)])
    images = [image for number, block in enumerate(blocks) for image in _images(block, number)]
    axes = [f"{axis}axis{axis_suffix(number)}" for number in range(first) for axis in "xy"]
    figure.update_layout(images=images, margin={"l": 4})  # pictures have no axis
    figure.update_layout(**{axis: {"visible": False, "fixedrange": True} for axis in axes})
    return _finish(figure, first)


def _block_panel(number: int, count: int) -> Panel:
    """Room for one block, below its title."""
    high = 1 - number / count
    up = (high - 1 / count, high - TITLE / HEIGHT)
    return Panel(across=LEFT, up=up, x_range=(0, ROWS + BETWEEN + COLUMNS), y_range=(ROWS, 0), square=True)


def _title(block: Block, panel: int) -> dict:
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "xanchor": "left", "yanchor": "bottom"}
    return note(f"<b>{block.title}</b>", 0, 1, panel=panel, **place, yshift=2)


def _images(block: Block, panel: int):
    suffix = axis_suffix(panel)
    common = {"xref": f"x{suffix}", "yref": f"y{suffix}", "y": 0, "sizing": "stretch", "layer": "below"}
    yield {"source": mosaic(as_bytes(block.centre[None]), 1), "x": 0, "sizex": ROWS, "sizey": ROWS, **common}
    small = mosaic(as_bytes(block.pictures[:PICTURES]), COLUMNS)
    yield {"source": small, "x": ROWS + BETWEEN, "sizex": COLUMNS, "sizey": ROWS, **common}


def _others(block: Block, panel: int, name: str) -> dict:
    """A cross in the corner of each picture that is another digit."""
    numbers = np.flatnonzero(~block.same)
    # Without a place for it, the legend leaves out the cross.
    x = [None, *(ROWS + BETWEEN + numbers % COLUMNS + 0.82)]
    y = [None, *(numbers // COLUMNS + 0.18)]
    shape = {"symbol": "x", "line": {"width": 0}}
    return dots(x, y, "reconstruction", name=name, panel=panel, size=8, marker=shape, hoverinfo="skip")


def _curves(lines: Sequence[Line], cloud: tuple[float, float, float], panels: tuple[int, int], words: Words):
    for line in lines:
        look = {"dash": "solid" if line.model == "vae" else "dash"}
        symbol = SYMBOL[line.model]
        hover = {"hoverinfo": "all", "hovertemplate": f"{line.name}: %{{y:.3f}}<extra></extra>"}
        yield curve(line.scales, line.change, symbol, name=line.name, panel=panels[0], **look, **hover)
        yield curve(line.scales, line.share, symbol, panel=panels[1], **look, **hover)
    scale, *values = cloud
    for panel, value in zip(panels, values, strict=True):
        name = words.cloud if panel == panels[0] else ""
        yield dots([scale], [value], "q", name=name, panel=panel, size=11, marker={"symbol": "diamond"})


def _finish(figure: Figure, first: int) -> Figure:
    """Plain numbers on the logarithmic axes, and shares in per cent."""
    ticks = {"tickvals": [0.03, 0.1, 0.3, 1, 3], "ticktext": ["0.03", "0.1", "0.3", "1", "3"]}
    across = [f"xaxis{axis_suffix(number)}" for number in (first, first + 1)]
    figure.update_layout(**dict.fromkeys(across, ticks))
    return figure.update_layout(**{f"yaxis{axis_suffix(first + 1)}": {"tickformat": ".0%"}})
