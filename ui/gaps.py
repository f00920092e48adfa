"""How far the bound is from log p(x) for a thousand digits of each set: what comes with the model, for everybody."""

from functools import cache, lru_cache

import numpy as np
from jaxtyping import Float32, Float64, UInt8

from ui.library import PROJECT
from vae_core import data, pretrained
from vae_core.analysis.gap_results import Gaps
from vae_core.data import as_bytes, as_ink
from vae_core.data.dataset import binarise
from vae_core.errors import DatasetError

MODEL = "mnist-binary-vae-2d"
SPLITS = ("test", "train")
# A part that is nothing has no logarithm, and no gap is known so well.
LEAST = 1e-6


@lru_cache(maxsize=len(SPLITS))
def of(split: str) -> Gaps:
    """Of a thousand images, by their place. Nobody may write to the arrays."""
    return pretrained.gaps(MODEL, split)


def are_here(split: str) -> bool:
    """Whether this server has the files that the images are from."""
    return _images(split) is not None


def image(split: str, place: int) -> Float32[np.ndarray, "784"]:
    """Grey levels of one that is here."""
    return as_ink(_images(split)[of(split).number[place] if split == "test" else place])


def picture(split: str, place: int) -> UInt8[np.ndarray, "784"] | None:
    """One in black and white, as it was measured; ``None`` where it is not here."""
    return as_bytes(binarise(image(split, place), place)) if are_here(split) else None


def _images(split: str) -> UInt8[np.ndarray, "n 784"] | None:
    """All test images, or the thousand training images that are looked at; ``None`` where they are not here."""
    if split == "test":
        return PROJECT.images()
    try:
        return learned_images()
    except DatasetError:
        return None


@cache
def learned_images() -> UInt8[np.ndarray, "n 784"]:
    """The thousand training images alone. Raises :class:`DatasetError` where the files are missing."""
    everything, gaps = data.load("mnist", split="train", download=False), of("train")
    if len(everything) <= gaps.number[-1] or (everything.labels[gaps.number] != gaps.label).any():
        raise DatasetError("The training images here are not those of the model.")
    return as_bytes(everything.images[gaps.number])


def place(split: str, rank: int) -> int:
    """Of the digit with this place in the order of gaps, from 1, the largest first."""
    return int(of(split).largest_first[rank - 1])


def rank_by_total(split: str, nats: float) -> int:
    """Of the digit whose gap is nearest to so many nats, by the factor between them."""
    return _nearest(split, np.abs(_factor(of(split).total, nats)))


def rank_by_parts(split: str, approximation: float, amortisation: float) -> int:
    """Of the digit whose two parts are nearest, by the factors between them."""
    parts = of(split).parts
    return _nearest(
        split, np.hypot(_factor(parts.approximation, approximation), _factor(parts.amortisation, amortisation))
    )


def _factor(values: Float64[np.ndarray, " n"], wanted: float) -> Float64[np.ndarray, " n"]:
    return np.log(np.maximum(values, LEAST) / wanted)


def _nearest(split: str, distance: Float64[np.ndarray, " n"]) -> int:
    return 1 + int(distance[of(split).largest_first].argmin())
