"""Expectations of smooth functions under a Gaussian over the plane, without sampling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from jaxtyping import Float

from vae_core.analysis.evidence_results import LatentGaussian

Rule = Callable[[], tuple[Float[np.ndarray, "n 2"], Float[np.ndarray, " n"]]]

# Rules are tried in turn until two in a row agree to so many nats.
AGREEMENT = 5e-4
# Nodes of less weight are left out: no log likelihood of an image is below a million nats.
LIGHTEST = 1e-11
# The lattice ends where the density has fallen by this factor (a radius of 7 σ).
LATTICE_END = np.exp(-24.5)


@dataclass(frozen=True)
class Average:
    """An expectation.

    Attributes:
        mean: E[f].
        deviation: the standard deviation of f.
        error: of the mean: how far the last two rules are apart.
    """

    mean: float
    deviation: float
    error: float


@cache
def gauss_hermite(order: int) -> tuple[Float[np.ndarray, "n 2"], Float[np.ndarray, " n"]]:
    """Nodes ε and weights w of the Gauss-Hermite rule of ``order`` nodes per axis: w @ f(ε) is E[f(ε)], ε ~ N(0, I)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(order)
    return _lightened(nodes, weights, LIGHTEST)


@cache
def lattice(spacing: float, turn: float = 0.0) -> tuple[Float[np.ndarray, "n 2"], Float[np.ndarray, " n"]]:
    """Nodes and weights of the trapezoid rule on a square lattice, turned by an angle.

    Unlike Gauss-Hermite nodes these are as dense where the weight is as elsewhere: better for rugged functions.
    """
    ticks = np.arange(-np.ceil(7 / spacing), np.ceil(7 / spacing) + 1) * spacing
    nodes, weights = _lightened(ticks, np.exp(-(ticks**2) / 2), LATTICE_END * spacing**2 / (2 * np.pi))
    return nodes @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]), weights


def _lightened(nodes: np.ndarray, weights: np.ndarray, lightest: float) -> tuple[np.ndarray, np.ndarray]:
    """The product of a rule with itself, its weights adding up to 1, without the lightest."""
    both = np.outer(weights, weights).ravel() / weights.sum() ** 2
    places = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), -1).reshape(-1, 2)
    kept = both > lightest
    return places[kept], both[kept] / both[kept].sum()


# From the quickest to the most patient: a few nodes suffice under a narrow Gaussian.
RULES: Sequence[Rule] = (
    *(partial(gauss_hermite, order) for order in (8, 12, 18, 28)),
    *(partial(lattice, spacing) for spacing in (0.25, 0.125)),
)
# Rules that share no node with those above.
LATTICES: Sequence[Rule] = tuple(partial(lattice, spacing, 0.5) for spacing in (0.7, 0.5, 0.35, 0.25, 0.175, 0.12))


def average(
    q: LatentGaussian, function: Callable[[Float[np.ndarray, "n 2"]], Float[np.ndarray, " n"]], rules: Sequence[Rule]
) -> Average:
    """E[f(z)] for z ~ q, by the first of ``rules`` that agrees with the one before it, or else by the last.

    Args:
        q: the Gaussian.
        function: f at places ``[n, 2]``.
        rules: two or more, from coarse to fine.
    """
    before = np.inf
    for rule in rules:
        noise, weights = rule()
        values = function(q.mean + noise @ q.factor.T)
        mean = float(weights @ values)
        error, before = abs(mean - before), mean
        if error < AGREEMENT:
            break
    return Average(mean, float(np.sqrt(weights @ (values - mean) ** 2)), error)
