"""Draws of the prior, of latent diffusion and of real codes, compared once for everybody."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
import torch
from jaxtyping import Float, Int, UInt8

from ui.library import PROJECT, Model
from vae_core import pretrained
from vae_core.analysis import draws, holes
from vae_core.analysis.draws import Codes, Drawn
from vae_core.analysis.holes import Landing
from vae_core.analysis.survey_results import REACH, aggregate_draws
from vae_core.data import as_bytes
from vae_core.diffusion.sampling import Sampler
from vae_core.models import Classifier, Denoiser, DiagonalNormal

DENOISER, CLASSIFIER = "mnist-latent-diffusion-8d", "mnist-classifier"
OF_A_PLANE = "mnist-latent-diffusion-2d"
N = 1000
KNOWN = 5000  # codes among which others land: each of another image
SIDE = 121  # places along a side of a map of holes
KEPT = 8  # comparisons, of 9 MB each
# The flow ends where a hundred steps with chance do, in a third of the time; the codes of a plane are too fine for it.
SAMPLERS = {DENOISER: Sampler("flow", 16), OF_A_PLANE: Sampler("ancestral")}


@lru_cache(maxsize=KEPT)
def compared(seed: int) -> Mapping[str, Drawn]:
    """A thousand pictures from each source, by seed."""
    vae, classifier = coder(DENOISER).network, network(CLASSIFIER)
    return {source: draws.judged(vae, classifier, codes) for source, codes in drawn(DENOISER, seed).items()}


@lru_cache(maxsize=2 * KEPT)
def landed(denoiser: str, seed: int) -> Mapping[str, Landing]:
    """Where the same codes land among those of other images."""
    return {source: holes.land(_known(denoiser, seed), codes) for source, codes in drawn(denoiser, seed).items()}


@lru_cache(maxsize=2 * KEPT)
def drawn(denoiser: str, seed: int) -> Mapping[str, Codes]:
    """A thousand codes from each source."""
    encodings, chosen = coder(denoiser).encodings, _chosen(seed)
    real = DiagonalNormal(*(torch.from_numpy(part[chosen]) for part in (encodings.mean, encodings.log_variance)))
    return draws.sources(network(denoiser), pretrained.schedule(denoiser), SAMPLERS[denoiser], real, seed=seed)


@lru_cache(maxsize=KEPT)
def depths(seed: int) -> Float[np.ndarray, "side side"]:
    """How deep in a hole each place of the plane is, see :func:`holes.depths`; from −4 to 4, rows go up."""
    axis = np.linspace(-REACH, REACH, SIDE)
    places = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    return holes.depths(_known(OF_A_PLANE, seed), places).reshape(SIDE, SIDE)


def pictures(denoiser: str, codes: Codes) -> UInt8[np.ndarray, "n pixels"]:
    """What the decoder makes of codes, a byte for each pixel."""
    return as_bytes(coder(denoiser).pictures(codes))


def coder(denoiser: str) -> Model:
    """The VAE whose codes it has learned."""
    return PROJECT.find(pretrained.entry(denoiser)["codes_of"])


def _chosen(seed: int) -> Int[np.ndarray, " n"]:
    """Numbers of real images."""
    return np.random.default_rng(seed).choice(len(coder(DENOISER).encodings.mean), N, replace=False)


def _known(denoiser: str, seed: int) -> Float[np.ndarray, "known latent"]:
    """A code of each of many other images."""
    encodings = coder(denoiser).encodings
    others = np.setdiff1d(np.arange(len(encodings.mean)), _chosen(seed))
    kept = np.random.default_rng([seed, 2]).choice(others, KNOWN, replace=False)
    return aggregate_draws(encodings.mean[kept], encodings.log_variance[kept], seed)


@cache
def network(name: str) -> Denoiser | Classifier:
    """A pretrained network that is no autoencoder, in memory once."""
    return pretrained.load(name)
