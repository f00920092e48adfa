"""The clouds of points that are mapped: codes of the images that a model of the library encodes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Int64

from ui.library import Model
from vae_core.data import as_ink

KEPT = 32  # clouds; one of 10 000 points with its images takes 8 MB


@dataclass(frozen=True)
class Source:
    """Whose codes, and how many of them.

    Attributes:
        model: that encodes.
        count: of codes, or fewer where there are not so many.
    """

    model: Model
    count: int


@dataclass(frozen=True, eq=False)
class Cloud:
    """The codes to be mapped.

    Attributes:
        codes: ``[n, latent]``.
        labels: the class of each, ``[n]``; −1 where there is none.
        numbers: which of the encoded images each one is, ``[n]``.
    """

    codes: Float32[np.ndarray, "n latent"]
    labels: Int64[np.ndarray, " n"]
    numbers: Int64[np.ndarray, " n"]


@lru_cache(maxsize=KEPT)
def cloud(source: Source) -> Cloud:
    """The codes, spread evenly over those that there are. Everybody gets the same arrays: nobody may write to them."""
    encodings = source.model.encodings
    count = min(source.count, len(encodings.mean))
    numbers = np.arange(count) * len(encodings.mean) // count
    return Cloud(encodings.mean[numbers], encodings.label[numbers], numbers)


@lru_cache(maxsize=4)
def images(source: Source) -> Float32[np.ndarray, "n pixels"]:
    """The images behind the codes: the originals where they are on this server, else as the model decodes them."""
    originals, points = source.model.shelf.images(), cloud(source)
    return source.model.pictures(points.codes) if originals is None else as_ink(originals[points.numbers])


@lru_cache(maxsize=KEPT)
def encode(model: Model, content: bytes) -> Float32[np.ndarray, " latent"]:
    """The code (μ of a VAE) that the model gives an image, 784 numbers of float32."""
    return model.codes(np.frombuffer(bytearray(content), np.float32)[None])[0]
