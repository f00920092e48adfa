"""A normal likelihood of fixed σ is squared error: what an autoencoder minimises is a likelihood after all."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.probability.likelihood import check_parameters, statistics
from vae_core.probability.normal import LOG_TWO_PI


@dataclass(frozen=True)
class SquaredError:
    """−log L(μ, σ∣x) along μ at one σ, in its three parts, in nats.

    Attributes:
        means: μ, ``[points]``.
        standard_deviation: σ.
        squared_errors: SSE = Σ (xᵢ − μ)², ``[points]``; not in nats.
        scaled: SSE / 2σ², ``[points]``: the only part in which μ has a say.
        width_cost: n log σ.
        constant: n/2 log 2π.
        negative_log_likelihoods: −log L, the sum of the three, ``[points]``.
        slopes: ∂(−log L)/∂μ, ``[points]``, in nats per unit of μ.
        gradient_scale: 1/σ², by which σ multiplies every slope: in a VAE, how much the reconstruction
            weighs against KL.
        minimiser: x̄, where both are smallest, whatever σ.
    """

    means: Float[np.ndarray, " points"]
    standard_deviation: float
    squared_errors: Float[np.ndarray, " points"]
    scaled: Float[np.ndarray, " points"]
    width_cost: float
    constant: float
    negative_log_likelihoods: Float[np.ndarray, " points"]
    slopes: Float[np.ndarray, " points"]
    gradient_scale: float
    minimiser: float

    @property
    def excess(self) -> Float[np.ndarray, " points"]:
        """−log L above its lowest value at this σ, in nats: a parabola of curvature n/σ²."""
        return 0.5 * self.slopes * (self.means - self.minimiser)


def squared_error(
    x: Float[np.ndarray, " n"], means: float | Float[np.ndarray, " points"], standard_deviation: float
) -> SquaredError:
    """Squared error and −log L for every μ in ``means`` (or the one), at one σ."""
    check_parameters(0.0, standard_deviation)
    means = np.array(means, dtype=float, ndmin=1)
    n, data_mean, sigma = len(x), statistics(x).mean, standard_deviation
    # SSE = Σ (xᵢ − μ)²
    squared_errors = ((x[:, None] - means) ** 2).sum(0)
    # −log L = SSE / 2σ² + n log σ + n/2 log 2π
    scaled, width_cost, constant = squared_errors / (2 * sigma**2), n * math.log(sigma), n / 2 * LOG_TWO_PI
    total = scaled + width_cost + constant
    # ∂(−log L)/∂μ = −1/σ² Σ (xᵢ − μ) = n (μ − x̄) / σ²
    scale = 1 / sigma**2
    slopes = n * (means - data_mean) * scale
    return SquaredError(means, sigma, squared_errors, scaled, width_cost, constant, total, slopes, scale, data_mean)
