"""Digits that people have drawn, under a model: the code of each, and how probable it is. Once for everybody."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float, Float32, UInt8

from ui.library import PROJECT, Model
from vae_core.analysis.likelihood_scores import score_likelihood
from vae_core.data import Dataset, as_bytes

KEPT = 2000  # drawings, of a few numbers each
SAMPLES = 1000  # draws of q behind a log p(x): a hundredth of a second, and some hundredths of a nat


@dataclass(frozen=True, eq=False)
class Drawn:
    """A drawing under a model.

    Attributes:
        picture: a byte for each pixel, 255 is ink.
        code: μ of a VAE's q(z∣x), or an autoencoder's code, ``[latent]``.
        log_evidence: log p(x) in nats, estimated by importance weights; ``None`` where the model has none that is
            known: an autoencoder, or a VAE whose likelihood its file does not tell.
        error: the standard error of that.
    """

    picture: UInt8[np.ndarray, "784"]
    code: Float[np.ndarray, " latent"]
    log_evidence: float | None = None
    error: float | None = None


@lru_cache(maxsize=KEPT)
def drawn(model: Model, content: bytes) -> Drawn:
    """An image, 784 numbers of float32."""
    image = np.frombuffer(bytearray(content), np.float32)
    picture, code = as_bytes(image), model.codes(image[None])[0]
    if not is_scored(model):
        return Drawn(picture, code)
    scores = score_likelihood(model.network, _alone(image), SAMPLES)
    return Drawn(picture, code, -scores.nll.item(), scores.errors.item())


def is_scored(model: Model) -> bool:
    """Whether p(x) of an image is known under it: the project's VAEs all have Bernoulli pixels."""
    return model.kind == "vae" and model.shelf is PROJECT


def _alone(image: Float32[np.ndarray, " pixels"]) -> Dataset:
    return Dataset("drawn", "test", image[None], np.array([-1]))
