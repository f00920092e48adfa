"""The course of a run: one term of one model over time."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from vae_core.lab.history import Moment


def course(
    moments: Sequence[Moment], term: str, part: str, steps_per_epoch: int
) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, " n"]]:
    """Epochs (with fractions) and values of ``term`` in nats per image, where it was measured.

    Args:
        moments: in order of their steps.
        term: such as ``"reconstruction"``, see :meth:`vae_core.objectives.Terms.means`.
        part: ``"train"`` or ``"held_out"``.
        steps_per_epoch: of the run.
    """
    measured = [(moment.step, getattr(moment, part).get(term)) for moment in moments]
    points = [(step / steps_per_epoch, value) for step, value in measured if value is not None]
    epochs, values = np.array(points, dtype=np.float64).reshape(-1, 2).T
    return epochs, values


def smoothed(values: Float[np.ndarray, " n"], weight: float = 0.8) -> Float[np.ndarray, " n"]:
    """The exponential moving average of ``values``: what came before counts ``weight`` times as much at each step.

    It begins at the first value: the missing past is not taken for 0 (Kingma & Ba 2015, section 3).
    """
    kept, total, past = np.empty(len(values)), 0.0, 0.0
    for number, value in enumerate(values):
        past, total = weight * past + value, weight * total + 1
        kept[number] = past / total
    return kept
