"""What there is to see of a fit: the curves at one of its steps, and the hills that it walks down."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.probability.curves import rounded_outwards
from vae_core.probability.families import Member
from vae_core.probability.gaussian_divergences import mixture_of
from vae_core.probability.gaussian_fit import Fit, Path
from vae_core.probability.mixture import Mixture
from vae_core.probability.normal import LOG_TWO_PI, normal_log_density

COLUMNS, ROWS = 49, 33
# Of ε ~ N(0, 1): coarse, because the picture's contours need no more.
EPSILON = np.linspace(-5, 5, 81)
WEIGHTS = np.exp(-(EPSILON**2) / 2) / np.exp(-(EPSILON**2) / 2).sum()
# Points of a curve: evenly over the view, and around each bell, in its standard deviations.
EVENLY = 161
BELL = np.linspace(-3.5, 3.5, 41)


@dataclass(frozen=True, eq=False)
class FitCurves:
    """p and both q after some steps, over the x axis.

    Attributes:
        x: places in ascending order, ``[n]``.
        p: density of the mixture there.
        forward: density of the q that lowers KL(p‖q).
        reverse: density of the q that lowers KL(q‖p).
    """

    x: Float[np.ndarray, " n"]
    p: Float[np.ndarray, " n"]
    forward: Float[np.ndarray, " n"]
    reverse: Float[np.ndarray, " n"]


def fit_curves(p: Member, fit: Fit, step: int) -> FitCurves:
    """The densities after ``step`` steps; a path that has ended before stays where it is."""
    mixture = mixture_of(p)
    low, high = rounded_outwards(*mixture.window())
    bells = [at_step(path, step) for path in (fit.forward, fit.reverse)]
    centres = np.array([*mixture.means, *(mean for mean, _ in bells)])
    widths = np.array([*mixture.standard_deviations, *(deviation for _, deviation in bells)])
    x = np.concatenate([np.linspace(low, high, EVENLY), (centres + widths * BELL[:, None]).ravel()])
    x = np.unique(x[(low <= x) & (x <= high)])
    return FitCurves(x, mixture.density(x), *(np.exp(normal_log_density(x, *bell)) for bell in bells))


def at_step(path: Path, step: int) -> tuple[float, float]:
    """μ and σ after ``step`` steps, or at the path's end where that comes first."""
    last = min(max(step, 0), len(path.means) - 1)
    return float(path.means[last]), float(path.standard_deviations[last])


@dataclass(frozen=True, eq=False)
class Landscape:
    """KL(q‖p) over the plane of (μ, σ), good to about 1 %: for contours, not for numbers.

    Attributes:
        means: μ, ``[columns]``.
        standard_deviations: σ, ``[rows]``, evenly spaced in log σ.
        divergences: ``[rows, columns]``, in nats.
    """

    means: Float[np.ndarray, " columns"]
    standard_deviations: Float[np.ndarray, " rows"]
    divergences: Float[np.ndarray, "rows columns"]


@lru_cache(maxsize=64)
def landscape(p: Member) -> Landscape:
    """KL(q‖p) for q = N(μ, σ²) around every component of ``p``.

    Raises :class:`~vae_core.errors.ConfigError` where ``p`` is no mixture.
    """
    mixture = mixture_of(p)
    low, high = rounded_outwards(*mixture.window())
    means = np.linspace(low, high, COLUMNS)
    sigma = np.geomspace(mixture.standard_deviations.min() / 2, (high - low) / 2, ROWS)
    x = means[:, None] + sigma[:, None, None] * EPSILON
    log_p = np.interp(x, *_table(mixture, x.min(), x.max()))
    # KL(q‖p) = −½ log 2πeσ² − E_q[log p]
    kl = -(LOG_TWO_PI + 1) / 2 - np.log(sigma)[:, None] - log_p @ WEIGHTS
    return Landscape(means, sigma, kl)


def _table(mixture: Mixture, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """log p(x) at places dense enough to read it off between them."""
    own = mixture.means + mixture.standard_deviations * np.linspace(-8, 8, 161)[:, None]
    x = np.unique(np.concatenate([np.linspace(low, high, 1201), own.ravel()]))
    return x, mixture.log_density(x)
