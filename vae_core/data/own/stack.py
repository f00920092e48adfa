"""Pictures of any size, shrunk and laid in the middle of squares of 28 x 28."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, UInt8

from vae_core.data.dataset import SIDE, as_bytes


@dataclass(frozen=True, eq=False)
class Stack:
    """Pictures as they were found, before anyone asks what of them is ink.

    Attributes:
        light: how bright they are over black; 0 beside them.
        clear: how much shows through them, 255 where all does; 0 where nothing does, and beside them.
        inside: where in their squares they lie.
    """

    light: UInt8[np.ndarray, "n 28 28"]
    clear: UInt8[np.ndarray, "n 28 28"]
    inside: Bool[np.ndarray, "n 28 28"]

    def __len__(self) -> int:
        return len(self.light)

    @staticmethod
    def joined(stacks: Sequence["Stack"]) -> "Stack":
        """Several as one."""
        if len(stacks) == 1:
            return stacks[0]
        return Stack(*(np.concatenate([getattr(s, part) for s in stacks]) for part in ("light", "clear", "inside")))

    @staticmethod
    def of(grey: Float[np.ndarray, "n height width"], clear: Float[np.ndarray, "n height width"] | None) -> "Stack":
        """Pictures of one size: how bright they are over black, and how much shows through, both in [0, 1]."""
        light = shrink(grey)
        count, height, width = light.shape
        rows, columns = _middle(height), _middle(width)
        squares = np.zeros((2, count, SIDE, SIDE), np.uint8)
        inside = np.zeros((count, SIDE, SIDE), bool)
        squares[0, :, rows, columns] = light
        if clear is not None:
            squares[1, :, rows, columns] = shrink(clear)
        inside[:, rows, columns] = True
        return Stack(squares[0], squares[1], inside)


def _middle(size: int) -> slice:
    start = (SIDE - size) // 2
    return slice(start, start + size)


def shrink(grey: Float[np.ndarray, "n height width"]) -> UInt8[np.ndarray, "n small_height small_width"]:
    """Grey levels in [0, 1] averaged over areas, to bytes, so that the longer side becomes 28."""
    height, width = grey.shape[1:]
    scale = SIDE / max(height, width)
    for axis, size in ((1, height), (2, width)):
        grey = _averaged(grey, axis, max(1, round(size * scale)))
    return as_bytes(np.clip(grey, 0, 1))


def _averaged(values: Float[np.ndarray, "n height width"], axis: int, parts: int) -> Float[np.ndarray, "n _ _"]:
    """The mean over each of ``parts`` equal parts of an axis, which may begin and end inside a pixel."""
    size = values.shape[axis]
    if size == parts:
        return values
    edges = np.linspace(0, size, parts + 1)
    start = edges.astype(int)

    def along(line: np.ndarray) -> np.ndarray:
        return line.reshape([-1 if i == axis else 1 for i in range(3)])

    # Whole pixels from one edge's pixel to the next one's (reduceat gives a pixel where there is none between) ...
    whole = np.add.reduceat(values, start[:-1], axis, dtype=np.float64) * along(start[1:] > start[:-1])
    # ... without what lies before the first edge, and with what lies before the second.
    before = along(edges - start) * values.take(np.minimum(start, size - 1), axis)
    return (whole + np.diff(before, axis=axis)) * (parts / size)
