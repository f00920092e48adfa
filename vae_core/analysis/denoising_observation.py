"""What a denoiser looks like at one moment of its training: always the same images under the same noise, and draws."""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float32

from vae_core.analysis.observation import MAPPED, Observation, Observer, first_of_each_class, require_finite
from vae_core.data import Dataset, as_bytes
from vae_core.denoising import DenoisingConfig, guess_of
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.diffusion.schedule import Schedule
from vae_core.models import Denoiser
from vae_core.randomness import stream
from vae_core.training import TrainingConfig

# One look takes about as long as three steps of training, and there may be several in a second.
DRAWN = 20
SAMPLER = Sampler("ddim", steps=10)


def observer_of(
    config: TrainingConfig, held_out: Dataset, plane: Sequence[Sequence[float]] | None = None
) -> "Observer | DenoisingObserver":
    """Whoever looks at the model of a run; ``plane`` as :class:`~vae_core.analysis.observation.Observer` takes it."""
    if isinstance(config.objective, DenoisingConfig):
        return DenoisingObserver(held_out, config.objective.schedule, seed=config.seed)
    known = None if plane is None else np.array(plane, np.float32)
    return Observer(held_out, config.model.latent_dim, seed=config.seed, plane=known)


class DenoisingObserver:
    """Looks at one denoiser of images again and again, so that only the model changes from look to look.

    Args:
        held_out: images that the model does not learn from.
        schedule: of the noise.
        seed: of the noise.

    Attributes:
        images, labels: as :class:`~vae_core.analysis.observation.Observer` has them, from the same images.
        t: the step at which the images are under noise: half of the way, where a digit can just be told.
    """

    def __init__(self, held_out: Dataset, schedule: Schedule, *, seed: int):
        chosen = first_of_each_class(held_out.labels)
        self.images = as_bytes(held_out.images[chosen])
        self.labels = held_out.labels[:MAPPED]
        self.t = (schedule.steps + 1) // 2
        self._schedule = schedule
        self._inputs = torch.from_numpy(held_out.images[chosen])
        self._noise = _noise(seed, "noise on images", len(chosen), held_out.images.shape[1])
        self._starts = _noise(seed, "noise to come back from", DRAWN, held_out.images.shape[1])

    def observe(self, model: Denoiser) -> Observation:
        """The model as it is now, which stays as it is.

        Raises :class:`~vae_core.errors.VaeCoreError` when its images are no longer finite numbers.
        """
        signal, noise = (float(part[self.t]) for part in (self._schedule.signal, self._schedule.noise))
        noisy = signal * model.scaled(self._inputs).numpy() + noise * self._noise
        guess = guess_of(model, self._schedule)
        found, drawn = guess(noisy, self.t), sample(SAMPLER, self._schedule, guess, self._starts[None]).x[-1]
        pictures = [torch.from_numpy(np.asarray(part, np.float32)) for part in (found, drawn, noisy)]
        require_finite(*pictures)
        reconstructions, samples, given = (as_bytes(model.unscaled(part).clamp(0, 1).numpy()) for part in pictures)
        return Observation(reconstructions, samples, noisy=given)


def _noise(seed: int, of: str, n: int, pixels: int) -> Float32[np.ndarray, "n pixels"]:
    return torch.randn(n, pixels, generator=stream(seed, of)).numpy()
