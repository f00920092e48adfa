"""log p(x_0) of a chain on a line: what each latent is, marginally, carried from p(x_T) down to p(x_1), then to x_0.

p(x_{t−1}) = ∫ p(x_{t−1}∣x_t) p(x_t) dx_t   (Sohl-Dickstein et al. 2015, eq. 9, an integral at a time)

A density is held on equal steps of a grid. Where all steps of a short chain are wider than those, its logarithm is, and
found by sums of logarithms, right however small it is. Else sums are of densities: where a step of the way back is
wider than those of the grid, each point hands its mass on to the whole of its normal, which such a grid holds to the
last digits; where it is narrower, to the nodes of a Gauss-Hermite rule, and from each of those to the six points around
it, so that polynomials up to the fifth degree keep their means.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.interpolate import CubicSpline
from scipy.special import logsumexp
from scipy.stats import norm

from vae_core.diffusion.forward import PRIOR, step, steps
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.reverse import reverse
from vae_core.diffusion.schedule import Schedule
from vae_core.probability.normal import normal_log_density

Points = Float[np.ndarray, " n"]
Grid = Float[np.ndarray, " grid"]

# The grid's steps: a tenth of the narrowest shape in what is to be held, within limits.
FINEST, COARSEST = 0.003, 0.03
LOOKED = np.linspace(-4, 4, 161)  # where shapes are looked for
COARSER = 1.5  # that of the second grid, by which the first is judged
CAUTION = 3.0  # times their difference: errors of both may have one sign
# By logarithms each point sees each other: so many pairs at once, and altogether, are enough.
LARGEST, LONGEST = 4_000_000, 10_000_000
# Beyond so many standard deviations of data and prior lies nothing that a double could tell.
REACH = 9.0
WIDE = 7.5  # standard deviations, outside of which no mass is handed on
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(4)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()
STENCIL = np.arange(-2, 4)  # around a place between points 0 and 1
UNKNOWN = 1e-12  # of the highest density
SMALLEST = 1e-5  # error that is stated
NOTHING = 1e-300
FINER = 8  # times as many points where p(x_0∣x_1) is narrow


@dataclass(frozen=True, eq=False)
class Latents:
    """The marginals of a chain.

    Attributes:
        data: whose means the way back has, on a line.
        schedule: of the noise.
        width: of the way back, see :func:`vae_core.diffusion.reverse.reverse`.
        x: where the densities are given, ``[grid]``, in equal steps.
        log_densities: log p(x_t) for t = 1 … T, ``[T, grid]``.
        is_right_far_out: also where a double could not hold the density beside the highest, but 1e-19 of it.
    """

    data: DiagonalMixture
    schedule: Schedule
    width: str
    x: Grid
    log_densities: Float[np.ndarray, "T grid"]
    is_right_far_out: bool


def latents(data: DiagonalMixture, schedule: Schedule, width: str = "best", *, coarser: float = 1.0) -> Latents:
    """p(x_t) of every latent of a chain, on a grid whose steps are so many times the usual ones."""
    spacing = coarser * spacing_for(data, schedule, width)
    furthest = max(1.0, float((np.abs(data.means) / REACH + np.sqrt(data.variances)).max()))
    most = round(REACH * furthest / spacing)
    x = spacing * np.arange(-most, most + 1)
    decoded = reverse(data, steps(schedule, first=2), x[:, None], width)
    means, deviations = decoded.mean[::-1, :, 0], decoded.standard_deviation[::-1, :, 0]
    is_short = len(x) ** 2 <= LARGEST and len(means) * len(x) ** 2 <= LONGEST
    by_logarithms = is_short and bool((deviations >= spacing).all())
    carry = _log_carried if by_logarithms else _carried
    log_densities = [PRIOR.log_density(x)]
    for mean, deviation in zip(means, deviations, strict=True):
        log_densities.append(carry(log_densities[-1], x, mean, deviation))
    return Latents(data, schedule, width, x, np.array(log_densities[::-1]), by_logarithms)


def spacing_for(data: DiagonalMixture, schedule: Schedule, width: str) -> float:
    """The usual steps of the grid.

    What p(x_t) holds of a width f, p(x_{t−1}) holds of √(s² + (m′f)²), where the way back has the mean m(x_t) and the
    deviation s: few steps of a fixed width draw in sharply, many small ones never leave the width of the data.
    """
    decoded = reverse(data, steps(schedule, first=2), LOOKED[:, None], width)
    slopes = np.gradient(decoded.mean[..., 0], LOOKED, axis=1)
    narrowest = found = 1.0
    for slope, variance in zip(slopes[::-1], decoded.variance[::-1, :, 0], strict=True):
        found = float(np.sqrt(variance + (slope * found) ** 2).min())
        narrowest = min(narrowest, found)
    return float(np.clip(narrowest / 10, FINEST, COARSEST))


def log_evidence(chain: Latents, x_0: Points) -> Points:
    """log p(x_0) in nats."""
    x = np.linspace(chain.x[0], chain.x[-1], FINER * (len(chain.x) - 1) + 1)
    log_density = CubicSpline(chain.x, chain.log_densities[0])(x)
    decoded = reverse(chain.data, step(chain.schedule, 1), x[:, None], chain.width)
    # p(x_0) = ∫ p(x_0∣x_1) p(x_1) dx_1
    return logsumexp(decoded.log_density(x_0).T + log_density, axis=1) + np.log(x[1] - x[0])


def error_of(chain: Latents, coarser: Latents, x_0: Points) -> Points:
    """How far log p(x_0) may be from the truth, in nats: thrice what a coarser grid changes, and what doubles lose.

    Args:
        chain: whose evidence it is.
        coarser: the same, on a grid :data:`COARSER` times as coarse.
        x_0: where.

    Sums of doubles know no density below some 1e-12 of the highest, those of logarithms none that needs an x_T beyond
    the ends of the grid; there the error is beyond all bounds.
    """
    found, again = log_evidence(chain, x_0), log_evidence(coarser, x_0)
    unknown = np.log(UNKNOWN) if not chain.is_right_far_out else norm.logsf(REACH) + np.log(2)
    lost = np.exp(np.minimum(unknown + chain.log_densities[0].max() - found, 700))
    return SMALLEST + CAUTION * np.abs(found - again) + lost


def _log_carried(log_density: Grid, x: Grid, mean: Grid, deviation: Grid) -> Grid:
    """The logarithm of the density of x_{t−1}, from that of x_t and p(x_{t−1}∣x_t)."""
    joint = normal_log_density(x[:, None], mean, deviation) + log_density
    return logsumexp(joint, axis=1) + np.log(x[1] - x[0])


def _carried(log_density: Grid, x: Grid, mean: Grid, deviation: Grid) -> Grid:
    """The same, by densities."""
    density, at = np.exp(log_density), deviation < x[1] - x[0]
    wide = _spread(density[~at], x, mean[~at], deviation[~at])
    return np.log(np.maximum(wide + _handed_on(density[at], x, mean[at], deviation[at]), NOTHING))


def _spread(density: Points, x: Grid, mean: Points, deviation: Points) -> Grid:
    """Each point's mass, over the whole of its normal."""
    spacing = x[1] - x[0]
    half = int(np.ceil(WIDE * deviation.max(initial=0.0) / spacing))
    places = np.rint((mean - x[0]) / spacing).astype(int)[:, None] + np.arange(-half, half + 1)
    mass = density[:, None] * np.exp(normal_log_density(x[0] + spacing * places, mean[:, None], deviation[:, None]))
    return spacing * _gathered(places, mass, len(x))


def _handed_on(density: Points, x: Grid, mean: Points, deviation: Points) -> Grid:
    """Each point's mass, to the nodes of its narrow normal, and from there to the points around."""
    spacing = x[1] - x[0]
    nodes = (mean[:, None] + deviation[:, None] * NODES - x[0]) / spacing
    below = np.floor(nodes)
    around = below[..., None].astype(int) + STENCIL
    mass = density[:, None, None] * NODE_WEIGHTS[:, None] * _lagrange(nodes - below)
    return _gathered(around, mass, len(x))


def _gathered(places: Int[np.ndarray, "*all"], mass: Float[np.ndarray, "*all"], size: int) -> Grid:
    """What has come to each point of the grid; what fell off its ends is lost."""
    inside = (places >= 0) & (places < size)
    return np.bincount(places[inside], mass[inside], minlength=size).astype(float)


def _lagrange(between: Float[np.ndarray, "n nodes"]) -> Float[np.ndarray, "n nodes 6"]:
    """How much of what lies ``between`` two points, from 0 to 1, goes to each of the six around."""
    weights = [
        np.prod([(between - other) / (own - other) for other in STENCIL if other != own], axis=0) for own in STENCIL
    ]
    return np.stack(weights, axis=-1)
