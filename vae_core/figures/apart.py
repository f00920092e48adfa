"""How labels keep apart: one covers neither another one nor the points beside it.

Lengths are in whatever unit the caller counts in. Where it is CSS pixels, :func:`width` says how wide a text is about.
"""

import re
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from scipy.optimize import isotonic_regression

# Of a line, and of a letter, as parts of the size of the font; an ideograph is as wide as high.
LINE, LETTER = 1.25, 0.58
# plotly's textposition, and in which direction from the point it stands; the first ones are liked best.
SIDES = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, 1),
    "bottom center": (0, -1),
    "top right": (1, 1),
    "bottom right": (1, -1),
    "top left": (-1, 1),
    "bottom left": (-1, -1),
}

Box = tuple[float, float, float, float]  # left, bottom, right, top


def width(text: str, size: float) -> float:
    """Of a line in plotly's small HTML, in the unit of the font's ``size``."""
    shown = re.sub(r"<[^>]*>", "", text)
    return size * sum(1.0 if "⺀" <= letter <= "￯" else LETTER for letter in shown)


Numbers = Sequence[float] | np.ndarray


def spread(places: Numbers, least: float, low: float, high: float) -> Float[np.ndarray, " n"]:
    """``places`` moved as little as can be, in squares, so that neighbours are ``least`` apart, from low to high.

    Their order stays. Places that are ``least`` apart in order are, less their number times ``least``, places that do
    not fall: isotonic regression (Barlow et al., 1972).
    """
    order = np.argsort(places, kind="stable")
    steps = least * np.arange(len(order))
    level = isotonic_regression(np.asarray(places, float)[order] - steps).x
    moved = np.empty(len(order))
    moved[order] = np.clip(level, low, max(low, high - least * max(len(order) - 1, 0))) + steps
    return moved


def rows(starts: Numbers, widths: Numbers) -> list[int]:
    """In which row each label stands, so that it begins after those before it in that row have ended."""
    ends: list[float] = []
    chosen = []
    for start, wide in zip(starts, widths, strict=True):
        row = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        ends[row : row + 1] = [start + wide]
        chosen.append(row)
    return chosen


def sides(points: Float[np.ndarray, "n 2"], texts: Sequence[str], size: float, radius: float) -> list[str]:
    """On which side of each point its text stands, as plotly's ``textposition``; empty where there is no free side.

    Args:
        points: in pixels, up counts upwards.
        texts: one for each.
        size: of the font.
        radius: of the points.
    """
    around = [_centred(point, 2 * radius, 2 * radius) for point in points]
    placed: list[Box] = []
    chosen = []
    for number, (point, text) in enumerate(zip(points, texts, strict=True)):
        others = [*placed, *around[:number], *around[number + 1 :]]
        wide, high = width(text, size), LINE * size
        boxes = {side: _beside(point, toward, (wide, high), radius) for side, toward in SIDES.items()}
        free = next((side for side, box in boxes.items() if not any(meet(box, other) for other in others)), "")
        chosen.append(free)
        placed += [boxes[free]] if free else []
    return chosen


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share any area."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return bool(across > 0 and up > 0)


def _beside(point, toward: tuple[int, int], extent: tuple[float, float], radius: float) -> Box:
    middle = [at + way * (radius + long / 2) for at, way, long in zip(point, toward, extent, strict=True)]
    return _centred(middle, *extent)


def _centred(middle, wide: float, high: float) -> Box:
    x, y = map(float, middle)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
