"""The local maxima of a density over the plane, found among the nodes of its integral."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.spatial import cKDTree

from vae_core.analysis.lattice import STEPS, Integral, LogDensity

# A maximum lower than the highest by so many nats is none worth showing, nor are more than so many.
LOWEST = 9.0
MOST = 8
# Newton steps from the best node to the top, each on a smaller stencil (in the node's own spacing).
STENCILS = (1.0, 0.4)
# A plateau counts as bent this much: a standard deviation of 3.
FLATTEST = 0.1


@dataclass(frozen=True, eq=False)
class Modes:
    """Local maxima, the highest first.

    Attributes:
        places: ``[modes, 2]``.
        log_density: log f there, ``[modes]``.
        covariance: the inverse of −∇² log f there, ``[modes, 2, 2]``.
    """

    places: Float[np.ndarray, "modes 2"]
    log_density: Float[np.ndarray, " modes"]
    covariance: Float[np.ndarray, "modes 2 2"]


def find_modes(integral: Integral, log_density: LogDensity) -> Modes:
    """The maxima of f, whose ``integral`` is known; at least one."""
    tops = np.flatnonzero(_is_top(integral))
    tops = tops[np.argsort(-integral.log_density[tops], kind="stable")][:MOST]
    places, height, spacing = integral.nodes[tops], integral.log_density[tops], integral.spacing[tops]
    there = places
    for scale in STENCILS:
        there, bend = _newton_step(there, scale * spacing, log_density)
    reached = log_density(there)
    places = np.where((reached > height)[:, None], there, places)
    height = np.maximum(reached, height)
    order = np.argsort(-height, kind="stable")
    apart = [k for n, k in enumerate(order) if not _is_near(places[k], places[order[:n]], spacing[k])]
    return Modes(places[apart], height[apart], np.linalg.inv(bend[apart]))


def _is_top(integral: Integral) -> Bool[np.ndarray, " n"]:
    """Which nodes are higher than all within one and a half spacings."""
    high = np.flatnonzero(integral.log_density > integral.log_density.max() - LOWEST)
    value, spacing = integral.log_density[high], integral.spacing[high]
    tree, beaten = cKDTree(integral.nodes[high]), np.zeros(len(high), bool)
    for distance in np.unique(spacing):
        a, b = tree.query_pairs(1.5 * distance, output_type="ndarray").T
        # Of two equal ones the later gives way.
        loser = np.where(value[a] >= value[b], b, a)
        beaten[loser[spacing[loser] == distance]] = True
    is_top = np.zeros(len(integral.nodes), bool)
    is_top[high[~beaten]] = True
    return is_top


def _newton_step(places: np.ndarray, step: np.ndarray, log_density: LogDensity) -> tuple[np.ndarray, np.ndarray]:
    """Each place after one Newton step, at most ``step`` along either axis, and −∇² log f where it came from."""
    stencil = places[:, None] + STEPS * step[:, None, None]
    f = log_density(stencil.reshape(-1, 2)).reshape(-1, len(STEPS))
    # STEPS: centre, right, left, up, down and the diagonals, in the second coordinate first.
    slope = np.stack([f[:, 3] - f[:, 4], f[:, 1] - f[:, 2]], -1) / 2
    bend = np.empty((len(f), 2, 2))
    bend[:, 0, 0], bend[:, 1, 1] = 2 * f[:, 0] - f[:, 3] - f[:, 4], 2 * f[:, 0] - f[:, 1] - f[:, 2]
    bend[:, 0, 1] = bend[:, 1, 0] = -(f[:, 5] - f[:, 6] - f[:, 7] + f[:, 8]) / 4
    eigenvalues, axes = np.linalg.eigh(bend)
    eigenvalues = np.maximum(eigenvalues, FLATTEST * step[:, None] ** 2)
    bend = axes @ (eigenvalues[..., None] * axes.swapaxes(-1, -2))
    move = np.clip(np.linalg.solve(bend, slope[..., None])[..., 0], -1, 1)
    return places + move * step[:, None], bend / step[:, None, None] ** 2


def _is_near(place: np.ndarray, others: np.ndarray, distance: float) -> bool:
    return bool((np.hypot(*(others - place).T) < 1.5 * distance).any())
