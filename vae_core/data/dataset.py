"""What every data set looks like once it is in memory."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from jaxtyping import Float, Float32, Int64, UInt8

from vae_core.errors import Sentence

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
        class_names: of label 0, 1, …; empty where they are numbers alone, or there are none.
        said: what was found and done while it was read, where it is a person's own.
    """

    name: str
    split: str
    images: Float32[np.ndarray, "n pixels"] = field(repr=False)
    labels: Int64[np.ndarray, " n"] = field(repr=False)
    class_names: tuple[str, ...] = ()
    said: tuple[Sentence, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.images)

    @cached_property
    def sha256(self) -> str:
        """The hash of images and labels, so that a checkpoint can say what it was trained on."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images).data)
        digest.update(np.ascontiguousarray(self.labels).data)
        return digest.hexdigest()

    def take(self, count: int | None) -> "Dataset":
        """The first ``count`` examples; all of them for ``None``."""
        return self if count is None else replace(self, images=self.images[:count], labels=self.labels[:count])

    def at(self, places: Int64[np.ndarray, " m"], split: str | None = None) -> "Dataset":
        """The examples at ``places``, in that order, as another ``split`` if need be."""
        return replace(self, split=split or self.split, images=self.images[places], labels=self.labels[places])

    def binarised(self, seed: int | None = None) -> "Dataset":
        """The same images with every pixel 0 or 1, so that a Bernoulli p(x|z) is a probability of them.

        Args:
            seed: each pixel is ink with its grey level as the probability (Salakhutdinov & Murray, "On the
                Quantitative Analysis of Deep Belief Networks" (2008)); ``None``: from the middle grey on.
        """
        return replace(self, images=binarise(self.images, seed))


def binarise(images: Float32[np.ndarray, "*n pixels"], seed: int | None = None) -> Float32[np.ndarray, "*n pixels"]:
    """What :meth:`Dataset.binarised` makes of grey levels in [0, 1].

    Examples:
        >>> grey = np.array([0.0, 0.3, 0.5, 1.0], np.float32)
        >>> binarise(grey).tolist()
        [0.0, 0.0, 1.0, 1.0]
        >>> halves = np.full((4, 784), 0.5, np.float32)
        >>> round(float(binarise(halves, seed=0).mean()), 1)
        0.5
    """
    if seed is None:
        return (images >= 0.5).astype(np.float32)
    # A uniform number lies in [0, 1): no ink stays none, full ink stays full.
    return (np.random.default_rng(seed).random(images.shape, np.float32) < images).astype(np.float32)


def as_bytes(images: Float[np.ndarray, "*n"]) -> UInt8[np.ndarray, "*n"]:
    """Ink from 0 to 1 in 256 levels of grey, as the files of MNIST have it.

    Examples:
        >>> as_bytes(np.array([0.0, 0.2, 1.0])).tolist()
        [0, 51, 255]
    """
    return np.rint(images * 255).astype(np.uint8)


def as_ink(levels: UInt8[np.ndarray, "*n"]) -> Float32[np.ndarray, "*n"]:
    """The inverse of :func:`as_bytes`."""
    return levels.astype(np.float32) / np.float32(255)


def from_bytes(name: str, split: str, pixels: np.ndarray, labels: np.ndarray) -> Dataset:
    """A :class:`Dataset` from uint8 images ``[n, 28, 28]`` and uint8 labels ``[n]``."""
    return Dataset(name, split, as_ink(pixels.reshape(len(pixels), -1)), labels.astype(np.int64))
