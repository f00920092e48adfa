"""Mean and variance: by formula, by integral or sum, and from a sample.

Source: the course notes, "mean" and "variance", with f(x) dx where the notes write P(x) dx.
"""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import is_whole, require
from vae_core.probability.distribution import Distribution
from vae_core.probability.events import Estimate
from vae_core.probability.families import Member
from vae_core.probability.quadrature import FARTHEST, nodes
from vae_core.probability.sampling import checkpoints, draws
from vae_core.probability.summing import total

REPETITIONS = 2000
LARGEST_SAMPLE = 100
BINS = 50


class Existence(Enum):
    """Whether an expectation is a number.

    ``FINITE``: it is. ``INFINITE``: the integral grows beyond all bounds. ``ABSENT``: the integral has no value,
    because it diverges on both sides (a mean), or because there is no mean to measure from (a variance).
    """

    FINITE = "finite"
    INFINITE = "infinite"
    ABSENT = "absent"


@dataclass(frozen=True)
class Moment:
    """A mean or a variance three ways.

    Attributes:
        existence: whether it is a number.
        formula: in closed form; ``None`` where it is absent.
        integral: by quadrature, or by a sum for a discrete X; ``None`` where it is absent.
        sample: from a sample; ``None`` where one draw is too few. Its standard error is infinite where
            the moment that it needs is infinite or absent, or the sample too small to tell.
    """

    existence: Existence
    formula: float | None
    integral: float | None
    sample: Estimate | None


@dataclass(frozen=True)
class Moments:
    """The mean and the variance of X.

    Attributes:
        mean: E[X], in units of x.
        variance: Var[X], in squared units of x.
    """

    mean: Moment
    variance: Moment


@dataclass(frozen=True)
class RunningMean:
    """The mean of the draws so far.

    Attributes:
        n: sample sizes, ``[k]``, growing evenly in log n.
        sample_mean: of the first n draws, ``[k]``.
        mean: E[X]; ``None`` where it does not exist.
        low: two standard errors below E[X] at each n, ``[k]``; ``None`` unless the variance is finite.
        high: the same above it.
    """

    n: Int[np.ndarray, " k"]
    sample_mean: Float[np.ndarray, " k"]
    mean: float | None
    low: Float[np.ndarray, " k"] | None
    high: Float[np.ndarray, " k"] | None


@dataclass(frozen=True)
class VarianceEstimators:
    """Σ(x − x̄)² divided by n and by n − 1, over many repeated samples.

    Attributes:
        n: size of each sample.
        variance: Var[X]; ``None`` where it does not exist.
        expected: what dividing by n gives on average: (n − 1)/n · Var[X].
        divided_by_n: in each of the R samples, ``[R]``.
        divided_by_n_minus_1: the same, ``[R]``.
        average_by_n: the average over the samples, with its standard error.
        average_by_n_minus_1: the same.
        edges: of a histogram over both, ``[B + 1]``; the one percent of largest values lies outside.
        counts_by_n: samples between the edges, ``[B]``.
        counts_by_n_minus_1: the same, ``[B]``.
    """

    n: int
    variance: float | None
    expected: float | None
    divided_by_n: Float[np.ndarray, " R"]
    divided_by_n_minus_1: Float[np.ndarray, " R"]
    average_by_n: Estimate
    average_by_n_minus_1: Estimate
    edges: Float[np.ndarray, " B_and_1"]
    counts_by_n: Int[np.ndarray, " B"]
    counts_by_n_minus_1: Int[np.ndarray, " B"]


def existence(value: float | None) -> Existence:
    """Whether a moment is finite, infinite or absent."""
    if value is None:
        return Existence.ABSENT
    return Existence.FINITE if math.isfinite(value) else Existence.INFINITE


def mean_by_integral(distribution: Distribution) -> float:
    """E[X] from the density or the mass; only where it exists."""
    if distribution.is_discrete:
        x = distribution.points()
        # E[X] = Σ x P(X = x)
        return total(x * distribution.density(x))
    x, w = nodes(distribution)
    # E[X] = ∫ x f(x) dx
    return total(w * x * distribution.density(x))


def variance_by_integral(distribution: Distribution, mean: float) -> float:
    """Var[X] from the density or the mass; only where it is finite."""
    if distribution.is_discrete:
        x = distribution.points()
        # Var[X] = Σ (x − E[X])² P(X = x)
        return float((x - mean) ** 2 @ distribution.density(x))
    x, w = nodes(distribution)
    # Var[X] = ∫ (x − E[X])² f(x) dx
    return float(w @ _squares(distribution, x, mean)) + _beyond(distribution)


def _squares(distribution: Distribution, x: np.ndarray, mean: float) -> np.ndarray:
    """(x − E[X])² f(x), through logarithms: in a heavy tail f alone would round to 0."""
    with np.errstate(divide="ignore"):  # log 0 = −∞ at x = E[X]
        return np.exp(2 * np.log(np.abs(x - mean)) + distribution.log_density(x))


def _beyond(distribution: Distribution) -> float:
    """What the integral of x² f(x) still holds beyond the last node, where a tail is a power that barely converges."""
    beyond = 0.0
    for end in (end for end in distribution.support if math.isinf(end)):
        last = math.copysign(FARTHEST, end)
        nearer, log_f = distribution.log_density(np.array([last / 10, last])).tolist()
        if log_f + 3 * math.log(FARTHEST) > -700:
            power = (nearer - log_f) / math.log(10)
            # ∫ x² f(x) dx from X to ∞ = X³ f(X) / (a − 3) where f ∝ x⁻ᵃ
            beyond += math.exp(3 * math.log(FARTHEST) + log_f) / (power - 3)
    return beyond


def sample_mean(x: Float[np.ndarray, " n"], variance: float | None) -> Estimate:
    """x̄ and its standard error, from the sample itself; infinite where the variance is, or is unknown."""
    n = len(x)
    known = n > 1 and variance is not None and math.isfinite(variance)
    # x̄ = 1/n Σ xᵢ, with standard error s / √n
    return Estimate(float(x.mean()), float(x.std(ddof=1)) / math.sqrt(n) if known else math.inf, n)


def sample_variance(x: Float[np.ndarray, " n"], variance: float | None) -> Estimate | None:
    """s² and its standard error; ``None`` for a single draw, which has no spread."""
    n = len(x)
    if n == 1:
        return None
    # s² = 1/(n − 1) Σ (xᵢ − x̄)²
    s2 = float(x.var(ddof=1))
    known = n > 3 and variance is not None and math.isfinite(variance)
    # Var[s²] = 1/n (μ₄ − (n − 3)/(n − 1) σ⁴)   (Mood, Graybill & Boes, "Theory of Statistics", section VI.2)
    spread = float(np.mean((x - x.mean()) ** 4)) - (n - 3) / (n - 1) * s2**2
    return Estimate(s2, math.sqrt(max(spread, 0.0) / n) if known else math.inf, n)


def moments(member: Member, n: int = 1000, seed: int = 0) -> Moments:
    """Mean and variance three ways, the third from ``n`` draws (1 to 100 000).

    Examples:
        >>> mean = moments(Member("exponential", (2.0,)), n=1000).mean
        >>> mean.formula, round(mean.integral, 6), round(mean.sample.value, 2), round(mean.sample.standard_error, 2)
        (0.5, 0.5, 0.51, 0.02)
    """
    distribution, x = member.distribution, draws(member, n, seed)
    mean, variance = distribution.mean(), distribution.variance()
    by_integral = (mean, variance)
    if existence(mean) is Existence.FINITE:
        centre = mean_by_integral(distribution)
        is_finite = existence(variance) is Existence.FINITE
        by_integral = (centre, variance_by_integral(distribution, centre) if is_finite else variance)
    return Moments(
        Moment(existence(mean), mean, by_integral[0], sample_mean(x, variance)),
        Moment(existence(variance), variance, by_integral[1], sample_variance(x, variance)),
    )


def running_mean(member: Member, n: int = 100_000, seed: int = 0) -> RunningMean:
    """x̄ of the first 1, 2, ... of ``n`` draws, against E[X] where there is one."""
    x, sizes = draws(member, n, seed), checkpoints(n)
    means = np.cumsum(x)[sizes - 1] / sizes
    mean, variance = member.distribution.mean(), member.distribution.variance()
    if existence(variance) is not Existence.FINITE:
        return RunningMean(sizes, means, mean, None, None)
    # The standard deviation of x̄: σ / √n
    reach = 2 * np.sqrt(variance / sizes)
    return RunningMean(sizes, means, mean, mean - reach, mean + reach)


def variance_estimators(member: Member, n: int, seed: int = 0) -> VarianceEstimators:
    """The variance estimated in 2000 repeated samples of size ``n`` (2 to 100), divided by n and by n − 1."""
    require(is_whole(n, 2, LARGEST_SAMPLE), f"n must be a whole number from 2 to {LARGEST_SAMPLE}, not {n!r}")
    samples = member.distribution.sample(REPETITIONS * n, np.random.default_rng(seed)).reshape(REPETITIONS, n)
    squares = np.square(samples - samples.mean(axis=1, keepdims=True)).sum(axis=1)
    variance = member.distribution.variance()
    by_n, by_n_minus_1 = squares / n, squares / (n - 1)
    # E[1/n Σ (xᵢ − x̄)²] = (n − 1)/n · Var[X]
    expected = None if variance is None else (n - 1) / n * variance
    averages = (sample_mean(values, variance) for values in (by_n, by_n_minus_1))
    edges = np.linspace(0, float(np.quantile(by_n_minus_1, 0.99)) or 1.0, BINS + 1)
    counts = (np.histogram(values, edges)[0] for values in (by_n, by_n_minus_1))
    return VarianceEstimators(n, variance, expected, by_n, by_n_minus_1, *averages, edges, *counts)
