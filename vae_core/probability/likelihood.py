"""The likelihood of a normal model: the formula of the density, read the other way.

The data x₁ … xₙ stand still, θ = (μ, σ) moves. Logarithms are natural. The equations are those of
Bishop, "Pattern Recognition and Machine Learning" (2006), section 1.2.4.

Examples:
    >>> x = observations([1, 2, 3])
    >>> round(likelihood(x, mean=2.0, standard_deviation=1.0).log_likelihood, 3)
    -3.757
    >>> best = maximum(x)
    >>> best.mean, round(best.standard_deviation, 3), round(best.log_likelihood, 3)
    (2.0, 0.816, -3.649)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

from vae_core.config import is_number, is_whole, require
from vae_core.probability.families import Member
from vae_core.probability.normal import LOG_TWO_PI, normal_log_density
from vae_core.probability.notation import number

# Within these bounds every square and every ratio of squares is a finite double.
FARTHEST = 1e9
NARROWEST = 1e-9
MAX_DATA = 2000

TRUTHS = ("normal", "laplace", "mixture")

Numbers = float | Float[np.ndarray, "..."]


def hidden_truth(shape: str, mean: float, standard_deviation: float) -> Member:
    """What the data are drawn from: one of ``TRUTHS``, each with this mean and standard deviation.

    Raises :class:`ConfigError` for another shape.
    """
    require(shape in TRUTHS, f"the truth must be one of {TRUTHS}, not {shape!r}")
    check_parameters(mean, standard_deviation)
    if shape == "laplace":
        # Var[X] = 2b²
        return Member("laplace", (mean, standard_deviation / math.sqrt(2)))
    if shape == "mixture":
        # Two equal parts at μ ± 0.8σ, each 0.6σ wide: 0.8² + 0.6² = 1.
        away, width = 0.8 * standard_deviation, 0.6 * standard_deviation
        return Member("mixture", (0.5, mean - away, width, 0.5, mean + away, width))
    return Member("normal", (mean, standard_deviation))


def secret_truth(shape: str, seed: int) -> Member:
    """A truth of this ``shape`` whose mean (−2 to 2) and standard deviation (0.6 to 1.3) only the ``seed`` knows."""
    rng = np.random.default_rng((seed, 1))
    return hidden_truth(shape, round(rng.uniform(-2, 2), 1), round(rng.uniform(0.6, 1.3), 1))


def draw(truth: Member, n: int, seed: int) -> Float[np.ndarray, " n"]:
    """``n`` independent draws (1 to 2000). One seed gives one sequence: more draws leave the first ones be."""
    require(is_whole(n, 1, MAX_DATA), f"the number of draws must be from 1 to {MAX_DATA}, not {n!r}")
    return truth.distribution.sample(MAX_DATA, np.random.default_rng(seed))[:n]


def observations(values: Sequence[float]) -> Float[np.ndarray, " n"]:
    """Data placed by hand, checked: 1 to 2000 numbers from −1e9 to 1e9; :class:`ConfigError` for anything else."""
    require(1 <= len(values) <= MAX_DATA, f"there must be 1 to {MAX_DATA} data points, not {len(values)}")
    for value in values:
        require(is_number(value, -FARTHEST, FARTHEST), f"a data point must be from -1e9 to 1e9, not {value!r}")
    return np.array(values, dtype=float)


def check_parameters(mean: float, standard_deviation: float) -> None:
    """:class:`ConfigError` unless |μ| ≤ 1e9 and 1e-9 ≤ σ ≤ 1e9."""
    require(is_number(mean, -FARTHEST, FARTHEST), f"the mean must be from -1e9 to 1e9, not {mean!r}")
    allowed = is_number(standard_deviation, NARROWEST, FARTHEST)
    require(allowed, f"the standard deviation must be from 1e-9 to 1e9, not {standard_deviation!r}")


@dataclass(frozen=True)
class Statistics:
    """All that the likelihood of a normal model asks of the data (its sufficient statistics).

    Attributes:
        n: how many data points.
        mean: x̄, their mean.
        variance: s² = 1/n Σ (xᵢ − x̄)².
    """

    n: int
    mean: float
    variance: float


def statistics(x: Float[np.ndarray, " n"]) -> Statistics:
    """n, x̄ and s² of the data. Equal data have a variance of exactly 0."""
    if np.ptp(x) == 0:
        return Statistics(len(x), float(x[0]), 0.0)
    return Statistics(len(x), float(x.mean()), float(x.var()))


@dataclass(frozen=True)
class Scientific:
    """The number mantissa · 10^exponent, however small; mantissa 0 for 0."""

    mantissa: float
    exponent: int

    @property
    def formula(self) -> str:
        """The number in LaTeX; without a power of ten where it needs none."""
        if -3 <= self.exponent <= 3:
            return number(self.mantissa * 10.0**self.exponent)
        return rf"{self.mantissa:.3g} \cdot 10^{{{self.exponent}}}"


def scientific(log_value: float, digits: int = 3) -> Scientific:
    """e^``log_value`` with ``digits`` significant digits, where the number itself would be 0 or ∞ in a computer."""
    require(log_value < math.inf, "an infinite number has no mantissa")
    if log_value == -math.inf:
        return Scientific(0.0, 0)
    # e^v = 10^(v / log 10)
    exponent = math.floor(log_value / math.log(10))
    mantissa = round(10 ** (log_value / math.log(10) - exponent), digits - 1)
    return Scientific(mantissa / 10, exponent + 1) if mantissa >= 10 else Scientific(mantissa, exponent)


@dataclass(frozen=True)
class Likelihood:
    """L(θ∣x) at one θ.

    Attributes:
        mean: μ.
        standard_deviation: σ.
        x: the data, ``[n]``.
        heights: f(xᵢ; μ, σ), ``[n]``; far away they may be too small for a double, and then 0.
        log_heights: log f(xᵢ; μ, σ), ``[n]``, in nats, always finite.
        log_likelihood: log L = Σ log f(xᵢ; μ, σ), in nats.
    """

    mean: float
    standard_deviation: float
    x: Float[np.ndarray, " n"]
    heights: Float[np.ndarray, " n"]
    log_heights: Float[np.ndarray, " n"]
    log_likelihood: float

    @property
    def product(self) -> Scientific:
        """L = Π f(xᵢ; μ, σ), to three digits."""
        return scientific(self.log_likelihood)


def likelihood(x: Float[np.ndarray, " n"], mean: float, standard_deviation: float) -> Likelihood:
    """L(μ, σ∣x): the heights of the density over the data, multiplied."""
    check_parameters(mean, standard_deviation)
    # f(xᵢ; μ, σ) = 1 / (√(2π) σ) · exp(−(xᵢ − μ)² / 2σ²)
    log_heights = normal_log_density(x, mean, standard_deviation)
    # L = Π f(xᵢ; μ, σ), so log L = Σ log f(xᵢ; μ, σ)
    log_likelihood = float(log_heights.sum())
    return Likelihood(mean, standard_deviation, x, np.exp(log_heights), log_heights, log_likelihood)


def mean_cdf(x: Float[np.ndarray, " n"], mean: float, standard_deviation: float) -> float:
    """1/n Σ F(xᵢ; μ, σ): how much of the density lies to the left of the data, on average."""
    check_parameters(mean, standard_deviation)
    return float(ndtr((x - mean) / standard_deviation).mean())


def log_likelihood(data: Statistics, mean: Numbers, standard_deviation: Numbers) -> Numbers:
    """log L(μ, σ∣x) in nats, for as many μ and σ at once as NumPy can broadcast together."""
    # Σ (xᵢ − μ)² = n (s² + (x̄ − μ)²)
    squares = data.n * (data.variance + (data.mean - mean) ** 2)
    # log L = −n/2 log 2π − n log σ − Σ (xᵢ − μ)² / 2σ²
    return -data.n * (LOG_TWO_PI / 2 + np.log(standard_deviation)) - squares / (2 * standard_deviation**2)


@dataclass(frozen=True)
class Maximum:
    """Where L(θ∣x) is highest.

    Attributes:
        mean: μ̂ = x̄.
        standard_deviation: σ̂ = √(1/n Σ (xᵢ − x̄)²); 0 where L has no maximum.
        log_likelihood: log L(μ̂, σ̂∣x) in nats; ∞ where L has no maximum.
        unbounded: one data point, or all equal: with μ on it, L grows without end as σ → 0.
    """

    mean: float
    standard_deviation: float
    log_likelihood: float
    unbounded: bool


def maximum(x: Float[np.ndarray, " n"]) -> Maximum:
    """The maximum in closed form: both derivatives of log L are 0 there."""
    data = statistics(x)
    # ∂ log L/∂μ = n (x̄ − μ)/σ² = 0  ⇒  μ̂ = x̄;   ∂ log L/∂σ = −n/σ + n (s² + (x̄ − μ̂)²)/σ³ = 0  ⇒  σ̂² = s²
    best = data.mean, math.sqrt(data.variance)
    if data.variance == 0:
        return Maximum(data.mean, 0.0, math.inf, unbounded=True)
    return Maximum(*best, float(log_likelihood(data, *best)), unbounded=False)


@dataclass(frozen=True)
class Surface:
    """log L(μ, σ∣x) over a grid.

    Attributes:
        means: μ, ``[columns]``.
        standard_deviations: σ, ``[rows]``.
        log_likelihood: ``[rows, columns]``, in nats.
    """

    means: Float[np.ndarray, " columns"]
    standard_deviations: Float[np.ndarray, " rows"]
    log_likelihood: Float[np.ndarray, "rows columns"]

    @cached_property
    def relative(self) -> Float[np.ndarray, "rows columns"]:
        """log L less its highest value on the grid, in nats: 0 at the top, negative elsewhere."""
        return self.log_likelihood - self.log_likelihood.max()


def surface(
    x: Float[np.ndarray, " n"],
    means: float | Float[np.ndarray, " columns"],
    standard_deviations: float | Float[np.ndarray, " rows"],
) -> Surface:
    """The log likelihood of the data at every pair (μ, σ). A single μ or σ gives a cut through the surface."""
    means, standard_deviations = (np.array(v, dtype=float, ndmin=1) for v in (means, standard_deviations))
    values = log_likelihood(statistics(x), means[None, :], standard_deviations[:, None])
    return Surface(means, standard_deviations, values)


def parameter_grid(
    means: tuple[float, float] = (-6.0, 6.0), standard_deviations: tuple[float, float] = (0.1, 10.0), steps: int = 81
) -> tuple[Float[np.ndarray, " steps"], Float[np.ndarray, " steps"]]:
    """``steps`` values of μ, evenly spaced, and of σ, each the same multiple of the one before."""
    return np.linspace(*means, steps), np.geomspace(*standard_deviations, steps)
