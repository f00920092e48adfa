"""log p(x_0) of a chain on a line: what each latent is, marginally, carried from p(x_T) down to p(x_1), then to x_0.

p(x_{t−1}) = ∫ p(x_{t−1}∣x_t) p(x_t) dx_t   (Sohl-Dickstein et al. 2015, eq. 9, an integral at a time)

A density is held on equal steps of a grid. Where a step of the way back is wide, each point hands its mass on to the
whole of its normal; where it is narrower than two steps of the grid, to the nodes of a Gauss-Hermite rule, and from
each of those to the six points around it, so that polynomials up to the fifth degree keep their means.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.interpolate import CubicSpline
from scipy.special import logsumexp

from vae_core.diffusion.forward import PRIOR, step
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.normal import Normal
from vae_core.diffusion.reverse import reverse
from vae_core.diffusion.schedule import Schedule
from vae_core.probability.normal import normal_log_density

Points = Float[np.ndarray, " n"]
Grid = Float[np.ndarray, " grid"]

SPACING = 0.02
# Beyond so many standard deviations of data and prior lies nothing that a double could tell.
REACH = 9.0
NARROW = 2.0  # steps of the grid
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(8)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()
STENCIL = np.arange(-2, 4)  # around a place between points 0 and 1
FINER = 8  # times as many points where p(x_0∣x_1) is narrow


@dataclass(frozen=True, eq=False)
class Latents:
    """The marginals of a chain.

    Attributes:
        data: whose means the way back has, on a line.
        schedule: of the noise.
        width: of the way back, see :func:`vae_core.diffusion.reverse.reverse`.
        x: where the densities are given, ``[grid]``, in equal steps.
        densities: p(x_t) for t = 1 … T, ``[T, grid]``.
    """

    data: DiagonalMixture
    schedule: Schedule
    width: str
    x: Grid
    densities: Float[np.ndarray, "T grid"]


def latents(data: DiagonalMixture, schedule: Schedule, width: str = "best", spacing: float = SPACING) -> Latents:
    """p(x_t) of every latent of a chain, for which ``spacing`` is that of the grid."""
    furthest = max(1.0, float((np.abs(data.means) / REACH + np.sqrt(data.variances)).max()))
    most = round(REACH * furthest / spacing)
    x = spacing * np.arange(-most, most + 1)
    densities = [np.exp(PRIOR.log_density(x))]
    for t in range(schedule.steps, 1, -1):
        densities.append(_carried(densities[-1], x, reverse(data, step(schedule, t), x[:, None], width)))
    return Latents(data, schedule, width, x, np.array(densities[::-1]))


def log_evidence(chain: Latents, x_0: Points) -> Points:
    """log p(x_0) in nats.

    Right as long as p(x_0) is more than some 1e-12 of the highest density: sums of doubles know no less.
    """
    x = np.linspace(chain.x[0], chain.x[-1], FINER * (len(chain.x) - 1) + 1)
    density = np.maximum(CubicSpline(chain.x, chain.densities[0])(x), 0)
    decoded = reverse(chain.data, step(chain.schedule, 1), x[:, None], chain.width)
    # p(x_0) = ∫ p(x_0∣x_1) p(x_1) dx_1
    return logsumexp(decoded.log_density(x_0).T, b=density * (x[1] - x[0]), axis=1)


def _carried(density: Grid, x: Grid, decoded: Normal) -> Grid:
    """The density of x_{t−1}, from that of x_t and p(x_{t−1}∣x_t)."""
    spacing = x[1] - x[0]
    mean, deviation = decoded.mean[:, 0], decoded.standard_deviation[:, 0]
    is_narrow = deviation < NARROW * spacing
    return _spread(density[~is_narrow], x, mean[~is_narrow], deviation[~is_narrow]) + _handed_on(
        density[is_narrow], x, mean[is_narrow], deviation[is_narrow]
    )


def _spread(density: Points, x: Grid, mean: Points, deviation: Points) -> Grid:
    """Each point's mass, over the whole of its normal."""
    spacing = x[1] - x[0]
    half = int(np.ceil(REACH * deviation.max(initial=0.0) / spacing))
    places = np.rint((mean - x[0]) / spacing).astype(int)[:, None] + np.arange(-half, half + 1)
    mass = density[:, None] * np.exp(normal_log_density(x[0] + spacing * places, mean[:, None], deviation[:, None]))
    return spacing * _gathered(places, mass, len(x))


def _handed_on(density: Points, x: Grid, mean: Points, deviation: Points) -> Grid:
    """Each point's mass, to the nodes of its narrow normal, and from there to the points around."""
    spacing = x[1] - x[0]
    nodes = (mean[:, None] + deviation[:, None] * NODES - x[0]) / spacing
    below = np.floor(nodes)
    places = below[..., None].astype(int) + STENCIL
    mass = density[:, None, None] * NODE_WEIGHTS[:, None] * _lagrange(nodes - below)
    return _gathered(places, mass, len(x))


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
