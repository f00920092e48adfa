"""Equal mean and variance, different shapes; and the scale on which all normals are one.

Sources: the course notes, "normal distribution" and "standard normal"; what the notes say of mean and variance
("they fix the distribution") holds inside a family such as the normal only.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float
from scipy import stats
from scipy.special import erf, ndtr

from vae_core.config import is_number, require
from vae_core.probability.curves import Curves, curves
from vae_core.probability.distribution import Distribution
from vae_core.probability.scipy_families import ScipyDistribution, normal

# The shifted gamma's shape: small enough for a long right tail, large enough for a smooth start.
GAMMA_SHAPE = 2.0
FAR = 2.0
VIEW = 4.0
STANDARD_NORMAL = normal(0.0, 1.0)


@dataclass(frozen=True)
class Shape:
    """One of the distributions that share their mean and variance.

    Attributes:
        name: ``"normal"``, ``"uniform"``, ``"laplace"`` or ``"gamma"`` (shifted).
        distribution: the random variable.
        curves: f and F from μ − 4σ to μ + 4σ.
        far: P(|X − μ| > 2σ).
        skewness: E[((X − μ)/σ)³].
        kurtosis: E[((X − μ)/σ)⁴], 3 for a normal.
    """

    name: str
    distribution: Distribution
    curves: Curves
    far: float
    skewness: float
    kurtosis: float


@dataclass(frozen=True)
class Band:
    """A stretch around the mean of a normal.

    Attributes:
        k: its half width, in standard deviations.
        low: μ − kσ.
        high: μ + kσ.
        probability: P(|X − μ| ≤ kσ).
    """

    k: int
    low: float
    high: float
    probability: float


@lru_cache(maxsize=64)
def four_shapes(mean: float, standard_deviation: float) -> tuple[Shape, ...]:
    """A normal, a uniform, a Laplace and a shifted gamma with the same mean μ and standard deviation σ.

    Raises :class:`~vae_core.errors.ConfigError` where μ is not finite or σ not between 1e-6 and 1e6.
    """
    _require_location_and_scale(mean, standard_deviation)
    mu, sigma = mean, standard_deviation
    root = math.sqrt(GAMMA_SHAPE)
    laws = {
        "normal": stats.norm(mu, sigma),
        # Var = (b − a)²/12, so b − a = √12 σ
        "uniform": stats.uniform(mu - math.sqrt(3) * sigma, math.sqrt(12) * sigma),
        # Var = 2b²
        "laplace": stats.laplace(mu, sigma / math.sqrt(2)),
        # Mean = kθ, Var = kθ²: with θ = σ/√k the mean is √k σ, moved to μ
        "gamma": stats.gamma(GAMMA_SHAPE, loc=mu - root * sigma, scale=sigma / root),
    }
    return tuple(_shape(name, ScipyDistribution(law), mu, sigma) for name, law in laws.items())


def _shape(name: str, distribution: ScipyDistribution, mu: float, sigma: float) -> Shape:
    skewness, excess = (float(value) for value in distribution.law.stats(moments="sk"))
    ends = np.array([mu - FAR * sigma, mu + FAR * sigma])
    # P(|X − μ| > 2σ) = F(μ − 2σ) + 1 − F(μ + 2σ)
    far = distribution.cdf(ends[:1]) + distribution.survival(ends[1:])
    drawn = curves(distribution, mu - VIEW * sigma, mu + VIEW * sigma, tuple(ends.tolist()))
    return Shape(name, distribution, drawn, float(far[0]), skewness, excess + 3)


@dataclass(frozen=True)
class Standardisation:
    """A value of a normal X, and where it stands on the scale of the standard normal.

    Attributes:
        mean: μ.
        standard_deviation: σ.
        x: the value.
        z: the same in standard deviations from the mean.
        probability: P(X ≤ x) = Φ(z).
        bands: the stretches of one, two and three σ around μ.
        normal: f over x.
        standard_normal: φ over z, from −4 to 4.
    """

    mean: float
    standard_deviation: float
    x: float
    z: float
    probability: float
    bands: tuple[Band, ...]
    normal: Curves
    standard_normal: Curves


def standardisation(
    mean: float, standard_deviation: float, x: float, low: float | None = None, high: float | None = None
) -> Standardisation:
    """x of N(μ, σ²) beside z of N(0, 1); ``low`` and ``high`` bound the x axis (μ ± 4σ where not given)."""
    z = standardised(x, mean, standard_deviation)
    edges = bands(mean, standard_deviation)
    low = mean - VIEW * standard_deviation if low is None else low
    high = mean + VIEW * standard_deviation if high is None else high
    own_marks = (*(end for band in edges for end in (band.low, band.high)), x)
    marks = (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, z)
    return Standardisation(
        mean,
        standard_deviation,
        x,
        z,
        standard_normal_cdf(z),
        edges,
        curves(normal(mean, standard_deviation), low, high, own_marks),
        curves(STANDARD_NORMAL, -VIEW, VIEW, marks),
    )


def standardised(x: float, mean: float, standard_deviation: float) -> float:
    """z: how many standard deviations x lies above the mean.

    Raises :class:`~vae_core.errors.ConfigError` where μ is not finite or σ not between 1e-6 and 1e6.
    """
    _require_location_and_scale(mean, standard_deviation)
    # z = (x − μ) / σ
    return (x - mean) / standard_deviation


def standard_normal_cdf(z: float) -> float:
    """Φ(z) = P(Z ≤ z) of a standard normal Z; for every normal X it is P(X ≤ μ + zσ)."""
    return float(ndtr(z))


def probability_within(k: Float[np.ndarray, "*bands"] | float) -> Float[np.ndarray, "*bands"] | float:
    """P(|X − μ| ≤ kσ) of a normal X: 0.6827, 0.9545 and 0.9973 for k = 1, 2 and 3."""
    # P(|Z| ≤ k) = Φ(k) − Φ(−k) = erf(k / √2)
    return erf(k / math.sqrt(2))


def bands(mean: float, standard_deviation: float) -> tuple[Band, ...]:
    """The three stretches that hold 68, 95 and 99.7 % of a normal."""
    _require_location_and_scale(mean, standard_deviation)
    return tuple(
        Band(k, mean - k * standard_deviation, mean + k * standard_deviation, float(probability_within(k)))
        for k in (1, 2, 3)
    )


def _require_location_and_scale(mean: float, standard_deviation: float) -> None:
    require(math.isfinite(mean), f"the mean must be finite, not {mean!r}")
    require(is_number(standard_deviation, 1e-6, 1e6), f"σ must lie between 1e-6 and 1e6, not {standard_deviation!r}")
