"""What learns: a network, its optimiser, and the streams of batches and noise that feed it."""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vae_core.classifying import ClassifyingConfig
from vae_core.config import require
from vae_core.denoising import DenoisingConfig, without_some
from vae_core.objectives import AnyTerms, terms
from vae_core.randomness import stream
from vae_core.training.batches import Batches
from vae_core.training.config import Change, TrainingConfig
from vae_core.training.optimiser import AdamW
from vae_core.training.start import begun

Images = Float[Tensor, "batch pixels"]
# What the encoder sees where that is not the images themselves, or the labels of a denoiser or a classifier.
Told = Images | Int64[Tensor, " batch"] | None


class Learner:
    """The moving parts of one run, and the three parts of a step.

    Args:
        config: the run.
        images: the training set, in [0, 1], or of any size where a denoiser of vectors learns it.
        labels: theirs, for a denoiser or a classifier.

    Attributes:
        model: the network, as it is now.
        step: optimiser steps done.
        changes: of the settings, in the order in which they were made.
        settings: ``config``, as the changes have left it.
        noise: the source of the posterior's ε.
    """

    def __init__(self, config: TrainingConfig, images: Float[Tensor, "n pixels"], labels: Int64[Tensor, " n"]):
        self.config = self.settings = config
        self.model = begun(config, images)
        self.optimiser = AdamW(self.model, config.weight_decay, config.momentum, config.epsilon)
        self.batches = Batches(images, labels, config.batch_size, stream(config.seed, "batches"))
        self.noise = stream(config.seed, "posterior noise")
        self.corruption = stream(config.seed, "input noise")
        self.step = 0
        self.changes: tuple[Change, ...] = ()

    @property
    def total_steps(self) -> int:
        """Steps in all epochs."""
        return self.config.epochs * self.batches.per_epoch

    @property
    def learning_rate(self) -> float:
        """The optimiser's step size in the next step."""
        return self.settings.learning_rate_at(self.step / self.total_steps)

    def next_batch(self) -> tuple[Images, Told]:
        """First part: images, and what the network sees beside or instead of them.

        Raises:
            ConfigError: all epochs are done.
        """
        require(self.step < self.total_steps, f"the run is finished: there is no step after step {self.step}")
        images, labels = self.batches.at(self.step)
        if isinstance(self.config.objective, DenoisingConfig):
            return images, self._labels_told(labels)
        if isinstance(self.config.objective, ClassifyingConfig):
            return images, labels
        if self.config.binarise:
            images = torch.bernoulli(images, generator=self.corruption)
        return images, self._encoder_inputs(images)

    def find_gradients(self, images: Images, inputs: Told) -> AnyTerms:
        """Second part: the objective on a batch, and its gradient in every parameter of :attr:`model`."""
        result = self.terms(images, inputs, self.noise)
        self.optimiser.forget_gradients()
        result.loss.backward()
        return result

    def update_weights(self) -> None:
        """Third part: the optimiser's step along the gradients."""
        if self.config.max_gradient_norm:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.max_gradient_norm)
        self.optimiser.step(self.learning_rate)
        self.step += 1

    def terms(self, images: Images, inputs: Told, noise: torch.Generator) -> AnyTerms:
        """The present objective on a batch."""
        return terms(self.settings.objective, self.model, images, inputs=inputs, generator=noise)

    def score(self, images: Images, labels: Int64[Tensor, " batch"], noise: torch.Generator) -> AnyTerms:
        """The present objective on a batch that nothing is learned from; only a classifier is told the labels."""
        return self.terms(images, labels if isinstance(self.config.objective, ClassifyingConfig) else None, noise)

    def change(self, change: Change) -> None:
        """Go on with other settings from the next step on."""
        self.settings = change.applied_to(self.settings)
        self.changes += (change,)

    def state(self) -> dict[str, Tensor]:
        """Copies of the weights, of the optimiser's memory and of the generators' states, by name."""
        weights = {f"weights/{name}": value for name, value in self.model.state_dict().items()}
        generators = {
            "generator/batches": self.batches.state(self.step),
            "generator/noise": self.noise.get_state(),
            "generator/corruption": self.corruption.get_state(),
        }
        everything = {**weights, **self.optimiser.memory, **generators}
        return {name: value.clone() for name, value in everything.items()}

    def restore(self, state: Mapping[str, Tensor], step: int, changes: Sequence[Change]) -> None:
        """Be as another learner of the same run was after ``step`` steps and ``changes``, with that :meth:`state`."""
        self.step, self.changes, self.settings = step, (), self.config
        for change in changes:
            self.change(change)
        self.model.load_state_dict({name: state[f"weights/{name}"] for name in self.model.state_dict()})
        self.optimiser.restore(state)
        self.batches.restore(state["generator/batches"], step)
        self.noise.set_state(state["generator/noise"])
        self.corruption.set_state(state["generator/corruption"])

    def twin(self) -> "Learner":
        """Another learner in the same state on the same images, whose steps leave this one as it is."""
        twin = Learner(self.config, self.batches.images, self.batches.labels)
        twin.restore(self.state(), self.step, self.changes)
        return twin

    def _labels_told(self, labels: Int64[Tensor, " batch"]) -> Int64[Tensor, " batch"] | None:
        """The labels, some of them left out at the configured rate; ``None`` where there are no classes."""
        classes = self.config.model.classes
        if not classes:
            return None
        return without_some(labels, classes, self.config.objective.label_dropout, self.corruption)

    def _encoder_inputs(self, images: Images) -> Images | None:
        """The images with each, at the configured rate, replaced by a Bernoulli sample of itself."""
        if not self.config.input_noise:
            return None
        sampled = torch.bernoulli(images, generator=self.corruption)
        chosen = torch.rand(len(images), 1, generator=self.corruption) < self.config.input_noise
        return torch.where(chosen, sampled, images)
