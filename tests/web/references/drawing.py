"""Drawings centred and packed by vae_core, and strokes of a pen rasterised by NumPy."""

import base64
import zlib
from pathlib import Path

import numpy as np

from vae_core.data.drawing import MOST_TEXT, centred, pack

SIDE, FINE, PEN, LEVELS = 28, 8, 1.35, 16


def make(folder: Path) -> dict:
    drawings = [*random_drawings(), *extreme_drawings()]
    return {
        "drawings": [drawing.tolist() for drawing in drawings],
        "centred": [centred(drawing).tolist() for drawing in drawings],
        "packed": [pack(drawing) for drawing in drawings],
        "bytes": [list(content(drawing)) for drawing in drawings],
        "most_text": MOST_TEXT,
        "strokes": [{"points": points, "image": rasterised(points).tolist()} for points in strokes()],
    }


def random_drawings() -> list[np.ndarray]:
    """Boxes of noise of all sizes and at all places, an empty field and a full one."""
    random = np.random.default_rng(0)
    drawings = [np.zeros(784), np.ones(784)]
    for _ in range(60):
        field = np.zeros((28, 28))
        (top, left), (height, width) = random.integers(0, 26, 2), random.integers(1, 28, 2)
        box = field[top : top + height, left : left + width]
        box[:] = random.integers(0, 16, box.shape) / 15 * (random.uniform(size=box.shape) < 0.6)
        drawings.append(field.ravel())
    return [drawing.astype(np.float32) for drawing in drawings]


def extreme_drawings() -> list[np.ndarray]:
    """A pixel in each corner and in the middle, lines along the edges and across, the faintest ink, all its weight in
    one corner."""
    places = [(0, 0), (0, 27), (27, 0), (27, 27), (14, 14), (0, slice(None)), (slice(None), 27), (13, slice(None))]
    drawings = []
    for place in places:
        for level in (1 / 15, 1):
            field = np.zeros((SIDE, SIDE), np.float32)
            field[place] = level
            drawings.append(field.ravel())
    faint = np.full((SIDE, SIDE), 1 / 15, np.float32)
    faint[:3, :3] = 1
    return [*drawings, np.eye(SIDE, dtype=np.float32).ravel(), faint.ravel()]


def content(drawing: np.ndarray) -> bytes:
    """What is deflated: two pixels of 16 levels share a byte. Nothing is written of nothing drawn."""
    if not drawing.any():
        return b""
    text = pack(drawing)
    return zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), -zlib.MAX_WBITS)


def strokes() -> list[list[list[float]]]:
    """A dot, lines along and across, a stroke with a corner, one over each edge, and one that never meets the field."""
    random = np.random.default_rng(0)
    by_hand = [
        [[14, 14]],
        [[6, 14], [22, 14]],
        [[14, 6], [14, 22]],
        [[5, 5], [22, 9], [9, 24]],
        [[0, 0]],
        [[-3, 10], [31, 12]],
        [[27.9, 27.9], [40, 40]],
        [[-9, -9], [-5, 3]],
    ]
    return [*by_hand, *(random.uniform(-2, 30, (n, 2)).tolist() for n in (2, 3, 5, 9))]


def rasterised(points: list[list[float]]) -> np.ndarray:
    """784 levels: the share of a pixel's 8 x 8 fine pixels whose centres the pen has covered, to the nearest of 16."""
    centres = (np.arange(SIDE * FINE) + 0.5) / FINE
    field = np.stack(np.meshgrid(centres, centres), -1)  # [row, column, (x, y)]
    ink = np.zeros(field.shape[:2], bool)
    for a, b in zip([points[0], *points[:-1]], points, strict=True):
        a, along = np.array(a), np.subtract(b, a)
        t = np.clip((field - a) @ along / max(along @ along, 1e-300), 0, 1)
        ink |= np.linalg.norm(field - a - t[..., None] * along, axis=-1) <= PEN
    share = ink.reshape(SIDE, FINE, SIDE, FINE).mean((1, 3))
    return np.floor((LEVELS - 1) * share + 0.5).ravel() / (LEVELS - 1)
