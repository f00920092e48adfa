"""What is kept of a run's past: moments, at steps that a schedule fixes beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from vae_core.analysis.observation import Observation
from vae_core.errors import CheckpointError

KEPT = 120


@dataclass(frozen=True, eq=False)
class Moment:
    """One model between two steps of its training: its numbers and what it looks like.

    Attributes:
        step: optimiser steps done.
        epoch: whole passes over the training set done.
        seconds: training time so far, without pauses.
        learning_rate, beta: in force after it.
        train: named terms in nats per image, averaged over the steps since the moment before.
        held_out: the same names on held-out images; empty where they were not scored.
        images_per_second: training speed just before; 0 at the start.
        observation: pictures, codes and KL.
        is_kept: whether it belongs to the history; others only keep the page moving.
    """

    step: int
    epoch: int
    seconds: float
    learning_rate: float
    beta: float
    train: Mapping[str, float]
    held_out: Mapping[str, float]
    images_per_second: float
    observation: Observation
    is_kept: bool = True

    @property
    def is_coded(self) -> bool:
        """Whether the model has codes: all but a diffusion model do."""
        return self.observation.codes is not None

    def record(self) -> dict:
        """All that is not an array, as JSON values."""
        record = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "observation"}
        return {**record, "train": dict(self.train), "held_out": dict(self.held_out)}

    def arrays(self) -> dict[str, np.ndarray]:
        """The observation's arrays, by name."""
        return self.observation.arrays()

    @staticmethod
    def from_parts(record: Mapping, arrays: Mapping[str, np.ndarray]) -> "Moment":
        """The moment that :meth:`record` and :meth:`arrays` took apart.

        Raises :class:`CheckpointError` where they do not fit.
        """
        try:
            return Moment(**record, observation=Observation.from_arrays(arrays))
        except TypeError as error:
            raise CheckpointError("Expected the record of a moment, found {found}.", found=sorted(record)) from error


def kept_steps(total_steps: int, most: int = KEPT) -> tuple[int, ...]:
    """The steps, 0 and the last among them, at which a moment is kept, at most ``most`` of them.

    They depend on the length of the run alone, so two models that learn side by side can be looked at step
    by step. Learning is fastest at the beginning: 0, 1, 2, 4, 8, … until even distances are the smaller ones.
    """
    distance = max(1, -(-total_steps // (most - _doublings(total_steps) - 2)))
    doubled = [0, *(2**power for power in range(_doublings(total_steps)) if 2**power < distance)]
    return tuple(sorted({*doubled, *range(distance, total_steps, distance), total_steps}))


def _doublings(total_steps: int) -> int:
    return total_steps.bit_length()
