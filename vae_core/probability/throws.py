"""An experiment of few outcomes, such as a die, repeated: how often an event comes, and how probable it is.

Source: the course notes, "probability of an event".
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from vae_core.config import require
from vae_core.probability.events import Estimate, RunningFrequency, running_share, share
from vae_core.probability.families import Member
from vae_core.probability.sampling import draws


@dataclass(frozen=True)
class Throws:
    """So many throws of a die.

    Attributes:
        faces: what can come, ``[k]``.
        probabilities: P(X = x) of each, ``[k]``.
        counts: how often each has come, ``[k]``.
        is_in_event: whether the event A holds it, ``[k]``.
        frequency: the share of throws that were in A.
        running: the same, throw by throw.
    """

    faces: Float[np.ndarray, " k"]
    probabilities: Float[np.ndarray, " k"]
    counts: Int[np.ndarray, " k"]
    is_in_event: Bool[np.ndarray, " k"]
    frequency: Estimate
    running: RunningFrequency

    @property
    def probability(self) -> float:
        """P(A)."""
        return self.running.probability

    @property
    def is_fair(self) -> bool:
        """Whether every face is as probable as any other."""
        return float(np.ptp(self.probabilities)) < 1e-9

    @property
    def n(self) -> int:
        """How many throws there were."""
        return self.frequency.n

    @property
    def hits(self) -> int:
        """How many of them were in A."""
        return int(self.counts[self.is_in_event].sum())


def throw(die: Member, event: Collection[float], n: int, seed: int) -> Throws:
    """Throw ``die`` ``n`` times; the first throws are the same however many there are.

    Args:
        die: a table of probabilities.
        event: the faces of A; those that the die does not have never come.
        n: from 1 to 100 000.
        seed: which throws.

    Raises :class:`~vae_core.errors.ConfigError` where ``die`` is no table, or ``n`` out of its range.
    """
    require(die.family == "categorical", f"a die is a table of probabilities, not {die.family}")
    faces, probabilities = np.array(die.blocks, dtype=float).T
    thrown, is_in_event = draws(die, n, seed), np.isin(faces, list(event))
    hits = np.isin(thrown, faces[is_in_event])
    return Throws(
        faces,
        probabilities,
        np.count_nonzero(thrown == faces[:, None], axis=1),
        is_in_event,
        share(hits),
        # P(A) = Σ P(X = x) over x in A
        running_share(hits, math.fsum(probabilities[is_in_event])),
    )
