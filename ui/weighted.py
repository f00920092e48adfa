"""An image under a VAE and under one that was trained on L_k, and many of them on average."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
import torch
from jaxtyping import Float, Float32

from ui import library
from ui.inference import Inference, under
from vae_core import pretrained
from vae_core.analysis import plane_bounds, resampling
from vae_core.analysis.estimate import Estimate
from vae_core.analysis.evidence_results import Divergence, PosteriorMap
from vae_core.analysis.importance_bounds import bound_of
from vae_core.analysis.importance_results import BoundEstimate, ImportanceDraws
from vae_core.analysis.posterior_map import posterior_map

MODELS = ("mnist-binary-vae-2d", "mnist-binary-iwae-2d")
SHOWN = 200  # draws
KEPT = 32


class Weighted:
    """An image under one of them, with ``k`` draws of its encoder's q, of which one is kept."""

    def __init__(self, inferred: Inference, k: int, seed: int):
        self.inferred, self.k, self._seed = inferred, k, seed
        self.q = inferred.encoder

    @property
    def log_evidence(self) -> float:
        """log p(x), in nats."""
        return self.inferred.evidence.log_evidence

    @property
    def elbo(self) -> float:
        """L_1, in nats."""
        return self.inferred.bound(self.q).elbo

    @cached_property
    def bound(self) -> BoundEstimate:
        """L_k."""
        return bound_of(self._draws, self.k)

    @cached_property
    def divergence(self) -> Divergence:
        """KL of what is kept to the posterior."""
        one = self.inferred
        return resampling.divergence_after_resampling(one.model, one.x, self.q, one.evidence, self._draws, self.k)

    @cached_property
    def kept(self) -> Float[np.ndarray, "n 2"]:
        """Where the draws lie that are kept."""
        return resampling.resample(self._draws, self.k, seed=self._seed)[:SHOWN]

    @cached_property
    def map(self) -> PosteriorMap:
        """The posterior, where q can be seen too."""
        return posterior_map(self.inferred.model, self.inferred.x, self.inferred.evidence, self.q)

    @property
    def covered(self) -> float:
        """The posterior's mass within two standard deviations of q."""
        return plane_bounds.mass_within(self.inferred.evidence, self.q)

    @property
    def _draws(self) -> ImportanceDraws:
        return self.inferred.draws(self.q, self._seed)


def both(x: Float32[np.ndarray, " pixels"], k: int, seed: int) -> tuple[Weighted, ...]:
    """The image ``x``, black and white, under the VAE and under the one that was trained on L_k."""
    return tuple(_weighted(under(library.pretrained(name), x), k, seed) for name in MODELS)


@lru_cache(maxsize=KEPT)
def _weighted(inferred: Inference, k: int, seed: int) -> Weighted:
    return Weighted(inferred, k, seed)


@dataclass(frozen=True)
class Training:
    """Of the second model: L_k of how many draws, and for how many epochs."""

    samples: int
    epochs: int


@cache
def training() -> Training:
    """How the second model was trained."""
    found = pretrained.load_checkpoint(MODELS[1])
    return Training(found.config.objective.samples, found.epochs)


@dataclass(frozen=True)
class Compared:
    """By how much more the second model has than the first, on average over the same test images.

    Attributes:
        images: how many.
        log_evidence, elbo, bound: log p(x), L_1 and L_k, in nats.
        covered: the posterior's mass within two standard deviations of q.
    """

    images: int
    log_evidence: Estimate
    elbo: Estimate
    bound: Estimate
    covered: Estimate


@cache
def compared(k: int) -> Compared:
    """Of the images that :func:`~vae_core.pretrained.plane_bounds` knows."""
    first, second = (pretrained.plane_bounds(name) for name in MODELS)
    differences = (
        second.log_evidence - first.log_evidence,
        second.bound(1) - first.bound(1),
        second.bound(k) - first.bound(k),
        second.covered - first.covered,
    )
    return Compared(len(first.log_evidence), *(Estimate.of(torch.from_numpy(each)) for each in differences))
