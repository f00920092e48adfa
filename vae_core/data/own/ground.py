"""What pictures are drawn on: plain black or white, or paper in whatever light, which is then divided out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, UInt8

from vae_core.data.dataset import SIDE, as_bytes, as_ink

Squares = UInt8[np.ndarray, "n 28 28"]
Inside = Bool[np.ndarray, "n 28 28"]
Light = Float32[np.ndarray, "n 28 28"]
# How far from black or white the edges of a plain picture are, in levels: a scanner's white, the fringes of a JPEG.
PLAIN = 16
NEARLY = 64  # levels from black or white: where no paper is found, this counts as plain
MOST = 0.8  # of the pictures, or of the edge of one
SAMPLE = 500  # pictures, spread over all of them, from which it is found how all were made
AT_ONCE = 2000  # pictures
# Paper is what lies within a tenth of the surface that is fitted to it; ink is darker by more: a thin pen
# leaves an eighth of itself at this size.
PAPER, INK, LEAST_PAPER = 0.1, 0.12, 0.6
STROKE, BLUR = 7, 1.5  # pixels: broader than a stroke of the pen at this size; how far paper tells of its neighbours


@dataclass(frozen=True, eq=False)
class Edges:
    """What runs along the edges of pictures.

    Attributes:
        level: how bright, on the whole.
        plain: whether nearly all of it is nearly black, or nearly white.
        grey: whether most of it is neither: that of a garment that reaches the edge of a black picture is not.
    """

    level: Float[np.ndarray, " n"]
    plain: Bool[np.ndarray, " n"]
    grey: Bool[np.ndarray, " n"]

    @property
    def are_far_from_plain(self) -> bool:
        """Whether too many are neither dark nor light on the whole."""
        return bool((np.abs(self.level - 127.5) < 127.5 - NEARLY).mean() > 1 - MOST)

    @staticmethod
    def of(light: Squares, inside: Inside) -> "Edges":
        """Those of pictures that lie ``inside`` their squares."""
        padded = np.pad(inside, ((0, 0), (1, 1), (1, 1)))
        surrounded = padded[:, :-2, 1:-1] & padded[:, 2:, 1:-1] & padded[:, 1:-1, :-2] & padded[:, 1:-1, 2:]
        edge = inside & ~surrounded
        count = edge.sum((1, 2))
        dark, bright = ((edge & near).sum((1, 2)) / count for near in (light <= PLAIN, light >= 255 - PLAIN))
        level = np.where(edge, light, 0).sum((1, 2)) / count
        return Edges(level, np.maximum(dark, bright) >= MOST, dark + bright < 0.5)


@dataclass(frozen=True, eq=False)
class Ground:
    """Paper in some light, with ink on it.

    Attributes:
        dark_ink: whether the ink is darker than its ground.
        surface: what fits the paper's brightness beneath the ink.
    """

    dark_ink: bool
    surface: Callable[[Light, Inside], Light]

    @staticmethod
    def found(
        light: Squares, inside: Inside, dark_ink: bool | None = None, *, may_have_edges: bool = True
    ) -> "Ground | None":
        """What most of the pictures are drawn on; ``None`` where they are no drawings.

        Args:
            light, inside: the pictures.
            dark_ink: where that is known.
            may_have_edges: whether shadows with an edge are looked for: garments on black could look like them.
        """
        some = slice(None, None, max(1, len(light) // SAMPLE))
        kinds = (True, False) if dark_ink is None else (dark_ink,)
        for surface in (_smooth, _closed) if may_have_edges else (_smooth,):
            grounds = (Ground(dark, surface) for dark in kinds)
            fits = [
                (paper, ground.dark_ink) for ground in grounds if (paper := ground._paper(light[some], inside[some]))
            ]
            if fits:
                return Ground(max(fits)[1], surface)
        return None

    def _paper(self, light: Squares, inside: Inside) -> float:
        """How much of the pictures is paper, where most of them are mostly paper and have ink on it; else 0."""
        darkness = self._darkness(light, inside)
        paper = ((np.abs(darkness) < PAPER) & inside).sum((1, 2)) / inside.sum((1, 2))
        are_drawn = (paper >= LEAST_PAPER) & (_deepest(darkness)[:, 0, 0] >= INK)
        return float(paper.mean()) if are_drawn.mean() >= MOST else 0.0

    def ink(self, light: Squares, inside: Inside) -> Squares:
        """How much darker each pixel is than its paper; the darkest fiftieth of a picture becomes full ink."""
        ink = np.empty_like(light)
        for start in range(0, len(light), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            darkness = self._darkness(light[part], inside[part])
            noise, full = _noise(darkness, inside[part]), _deepest(darkness)
            ink[part] = as_bytes(np.clip((darkness - noise) / np.maximum(full - noise, INK), 0, 1))
        return ink

    def _darkness(self, light: Squares, inside: Inside) -> Light:
        """By which part each pixel is darker than the paper beneath it: 0 for paper, 1 for black, 0 beside pictures."""
        values = as_ink(light if self.dark_ink else 255 - light)
        darkness = 1 - values / np.maximum(self.surface(values, inside), np.float32(0.01))
        return np.where(inside, darkness, np.float32(0))


def _deepest(darkness: Light) -> Float[np.ndarray, "n 1 1"]:
    return np.quantile(darkness, 0.98, axis=(1, 2), keepdims=True)


def _noise(darkness: Light, inside: Inside) -> Float[np.ndarray, "n 1 1"]:
    """Twice the scatter of the paper of each picture: what is no darker is no ink."""
    paper = inside & (np.abs(darkness) < PAPER)
    square = np.where(paper, darkness, 0) ** 2
    return 2 * np.sqrt(square.sum((1, 2), keepdims=True) / np.maximum(paper.sum((1, 2), keepdims=True), 1))


def _smooth(values: Light, inside: Inside, rounds: int = 5) -> Light:
    """A quadratic surface, as light from one side falls.

    Fitted by least squares, each round to what is not much darker than the surface of the round before.
    """
    across = np.linspace(-1, 1, SIDE, dtype=np.float32)
    x, y = np.meshgrid(across, across)
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1).reshape(-1, 6)
    products = (terms[:, :, None] * terms[:, None, :]).reshape(-1, 36)
    flat, within = values.reshape(len(values), -1), inside.reshape(len(values), -1)
    weights = within.astype(np.float32)
    for _ in range(rounds):
        matrix = (weights @ products).reshape(-1, 6, 6) + 1e-4 * np.eye(6, dtype=np.float32)
        surface = np.linalg.solve(matrix, ((weights * flat) @ terms)[..., None])[..., 0] @ terms.T
        weights = (within & (flat > (1 - PAPER) * surface)).astype(np.float32)
    return surface.reshape(values.shape)


def _closed(values: Light, inside: Inside) -> Light:
    """What is left when strokes are filled in with what surrounds them, as beneath a shadow with an edge."""
    from scipy import ndimage  # a third of a second, which plain pictures need not wait for

    size = (1, STROKE, STROKE)
    known = np.where(inside, values, 0)
    filled = ndimage.grey_closing(known, size=size, mode="nearest")
    paper = ndimage.grey_erosion((inside & (known > (1 - PAPER) * filled)).astype(np.float32), size=(1, 3, 3))

    def blurred(what: Light) -> Light:
        return ndimage.gaussian_filter(what, (0, BLUR, BLUR), mode="constant")

    share = blurred(paper)
    return np.where(share > 0.01, blurred(known * paper) / np.maximum(share, np.float32(0.01)), filled)
