"""Worlds in which all is known: mixtures on a line and in a plane, about as wide as the noise."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.diffusion.mixture import DiagonalMixture


def _on_a_line(*components: tuple[float, float, float]) -> DiagonalMixture:
    """From (weight, mean, standard deviation) of each."""
    weights, means, deviations = np.array(components).T
    return DiagonalMixture(weights, means[:, None], deviations[:, None] ** 2)


def _in_the_plane(means: Float[np.ndarray, "K 2"], deviation: float) -> DiagonalMixture:
    """Equal discs around ``means``, moved and scaled: together they have mean 0 and, on average, variance 1."""
    means = means - means.mean(axis=0)
    scale = np.sqrt(means.var(axis=0).mean() + deviation**2)
    variances = np.full_like(means, (deviation / scale) ** 2)
    return DiagonalMixture(np.full(len(means), 1 / len(means)), means / scale, variances)


def _around(n: int, start: float = 0.0, turns: float = 1.0) -> Float[np.ndarray, "n 2"]:
    angles = 2 * np.pi * (start + turns * np.arange(n) / n)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _moons() -> Float[np.ndarray, "K 2"]:
    half = np.linspace(0, np.pi, 9)
    upper = np.stack([np.cos(half), np.sin(half)], axis=1)
    return np.concatenate([upper, np.array([1.0, 0.5]) - upper])


def _spiral() -> Float[np.ndarray, "K 2"]:
    angles = np.linspace(0.4, 1.0, 22) ** 0.7 * 3.6 * np.pi
    return angles[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1) / 10


SPREAD = 0.15  # standard deviation of what lies around a point that was set by hand


@lru_cache(maxsize=30)
def around(points: tuple[float, ...]) -> DiagonalMixture:
    """Equal discs around points in the plane, given as x and y of one after the other; where they are, they stay."""
    means = np.array(points, dtype=float).reshape(-1, 2)
    return DiagonalMixture(np.full(len(means), 1 / len(means)), means, np.full_like(means, SPREAD**2))


LINES = {
    "two": _on_a_line((0.4, -1.5, 0.3), (0.6, 1.5, 0.4)),
    "three": _on_a_line((0.3, -1.6, 0.25), (0.5, 0.0, 0.3), (0.2, 1.6, 0.25)),
    "uneven": _on_a_line((0.2, -1.2, 0.12), (0.8, 0.6, 0.8)),
    "one": _on_a_line((1.0, 0.8, 0.5)),
}
PLANES = {
    "corners": _in_the_plane(_around(4, 0.125), 0.2),
    "ring": _in_the_plane(_around(12), 0.14),
    "moons": _in_the_plane(_moons(), 0.12),
    "spiral": _in_the_plane(_spiral(), 0.06),
}
