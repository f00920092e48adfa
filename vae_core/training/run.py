"""One run, taken step by step: its settings may change on the way, and it can be left and taken up again."""

import dataclasses
import time
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor

from vae_core.config import require, to_json
from vae_core.data import Dataset
from vae_core.errors import ConfigError
from vae_core.models import Network
from vae_core.objectives import ObjectiveConfig
from vae_core.randomness import stream
from vae_core.training import resume
from vae_core.training.config import Change, TrainingConfig
from vae_core.training.learner import Learner
from vae_core.training.resume import TrainingState
from vae_core.training.snapshot import Snapshot, average
from vae_core.training.watch import Watch

# Held-out images are scored in slices, so that a large set does not need a large memory.
EVALUATION_BATCH = 1000


class TrainingRun:
    """A run that is taken step by step.

    Args:
        config: the run.
        dataset: the training set.
        held_out: scored at each snapshot, and for ``config.patience``; never learned from.
        state: of an earlier run with the same config and data; this one goes on where that one was, bit for bit.

    Attributes:
        config: the run as it began; :attr:`changes` says what was changed since.
        learner: the network and all that moves it.

    Raises:
        ConfigError: there are no images, or not of the model's number of pixels, or with NaN; or
            patience has no held-out set to look at.
        CheckpointError: ``state`` is damaged, or of a run with another config or other data.
    """

    def __init__(
        self,
        config: TrainingConfig,
        dataset: Dataset,
        held_out: Dataset | None = None,
        *,
        state: TrainingState | None = None,
    ):
        _require_usable_images(config, dataset, held_out)
        self.config = config
        self.learner = Learner(config, torch.from_numpy(dataset.images), torch.from_numpy(dataset.labels))
        self._dataset, self._held_out = dataset, held_out
        self._train_terms = self._first_terms()
        self._since_last: list[Mapping[str, float]] = []
        self._seconds: list[float] = []  # that each of those steps took
        self._watch = Watch(self._train_terms["loss"])
        self._scores: Mapping[str, float] | None = None  # on the held-out set, until the next step
        if state is not None:
            self._restore(state)
        self._last_good = self._snapshot_with(MappingProxyType({}), 0.0)

    @property
    def model(self) -> Network:
        """The network, as it is now."""
        return self.learner.model

    @property
    def step(self) -> int:
        """Optimiser steps done."""
        return self.learner.step

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self.learner.batches.per_epoch

    @property
    def total_steps(self) -> int:
        """Steps of the whole run, where patience does not end it earlier."""
        return self.learner.total_steps

    @property
    def epoch(self) -> int:
        """Whole passes over the training set done."""
        return self.step // self.steps_per_epoch

    @property
    def learning_rate(self) -> float:
        """The optimiser's step size in the next step."""
        return self.learner.learning_rate

    @property
    def beta(self) -> float:
        """The weight of the KL term in the next step; 1 where there is none."""
        return getattr(self.learner.settings.objective, "beta", 1.0)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of settings, in the order in which they were made."""
        return self.learner.changes

    @property
    def is_finished(self) -> bool:
        """Whether all epochs are done, or patience has run out; there is no way back."""
        patience = self.config.patience
        return self.step >= self.total_steps or (patience is not None and self._watch.epochs_without_best >= patience)

    def advance(self) -> Mapping[str, float]:
        """One optimiser step on the next batch; returns the named terms, in nats per example, before it.

        Raises:
            ConfigError: the run is finished.
            TrainingDiverged: the loss is NaN, infinite or has exploded.
        """
        require(not self.is_finished, f"the run is finished: there is no step after step {self.step}")
        start = time.perf_counter()
        before = self.learner.find_gradients(*self.learner.next_batch())
        self.learner.update_weights()
        self._scores = None
        result = before.means()
        self.require_good(result)
        self._since_last.append(result)
        self._seconds.append(time.perf_counter() - start)
        if self.config.patience and self.step % self.steps_per_epoch == 0:
            scores = self._score_held_out()
            self.require_good(scores)
            self._watch.look(scores["loss"])
        return result

    def change(self, *, learning_rate: float | None = None, beta: float | None = None) -> Change:
        """Give the next step another learning rate (of a schedule: the peak), another β, or both.

        Raises:
            ConfigError: a value is outside its range, or there is none, or the run is finished.
        """
        require(not self.is_finished, f"the run is finished after step {self.step}: nothing is left to change")
        change = Change(self.step, learning_rate, beta)
        self.learner.change(change)
        if beta is not None:
            # Another β makes another loss: what was good of the old one says nothing about the new.
            latest = self._since_last[-1] if self._since_last else self._train_terms
            self._watch.start_anew(self._loss_of(latest))
            self._scores = None
        return change

    def snapshot(self) -> Snapshot:
        """The run as it is now.

        Raises:
            TrainingDiverged: the last step has made the loss NaN, infinite or far too large.
        """
        speed = 0.0
        if self._since_last:
            # The terms of a step were measured before it; the weights after it must be good as well.
            self.require_good(self._score_held_out() or self._first_terms())
            self._train_terms = average(self._since_last)
            self._watch.good_loss = self._loss_of(self._train_terms)
            # A run that was taken up again has not measured the time of the steps before.
            speed = len(self._seconds) * self.learner.batches.size / sum(self._seconds) if self._seconds else 0.0
        elif self.step == 0:
            self._train_terms = self._first_terms()
        self._since_last, self._seconds = [], []
        self._last_good = self._snapshot_with(self._score_held_out(), speed)
        return self._last_good

    def state(self) -> TrainingState:
        """Everything that another run on the same data needs in order to go on as this one will."""
        record = {
            "format": resume.FORMAT,
            "config": to_json(self.config),
            "data": resume.fingerprint(self._dataset, self._held_out),
            "step": self.step,
            "changes": [to_json(change) for change in self.changes],
            "train_terms": dict(self._train_terms),
            "since_last": [dict(result) for result in self._since_last],
            "watch": dataclasses.asdict(self._watch),
        }
        return TrainingState(record, self.learner.state())

    def require_good(self, result: Mapping[str, float]) -> None:
        """Raise :class:`TrainingDiverged` where the loss in ``result``, of this run, is not coming back."""
        self._watch.require_good(result, self.config.model.pixels, self._last_good)

    def _restore(self, state: TrainingState) -> None:
        resume.restore(self.learner, state, resume.fingerprint(self._dataset, self._held_out))
        record = state.record
        self._train_terms = record["train_terms"]
        self._since_last = list(record["since_last"])
        self._watch = Watch(**record["watch"])

    def _loss_of(self, result: Mapping[str, float]) -> float:
        """The loss that the present β makes of terms that another may have been the weight of."""
        objective = self.learner.settings.objective
        is_sum = isinstance(objective, ObjectiveConfig) and not objective.is_importance_weighted
        return result["reconstruction"] + self.beta * result["kl"] if is_sum and "kl" in result else result["loss"]

    def _first_terms(self) -> Mapping[str, float]:
        batches = self.learner.batches
        return self._score(batches.images[: batches.size], batches.labels[: batches.size])

    def _score_held_out(self) -> Mapping[str, float]:
        if self._held_out is None:
            return MappingProxyType({})
        if self._scores is None:
            held_out = (self._held_out.images, self._held_out.labels)
            slices = list(zip(*(torch.from_numpy(part).split(EVALUATION_BATCH) for part in held_out), strict=True))
            self._scores = average([self._score(*part) for part in slices], [len(part[0]) for part in slices])
        return self._scores

    @torch.no_grad()
    def _score(self, images: Tensor, labels: Tensor) -> Mapping[str, float]:
        # A stream of its own, the same at every snapshot: scoring never changes the training,
        # and two snapshots differ by their weights alone.
        generator = stream(self.config.seed, "scoring")
        if self.config.binarise:
            images = torch.bernoulli(images, generator=generator)
        return self.learner.score(images, labels, generator).means()

    def _snapshot_with(self, held_out: Mapping[str, float], images_per_second: float) -> Snapshot:
        weights = {name: value.clone() for name, value in self.model.state_dict().items()}
        return Snapshot(
            self.step,
            self.epoch,
            MappingProxyType(dict(self._train_terms)),
            held_out,
            images_per_second,
            MappingProxyType(weights),
        )


def _require_usable_images(config: TrainingConfig, dataset: Dataset, held_out: Dataset | None) -> None:
    for images in (part.images for part in (dataset, held_out) if part is not None):
        if not len(images):
            raise ConfigError("there are no images to learn from")
        if not np.isfinite(images).all():
            raise ConfigError("the images hold values that are not finite numbers")
        if images.shape[1] != config.model.pixels:
            raise ConfigError(f"the model expects {config.model.pixels} pixels, the images have {images.shape[1]}")
    require(
        config.patience is None or held_out is not None,
        "patience waits for a better held-out loss: it needs a held-out set, and there is none",
    )
