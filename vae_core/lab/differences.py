"""What tells runs apart, and whether their losses may be compared."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

import numpy as np

from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment

# What a loss is measured on and by: where these differ, so do the scales.
SCALES = ("dataset", "reconstruction", "log_variance")


def differing(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    """The settings in which not all are alike, in the order of :class:`Experiment`.

    Which models learned is left out: it shows in the results.
    """
    names = [field.name for field in fields(Experiment) if field.name != "members"]
    return tuple(name for name in names if len({getattr(each, name) for each in experiments}) > 1)


def telling(runs: Iterable[tuple[Experiment, Experiment]]) -> tuple[str, ...]:
    """The settings that tell runs apart, each given as it began and as it became, or that changed in one of them."""
    return differing([each for run in runs for each in run])


def incomparable(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    """The settings by which their losses are not on one scale; none: they can be compared."""
    return tuple(name for name in differing(experiments) if name in SCALES)


def are_scored_alike(records: Sequence[Record]) -> bool:
    """Whether all were scored on the same images, as far as the ten that each reconstructs tell.

    Two runs on a person's own data may be on different data.
    """
    shown = [member.originals for record in records for member in record.members.values()]
    known = [originals for originals in shown if originals is not None]
    return all(np.array_equal(originals, known[0]) for originals in known)
