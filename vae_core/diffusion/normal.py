"""What every step of a chain is made of: normals with independent dimensions."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.probability.normal import normal_log_density
from vae_core.probability.standard_normal import kl_parts

Points = Float[np.ndarray, "..."]  # what is computed together is broadcast
Level = float | Float[np.ndarray, "... 1 1"]  # α or σ: of all positions ``[n, d]``, or of those of each of many steps


@dataclass(frozen=True, eq=False)
class Normal:
    """N(mean, variance), of each number by itself.

    Attributes:
        mean: of any shape.
        variance: one for all, or of the same shape; at least 0, and a density needs it above.
    """

    mean: Points
    variance: float | Points

    @property
    def standard_deviation(self) -> float | Points:
        """σ."""
        return self.variance**0.5

    def log_density(self, x: Points) -> Points:
        """log N(x; mean, variance) in nats."""
        return normal_log_density(x, self.mean, self.standard_deviation)

    def sample(self, rng: np.random.Generator) -> Points:
        """A draw for each mean."""
        return self.mean + self.standard_deviation * rng.standard_normal(self.mean.shape)


def kl_divergence(q: Normal, p: Normal) -> Points:
    """KL(q‖p) of each number in nats: that from N(0, 1), counted in standard deviations of p from its mean."""
    log_ratio = np.log(q.variance / p.variance) + np.zeros_like(q.mean)
    return kl_parts((q.mean - p.mean) / p.standard_deviation, log_ratio).kl
