"""Draws that grow: the first n of a long, seeded sequence, and the n at which a running figure looks."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import is_whole, require
from vae_core.probability.families import Member

MOST_DRAWS = 100_000
MOST_CHECKPOINTS = 300


def draws(member: Member, n: int, seed: int) -> Float[np.ndarray, " n"]:
    """``n`` independent draws of X; the first ones are the same however many are asked for.

    Raises :class:`~vae_core.errors.ConfigError` unless ``n`` is a whole number from 1 to 100 000.
    """
    require(is_whole(n, 1, MOST_DRAWS), f"n must be a whole number from 1 to {MOST_DRAWS}, not {n!r}")
    return _all_draws(member, seed)[:n]


@lru_cache(maxsize=16)
def _all_draws(member: Member, seed: int) -> Float[np.ndarray, " n"]:
    values = member.distribution.sample(MOST_DRAWS, np.random.default_rng(seed))
    values.flags.writeable = False
    return values


@lru_cache(maxsize=32)
def checkpoints(n: int) -> Int[np.ndarray, " k"]:
    """At most 300 sample sizes from 1 to ``n``, evenly spaced in log n."""
    sizes = np.unique(np.geomspace(1, n, min(n, MOST_CHECKPOINTS)).round().astype(int))
    sizes.flags.writeable = False
    return sizes
