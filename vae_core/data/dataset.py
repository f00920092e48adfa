"""What every data set looks like once it is in memory."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from jaxtyping import Float32, Int64

SIDE = 28
PIXELS = SIDE * SIDE


@dataclass(frozen=True, eq=False)
class Dataset:
    """Grey images flattened to rows, with their labels.

    Attributes:
        name: what it was loaded as, for example ``"mnist"``.
        split: ``"train"`` or ``"test"``.
        images: float32 ``[n, 784]``, 0 is background and 1 is full ink.
        labels: int64 ``[n]``.
    """

    name: str
    split: str
    images: Float32[np.ndarray, "n pixels"] = field(repr=False)
    labels: Int64[np.ndarray, " n"] = field(repr=False)

    def __len__(self) -> int:
        return len(self.images)

    @cached_property
    def sha256(self) -> str:
        """The hash of images and labels, so that a checkpoint can say what it was trained on."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images).data)
        digest.update(np.ascontiguousarray(self.labels).data)
        return digest.hexdigest()

    def take(self, count: int) -> "Dataset":
        """The first ``count`` examples."""
        return Dataset(self.name, self.split, self.images[:count], self.labels[:count])


def from_bytes(name: str, split: str, pixels: np.ndarray, labels: np.ndarray) -> Dataset:
    """A :class:`Dataset` from uint8 images ``[n, 28, 28]`` and uint8 labels ``[n]``."""
    images = pixels.reshape(len(pixels), -1).astype(np.float32) / np.float32(255)
    return Dataset(name, split, images, labels.astype(np.int64))
