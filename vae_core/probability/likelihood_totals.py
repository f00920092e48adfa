"""The area under a likelihood: over x a density has 1, over θ a likelihood has anything, ∞ included."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import gammaln, logsumexp

from vae_core.probability.likelihood import Scientific, check_parameters, log_likelihood, scientific, statistics
from vae_core.probability.normal import LOG_TWO_PI

# e^−40 of the peak is nothing to a double.
NOTHING = 40
# μ is integrated over this many standard errors σ/√n either way, and with this many steps.
REACH = 9
STEPS_OF_MEAN = 37
STEPS_OF_SCALE = 601


@dataclass(frozen=True)
class Total:
    """An integral of L(θ∣x) over parameters.

    Attributes:
        log_value: its logarithm in closed form; ∞ where the integral diverges.
        log_quadrature: the same by adding up L on a grid; ``None`` where the integral diverges.
    """

    log_value: float
    log_quadrature: float | None

    @property
    def value(self) -> Scientific:
        """The finite integral, to three digits."""
        return scientific(self.log_value)


def total_over_mean(x: Float[np.ndarray, " n"], standard_deviation: float) -> Total:
    """∫ L(μ, σ∣x) dμ along one line of fixed σ. It is 1 for a single data point, and hardly ever for more."""
    check_parameters(0.0, standard_deviation)
    data = statistics(x)
    # ∫ exp(−n (x̄ − μ)²/2σ²) dμ = √(2π/n) σ, and the rest of L is its height at μ = x̄
    peak = float(log_likelihood(data, data.mean, standard_deviation))
    log_value = peak + math.log(standard_deviation) + 0.5 * (LOG_TWO_PI - math.log(data.n))
    return Total(log_value, float(_log_sum_over_means(x, np.array([standard_deviation]))[0]))


@dataclass(frozen=True)
class AlongMean:
    """L(μ, σ∣x) over μ at one σ, in a unit in which it can be drawn.

    Attributes:
        means: μ, ``[points]``, in order.
        heights: L / 10^exponent, ``[points]``.
        exponent: of the unit; 0 where numbers need none.
    """

    means: Float[np.ndarray, " points"]
    heights: Float[np.ndarray, " points"]
    exponent: int


def along_mean(x: Float[np.ndarray, " n"], standard_deviation: float, low: float, high: float) -> AlongMean:
    """L from μ = ``low`` to ``high``, with enough points where it is high."""
    check_parameters(0.0, standard_deviation)
    data = statistics(x)
    near = data.mean + np.linspace(-5, 5, 101) * standard_deviation / math.sqrt(data.n)
    means = np.unique(np.concatenate([np.linspace(low, high, 101), near[(near > low) & (near < high)]]))
    peak = float(log_likelihood(data, data.mean, standard_deviation))
    exponent = math.floor(peak / math.log(10))
    exponent = 0 if abs(exponent) <= 2 else exponent
    log_heights = log_likelihood(data, means, standard_deviation) - exponent * math.log(10)
    return AlongMean(means, np.exp(log_heights), exponent)


def total(x: Float[np.ndarray, " n"]) -> Total:
    """∫∫ L(μ, σ∣x) dμ dσ over the whole half plane σ > 0.

    It diverges for n ≤ 2, because L falls too slowly as σ grows, and where all data are equal,
    because L rises too fast as σ → 0.
    """
    data = statistics(x)
    n, squares = data.n, data.n * data.variance
    if n <= 2 or squares == 0:
        return Total(math.inf, None)
    # ∫∫ L dμ dσ = ½ (2π)^(−(n−1)/2) n^(−½) Γ((n−2)/2) (S/2)^(−(n−2)/2),   S = Σ (xᵢ − x̄)²
    log_gamma = gammaln((n - 2) / 2) - (n - 2) / 2 * math.log(squares / 2)
    log_value = -math.log(2) - (n - 1) / 2 * LOG_TWO_PI - 0.5 * math.log(n) + float(log_gamma)
    return Total(log_value, _log_sum_over_both(x))


def _log_sum_over_means(
    x: Float[np.ndarray, " n"], standard_deviations: Float[np.ndarray, " rows"]
) -> Float[np.ndarray, " rows"]:
    """log ∫ L dμ for each σ, by the trapezoidal rule around x̄."""
    data = statistics(x)
    offsets = np.linspace(-REACH, REACH, STEPS_OF_MEAN)
    errors = standard_deviations[:, None] / math.sqrt(data.n)
    values = log_likelihood(data, data.mean + errors * offsets, standard_deviations[:, None])
    return logsumexp(values, axis=1) + np.log(errors[:, 0] * (offsets[1] - offsets[0]))


def _log_sum_over_both(x: Float[np.ndarray, " n"]) -> float:
    """log ∫∫ L dμ dσ, by the trapezoidal rule in μ and log σ."""
    data = statistics(x)
    # ∫ g(σ) dσ = ∫ g(e^t) e^t dt; with μ gone the integrand falls as e^(−(n−2)t)
    t = math.log(data.variance) / 2 + np.linspace(-3, 3 + NOTHING / (data.n - 2), STEPS_OF_SCALE)
    return float(logsumexp(_log_sum_over_means(x, np.exp(t)) + t) + math.log(t[1] - t[0]))
