"""Codes from several sources, what a decoder makes of them, and how much of it a classifier takes for a digit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Float32

from vae_core.analysis.shares import standard_error
from vae_core.denoising import guess_of
from vae_core.diffusion.noises import noise_at
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.diffusion.schedule import Schedule
from vae_core.models import VAE, Classifier, Denoiser, DiagonalNormal

Codes = Float[np.ndarray, "n latent"]

SURE = 0.95


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
        return standard_error(self.share, len(self.surest))


def sources(
    denoiser: Denoiser, schedule: Schedule, sampler: Sampler, real: DiagonalNormal, *, seed: int
) -> Mapping[str, Codes]:
    """Codes from each of three sources, as many as there are ``real`` images.

    Args:
        denoiser: a learned prior.
        schedule: by which it learned.
        sampler: of its draws.
        real: q(z∣x) of real images; a code of each is drawn, as those were from which the denoiser has learned.
        seed: of all draws.
    """
    rng, (n, latent) = np.random.default_rng(seed), real.mean.shape
    noise = rng.standard_normal((sampler.noises(schedule), n, latent))
    return {
        "prior": rng.standard_normal((n, latent)),
        "diffusion": sample(sampler, schedule, guess_of(denoiser, schedule), noise).x[-1],
        "real": real.mean.numpy() + real.standard_deviation.numpy() * rng.standard_normal((n, latent)),
    }


@torch.no_grad()
def judged(vae: VAE, classifier: Classifier, codes: Codes) -> Drawn:
    """The pictures of ``codes``, and how sure the classifier is of each."""
    pictures = torch.sigmoid(vae.decode(np.float32(codes)))
    return Drawn(pictures.numpy(), classifier.probabilities(pictures).amax(-1).numpy())


@dataclass(frozen=True, eq=False)
class BroughtBack:
    """What has come of some noises.

    Attributes:
        pictures: in [0, 1], ``[n, pixels]``.
        probabilities: of each class, as a classifier finds them, ``[n, classes]``.
    """

    pictures: Float32[np.ndarray, "n pixels"]
    probabilities: Float32[np.ndarray, "n classes"]


@torch.no_grad()
def brought_back(
    denoiser: Denoiser,
    schedule: Schedule,
    sampler: Sampler,
    seeds: Sequence[int],
    classifier: Classifier,
    *,
    label: int | None = None,
    guidance: float = 0.0,
    vae: VAE | None = None,
) -> BroughtBack:
    """The pictures at the end of ways from noise that set out as a browser does that has one of ``seeds``.

    Args:
        denoiser: of images in [−1, 1], or of the codes of ``vae``.
        schedule: by which it learned.
        sampler: of all ways.
        seeds: of each way.
        classifier: of the pictures.
        label: the class that the denoiser is told; ``None``: none.
        guidance: w; see :func:`vae_core.denoising.guess_of`.
        vae: whose codes they are; ``None``: images.
    """
    size, stops = denoiser.config.pixels, range(sampler.noises(schedule))
    noise = np.stack([[noise_at(seed, at, size) for seed in seeds] for at in stops])
    x = sample(sampler, schedule, guess_of(denoiser, schedule, label, guidance), noise.astype(np.float64)).x[-1]
    if vae is None:
        pictures = torch.from_numpy(np.float32((x + 1) / 2)).clamp(0, 1)
    else:
        pictures = torch.sigmoid(vae.decode(np.float32(x)))
    return BroughtBack(pictures.numpy(), classifier.probabilities(pictures).numpy())
