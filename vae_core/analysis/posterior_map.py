"""The true posterior p(z|x) of one image as a heat map."""

import numpy as np
from jaxtyping import Bool, Float
from scipy.spatial import cKDTree

from vae_core.analysis.evidence_results import Evidence, LatentGaussian, PosteriorMap
from vae_core.analysis.latent_grid import Likelihood
from vae_core.models import VAE

# Shown are all but this share of the posterior on each side, because a far second peak with less would make the first
# one tiny, and each ellipse out to this many σ.
CUT_OFF, SIGMAS = 4e-3, 3.2
# Rows and columns of a map, and places decoded for one at most.
FEWEST, MOST, MOST_PLACES = 64, 256, 4000
# The shorter side is at least this part of the longer one, however far q is from the posterior: numbers need room.
SLIMMEST = 0.6
# Nodes with less than this share are as good as empty.
EMPTY = 1e-9


def posterior_map(
    model: VAE, x: Float[np.ndarray, " pixels"], evidence: Evidence, *shown: LatentGaussian, most: int = MOST
) -> PosteriorMap:
    """p(z|x) on a regular grid that takes in 98 % of it at least, and the ellipses of ``shown`` out to 3σ.

    Where the integration has found no mass the density is 0 without being computed: so the grid can be fine.

    Args:
        model: the VAE.
        x: the image.
        evidence: its :func:`~vae_core.analysis.evidence.evidence`.
        shown: what will be drawn over the map.
        most: rows and columns.
    """
    low, high = _limits(evidence, shown)
    # Two columns to the narrowest place's width, as far as the bounds allow.
    finest = evidence.spacing[evidence.share > EMPTY].min()
    wanted = np.clip(np.ceil((high - low) / finest * 1.5), FEWEST, most).astype(int)
    first, second, occupied = _cells(evidence, low, high, wanted)
    if occupied.sum() > MOST_PLACES:
        fewer = np.maximum(wanted * np.sqrt(MOST_PLACES / occupied.sum()), 24).astype(int)
        first, second, occupied = _cells(evidence, low, high, fewer)
    places = np.stack(np.meshgrid(first, second), -1)
    density = np.zeros(occupied.shape)
    # p(z|x) = p(x, z) / p(x)
    density[occupied] = np.exp(Likelihood(model, x).log_joint(places[occupied]) - evidence.log_evidence)
    inside = ((evidence.nodes >= low) & (evidence.nodes <= high)).all(1)
    return PosteriorMap(first, second, density, float(evidence.share[inside].sum()))


def _limits(evidence: Evidence, shown: tuple[LatentGaussian, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the map, in the latent space."""
    lows = [q.mean - SIGMAS * q.standard_deviation for q in shown]
    highs = [q.mean + SIGMAS * q.standard_deviation for q in shown]
    low, high = np.empty(2), np.empty(2)
    for axis in (0, 1):
        order = np.argsort(evidence.nodes[:, axis])
        below = np.cumsum(evidence.share[order])
        ends = np.searchsorted(below, [CUT_OFF, 1 - CUT_OFF]).clip(max=len(order) - 1)
        reach = evidence.spacing[order[ends]]
        low[axis], high[axis] = evidence.nodes[order[ends], axis] + [-1, 1] * reach
    low, high = np.min([low, *lows], axis=0), np.max([high, *highs], axis=0)
    sides = high - low
    lacking = np.maximum(SLIMMEST * sides.max() - sides, 0) / 2
    return low - lacking, high + lacking


def _cells(
    evidence: Evidence, low: np.ndarray, high: np.ndarray, counts: np.ndarray
) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, " m"], Bool[np.ndarray, "m n"]]:
    """Columns, rows, and which cells lie beside a node that holds mass."""
    first, second = (np.linspace(a, b, n) for a, b, n in zip(low, high, counts, strict=True))
    places = np.stack(np.meshgrid(first, second), -1)
    return first, second, lie_beside(evidence, places, reach=1.01, empty=EMPTY)


def lie_beside(
    evidence: Evidence, places: Float[np.ndarray, "*n 2"], *, reach: float, empty: float
) -> Bool[np.ndarray, "*n"]:
    """Which places have a node within ``reach`` of its spacings that holds more than ``empty`` of the posterior."""
    near = np.zeros(places.shape[:-1], bool)
    full = evidence.share > empty
    for spacing in np.unique(evidence.spacing[full]):
        tree = cKDTree(evidence.nodes[full & (evidence.spacing == spacing)])
        distance, _ = tree.query(places, distance_upper_bound=reach * spacing)
        near |= np.isfinite(distance)
    return near
