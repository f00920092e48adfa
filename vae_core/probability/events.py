"""The probability of an event: as an area, as a difference of heights of F, and as a frequency.

Source: the course notes, "probability density" and "cumulative distribution".
"""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from vae_core.config import require
from vae_core.probability.distribution import Distribution
from vae_core.probability.families import Member
from vae_core.probability.quadrature import LEVELS, nodes
from vae_core.probability.sampling import checkpoints, draws

# Central differences are best where rounding and curvature err alike: the cube root of the precision.
STEP = np.finfo(float).eps ** (1 / 3)
# A tail of so little probability needs its own cuts; the common ones end at 1e-15.
FAR_OUT = 1e-12
# The tangent reaches so far to each side: a part of the window's width, and never this much of F's height.
TANGENT_WIDTH, TANGENT_HEIGHT = 0.15, 0.25


@dataclass(frozen=True)
class Estimate:
    """A number found by sampling.

    Attributes:
        value: the estimate.
        standard_error: its standard deviation over repeated samples, as the sample itself tells it.
        n: how many draws it rests on.
    """

    value: float
    standard_error: float
    n: int


@dataclass(frozen=True)
class Event:
    """P(x₁ < X ≤ x₂) three ways.

    Attributes:
        x1: the lower end.
        x2: the upper end.
        area: the integral of the density, or the sum of the mass.
        difference: F(x₂) − F(x₁).
        cdf: (F(x₁), F(x₂)).
        frequency: the share of the draws that fell inside.
    """

    x1: float
    x2: float
    area: float
    difference: float
    cdf: tuple[float, float]
    frequency: Estimate


@dataclass(frozen=True)
class RunningFrequency:
    """The share of draws inside an event, as draws arrive.

    Attributes:
        n: sample sizes, ``[k]``, growing evenly in log n.
        frequency: of the first n draws, ``[k]``.
        probability: the exact one.
        low: ``probability`` less two standard errors at each n, ``[k]``.
        high: the same above it.
    """

    n: Int[np.ndarray, " k"]
    frequency: Float[np.ndarray, " k"]
    probability: float
    low: Float[np.ndarray, " k"]
    high: Float[np.ndarray, " k"]


@dataclass(frozen=True)
class Tangent:
    """The slope of F at one x.

    Attributes:
        x: where.
        height: F(x).
        density: f(x), in units of 1/x; infinite where f is.
        difference_quotient: (F(x + h) − F(x − h)) / 2h.
        step: the h of the difference quotient.
        ends_x: where the drawn piece of the tangent begins and ends.
        ends_y: its heights there.
    """

    x: float
    height: float
    density: float
    difference_quotient: float
    step: float
    ends_x: tuple[float, float]
    ends_y: tuple[float, float]


def area(distribution: Distribution, x1: float, x2: float) -> float:
    """P(x₁ < X ≤ x₂) from the density or the mass alone."""
    if distribution.is_discrete:
        # P(x₁ < X ≤ x₂) = Σ P(X = x) over x₁ < x ≤ x₂
        return min(1.0, math.fsum(distribution.density(distribution.points_between(x1, x2))))
    x, w = nodes_between(distribution, x1, x2)
    # P(x₁ < X ≤ x₂) = ∫ f(x) dx from x₁ to x₂
    return float(w @ distribution.density(x))


def nodes_between(distribution: Distribution, x1: float, x2: float) -> tuple[np.ndarray, np.ndarray]:
    """Quadrature nodes and weights from ``x1`` to ``x2``, either of which may be infinite."""
    x, w = nodes(distribution, cuts=_cuts(distribution, x1, x2))
    inside = (x > x1) & (x < x2)
    return x[inside], w[inside]


def _cuts(distribution: Distribution, x1: float, x2: float) -> np.ndarray:
    """The ends, and where the interval lies far out in a tail, the quantiles of what little is there."""
    ends = np.array([x1, x2], dtype=float)
    above, below = distribution.survival(ends[:1]), distribution.cdf(ends[1:])
    cuts = [ends]
    if 0 < above < FAR_OUT:
        cuts.append(distribution.upper_quantile(above * LEVELS))
    if 0 < below < FAR_OUT:
        cuts.append(distribution.quantile(below * LEVELS))
    everywhere = np.concatenate(cuts)
    return everywhere[np.isfinite(everywhere)]


def difference(distribution: Distribution, x1: float, x2: float) -> float:
    """P(x₁ < X ≤ x₂) from the cumulative distribution F."""
    ends = np.array([x1, x2], dtype=float)
    below, above = distribution.cdf(ends), distribution.survival(ends)
    # P(x₁ < X ≤ x₂) = F(x₂) − F(x₁) = (1 − F(x₁)) − (1 − F(x₂)); the second is exact where F rounds to 1.
    return float(below[1] - below[0] if below[0] < above[1] else above[0] - above[1])


def frequency(member: Member, x1: float, x2: float, n: int, seed: int) -> Estimate:
    """P(x₁ < X ≤ x₂) as the share of ``n`` draws.

    The standard error is that of Laplace's rule of succession: never 0, however few the draws.
    """
    x = draws(member, n, seed)
    return share((x1 < x) & (x <= x2))


def share(hits: Bool[np.ndarray, " n"]) -> Estimate:
    """How often an event has come, and the standard error of that by Laplace's rule of succession."""
    n, count = len(hits), int(np.count_nonzero(hits))
    p = (count + 1) / (n + 2)
    # P(A) ≈ hits / n, with standard error √(p (1 − p) / n)
    return Estimate(count / n, math.sqrt(p * (1 - p) / n), n)


def event(member: Member, x1: float, x2: float, n: int = 10_000, seed: int = 0) -> Event:
    """P(x₁ < X ≤ x₂) three ways; the ends may be given in either order.

    Raises :class:`~vae_core.errors.ConfigError` where an end is NaN or ``n`` is not from 1 to 100 000.
    """
    x1, x2 = _ordered(x1, x2)
    distribution = member.distribution
    heights = distribution.cdf(np.array([x1, x2]))
    return Event(
        x1,
        x2,
        area(distribution, x1, x2),
        difference(distribution, x1, x2),
        (float(heights[0]), float(heights[1])),
        frequency(member, x1, x2, n, seed),
    )


def interval_to_start(distribution: Distribution) -> tuple[float, float]:
    """A first interval to look at: from a low to a middling value, in round numbers."""
    low, high = distribution.quantile(np.array([0.1, 0.7])).tolist()
    if distribution.is_discrete:
        return low - 1, high
    digits = 1 - math.floor(math.log10(max(high - low, 1e-12)))
    return round(low, digits), round(high, digits)


def running_frequency(member: Member, x1: float, x2: float, n: int = 100_000, seed: int = 0) -> RunningFrequency:
    """The share of draws in x₁ < X ≤ x₂ as ``n`` draws arrive, against its exact value."""
    x1, x2 = _ordered(x1, x2)
    x = draws(member, n, seed)
    return running_share((x1 < x) & (x <= x2), difference(member.distribution, x1, x2))


def running_share(hits: Bool[np.ndarray, " n"], probability: float) -> RunningFrequency:
    """How often an event has come so far, against its ``probability``."""
    sizes, so_far = checkpoints(len(hits)), np.cumsum(hits)
    p = min(max(probability, 0.0), 1.0)
    # The standard deviation of a frequency of n draws: √(p (1 − p) / n)
    reach = 2 * np.sqrt(p * (1 - p) / sizes)
    return RunningFrequency(sizes, so_far[sizes - 1] / sizes, p, np.maximum(p - reach, 0), np.minimum(p + reach, 1))


def tangent(distribution: Distribution, x: float) -> Tangent | None:
    """The slope of F at ``x`` by a small difference, beside f(x); ``None`` for a discrete X, whose F jumps."""
    if distribution.is_discrete:
        return None
    at = np.array(x, dtype=float)
    density = float(distribution.density(at))
    step = _step(distribution, x, density)
    # F′(x) ≈ (F(x + h) − F(x − h)) / 2h
    quotient = difference(distribution, x - step, x + step) / (2 * step)
    low, high = distribution.window()
    height = float(distribution.cdf(at))
    reach = TANGENT_WIDTH * (high - low)
    if density * reach > TANGENT_HEIGHT:
        reach = TANGENT_HEIGHT / density
    rise = density * reach if math.isfinite(density) else TANGENT_HEIGHT
    return Tangent(x, height, density, quotient, step, (x - reach, x + reach), (height - rise, height + rise))


def _step(distribution: Distribution, x: float, density: float) -> float:
    """A step that is small against the width of what is around x, and large against the rounding of x."""
    q1, q3 = distribution.quantile(np.array([0.25, 0.75])).tolist()
    width = min(q3 - q1, 1 / density if density > 0 else math.inf)
    return max(STEP * width, 4 * float(np.spacing(abs(x))), 1e-300)


def _ordered(x1: float, x2: float) -> tuple[float, float]:
    require(not (math.isnan(x1) or math.isnan(x2)), "the ends of an interval cannot be NaN")
    return float(min(x1, x2)), float(max(x1, x2))
