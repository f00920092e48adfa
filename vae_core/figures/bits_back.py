"""A stack of coded images, and the bill of the last one. Words are the caller's, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8

from vae_core.compression.bill import Bill
from vae_core.figures.canvas import Panel, bars, curve, dots, heading, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic

ACROSS = 10
SIDE = 28
FAINT = 0.18  # of images that are still to come
PANELS = ((0.0, 0.27), (0.35, 0.68), (0.78, 1.0))
HEIGHT = 320


@dataclass(frozen=True)
class Words:
    """What the figure says in words.

    Attributes:
        images: counted by the x axis.
        bits: of the y axes.
        stack, bound: of the curves.
        bill: above the bars, of the last image.
        parts: of the bill: x given z, z, what comes back.
    """

    images: str
    bits: str
    stack: str
    bound: str
    bill: str
    parts: tuple[str, str, str]


def stacked(
    pictures: UInt8[np.ndarray, "n pixels"],
    heights: Float[np.ndarray, " stops"],
    bound: float,
    bills: Sequence[Bill],
    count: int,
    words: Words,
    *,
    is_told: bool = True,
) -> Figure:
    """The images, those on the stack strong; the height of the stack; the bill of the last image.

    Args:
        pictures: bytes of ink, ``[100, pixels]``.
        heights: bits on the stack before the first image and after each, ``[101]``.
        bound: the mean negative ELBO, in bits.
        bills: of each image.
        count: of images on the stack.
        words: in the reader's language.
        is_told: whether what comes back may be seen.
    """
    wide, rows = ACROSS * (SIDE + 2), len(pictures) // ACROSS
    numbers = np.arange(len(heights))
    top = 1.05 * float(max(heights[-1], heights[0] + bound * numbers[-1]))
    panels = [
        Panel("", "", PANELS[0], (0, 1), (0, wide), (rows * (SIDE + 2), 0), square=True),
        Panel(words.images, words.bits, PANELS[1], (0, 1), (0, float(numbers[-1])), (0, top)),
        Panel("", words.bits, PANELS[2], (0, 1), (-0.6, 2.6), _limits(bills)),
    ]
    marks = [
        curve(numbers, heights[0] + bound * numbers, "p", name=words.bound, panel=1, dash="dash", width=2),
        curve(numbers[: count + 1], heights[: count + 1], "q", name=words.stack, panel=1, width=3),
        dots([count], [heights[count]], "q", panel=1, size=10, hoverinfo="skip"),
    ]
    notes = []
    if count:
        marks += _bill(bills[count - 1], words, is_told)
        notes = [heading(f"<b>{words.bill}</b>", panel=2)]
        notes += _names(bills[count - 1], words, is_told)
    figure = sheet(panels, marks, height=HEIGHT, notes=notes)
    place = {"xref": "x", "yref": "y", "x": 0, "sizex": wide, "sizing": "stretch", "layer": "above"}
    whole = {"y": 0, "sizey": rows * (SIDE + 2), "source": mosaic(_shown(pictures, count), ACROSS)}
    figure.update_layout(images=[{**place, **whole}], margin={"t": 40})
    hidden = {"visible": False, "fixedrange": True}
    return figure.update_layout(xaxis=hidden, yaxis=hidden, xaxis3={"visible": False})


def _shown(pictures: UInt8[np.ndarray, "n pixels"], count: int) -> UInt8[np.ndarray, "n pixels"]:
    strong = np.where(np.arange(len(pictures)) < count, 1.0, FAINT)
    return (pictures * strong[:, None]).astype(np.uint8)


def _limits(bills: Sequence[Bill]) -> tuple[float, float]:
    return -1.4 * max(bill.back for bill in bills), 1.15 * max(bill.image for bill in bills)


def _parts(bill: Bill, is_told: bool) -> list[tuple[float, str]]:
    return [(bill.image, "reconstruction"), (bill.code, "p"), *([(-bill.back, "q")] if is_told else [])]


def _bill(bill: Bill, words: Words, is_told: bool) -> list[dict]:
    return [
        bars([place], [value], symbol, panel=2, width=0.7)
        for place, (value, symbol) in enumerate(_parts(bill, is_told))
    ]


def _names(bill: Bill, words: Words, is_told: bool) -> list[dict]:
    return [
        note(
            f"{name}<br>{value:.0f}".replace("-", "−"),
            place,
            value,
            panel=2,
            yanchor="bottom" if value >= 0 else "top",
            font={"size": 12},
        )
        for place, ((value, _symbol), name) in enumerate(zip(_parts(bill, is_told), words.parts, strict=False))
    ]
