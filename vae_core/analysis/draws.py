"""What a decoder makes of codes from several sources, and how much of it a classifier takes for a digit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Float32

from vae_core.denoising import guess_of
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.diffusion.schedule import Schedule
from vae_core.models import VAE, Classifier, Denoiser, DiagonalNormal

SURE = 0.95
SAMPLER = Sampler("flow", 16)  # which ends where a hundred steps with chance do, in a third of the time


@dataclass(frozen=True, eq=False)
class Drawn:
    """Pictures from one source of codes.

    Attributes:
        pictures: x̂ of each code, ``[n, pixels]``.
        surest: the probability of the class that the classifier takes each for, ``[n]``.
    """

    pictures: Float32[np.ndarray, "n pixels"]
    surest: Float32[np.ndarray, " n"]

    @property
    def is_digit(self) -> np.ndarray:
        """Which of them the classifier is sure of, ``[n]``."""
        return self.surest > SURE

    @property
    def share(self) -> float:
        """Of those."""
        return float(self.is_digit.mean())

    @property
    def standard_error(self) -> float:
        """Of the share."""
        return math.sqrt(self.share * (1 - self.share) / len(self.surest))


def compare(
    vae: VAE, denoiser: Denoiser, schedule: Schedule, classifier: Classifier, real: DiagonalNormal, *, seed: int
) -> Mapping[str, Drawn]:
    """As many pictures as there are ``real`` images, of codes from each of three sources, all by one decoder.

    Args:
        vae: whose decoder.
        denoiser: of its codes.
        schedule: by which that learned.
        classifier: counts.
        real: q(z∣x) of real images; a code of each is drawn, as those were from which the denoiser has learned.
        seed: of all draws.
    """
    rng, (n, latent) = np.random.default_rng(seed), real.mean.shape
    noise = rng.standard_normal((1, n, latent))
    codes = {
        "prior": rng.standard_normal((n, latent)),
        "diffusion": sample(SAMPLER, schedule, guess_of(denoiser, schedule), noise).x[-1],
        "real": real.mean.numpy() + real.standard_deviation.numpy() * rng.standard_normal((n, latent)),
    }
    return {source: judged(vae, classifier, z) for source, z in codes.items()}


@torch.no_grad()
def judged(vae: VAE, classifier: Classifier, codes: Float[np.ndarray, "n latent"]) -> Drawn:
    """The pictures of ``codes``, and how sure the classifier is of each."""
    pictures = torch.sigmoid(vae.decode(np.float32(codes)))
    return Drawn(pictures.numpy(), classifier.probabilities(pictures).amax(-1).numpy())
