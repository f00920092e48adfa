"""KL(N(μ, σ²) ‖ N(0, 1)), the regulariser of every VAE, taken apart. In nats.

Source: Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), appendix B, cited as KW.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.config import is_whole, require

Values = Float[np.ndarray, "*dimensions"]

# Of dimensions drawn at random: those below this draw of −1 to 1 stay this near to the prior, the others do not.
USELESS, NEAR_PRIOR = -0.3, 0.2
WIDE_MEAN, LEAST_LOG_VARIANCE = 2.2, -4.5


@dataclass(frozen=True, eq=False)
class Parts:
    """The divergence of each latent dimension and the two parts that it is made of, ``[*dimensions]``, in nats.

    Attributes:
        of_mean: ½ μ², what a mean away from 0 costs.
        of_variance: ½ (σ² − 1 − log σ²), what a variance other than 1 costs.
    """

    of_mean: Values
    of_variance: Values

    @property
    def kl(self) -> Values:
        """Their sum, the divergence of each dimension."""
        return self.of_mean + self.of_variance

    @property
    def total(self) -> float:
        """The divergence of all dimensions together: independent dimensions add."""
        # KL(q(z) ‖ p(z)) = Σⱼ KL(N(μⱼ, σⱼ²) ‖ N(0, 1))   (KW, appendix B)
        return float(self.kl.sum())


def kl_parts(mean: Values, log_variance: Values) -> Parts:
    """KL(N(μ, σ²) ‖ N(0, 1)) of each dimension, from μ and log σ²."""
    # KL = ½ μ² + ½ (σ² − 1 − log σ²)   (KW, appendix B)
    # expm1 keeps σ² − 1 exact near σ = 1, where the difference with log σ² is of second order.
    return Parts(0.5 * mean**2, 0.5 * (np.expm1(log_variance) - log_variance))


def notes_version(mean: Values, log_variance: Values) -> Values:
    """What the course notes write, once their σᵢ is read as log σᵢ²: twice the divergence."""
    # exp(sᵢ) − (1 + sᵢ) + mᵢ²   (the course notes; the factor ½ is missing)
    return np.exp(log_variance) - (1 + log_variance) + mean**2


def notes_literally(mean: float, standard_deviation: float) -> float:
    """The notes' sum with σᵢ as the standard deviation that they call it; not 0 even for the prior itself."""
    return notes_version(np.array([mean]), np.array([standard_deviation])).item()


@dataclass(frozen=True, eq=False)
class Surface:
    """The divergence over a plane.

    Attributes:
        means: ``[columns]``.
        log_variances: ``[rows]``.
        kl: ``[rows, columns]``, in nats.
    """

    means: Float[np.ndarray, " columns"]
    log_variances: Float[np.ndarray, " rows"]
    kl: Float[np.ndarray, "rows columns"]


@lru_cache(maxsize=16)
def surface(reach: float = 3.0, lowest: float = -5.0, highest: float = 3.0, points: int = 61) -> Surface:
    """The divergence over μ from −``reach`` to ``reach`` and log σ² from ``lowest`` to ``highest``.

    Raises :class:`~vae_core.errors.ConfigError` where there is no such plane.
    """
    require(0 < reach < math.inf and -math.inf < lowest < highest <= 700, "the plane must be finite and not empty")
    require(2 <= points <= 1000, f"points must be from 2 to 1000, not {points!r}")
    means, log_variances = np.linspace(-reach, reach, points), np.linspace(lowest, highest, points)
    return Surface(means, log_variances, kl_parts(*np.meshgrid(means, log_variances)).kl)


@dataclass(frozen=True, eq=False)
class Sections:
    """The surface cut through one of its points, along both axes.

    Attributes:
        mean: μ of the point.
        log_variance: log σ² of the point.
        kl: the divergence there, in nats.
        surface: what is cut.
        over_mean: along μ, at the point's log σ²; ``[columns]``.
        over_log_variance: along log σ², at the point's μ; ``[rows]``.
        notes_over_mean: the notes' version of ``over_mean``, twice as high.
        notes_over_log_variance: the notes' version of ``over_log_variance``.
    """

    mean: float
    log_variance: float
    kl: float
    surface: Surface
    over_mean: Parts
    over_log_variance: Parts
    notes_over_mean: Float[np.ndarray, " columns"]
    notes_over_log_variance: Float[np.ndarray, " rows"]

    @property
    def variance(self) -> float:
        """σ² of the point."""
        return math.exp(self.log_variance)

    @property
    def parts(self) -> Parts:
        """The two parts at the point."""
        return kl_parts(np.array([self.mean]), np.array([self.log_variance]))

    @property
    def notes(self) -> float:
        """The notes' version at the point, twice the divergence."""
        return notes_version(np.array([self.mean]), np.array([self.log_variance])).item()

    @property
    def literal(self) -> float:
        """The notes' sum at the point with σ where log σ² belongs."""
        return notes_literally(self.mean, math.exp(self.log_variance / 2))


def sections(mean: float, log_variance: float, whole: Surface | None = None) -> Sections:
    """The surface (by default :func:`surface`) cut through (μ, log σ²).

    Raises :class:`~vae_core.errors.ConfigError` where these are no finite numbers, or log σ² is above 700.
    """
    require(math.isfinite(mean) and -math.inf < log_variance <= 700, "the point must be finite, and log σ² at most 700")
    whole = whole or surface()
    along_mean = whole.means, np.full_like(whole.means, log_variance)
    along_log_variance = np.full_like(whole.log_variances, mean), whole.log_variances
    here = kl_parts(np.array([float(mean)]), np.array([float(log_variance)]))
    return Sections(
        float(mean), float(log_variance), here.total, whole,
        kl_parts(*along_mean), kl_parts(*along_log_variance),
        notes_version(*along_mean), notes_version(*along_log_variance),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Dimensions:
    """Several latent dimensions.

    Attributes:
        means: μⱼ, ``[dimensions]``.
        log_variances: log σⱼ², the same.
        parts: what each costs.
    """

    means: Values
    log_variances: Values
    parts: Parts


def dimensions(count: int, seed: int, first: Sequence[tuple[float, float]] = ()) -> Dimensions:
    """As many dimensions, those in ``first`` as given (μ, log σ²), the others drawn at random.

    As in a trained VAE, some of those say much (μ away from 0, small σ), and some say nothing (all but the prior).
    Raises :class:`~vae_core.errors.ConfigError` unless ``count`` is from 1 to 1000.
    """
    require(is_whole(count, 1, 1000), f"count must be a whole number from 1 to 1000, not {count!r}")
    # So many are drawn whatever the count: one more dimension leaves the others as they are.
    draws = np.random.default_rng(seed).uniform(-1, 1, (1000, 3))[:count]
    says_much = draws[:, 0] > USELESS
    means = np.where(says_much, WIDE_MEAN, NEAR_PRIOR) * draws[:, 1]
    log_variances = np.where(says_much, LEAST_LOG_VARIANCE * (draws[:, 2] + 1) / 2, NEAR_PRIOR * draws[:, 2])
    for j, place in enumerate(first[:count]):
        means[j], log_variances[j] = place
    return Dimensions(means, log_variances, kl_parts(means, log_variances))
