"""Gradient ascent on the log likelihood of a normal model, one step after another."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from vae_core.config import is_number, is_whole, require
from vae_core.probability.likelihood import (
    FARTHEST,
    NARROWEST,
    Statistics,
    check_parameters,
    log_likelihood,
    statistics,
)

MAX_STEPS = 200
MAX_RATE = 100.0
# Both parts of the gradient, in units of σ, below which the summit is reached.
FLAT = 1e-6


@dataclass(frozen=True)
class Ascent:
    """A path over (μ, log σ); its first entry is the start.

    Attributes:
        means: μ after 0, 1, 2, … steps, ``[steps + 1]``.
        standard_deviations: σ, ``[steps + 1]``.
        gradients: (∂/∂μ, ∂/∂ log σ) of (1/n) log L at each place, ``[steps + 1, 2]``.
        values: (1/n) log L at each place, ``[steps + 1]``, in nats per data point.
        outcome: ``"converged"`` (the gradient is nearly 0), ``"unfinished"`` (the steps were used up) or
            ``"diverged"`` (the next step would leave |μ| ≤ 1e9, 1e-9 ≤ σ ≤ 1e9; the path ends before it).
        first_fall: number of the first step that went down instead of up, the mark of a rate that is
            too large; ``None`` where all went up.
    """

    means: Float[np.ndarray, " places"]
    standard_deviations: Float[np.ndarray, " places"]
    gradients: Float[np.ndarray, "places 2"]
    values: Float[np.ndarray, " places"]
    outcome: Literal["converged", "unfinished", "diverged"]
    first_fall: int | None


def gradient(data: Statistics, mean: float, log_sd: float) -> tuple[float, float]:
    """The slopes of (1/n) log L along μ and along log σ."""
    variance = math.exp(2 * log_sd)
    # ∂/∂μ (1/n) log L = (x̄ − μ) / σ²
    along_mean = (data.mean - mean) / variance
    # ∂/∂ log σ (1/n) log L = (s² + (x̄ − μ)²) / σ² − 1
    along_log_sd = (data.variance + (data.mean - mean) ** 2) / variance - 1
    return along_mean, along_log_sd


def ascend(
    x: Float[np.ndarray, " n"], mean: float, standard_deviation: float, *, rate: float, steps: int = MAX_STEPS
) -> Ascent:
    """Climb from (μ, σ) for at most ``steps`` steps (1 to 200) at the learning ``rate`` (up to 100)."""
    check_parameters(mean, standard_deviation)
    require(is_number(rate, 0, MAX_RATE) and rate > 0, f"the rate must be above 0 and at most 100, not {rate!r}")
    require(is_whole(steps, 1, MAX_STEPS), f"the number of steps must be from 1 to {MAX_STEPS}, not {steps!r}")
    data, log_sd, outcome = statistics(x), math.log(standard_deviation), "unfinished"
    places = [(mean, log_sd, *gradient(data, mean, log_sd))]
    for _ in range(steps):
        mean, log_sd, along_mean, along_log_sd = places[-1]
        if _is_flat(log_sd, along_mean, along_log_sd):
            outcome = "converged"
            break
        # θ ← θ + η ∂/∂θ (1/n) log L,   θ = (μ, log σ)
        mean, log_sd = mean + rate * along_mean, log_sd + rate * along_log_sd
        if not (abs(mean) <= FARTHEST and math.log(NARROWEST) <= log_sd <= math.log(FARTHEST)):
            outcome = "diverged"
            break
        places.append((mean, log_sd, *gradient(data, mean, log_sd)))
    return _recorded(data, np.array(places), outcome)


def _is_flat(log_sd: float, along_mean: float, along_log_sd: float) -> bool:
    return max(abs(along_mean) * math.exp(log_sd), abs(along_log_sd)) < FLAT


def _recorded(data: Statistics, places: Float[np.ndarray, "places 4"], outcome: str) -> Ascent:
    means, sds = places[:, 0], np.exp(places[:, 1])
    values = log_likelihood(data, means, sds) / data.n
    # Near the summit a rise may be smaller than what a double can tell.
    falls = np.flatnonzero(np.diff(values) < -1e-12 * np.maximum(1, np.abs(values[:-1])))
    return Ascent(means, sds, places[:, 2:], values, outcome, int(falls[0]) + 1 if falls.size else None)


def largest_steady_rate(x: Float[np.ndarray, " n"]) -> float:
    """The learning rate from which on steps near the maximum no longer shrink; 0 where L has no maximum.

    Steps shrink where η · curvature < 2 (Bertsekas, "Nonlinear Programming", 1999, section 1.3).
    """
    # the curvatures of (1/n) log L at (μ̂, log σ̂) are 1/σ̂² along μ and 2 along log σ
    return min(2 * statistics(x).variance, 1.0)
