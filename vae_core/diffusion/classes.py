"""What becomes of a particle, as far as it can be told on its way: exact, where the data are a mixture with classes."""

import numpy as np
from jaxtyping import Float, Int

from vae_core.diffusion.mixture import DiagonalMixture, Positions
from vae_core.diffusion.sampling import Trajectory
from vae_core.diffusion.schedule import Schedule


def class_odds(data: DiagonalMixture, labels: Int[np.ndarray, " K"], x: Positions) -> Float[np.ndarray, "n classes"]:
    """P(class∣x): the responsibilities of the components of each class, together."""
    return data.responsibilities(x) @ np.eye(labels.max() + 1)[labels]


def odds_on_the_way(
    data: DiagonalMixture, labels: Int[np.ndarray, " K"], schedule: Schedule, way: Trajectory
) -> Float[np.ndarray, "times n classes"]:
    """P(class of x_0∣x_t) of each particle at each stop."""
    return np.array(
        [
            class_odds(data.noisy(float(schedule.signal[t]), float(schedule.noise[t])), labels, x)
            for t, x in zip(way.times, way.x, strict=True)
        ]
    )


def settled_at(odds: Float[np.ndarray, "times n classes"]) -> Int[np.ndarray, " n"]:
    """Of each particle the first stop from which on the likeliest class is the one that it is at the end."""
    likeliest = odds.argmax(axis=2)
    is_settled = likeliest == likeliest[-1]
    return len(odds) - np.cumprod(is_settled[::-1], axis=0).sum(axis=0)


def half_of(stops: Int[np.ndarray, " n"]) -> int:
    """By which stop half of them have come."""
    return int(np.quantile(stops, 0.5, method="inverted_cdf"))
