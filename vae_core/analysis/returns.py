"""Which digit a way back leads to: from a code that was noised, and from one noise in few steps and in many.

A classifier says which; what it says of a picture is taken as it is.
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Bool, Float, Int64

from vae_core.analysis.shares import standard_error
from vae_core.denoising import guess_of
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.diffusion.schedule import Schedule
from vae_core.models import VAE, Classifier, Denoiser

Codes = Float[np.ndarray, "n latent"]
MOST = 25  # steps of a way back from a code that was noised


@dataclass(frozen=True, eq=False)
class Returned:
    """Pairs of pictures.

    Attributes:
        is_same: whether both are taken for the same digit, ``[n]``.
    """

    is_same: Bool[np.ndarray, " n"]

    @property
    def share(self) -> float:
        """Of those that are."""
        return float(self.is_same.mean())

    @property
    def standard_error(self) -> float:
        """Of the share."""
        return standard_error(self.share, len(self.is_same))


@dataclass(frozen=True, eq=False)
class Networks:
    """Those that a way back to a digit needs.

    Attributes:
        vae: whose codes.
        denoiser: of them.
        schedule: by which that learned.
        classifier: says which digit a picture shows.
    """

    vae: VAE
    denoiser: Denoiser
    schedule: Schedule
    classifier: Classifier

    def back(self, sampler: Sampler, noise: Float[np.ndarray, "times n latent"], start: int | None = None) -> Codes:
        """The codes that ``noise`` leads to; see :func:`vae_core.diffusion.sampling.sample`."""
        return sample(sampler, self.schedule, guess_of(self.denoiser, self.schedule), noise, start=start).x[-1]

    @torch.no_grad()
    def digits(self, codes: Codes) -> Int64[np.ndarray, " n"]:
        """Which digits their pictures are taken for."""
        return self.classifier(torch.sigmoid(self.vae.decode(np.float32(codes)))).argmax(-1).numpy()


def there_and_back(networks: Networks, codes: Codes, t: int, *, seed: int) -> Returned:
    """Noise ``codes`` up to step ``t`` and come back, with chance: is it the same digit?"""
    rng, schedule = np.random.default_rng(seed), networks.schedule
    noise = rng.standard_normal((MOST + 1, *codes.shape))
    noise[0] = schedule.signal[t] * codes + schedule.noise[t] * noise[0]
    found = networks.back(Sampler("ancestral", MOST), noise, start=t)
    return Returned(networks.digits(found) == networks.digits(codes))


def few_and_many(networks: Networks, kind: str, few: int, many: int, n: int, *, seed: int) -> Returned:
    """Bring ``n`` noises back in few steps and in many: is it the same digit?

    Args:
        networks: that do.
        kind: of sampler; with chance, each of the two ways draws its own.
        few: steps.
        many: steps.
        n: noises.
        seed: of all draws.
    """
    rng, latent = np.random.default_rng(seed), networks.denoiser.config.pixels
    start = rng.standard_normal((n, latent))

    def end(steps: int) -> Codes:
        way = Sampler(kind, steps)
        fresh = rng.standard_normal((way.noises(networks.schedule) - 1, n, latent))
        return networks.back(way, np.concatenate([start[None], fresh]))

    return Returned(networks.digits(end(few)) == networks.digits(end(many)))
