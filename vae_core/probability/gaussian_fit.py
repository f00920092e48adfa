"""A normal q fitted to a mixture p by both divergences: one covers the modes, the other seeks one.

Source: Bishop, "Pattern Recognition and Machine Learning" (2006), section 10.1.2 and figure 10.3.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations_with_replacement
from typing import Literal

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

from vae_core.config import is_number, is_whole, require
from vae_core.probability.divergences import entropy
from vae_core.probability.families import Member
from vae_core.probability.gaussian_divergences import forward_kl, mixture_of, reverse_kl
from vae_core.probability.mixture import Mixture
from vae_core.probability.normal_descent import Descent, Slope, Starts, descend
from vae_core.probability.quadrature import nodes

# The path that is shown: short, even steps. The search for the optima: full ones.
MOST_STEPS = 60
SHOWN = {"rate": 0.35, "reach": 0.4, "flat": 1e-5}
SEARCH = {"steps": 60, "rate": 1.0, "reach": 1.0, "flat": 1e-7}
# Ends of paths nearer than this, in standard deviations and logarithms of them, are one optimum ...
SAME = 1e-3
# ... and count as one where the gradient has become so short.
SETTLED = 1e-4
# A path that ends nearer than this to an optimum, in the same measure, has reached it.
NEAR = 0.02
# q carries a mode of p if it puts at least this share of p's own probability between the valleys around it.
CARRIED = 0.25

Style = Literal["covering", "seeking", "between", "single"]


@dataclass(frozen=True)
class Optimum:
    """A normal from which no small step lowers the divergence.

    Attributes:
        mean: μ.
        standard_deviation: σ.
        divergence: in nats.
        carried: how many modes of p have at least a quarter of their probability in q as well.
        style: ``"covering"`` if those are all modes, ``"seeking"`` if it is one of several, ``"between"`` if it is
            another number of several, ``"single"`` where p has but one.
    """

    mean: float
    standard_deviation: float
    divergence: float
    carried: int
    style: Style


@dataclass(frozen=True, eq=False)
class Path:
    """q from its start, step by step, ``[steps + 1]``.

    Attributes:
        means: μ.
        standard_deviations: σ.
        divergences: in nats; never rising.
        settled: whether the last one is at rest.
    """

    means: Float[np.ndarray, " steps"]
    standard_deviations: Float[np.ndarray, " steps"]
    divergences: Float[np.ndarray, " steps"]
    settled: bool


@dataclass(frozen=True, eq=False)
class Fit:
    """q fitted to p both ways from one start.

    Attributes:
        forward: the path that lowers KL(p‖q).
        reverse: the path that lowers KL(q‖p).
        forward_optimum: the only one of the forward direction; it has p's mean and variance.
        reverse_optima: all local optima of the reverse direction, the best one first.
        modes: where p's density has its peaks.
    """

    forward: Path
    reverse: Path
    forward_optimum: Optimum
    reverse_optima: tuple[Optimum, ...]
    modes: tuple[float, ...]

    @property
    def steps(self) -> int:
        """How many steps the longer path takes."""
        return max(len(self.forward.means), len(self.reverse.means)) - 1

    @property
    def reached(self) -> int | None:
        """Number of the optimum where the reverse path ends; ``None`` where it is still on its way."""
        mean, deviation = float(self.reverse.means[-1]), float(self.reverse.standard_deviations[-1])
        for number, optimum in enumerate(self.reverse_optima):
            away = abs(mean - optimum.mean) / optimum.standard_deviation
            if max(away, abs(math.log(deviation / optimum.standard_deviation))) < NEAR:
                return number
        return None


@lru_cache(maxsize=128)
def fit(p: Member, mean: float, standard_deviation: float, steps: int = MOST_STEPS) -> Fit:
    """Both fits of N(μ, σ²) to the mixture ``p``, from a given start.

    Raises :class:`~vae_core.errors.ConfigError` where ``p`` is no mixture, or the start or ``steps`` (1 to 60) is not
    possible.
    """
    require(is_number(mean, -1e9, 1e9), f"mean must be a number from -1e9 to 1e9, not {mean!r}")
    require(
        is_number(standard_deviation, 1e-9, 1e9),
        f"standard_deviation must be a number from 1e-9 to 1e9, not {standard_deviation!r}",
    )
    require(is_whole(steps, 1, MOST_STEPS), f"steps must be a whole number from 1 to {MOST_STEPS}, not {steps!r}")
    mixture = mixture_of(p)
    start = np.array([float(mean)]), np.array([math.log(standard_deviation)])
    forward, reverse = (
        _path(descend(slope, *start, steps=steps, **SHOWN)) for slope in (_forward_kl(p), partial(reverse_kl, mixture))
    )
    return Fit(forward, reverse, forward_optimum(p), reverse_optima(p), tuple(modes(p)[0].tolist()))


@lru_cache(maxsize=128)
def entropy_of(p: Member) -> float:
    """H(p) of a mixture by quadrature, in nats."""
    x, w = nodes(mixture_of(p))
    return entropy(p.distribution.log_density(x), w)


@lru_cache(maxsize=128)
def _forward_kl(p: Member) -> Callable[[Starts, Starts], Slope]:
    mixture = mixture_of(p)
    return partial(forward_kl, mixture.mean(), mixture.variance(), entropy_of(p))


def _path(descent: Descent) -> Path:
    at_rest = bool(descent.steepness[0] < SETTLED)
    return Path(descent.means[:, 0], np.exp(descent.log_deviations[:, 0]), descent.values[:, 0], at_rest)


@lru_cache(maxsize=128)
def forward_optimum(p: Member) -> Optimum:
    """The normal of the lowest KL(p‖q): it takes over p's mean and variance."""
    mixture = mixture_of(p)
    # μ = E_p[x],  σ² = Var_p[x]   (B, section 10.1.2: moment matching)
    mean, deviation = mixture.mean(), math.sqrt(mixture.variance())
    lowest = _forward_kl(p)(np.array([mean]), np.array([math.log(deviation)]))
    return _optimum(p, mean, deviation, float(lowest[0, 0]))


@lru_cache(maxsize=128)
def reverse_optima(p: Member) -> tuple[Optimum, ...]:
    """Every local minimum of KL(q‖p) over all normals q, found from many starts; the lowest comes first."""
    mixture = mixture_of(p)
    ends = descend(partial(reverse_kl, mixture), *_starts(mixture), **SEARCH)
    means, logs, values = ends.means[-1], ends.log_deviations[-1], ends.values[-1]
    *_, aa, ab, bb = ends.last
    is_minimum = (ends.steepness < SETTLED) & (aa > 0) & (aa * bb > ab**2)
    distinct: list[int] = []
    for i in np.flatnonzero(is_minimum)[np.argsort(values[is_minimum], kind="stable")]:
        gaps = [max(abs(means[i] - means[j]) / math.exp(logs[j]), abs(logs[i] - logs[j])) for j in distinct]
        if min(gaps, default=math.inf) > SAME:
            distinct.append(i)
    return tuple(_optimum(p, float(means[i]), math.exp(logs[i]), float(values[i])) for i in distinct)


def _starts(mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
    """Every run of neighbouring components, matched in its mean and in its variance, and half as wide as that."""
    present = mixture.weights > 0
    order = np.argsort(mixture.means[present], kind="stable")
    weights, means, deviations = (
        v[present][order] for v in (mixture.weights, mixture.means, mixture.standard_deviations)
    )
    starts = []
    for first, last in combinations_with_replacement(range(len(order)), 2):
        run = slice(first, last + 1)
        share = weights[run] / weights[run].sum()
        mean = share @ means[run]
        deviation = math.sqrt(share @ (deviations[run] ** 2 + (means[run] - mean) ** 2))
        starts += [(mean, math.log(deviation * width)) for width in ((1.0,) if first == last else (1.0, 0.5))]
    return tuple(np.array(starts).T)


@lru_cache(maxsize=128)
def modes(p: Member) -> tuple[np.ndarray, np.ndarray]:
    """The peaks of p's density, and the valleys between them, both in ascending order."""
    mixture = mixture_of(p)
    z = np.linspace(-4, 4, 321)
    x = np.unique((mixture.means + mixture.standard_deviations * z[:, None])[:, mixture.weights > 0])
    x = x[np.concatenate([[True], np.diff(x) > 1e-6 * mixture.standard_deviations.min()])]
    # Between a place where p rises and the next, where it falls, lies a peak; the other way round, a valley.
    rising = _score(mixture, x) > 0
    turns = np.flatnonzero(rising[:-1] != rising[1:])
    middles = (x[turns] + x[turns + 1]) / 2
    return middles[rising[turns]], middles[~rising[turns]]


def _score(p: Mixture, x: np.ndarray) -> np.ndarray:
    # (log p)′(x) = Σₖ P(k∣x) (μₖ − x) / σₖ²
    return (p.responsibilities(x) * ((p.means[:, None] - x) / p.standard_deviations[:, None] ** 2)).sum(axis=0)


def _optimum(p: Member, mean: float, deviation: float, divergence: float) -> Optimum:
    _, valleys = modes(p)
    edges = np.concatenate([[-np.inf], valleys, [np.inf]])
    shares_p, shares_q = np.diff(p.distribution.cdf(edges)), np.diff(ndtr((edges - mean) / deviation))
    carried, count = int((shares_q >= CARRIED * shares_p).sum()), len(valleys) + 1
    style = "single" if count == 1 else "covering" if carried == count else "seeking" if carried == 1 else "between"
    return Optimum(mean, deviation, divergence, carried, style)
