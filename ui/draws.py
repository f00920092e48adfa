"""Draws of the prior, of latent diffusion and of real codes, compared once for everybody."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import torch

from ui.library import PROJECT
from vae_core import pretrained
from vae_core.analysis import draws
from vae_core.analysis.draws import Drawn
from vae_core.models import DiagonalNormal

DENOISER, CLASSIFIER = "mnist-latent-diffusion-8d", "mnist-classifier"
N = 1000
KEPT = 8  # comparisons, of 9 MB each


@lru_cache(maxsize=KEPT)
def compared(seed: int) -> Mapping[str, Drawn]:
    """A thousand pictures from each source, by seed."""
    denoiser, classifier = _network(DENOISER), _network(CLASSIFIER)
    vae = PROJECT.find(pretrained.entry(DENOISER)["codes_of"])
    chosen = np.random.default_rng(seed).choice(len(vae.encodings.mean), N, replace=False)
    real = DiagonalNormal(
        *(torch.from_numpy(part[chosen]) for part in (vae.encodings.mean, vae.encodings.log_variance))
    )
    return draws.compare(vae.network, denoiser, pretrained.schedule(DENOISER), classifier, real, seed=seed)


@lru_cache(maxsize=2)
def _network(name: str):
    return pretrained.load(name)
