"""What a survey of a latent plane found. Nothing here needs a network."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float, Int

REACH = 4.0  # of the map, in standard deviations of the prior


@dataclass(frozen=True, eq=False)
class Survey:
    """What was found on a grid over the plane.

    Attributes:
        axis: the coordinates of rows and columns, in latent units, ``[n]``.
        returned: ‖E(D(z)) − z‖, how far from z the encoder puts what was decoded there, ``[n, n]``; rows go up.
        confidence: the judge's largest share of votes, ``[n, n]``.
        digit: the class that has it, ``[n, n]``.
    """

    axis: Float[np.ndarray, " n"]
    returned: Float[np.ndarray, "n n"]
    confidence: Float[np.ndarray, "n n"]
    digit: Int[np.ndarray, "n n"]

    @cached_property
    def weights(self) -> Float[np.ndarray, "n n"]:
        """The prior's probability of each cell, normalised over the grid."""
        bell = np.exp(-0.5 * self.axis**2)
        mass = np.outer(bell, bell)
        return mass / mass.sum()

    @property
    def mean_returned(self) -> float:
        """E[‖E(D(z)) − z‖] for z from the prior, in latent units."""
        return float((self.weights * self.returned).sum())

    @property
    def mean_confidence(self) -> float:
        """E[confidence] for z from the prior."""
        return float((self.weights * self.confidence).sum())

    def confident_share(self, limit: float) -> float:
        """The prior probability of places where the judge is surer than ``limit``."""
        return float(self.weights[self.confidence > limit].sum())


def aggregate_draws(
    mean: Float[np.ndarray, "n latent"], log_variance: Float[np.ndarray, "n latent"] | None, seed: int
) -> Float[np.ndarray, "n latent"]:
    """One draw of q(z∣x) for each image: a sample of the aggregate posterior. An autoencoder's codes are their own."""
    if log_variance is None:
        return mean.astype(np.float64)
    noise = np.random.default_rng(seed).standard_normal(mean.shape)
    # z = μ + σ ⊙ ε
    return mean + np.exp(0.5 * log_variance.astype(np.float64)) * noise


def prior_sample(n: int, latent: int, seed: int) -> Float[np.ndarray, "n latent"]:
    """Draws of N(0, I)."""
    return np.random.default_rng([seed, 1]).standard_normal((n, latent))
