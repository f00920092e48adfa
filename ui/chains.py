"""Chains of noise from the code of one image, and what latent diffusion takes them for: once for everybody."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float32, UInt8

from ui.draws import DENOISER, coder, network
from vae_core import pretrained
from vae_core.data import as_bytes
from vae_core.denoising import guess_of
from vae_core.diffusion import derivation as core
from vae_core.diffusion.derivation import Chains, Mean

COUNT = 50  # chains of a hundred steps: a third of a second
KEPT = 32  # of 700 kB


@lru_cache(maxsize=KEPT)
def chains(image: int, seed: int) -> Chains:
    """From the mean of q(z∣x) of test image ``image``."""
    schedule = pretrained.schedule(DENOISER)
    return core.chains(guess_of(network(DENOISER), schedule), schedule, code_of(image), count=COUNT, seed=seed)


@lru_cache(maxsize=KEPT)
def looked(image: int, seed: int) -> Mean:
    """The bound where each chain looks at one step alone."""
    return Mean.of(chains(image, seed).at_one_step(np.random.default_rng([seed, 1])))


def code_of(image: int) -> Float32[np.ndarray, " latent"]:
    """The mean of q(z∣x)."""
    return coder(DENOISER).encodings.mean[image]


def label_of(image: int) -> int:
    """The digit on it."""
    return int(coder(DENOISER).encodings.label[image])


def pictures(image: int, seed: int, times: tuple[int, ...]) -> UInt8[np.ndarray, "times pixels"]:
    """What the decoder makes of x_t of the first chain at each of ``times``, a byte for each pixel."""
    return as_bytes(coder(DENOISER).pictures(chains(image, seed).x[list(times), 0]))
