"""Integrals over the plane of a density with few, narrow, perhaps curved and perhaps separate peaks.

On a lattice finer than about the width of a peak the trapezoid rule errs exponentially little (Trefethen & Weideman,
"The exponentially convergent trapezoidal rule", 2014), wherever the peak's mass goes to zero on all sides. So: one
coarse lattice over the whole plane, known beforehand; lattices twice, four times, … as fine only where the mass may
be, region by region, until each region's sum no longer depends on which quarter of its nodes is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy import ndimage
from scipy.special import logsumexp

from vae_core.config import require

LogDensity = Callable[[Float[np.ndarray, "n 2"]], Float[np.ndarray, " n"]]

# Below the highest peak by so many nats, nodes are divided no further: of a Gaussian peak e^-9 = 1e-4 lies beyond.
DEPTH = 9.0
# What a region may contribute to the relative error before it is divided again.
TOLERANCE = 0.002
# How much the density may rise, on average, between a node and the top of the peak beside it: about a width apart.
STEEPEST = 0.5
# Of log f's second difference along an axis: what f may rise by between nodes.
RISE = 0.3
# Spacings 2^-12 of the coarse one; a peak yet narrower, or a region of yet more nodes, is reported with its error.
MOST_LEVELS = 12
MOST_NODES = 40_000
# Shares of the integral smaller than this are not kept.
NEGLIGIBLE = 1e-15
# From a node to itself and its neighbours.
STEPS = np.array([(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)])
# More than the nodes of the finest lattice in a row: two coordinates make one number.
KEY = 2**28


@dataclass(frozen=True)
class Lattice:
    """The square lattice of a given ``spacing``, through 0, inside the circle of a given ``radius``."""

    spacing: float
    radius: float

    def __post_init__(self):
        is_sound = 0 < self.spacing <= self.radius < np.inf
        require(is_sound, f"a lattice needs 0 < spacing <= radius, not {self.spacing!r} and {self.radius!r}")

    @cached_property
    def inside(self) -> Bool[np.ndarray, "side side"]:
        """Which nodes of the enclosing square are in the circle; rows are the first coordinate."""
        ticks = np.arange(-self.reach, self.reach + 1) * self.spacing
        return np.hypot(*np.meshgrid(ticks, ticks)) <= self.radius

    @property
    def reach(self) -> int:
        """Nodes from the centre to the rim."""
        return int(self.radius / self.spacing)

    @cached_property
    def nodes(self) -> Float[np.ndarray, "n 2"]:
        """The places, row by row."""
        return (np.argwhere(self.inside) - self.reach) * self.spacing


@dataclass(frozen=True, eq=False)
class Integral:
    """An integral over the plane and where it comes from.

    Attributes:
        log_value: log ∫ f.
        error: of ``log_value``, in nats, estimated from sums over disjoint halves of the nodes.
        nodes: where f counts, ``[n, 2]``.
        log_density: log f there, ``[n]``.
        spacing: side of the square that each node stands for, ``[n]``.
        share: its part of the integral, ``[n]``; their sum is 1.
    """

    log_value: float
    error: float
    nodes: Float[np.ndarray, "n 2"]
    log_density: Float[np.ndarray, " n"]
    spacing: Float[np.ndarray, " n"]
    share: Float[np.ndarray, " n"]


@dataclass(frozen=True, eq=False)
class _Nodes:
    """Nodes of one level: whole multiples of the level's spacing, log f, how far f may rise nearby, the region."""

    index: Int[np.ndarray, "n 2"]
    value: Float[np.ndarray, " n"]
    rise: Float[np.ndarray, " n"]
    region: Int[np.ndarray, " n"]

    def __getitem__(self, chosen: Bool[np.ndarray, " n"]) -> "_Nodes":
        return _Nodes(self.index[chosen], self.value[chosen], self.rise[chosen], self.region[chosen])

    def may_reach(self, height: float) -> Bool[np.ndarray, " n"]:
        """Beside which nodes log f may exceed ``height``."""
        return self.value + self.rise > height

    def divided(self, spacing: float, log_density: LogDensity) -> "_Nodes":
        """These nodes and all around them on the lattice of half the spacing, which is ``spacing``."""
        # Each with its eight neighbours, without repetition; the centres, whose values are known, come first.
        key = ((2 * self.index + STEPS[:, None] + KEY // 2) @ [KEY, 1]).reshape(-1)
        key, first, member = np.unique(key, return_index=True, return_inverse=True)
        new = first >= len(self.value)
        index = np.stack(np.divmod(key, KEY), axis=1) - KEY // 2
        value, rise = np.empty(len(key)), np.zeros(len(key))
        value[~new] = self.value[first[~new]]
        value[new] = log_density(index[new] * spacing)
        # The rise beside a smooth peak goes with the square of the spacing.
        np.maximum.at(rise, member, np.tile(self.rise / 4, len(STEPS)))
        return _Nodes(index, value, rise, np.tile(self.region, len(STEPS))[first])


def integrate(lattice: Lattice, values: Float[np.ndarray, " n"], log_density: LogDensity) -> Integral:
    """log ∫ f over the plane.

    Args:
        lattice: coarse; spikes that rise out of it more narrowly than about a tenth of its spacing may be missed.
        values: log f at the lattice's nodes.
        log_density: log f at any places.

    Raises:
        ConfigError: f is not a finite number above 0 at some node.
    """
    require(len(values) == len(lattice.nodes), f"{len(lattice.nodes)} nodes cannot have {len(values)} values")
    require(bool(np.isfinite(values).all()), "the logarithm of a density must be a finite number at every node")
    coarse = _coarse_nodes(lattice, values)
    active = coarse.region > 0
    finished, error = [(coarse[~active], lattice.spacing)], 0.0
    nodes, spacing = coarse[active], lattice.spacing
    rest = _log_mass(coarse[~active], spacing)
    flank = rest
    for level in range(MOST_LEVELS + 1):
        total = np.logaddexp(rest, _log_mass(nodes, spacing))
        wrong, settled = _assess(nodes, spacing, total)
        again = ~settled[nodes.region]
        dividing = again & nodes.may_reach(values.max() - DEPTH)
        if level == MOST_LEVELS or 4 * np.count_nonzero(dividing) > MOST_NODES or not dividing.any():
            finished.append((nodes, spacing))
            error += wrong.sum()
            break
        finished.append((nodes[~dividing], spacing))
        rest = np.logaddexp(rest, _log_mass(nodes[~dividing], spacing))
        flank = np.logaddexp(flank, _log_mass(nodes[again & ~dividing], spacing))
        error += wrong[settled].sum()
        spacing /= 2
        nodes = nodes[dividing].divided(spacing, log_density)
        values = np.maximum(values.max(keepdims=True), nodes.value.max())
    return _collected(finished, error, flank)


def _coarse_nodes(lattice: Lattice, values: np.ndarray) -> _Nodes:
    """The lattice's nodes; the regions where mass may lie are numbered from 1, region 0 is the rest."""
    square = np.full(lattice.inside.shape, -np.inf)
    square[lattice.inside] = values
    rise = _possible_rise(square)
    region, _ = ndimage.label(square + rise > values.max() - DEPTH, structure=np.ones((3, 3)))
    index = np.argwhere(lattice.inside) - lattice.reach
    return _Nodes(index, values, rise[lattice.inside], region[lattice.inside].astype(np.int64))


def _possible_rise(square: np.ndarray) -> np.ndarray:
    """How much log f may rise from each node to the top of a peak that is nearer to it than to any other node.

    Along an axis a parabola rises by an eighth of its second difference at most; more than twice that is allowed for.
    """
    rise = np.zeros_like(square)
    for ahead, behind in (((slice(2, None),), (slice(None, -2),)), ((..., slice(2, None)), (..., slice(None, -2)))):
        middle = tuple(slice(1, -1) if part != ... else ... for part in ahead)
        known = np.isfinite(square[ahead]) & np.isfinite(square[behind]) & np.isfinite(square[middle])
        bend = np.zeros_like(square[middle])
        np.subtract(2 * square[middle], square[ahead] + square[behind], where=known, out=bend)
        rise[middle] += np.maximum(bend, 0.0) * RISE
    return rise


def _log_mass(nodes: _Nodes, spacing: float) -> float:
    return float(logsumexp(nodes.value)) + 2 * np.log(spacing) if len(nodes.value) else -np.inf


def _assess(nodes: _Nodes, spacing: float, total: float) -> tuple[np.ndarray, np.ndarray]:
    """Each region's part of the relative error, and which regions need no finer lattice.

    The nodes fall into two halves in three ways: by the parity of their row, of their column, and of the sum of
    both. Each half is a lattice of its own. Where two halves differ by 2a of the whole, the lattice of twice the
    spacing errs by about a, and this one by a² or less: halving the spacing squares an exponentially small error.
    """
    mass = np.exp(nodes.value + 2 * np.log(spacing) - total)
    regions = int(nodes.region.max(initial=0)) + 1
    whole = np.bincount(nodes.region, mass, regions)
    known = np.maximum(whole, np.finfo(float).tiny)
    row, column = (nodes.index % 2).T
    halves = (np.bincount(nodes.region, mass * (1 - 2 * side), regions) for side in (row, column, row ^ column))
    relative = sum((half / known) ** 2 for half in halves)
    steepness = np.bincount(nodes.region, mass * nodes.rise, regions) / known
    # What a region might hold if its peaks were as high as they may be.
    most = np.bincount(nodes.region, mass * np.exp(np.minimum(nodes.rise, 500.0)), regions)
    steep = steepness > STEEPEST
    wrong = relative * whole + np.where(steep, most - whole, 0.0)
    return wrong, (wrong < TOLERANCE) | (most < TOLERANCE / 100)


def _collected(finished: list[tuple[_Nodes, float]], error: float, flank: float) -> Integral:
    places = np.concatenate([nodes.index * spacing for nodes, spacing in finished])
    value = np.concatenate([nodes.value for nodes, _ in finished])
    spacing = np.concatenate([np.full(len(nodes.value), spacing) for nodes, spacing in finished])
    log_mass = value + 2 * np.log(spacing)
    log_value = float(logsumexp(log_mass))
    share = np.exp(log_mass - log_value)
    kept = share > NEGLIGIBLE
    error = float(np.log1p(error + np.exp(flank - log_value)))
    return Integral(log_value, error, places[kept], value[kept], spacing[kept], share[kept] / share[kept].sum())
