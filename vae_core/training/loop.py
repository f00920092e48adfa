"""The training loop: a generator of immutable snapshots.

It never prints, draws or sleeps. Whoever iterates decides what to do with a snapshot; closing the
generator, or a true ``should_stop``, ends the run with what there is.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.data import Dataset
from vae_core.errors import ConfigError, TrainingDiverged
from vae_core.models import build
from vae_core.objectives import Terms, terms
from vae_core.randomness import stream
from vae_core.training.config import TrainingConfig

# A loss this many times the last good one is not coming back; nor, where that one was near 0, as a
# Gaussian's can be, is one of this many nats per pixel.
EXPLOSION = 100.0
# Held-out images are scored in slices, so that a large set does not need a large memory.
EVALUATION_BATCH = 1000


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of a run between two steps.

    Attributes:
        step: optimiser steps done.
        epoch: whole passes over the training set done.
        train: named terms in nats per example, averaged over the steps since the last snapshot;
            at step 0 those of the first images, before learning.
        held_out: the same names on the held-out set; empty without one.
        images_per_second: training speed since the last snapshot, 0 at step 0.
        weights: a copy of every parameter, by name.
    """

    step: int
    epoch: int
    train: Mapping[str, float]
    held_out: Mapping[str, float]
    images_per_second: float
    weights: Mapping[str, Tensor]


def train(
    config: TrainingConfig,
    dataset: Dataset,
    held_out: Dataset | None = None,
    *,
    snapshot_every: int | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Snapshot]:
    """Train the model that ``config`` describes.

    The same config and data give the same weights, bit for bit, on one machine with one number
    of threads.

    Args:
        config: the run.
        dataset: the training set.
        held_out: scored at each snapshot, never learned from.
        snapshot_every: steps between snapshots; an epoch by default.
        should_stop: asked after each step; when true, one last snapshot follows.

    Yields:
        A snapshot before the first step, one after every ``snapshot_every`` steps, and one at the end.

    Raises:
        ConfigError: there are no images, or not of the model's number of pixels, or with NaN.
        TrainingDiverged: the loss is NaN, infinite or has exploded; it carries the last good snapshot.
    """
    run = _Run(config, dataset, held_out)
    last_good = run.snapshot([run.first_terms()])
    yield last_good
    every = snapshot_every or run.steps_per_epoch
    since_last = []
    run.clock = time.perf_counter()
    for images in run.batches():
        result = run.learn(images)
        _check(result, last_good, config.model.pixels)
        since_last.append(result)
        stopping = should_stop()
        if run.step % every == 0 or run.step == run.total_steps or stopping:
            snapshot = run.snapshot(since_last)
            # The terms above were measured before the step; the weights after it must be good as well.
            _check(snapshot.held_out or run.first_terms(), last_good, config.model.pixels)
            last_good = snapshot
            yield last_good
            since_last = []
            run.clock = time.perf_counter()
        if stopping:
            return


def _check(result: Mapping[str, float], last_good: Snapshot, pixels: int) -> None:
    loss, before = result["loss"], last_good.train["loss"]
    if math.isfinite(loss) and loss < EXPLOSION * max(abs(before), pixels):
        return
    raise TrainingDiverged(
        f"The loss went from {before:.4g} to {loss:.4g} after step {last_good.step}: "
        "training has diverged. A smaller learning rate usually helps.",
        last_good,
    )


class _Run:
    """The moving parts of one run: network, optimiser, streams of batches and noise."""

    def __init__(self, config: TrainingConfig, dataset: Dataset, held_out: Dataset | None):
        for images in (part.images for part in (dataset, held_out) if part is not None):
            if not len(images):
                raise ConfigError("there are no images to learn from")
            if not np.isfinite(images).all():
                raise ConfigError("the images hold values that are not finite numbers")
            if images.shape[1] != config.model.pixels:
                raise ConfigError(f"the model expects {config.model.pixels} pixels, the images have {images.shape[1]}")
        self.config = config
        self.images = torch.from_numpy(dataset.images)
        self.held_out = torch.from_numpy(held_out.images) if held_out is not None else None
        self.batch_size = min(config.batch_size, len(dataset))
        self.steps_per_epoch = len(dataset) // self.batch_size
        self.total_steps = config.epochs * self.steps_per_epoch
        self.step = 0
        self.clock = time.perf_counter()
        self.model = build(config.model, seed=config.seed)
        self.optimiser = _optimiser(self.model, config)
        self.order = stream(config.seed, "batches")
        self.noise = stream(config.seed, "posterior noise")
        self.corruption = stream(config.seed, "input noise")

    def batches(self) -> Iterator[Float[Tensor, "batch pixels"]]:
        for _ in range(self.config.epochs):
            order = torch.randperm(len(self.images), generator=self.order)
            for indices in order.split(self.batch_size)[: self.steps_per_epoch]:
                yield self.images[indices]

    def learn(self, images: Float[Tensor, "batch pixels"]) -> Mapping[str, float]:
        """One optimiser step; returns the terms as they were before it."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.config.learning_rate_at(self.step / self.total_steps)
        result = terms(
            self.config.objective, self.model, images, inputs=self.encoder_inputs(images), generator=self.noise
        )
        self.optimiser.zero_grad()
        result.loss.backward()
        if self.config.max_gradient_norm:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.max_gradient_norm)
        self.optimiser.step()
        self.step += 1
        return result.means()

    def encoder_inputs(self, images: Float[Tensor, "batch pixels"]) -> Float[Tensor, "batch pixels"] | None:
        """The images with each, at the configured rate, replaced by a Bernoulli sample of itself."""
        if not self.config.input_noise:
            return None
        sampled = torch.bernoulli(images, generator=self.corruption)
        chosen = torch.rand(len(images), 1, generator=self.corruption) < self.config.input_noise
        return torch.where(chosen, sampled, images)

    @torch.no_grad()
    def first_terms(self) -> Mapping[str, float]:
        first = self.images[: self.batch_size]
        return self.score(first).means()

    @torch.no_grad()
    def score(self, images: Float[Tensor, "batch pixels"]) -> Terms:
        # A stream of its own, the same at every snapshot: scoring never changes the training,
        # and two snapshots differ by their weights alone.
        return terms(self.config.objective, self.model, images, generator=stream(self.config.seed, "scoring"))

    def snapshot(self, since_last: list[Mapping[str, float]]) -> Snapshot:
        elapsed = time.perf_counter() - self.clock
        trained = len(since_last) * self.batch_size if self.step else 0
        return Snapshot(
            step=self.step,
            epoch=self.step // self.steps_per_epoch,
            train=_average(since_last),
            held_out=self.score_held_out(),
            images_per_second=trained / elapsed,
            weights=MappingProxyType({name: value.clone() for name, value in self.model.state_dict().items()}),
        )

    def score_held_out(self) -> Mapping[str, float]:
        if self.held_out is None:
            return MappingProxyType({})
        slices = self.held_out.split(EVALUATION_BATCH)
        return _average([self.score(part).means() for part in slices], [len(part) for part in slices])


def _optimiser(model: torch.nn.Module, config: TrainingConfig) -> torch.optim.AdamW:
    """Adam, fused into one kernel; its weight decay leaves biases alone."""
    matrices = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=config.learning_rate, fused=True)


def _average(results: list[Mapping[str, float]], counts: list[int] | None = None) -> Mapping[str, float]:
    counts = counts or [1] * len(results)
    total = sum(counts)
    return MappingProxyType(
        {name: math.fsum(r[name] * c for r, c in zip(results, counts, strict=True)) / total for name in results[0]}
    )
