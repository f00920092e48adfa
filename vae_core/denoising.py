"""What a denoiser learns: the noise that was added, every step weighed alike, or as the bound weighs it.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Kingma, Salimans, Poole & Ho 2021 (K); Ho & Salimans 2022,
"Classifier-free diffusion guidance" (HS).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vae_core.config import is_number, require
from vae_core.diffusion.forward import rate_of_the_last
from vae_core.diffusion.sampling import Denoise
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import step_weights
from vae_core.models import Denoiser
from vae_core.probability.normal import LOG_TWO_PI

WEIGHTINGS = ("simple", "bound")

Examples = Float[Tensor, "n pixels"]
OfEach = Float[Tensor, " n"]
Labels = Int64[Tensor, " n"]
Steps = Int64[Tensor, " n"]


@dataclass(frozen=True)
class DenoisingConfig:
    """What is minimised.

    Attributes:
        schedule: of the noise.
        weighting: ``"simple"``: ‖ε − ε̂‖² of all steps alike (H, eq. 14), or ``"bound"``: the negative bound itself.
        label_dropout: how often an example is learned without its label, so that one network knows both: of each
            class, and of all (HS).
    """

    schedule: Schedule = field(default_factory=Schedule)
    weighting: Literal["simple", "bound"] = "simple"
    label_dropout: float = 0.1

    def __post_init__(self):
        require(self.weighting in WEIGHTINGS, f"weighting must be one of {WEIGHTINGS}, not {self.weighting!r}")
        require(is_number(self.label_dropout, 0, 1), f"label_dropout must be 0 to 1, not {self.label_dropout!r}")


@dataclass(frozen=True, eq=False)
class DenoisingTerms:
    """The parts of the objective on a batch, each per example, at one step t that was drawn for it.

    Attributes:
        error: ‖ε − ε̂‖², ``[n]``.
        negative_bound: in nats, ``[n]``; right in expectation over t and ε.
        weighting: which of the two is the loss.
    """

    error: OfEach
    negative_bound: OfEach
    weighting: str

    @cached_property
    def of_each(self) -> OfEach:
        """What is minimised, of each example."""
        return self.error if self.weighting == "simple" else self.negative_bound

    @cached_property
    def loss(self) -> Float[Tensor, ""]:
        """Mean of :attr:`of_each` over the batch: what the optimiser is given."""
        return self.of_each.mean()

    def means(self) -> Mapping[str, float]:
        """The named terms, averaged over the examples."""
        return {
            "noise_error": self.error.mean().item(),
            "negative_bound": self.negative_bound.mean().item(),
            "loss": self.loss.item(),
        }


def denoising_terms(
    config: DenoisingConfig,
    model: Denoiser,
    x: Examples,
    *,
    labels: Labels | None = None,
    generator: torch.Generator | None = None,
) -> DenoisingTerms:
    """The objective of ``model`` on a batch, with a step and a noise for each example.

    Args:
        config: which.
        model: of whose size the examples are.
        x: as they are in the data set.
        labels: what the network is told, see :class:`~vae_core.models.Denoiser`.
        generator: of steps and noise.
    """
    t = drawn_steps(len(x), config.schedule.steps, generator)
    x_0 = model.scaled(x)
    error = noise_error(config.schedule, model, x_0, t, labels, generator)
    weights = config.schedule.steps * _told(step_weights(config.schedule))
    negative_bound = weights[t] * error + constant_cost(config.schedule, model, x_0)
    return DenoisingTerms(error, negative_bound, config.weighting)


def drawn_steps(n: int, steps: int, generator: torch.Generator | None) -> Steps:
    """A step from 1 to ``steps`` for each example, each as likely; together they are spread evenly (K, appendix I)."""
    start = torch.rand(1, generator=generator)
    places = (start + torch.arange(n) / n) % 1
    return 1 + (places * steps).long().clamp(max=steps - 1)


def noise_error(
    schedule: Schedule,
    model: Denoiser,
    x_0: Examples,
    t: Steps,
    labels: Labels | None,
    generator: torch.Generator | None,
) -> OfEach:
    """‖ε − ε̂(α_t x_0 + σ_t ε, t)‖² of each example, scaled, with one ε each."""
    signal, noise, log_snr = (_told(values)[t] for values in (schedule.signal, schedule.noise, schedule.log_snr))
    epsilon = torch.randn(x_0.shape, generator=generator)
    x_t = signal[:, None] * x_0 + noise[:, None] * epsilon
    return (epsilon - model.noise_in(x_t, log_snr, labels)).square().sum(-1)


def constant_cost(schedule: Schedule, model: Denoiser, x_0: Examples) -> OfEach:
    """What the network has no part in, in nats: L_T, and the width of p(x_0∣x_1), in the units of the data set."""
    d = x_0.shape[-1]
    width = 0.5 * d * (LOG_TWO_PI - float(schedule.log_snr[1]))
    units = d * math.log(2) if model.config.form == "image" else 0.0  # scaled, an image takes up twice the room
    return rate_of_last(schedule, x_0) + width - units


def rate_of_last(schedule: Schedule, x_0: Examples) -> OfEach:
    """L_T = KL(q(x_T∣x_0)‖N(0, I)) in nats; see :func:`vae_core.diffusion.forward.rate_of_the_last`."""
    return torch.from_numpy(rate_of_the_last(schedule, x_0.numpy())).float()


def without_some(labels: Labels, classes: int, dropout: float, generator: torch.Generator) -> Labels:
    """``labels``, some of them replaced by ``classes``, the label of none; so are those below 0, that are unknown."""
    is_out = (torch.rand(labels.shape, generator=generator) < dropout) | (labels < 0)
    return torch.where(is_out, classes, labels)


def guess_of(model: Denoiser, schedule: Schedule, label: int | None = None, guidance: float = 0.0) -> Denoise:
    """x̂_0 = α x_t − σ v as ``model`` finds it, for :func:`vae_core.diffusion.sampling.sample`.

    Args:
        model: the network.
        schedule: of the noise.
        label: the class that it is told; ``None``: none.
        guidance: w of v = v(all) + (1 + w) (v(class) − v(all)); at 0 it is told the class, and no more (HS, eq. 6).
    """

    @torch.no_grad()
    def guess(x_t: Float[np.ndarray, "n d"], t: int) -> Float[np.ndarray, "n d"]:
        x, log_snr = _told(x_t), torch.full((len(x_t),), float(schedule.log_snr[t]))
        velocity = model(x, log_snr, None if label is None else torch.full((len(x_t),), label))
        if label is not None and guidance > 0:
            of_all = model(x, log_snr)
            velocity = of_all + (1 + guidance) * (velocity - of_all)
        return schedule.signal[t] * x_t - schedule.noise[t] * velocity.double().numpy()

    return guess


def _told(values: Float[np.ndarray, "*any"]) -> Float[Tensor, "*any"]:
    return torch.from_numpy(values).float()
