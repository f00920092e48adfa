"""Integrals over the real line of anything made of given densities.

The densities themselves say where to look: the line is cut at their quantiles, deep into both tails, and
between neighbouring cuts the Gauss-Legendre rule is all but exact. A spike a millionth as wide as its
neighbour is found this way, which no evenly spaced grid would do.
"""

from functools import lru_cache

import numpy as np
from jaxtyping import Float
from scipy.special import ndtri

from vae_core.config import require
from vae_core.probability.distribution import Distribution
from vae_core.probability.mixture import Mixture

Line = Float[np.ndarray, " n"]

# Probabilities that the cuts leave outside them; then the tail is followed as far as numbers go.
LEVELS = np.concatenate([10.0 ** np.arange(-15, 0), [0.25, 0.5]])
# Cuts around a normal bell, in standard deviations.
BELL = np.concatenate([ndtri(LEVELS), -ndtri(LEVELS[:-1])])
# Beyond the last cut an endless tail is followed until it carries about 1e-300, but never so far that squares overflow.
DECADES_BEYOND = 285
FARTHEST = 1e140
# Cuts around the place where one component of a mixture hands over to another, in units of the hand-over's width.
HANDOVER = np.array([-36.0, -14.0, -6.0, -2.0, 0.0, 2.0, 6.0, 14.0, 36.0])
# Panels that end at a multiple of where they begin, seen from an anchor, are walked in logarithms ...
STEEP = 2.0
# ... of which one panel takes in at most so many.
LOGARITHMS_PER_PANEL = 4.0
NO_CUTS = np.empty(0)
ABSCISSAE, WEIGHTS = np.polynomial.legendre.leggauss(16)


def nodes(*distributions: Distribution, cuts: Float[np.ndarray, " cuts"] = NO_CUTS) -> tuple[Line, Line]:
    """Places x and weights w such that ``w @ f(x)`` is ∫ f(x) dx for any f made of these densities.

    The places ascend and lie inside the supports' outer ends. The error is about 1e-9 of ∫ |f|, unless f takes up
    powers of x that let a tail beyond 1e140 matter (x² under a Student t of 2.05 degrees does), or a density is
    so singular at an end other than 0 that numbers cannot tell the end from where its mass lies (β < 0.5 in a beta).

    Args:
        distributions: continuous ones.
        cuts: places where f has corners of its own.

    Raises:
        ConfigError: one of ``distributions`` is discrete, or there is none.
    """
    require(len(distributions) > 0, "An integral needs at least one density.")
    require(not any(d.is_discrete for d in distributions), "A discrete variable has no density to integrate.")
    cuts = np.unique(np.concatenate([cuts, *(_cuts(d) for d in distributions)]))
    anchors = np.unique(np.concatenate([_anchors(d) for d in distributions]))
    low, high = cuts[:-1], cuts[1:]
    # Seen from an anchor on either side, such a panel is long: each half is so from one side only.
    halved = (_ratio(low, high, _before(low, anchors)) > STEEP) & (_ratio(low, high, _after(high, anchors)) > STEEP)
    cuts = np.unique(np.concatenate([cuts, (low[halved] + high[halved]) / 2]))
    x, w = _composite_rule(cuts[:-1], cuts[1:], anchors)
    # Closer than numbers can tell to an end of the support, a density may be infinite.
    apart = ~np.isin(x, anchors)
    return x[apart], w[apart]


def _before(low: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    """The nearest anchor to the left of each panel, or −∞."""
    return np.concatenate([[-np.inf], anchors])[np.searchsorted(anchors, low, side="left")]


def _after(high: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    """The nearest anchor to the right of each panel, or ∞."""
    return np.concatenate([anchors, [np.inf]])[np.searchsorted(anchors, high, side="right")]


def _ratio(low: np.ndarray, high: np.ndarray, anchor: np.ndarray) -> np.ndarray:
    """How many times as far from the anchor the farther end of each panel is as the nearer one."""
    left, right = np.abs(low - anchor), np.abs(high - anchor)
    known = np.isfinite(anchor)
    with np.errstate(over="ignore"):
        return np.divide(np.maximum(left, right), np.minimum(left, right), where=known, out=np.ones_like(low))


def _composite_rule(low: np.ndarray, high: np.ndarray, anchors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights on the panels from ``low`` to ``high``, in ascending order.

    A panel that is long against its distance from an anchor (a finite end of a support, or the middle of a
    heavy-tailed bell) is walked in t = log |x − anchor|, in which powers of that distance are smooth.
    """
    before, after = _before(low, anchors), _after(high, anchors)
    anchor = np.where(low - before <= after - high, before, after)
    steep = _ratio(low, high, anchor) > STEEP
    x, w = _between(low[~steep], high[~steep])
    anchor, side = anchor[steep], np.where(anchor[steep] < low[steep], 1.0, -1.0)
    ends = (np.log(np.abs(end[steep] - anchor)) for end in (low, high))
    pieces, t, v = _divided(*ends)
    distance = side.repeat(pieces)[:, None] * np.exp(t)
    # ∫ f(x) dx = ∫ f(anchor ± eᵗ) (± eᵗ) dt
    x = np.concatenate([x.ravel(), (anchor.repeat(pieces)[:, None] + distance).ravel()])
    w = np.concatenate([w.ravel(), (v * distance).ravel()])
    order = np.argsort(x, kind="stable")
    return x[order], w[order]


def _between(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Gauss-Legendre rule, moved from [−1, 1] to each panel: ``[panels, 16]``."""
    half = (high - low)[:, None] / 2
    return low[:, None] + half * (1 + ABSCISSAE), half * WEIGHTS


def _divided(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Into how many equal pieces each stretch of logarithms is cut, and the rule on all of them."""
    pieces = np.ceil(np.abs(high - low) / LOGARITHMS_PER_PANEL).astype(int)
    index = np.arange(pieces.sum()) - (np.cumsum(pieces) - pieces).repeat(pieces)
    step = ((high - low) / pieces).repeat(pieces)
    start = low.repeat(pieces) + index * step
    return pieces, *_between(start, start + step)


@lru_cache(maxsize=64)
def _cuts(distribution: Distribution) -> np.ndarray:
    """Where to cut the line for the sake of one density."""
    if isinstance(distribution, Mixture):
        return _mixture_cuts(distribution)
    lower, upper = distribution.quantile(LEVELS), distribution.upper_quantile(LEVELS)
    quantiles, middle = np.concatenate([lower, upper[:-1]]), lower[-1]
    ends = [
        end if np.isfinite(end) else middle + _reach(tail[0] - middle, tail[1] - middle)
        for end, tail in zip(distribution.support, (lower, upper), strict=True)
    ]
    return np.concatenate([np.clip(quantiles, -FARTHEST, FARTHEST), ends])


def _reach(farthest: float, nearer: float) -> float:
    """How far to follow a tail whose last two quantiles, a factor of ten apart in probability, are given."""
    # A power law keeps the ratio of such quantiles; every other tail shrinks it, so this is far enough.
    decades = min(DECADES_BEYOND * np.log10(farthest / nearer), np.log10(FARTHEST / abs(farthest)))
    return farthest * 10.0 ** max(decades, 0.0)


@lru_cache(maxsize=64)
def _anchors(distribution: Distribution) -> np.ndarray:
    """The places around which the density is a power of the distance, near them or far away."""
    if isinstance(distribution, Mixture):
        return np.empty(0)
    middle = float(distribution.quantile(np.array(0.5)))
    return np.array([place for place in (*distribution.support, middle) if np.isfinite(place)])


def _mixture_cuts(mixture: Mixture) -> np.ndarray:
    """Cuts around every bell, and where log p(x) bends because another component takes the lead."""
    bells = mixture.means + mixture.standard_deviations * BELL[:, None]
    places, widths = handovers(mixture)
    cuts = places + HANDOVER[:, None] * widths
    return np.concatenate([bells.ravel(), cuts[np.isfinite(cuts)]])


@lru_cache(maxsize=64)
def handovers(mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
    """Each x where the two largest terms log wₖ N(x; μₖ, σₖ²) are equal, and how wide the turn of log p(x) is there."""
    present = mixture.weights > 0
    means, deviations = mixture.means[present], mixture.standard_deviations[present]
    heights = np.log(mixture.weights[present] / deviations)
    i, j = np.triu_indices(len(means), 1)
    # log wᵢ N(x; μᵢ, σᵢ²) − log wⱼ N(x; μⱼ, σⱼ²) = a y² + b y + c with y = x − μᵢ
    gap = means[j] - means[i]
    a = (deviations[j] ** -2 - deviations[i] ** -2) / 2
    b = -gap / deviations[j] ** 2
    c = heights[i] - heights[j] + gap**2 / (2 * deviations[j] ** 2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # no such place, or one of two
        slope = np.sqrt(b**2 - 4 * a * c)
        larger = -(b + np.copysign(slope, b)) / 2
        x = np.stack([larger / a, c / larger]) + means[i]
        terms = heights[:, None, None] - ((x - means[:, None, None]) / deviations[:, None, None]) ** 2 / 2
        behind = terms.max(axis=0) - terms[i, :, np.arange(len(i))].T
        leads = np.isfinite(x) & (slope > 0) & (behind < HANDOVER[-1])
        return x[leads], (1 / np.broadcast_to(slope, x.shape))[leads]
