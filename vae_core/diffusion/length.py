"""How long noise is: in many dimensions, N(0, I) lies on a thin shell."""

import math

from scipy.special import gammainc, gammaln

from vae_core.config import is_whole, require

MOST = 10_000  # dimensions, so that no digit of the deviation is lost


def length_of_noise(d: int) -> tuple[float, float]:
    """Mean and standard deviation of ‖ε‖ for ε from N(0, I) of ``d`` dimensions: the χ distribution.

    Raises:
        ConfigError: ``d`` is no number of dimensions.
    """
    require(is_whole(d, 1, MOST), f"noise has 1 to {MOST} dimensions, not {d}")
    # E‖ε‖ = √2 Γ((d + 1)/2)/Γ(d/2),  E‖ε‖² = d
    mean = math.sqrt(2) * math.exp(gammaln((d + 1) / 2) - gammaln(d / 2))
    return mean, math.sqrt(d - mean**2)


def half_way(d: int) -> float:
    """The mean of ‖(ε + ε′)/2‖, half-way on a straight line between two noises: it is N(0, I/2)."""
    return length_of_noise(d)[0] / math.sqrt(2)


def share_below(d: int, length: float) -> float:
    """The probability that noise of ``d`` dimensions is shorter than ``length``."""
    # P(‖ε‖² < r²) = γ(d/2, r²/2)/Γ(d/2)
    return float(gammainc(d / 2, length**2 / 2))
