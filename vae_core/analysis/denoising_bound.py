"""The bound of a trained denoiser on a data set, term by term.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Kingma, Salimans, Poole & Ho 2021 (K).
"""

from collections.abc import Mapping

import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.analysis.estimate import Estimate
from vae_core.data import Dataset
from vae_core.denoising import DenoisingConfig, drawn_steps, noise_error, rate_of_last
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import step_weights
from vae_core.models import Denoiser
from vae_core.objectives import normal_log_density
from vae_core.randomness import stream

BATCH = 500
LEVELS = 256  # of grey
Examples = Float[Tensor, "n pixels"]


@torch.no_grad()
def evaluate_denoiser(
    model: Denoiser, objective: DenoisingConfig, dataset: Dataset, *, draws: int = 10, seed: int = 0
) -> Mapping[str, Estimate]:
    """The terms of the negative bound on ``dataset``, in nats per example, without labels.

    The sum over steps is estimated from ``draws`` of them for each example, spread evenly. Of images, it is the
    probability of their 256 levels of grey that is bounded (H, eq. 13); of vectors, their density.
    """
    noise = stream(seed, "evaluation")
    parts = [
        _terms(model, objective.schedule, model.scaled(batch), draws, noise)
        for batch in torch.from_numpy(dataset.images).split(BATCH)
    ]
    terms = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    terms["negative_bound"] = sum(terms.values())
    return {name: Estimate.of(values) for name, values in terms.items()}


def _terms(
    model: Denoiser, schedule: Schedule, x_0: Examples, draws: int, noise: torch.Generator
) -> dict[str, Float[Tensor, " n"]]:
    weights = torch.from_numpy(step_weights(schedule)).float()
    later = schedule.steps - 1
    steps = torch.zeros(len(x_0))
    for _ in range(draws if later else 0):
        t = 1 + drawn_steps(len(x_0), later, noise)
        steps += later / draws * weights[t] * noise_error(schedule, model, x_0, t, None, noise)
    return {
        "reconstruction": _reconstruction(model, schedule, x_0, noise),
        "steps": steps,
        "last": rate_of_last(schedule, x_0),
    }


def _reconstruction(model: Denoiser, schedule: Schedule, x_0: Examples, noise: torch.Generator) -> Float[Tensor, " n"]:
    """−log p(x_0∣x_1) at one draw of x_1: L_0."""
    signal, deviation = float(schedule.signal[1]), float(schedule.noise[1])
    x_1 = signal * x_0 + deviation * torch.randn(x_0.shape, generator=noise)
    guess = model.denoised(x_1, torch.full((len(x_0),), float(schedule.log_snr[1])))
    if model.config.form == "vector":
        return -normal_log_density(x_0, guess, -float(schedule.log_snr[1]))
    return -_log_probability_of_levels(x_0.double(), guess.double(), deviation / signal).sum(-1).float()


def _log_probability_of_levels(
    x: Float[Tensor, "n pixels"], mean: Float[Tensor, "n pixels"], deviation: float
) -> Float[Tensor, "n pixels"]:
    """log of what N(mean, deviation²) gives each level of grey between −1 and 1   (H, eq. 13)."""
    half = 1 / (LEVELS - 1)
    low = torch.where(x < -1 + half, -torch.inf, (x - half - mean) / deviation)
    high = torch.where(x > 1 - half, torch.inf, (x + half - mean) / deviation)
    # Φ(high) − Φ(low), on the side of the mean where neither is close to 1
    is_above = (low + high) > 0
    low, high = torch.where(is_above, -high, low), torch.where(is_above, -low, high)
    upper, lower = torch.special.log_ndtr(high), torch.special.log_ndtr(low)
    return upper + torch.log1p(-torch.exp(lower - upper))
