"""What is seen of a run between two of its steps."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from torch import Tensor


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of a run between two steps.

    Attributes:
        step: optimiser steps done.
        epoch: whole passes over the training set done.
        train: named terms in nats per example, averaged over the steps since the last snapshot, or those of
            that snapshot where there were no steps; at step 0 those of the first images, before learning.
        held_out: the same names on the held-out set; empty without one.
        images_per_second: training speed in the steps since the last snapshot; 0 where there were none.
        weights: a copy of every parameter, by name.
    """

    step: int
    epoch: int
    train: Mapping[str, float]
    held_out: Mapping[str, float]
    images_per_second: float
    weights: Mapping[str, Tensor]


def average(results: Sequence[Mapping[str, float]], counts: Sequence[int] | None = None) -> Mapping[str, float]:
    """The named terms of several batches, averaged over their examples; without ``counts`` all are equally large."""
    counts = counts or [1] * len(results)
    total = sum(counts)
    return MappingProxyType(
        {name: math.fsum(r[name] * c for r, c in zip(results, counts, strict=True)) / total for name in results[0]}
    )
