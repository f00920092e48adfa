"""What is known of one model of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from vae_core.errors import NOTHING, Sentence
from vae_core.lab.history import Moment
from vae_core.training import Change

LATEST = 20  # more moments than one model tells before the other does


@dataclass
class MemberRecord:
    """What is known of one model of a run.

    Attributes:
        total_steps, steps_per_epoch: 0 before it has started.
        images, held_out: how many it learns from, and how many it is scored on.
        originals: uint8 ``[10, pixels]``, the images that every moment reconstructs; ``None`` before the start.
        labels: int64 ``[n]``, the classes of the points on the map; −1 where there are none.
        moments: those that are kept, in order of their steps.
        newest, before: the last moment and the one before it, kept or not.
        changes: of β and the learning rate.
        is_paused: whether it waits for a command.
        walkthrough: the record and the arrays of the last one.
        ending, message: the kind of ending and a sentence; ``None`` and empty while it goes on.
    """

    total_steps: int = 0
    steps_per_epoch: int = 0
    images: int = 0
    held_out: int = 0
    originals: np.ndarray | None = None
    labels: np.ndarray | None = None
    moments: list[Moment] = field(default_factory=list)
    newest: Moment | None = None
    before: Moment | None = None
    changes: list[Change] = field(default_factory=list)
    is_paused: bool = False
    walkthrough: tuple[Mapping, Mapping[str, np.ndarray]] | None = None
    ending: str | None = None
    message: Sentence = NOTHING

    @property
    def step(self) -> int:
        """Optimiser steps done, as far as is known."""
        return self.newest.step if self.newest else 0

    @property
    def epoch(self) -> int:
        return self.newest.epoch if self.newest else 0

    @property
    def images_per_second(self) -> float:
        return self.newest.images_per_second if self.newest else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Training time until the last step at the present speed; ``None`` where there is no speed yet."""
        if not self.newest or not self.newest.step or not self.newest.seconds:
            return None
        return self.newest.seconds / self.step * (self.total_steps - self.step)

    @property
    def latest(self) -> Mapping[int, Moment]:
        """The last moments that are known, by their steps."""
        return {each.step: each for each in (*self.moments[-LATEST:], self.before, self.newest) if each}

    @property
    def results(self) -> Mapping[str, float]:
        """The last held-out terms, in nats per image."""
        return next((moment.held_out for moment in reversed(self.moments) if moment.held_out), {})
