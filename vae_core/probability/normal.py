"""The normal density, once, for arrays."""

import math

import numpy as np

LOG_TWO_PI = math.log(2 * math.pi)


def normal_log_density(x: np.ndarray, mean, standard_deviation) -> np.ndarray:
    """log N(x; μ, σ²) in nats; the arguments are broadcast against each other."""
    with np.errstate(over="ignore"):  # so far out that the density is 0 and its logarithm −∞
        squares = np.square((x - mean) / standard_deviation)
    # log N(x; μ, σ²) = −½ ((x − μ)/σ)² − log σ − ½ log 2π   (the course notes, "normal distribution")
    return np.asarray(-0.5 * squares - np.log(standard_deviation) - 0.5 * LOG_TWO_PI)
