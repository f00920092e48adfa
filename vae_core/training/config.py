"""Everything that decides the outcome of a training run, frozen and checked."""

import math
from dataclasses import dataclass, field, replace
from typing import Literal

from vae_core.classifying import ClassifyingConfig
from vae_core.config import is_number, is_whole, require
from vae_core.denoising import DenoisingConfig
from vae_core.models import AnyConfig, ClassifierConfig, DenoiserConfig
from vae_core.objectives import AnyObjective, ObjectiveConfig

SCHEDULES = ("constant", "one-cycle", "staged")
INITIALISATIONS = ("uniform", "glorot")
# Burda, Grosse & Salakhutdinov 2016, section 5: eight stages, each three times as long as the one before, in which the
# step size falls to a tenth.
STAGES, LONGER, LOWEST = 8, 3, 0.1
# Smith & Topin 2018 warm up over roughly this part of the run.
WARM_UP = 0.1


@dataclass(frozen=True)
class TrainingConfig:
    """One training run.

    Attributes:
        model: the network.
        objective: what is minimised; a denoiser and a classifier have one of their own kind.
        epochs: passes over the training set.
        batch_size: images per step; an incomplete last batch of an epoch is left out.
        learning_rate: Adam's step size, or the peak of a one-cycle schedule.
        schedule: ``"constant"``; ``"one-cycle"``: up over the first tenth, then down to 0 along a cosine; ``"staged"``:
            down to a tenth in eight stages, each three times as long as the one before.
        weight_decay: decoupled (AdamW), on weights but not on biases.
        input_noise: probability with which the encoder sees a Bernoulli sample of an image, a
            binarised copy, in place of its grey levels; the target stays as it is. It keeps the
            encoder from learning training images by heart.
        binarise: whether every batch is a Bernoulli sample of its grey levels, drawn anew each time an image
            is seen ("dynamic binarisation": Burda, Grosse & Salakhutdinov 2016). Then p(x|z) is a
            probability of what is learned, and the encoder has no other copy to see: no ``input_noise``.
        max_gradient_norm: longer gradients are shortened to this; ``None`` leaves all as they are. A VAE's
            exp(log σ²) now and then makes one that would throw the weights out of their valley.
        seed: of weights, batches and noise alike.
        patience: epochs without a better held-out loss after which the run ends; ``None`` never looks.
        momentum: Adam's β₁, by which the running mean of the gradient remembers.
        epsilon: Adam's ε, beside the root of the running mean of its square.
        initialisation: how an autoencoder's weights are drawn: ``"uniform"``, as PyTorch does, or ``"glorot"``
            (:func:`~vae_core.training.start.draw_as_glorot`).
    """

    model: AnyConfig
    objective: AnyObjective = field(default_factory=ObjectiveConfig)
    epochs: int = 20
    batch_size: int = 128
    learning_rate: float = 1e-3
    schedule: Literal["constant", "one-cycle", "staged"] = "constant"
    weight_decay: float = 0.0
    input_noise: float = 0.0
    binarise: bool = False
    max_gradient_norm: float | None = None
    seed: int = 0
    patience: int | None = None
    momentum: float = 0.9
    epsilon: float = 1e-8
    initialisation: Literal["uniform", "glorot"] = "uniform"

    def __post_init__(self):
        require(is_whole(self.epochs, 1, 10_000), f"epochs must be from 1 to 10000, not {self.epochs!r}")
        require(is_whole(self.batch_size, 1, 65_536), f"batch_size must be from 1 to 65536, not {self.batch_size!r}")
        _require_learning_rate(self.learning_rate)
        require(self.schedule in SCHEDULES, f"schedule must be one of {SCHEDULES}, not {self.schedule!r}")
        require(is_number(self.momentum, 0, 0.9999), f"momentum must be from 0 to 0.9999, not {self.momentum!r}")
        require(is_number(self.epsilon, 1e-12, 1), f"epsilon must be from 1e-12 to 1, not {self.epsilon!r}")
        require(
            self.initialisation in INITIALISATIONS,
            f"initialisation must be one of {INITIALISATIONS}, not {self.initialisation!r}",
        )
        require(is_number(self.weight_decay, 0, 10), f"weight_decay must be from 0 to 10, not {self.weight_decay!r}")
        require(is_number(self.input_noise, 0, 1), f"input_noise must be from 0 to 1, not {self.input_noise!r}")
        require(isinstance(self.binarise, bool), "binarise must be true or false")
        require(not (self.binarise and self.input_noise), "binarised images leave nothing for input_noise to do")
        require(
            self.max_gradient_norm is None
            or (is_number(self.max_gradient_norm, 0, 1e9) and self.max_gradient_norm > 0),
            f"max_gradient_norm must be above 0, not {self.max_gradient_norm!r}",
        )
        require(is_whole(self.seed, 0, 2**53 - 1), f"seed must be a whole number from 0, not {self.seed!r}")
        require(
            self.patience is None or is_whole(self.patience, 1, 10_000),
            f"patience must be from 1 to 10000 epochs, not {self.patience!r}",
        )
        if isinstance(self.model, DenoiserConfig):
            self._require_own(DenoisingConfig)
        elif isinstance(self.model, ClassifierConfig):
            self._require_own(ClassifyingConfig)
        else:
            self._require_reconstruction()

    def _require_own(self, objective: type) -> None:
        kind = self.model.model
        require(isinstance(self.objective, objective), f"a model of the kind {kind} has an objective of its own")
        require(not (self.binarise or self.input_noise), f"binarise and input_noise mean nothing to {kind}")
        require(self.initialisation == "uniform", f"initialisation is that of its own kind for {kind}")

    def _require_reconstruction(self) -> None:
        require(isinstance(self.objective, ObjectiveConfig), "an autoencoder learns by reconstruction")
        require(self.model.model == "vae" or self.objective.samples == 1, "only a VAE draws several codes of an image")
        for name, is_needed in self.objective.learned.items():
            reason = "must be true for the reconstruction that needs it" if is_needed else "means nothing to this one"
            require(getattr(self.model, name) == is_needed, f"{name} {reason}: {self.objective.reconstruction}")

    def learning_rate_at(self, progress: float) -> float:
        """The step size when ``progress`` of the run, 0 to 1, is done."""
        if self.schedule == "constant":
            return self.learning_rate
        if self.schedule == "staged":
            return self.learning_rate * LOWEST ** (_stage(progress) / (STAGES - 1))
        if progress < WARM_UP:
            return self.learning_rate * (0.04 + 0.96 * progress / WARM_UP)
        return self.learning_rate * 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def _stage(progress: float) -> int:
    """The number of the stage, from 0, in which ``progress`` of the run, 0 to 1, is done."""
    # Stage i ends when (LONGER^{i+1} − 1)/(LONGER^STAGES − 1) of the run is done.
    return min(STAGES - 1, int(math.log1p(progress * (LONGER**STAGES - 1)) / math.log(LONGER) + 1e-9))


@dataclass(frozen=True)
class Change:
    """A setting that is changed while a run goes on.

    Attributes:
        step: optimiser steps that are done when it is made; the next one is the first to follow it.
        learning_rate: the new one, in place of the constant or of the peak of the schedule; ``None`` leaves it.
        beta: the new weight of the KL term; ``None`` leaves it. It means nothing but to a VAE that learns an ELBO.

    Raises:
        ConfigError: a value is outside its range, or there is none.
    """

    step: int
    learning_rate: float | None = None
    beta: float | None = None

    def __post_init__(self):
        require(is_whole(self.step, 0, 10**12), f"step must be a whole number from 0, not {self.step!r}")
        require(
            self.learning_rate is not None or self.beta is not None,
            "a change must give a learning_rate or a beta, and gives neither",
        )
        if self.learning_rate is not None:
            _require_learning_rate(self.learning_rate)
        if self.beta is not None:
            require(is_number(self.beta, 0, 1000), f"beta must be a number from 0 to 1000, not {self.beta!r}")

    def applied_to(self, config: TrainingConfig) -> TrainingConfig:
        """``config`` with the new settings in the place of the old."""
        objective = config.objective
        has_beta = isinstance(objective, ObjectiveConfig) and not objective.is_importance_weighted
        if self.beta is not None and has_beta:
            objective = replace(objective, beta=self.beta)
        learning_rate = config.learning_rate if self.learning_rate is None else self.learning_rate
        return replace(config, learning_rate=learning_rate, objective=objective)


def _require_learning_rate(value) -> None:
    require(is_number(value, 0, 10) and value > 0, f"learning_rate must be above 0 and at most 10, not {value!r}")
