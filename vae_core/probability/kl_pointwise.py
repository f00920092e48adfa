"""KL(P‖Q) before it is added up: where on the x axis it comes from."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from vae_core.probability.curves import rounded_outwards
from vae_core.probability.distribution import Distribution
from vae_core.probability.divergences import (
    Interval,
    Line,
    Reason,
    bits,
    impossible_places,
    kl_integrand,
    places_and_weights,
    tail_diverges,
)
from vae_core.probability.families import Member
from vae_core.probability.mixture import Mixture
from vae_core.probability.quadrature import nodes

# Points of a curve: evenly over the view, and at either distribution's own quantiles, which find a narrow peak.
EVENLY = 181
LEVELS = np.linspace(0.005, 0.995, 60)
# Curves are drawn up to this share of their view from an end of the support, where a density may be infinite.
NEXT_TO = 1e-9
# A density that is infinite at an end of its support is shown as far up as it is this share of its quartiles' distance
# away from there.
IN_VIEW = 0.02


@dataclass(frozen=True, eq=False)
class Pointwise:
    """p, q and p log(p/q) along the x axis.

    Attributes:
        is_discrete: whether x lists the values of two discrete variables.
        x: places in ascending order, ``[n]``, some 300 for densities.
        p: density or mass of P there.
        q: density or mass of Q there.
        integrand: p log(p/q) there, in nats per unit of x (nats for a mass); ∞ where only Q cannot be.
        pulling_up: ∫ max(p log(p/q), 0) dx, in nats; ∞ where the divergence is.
        pulling_down: ∫ max(−p log(p/q), 0) dx, in nats; KL(P‖Q) is the first minus the second.
        places: where P can be and Q cannot, as intervals.
        reason: why the divergence is infinite, or ``None``.
        window: the stretch of the x axis worth looking at; rounded outwards, so that it rarely changes.
        ceiling: the largest density worth showing; smaller than an infinite one's peak.
        integrand_range: the lowest and highest finite value of the integrand that is worth showing.
    """

    is_discrete: bool
    x: Line
    p: Line
    q: Line
    integrand: Line
    pulling_up: float
    pulling_down: float
    places: tuple[Interval, ...]
    reason: Reason | None
    window: Interval
    ceiling: float
    integrand_range: Interval


@lru_cache(maxsize=256)
def pointwise(p: Member, q: Member) -> Pointwise:
    """Where KL(P‖Q) comes from.

    Raises :class:`~vae_core.errors.ConfigError` where one is discrete and the other is not.
    """
    of_p, of_q = p.distribution, q.distribution
    places = impossible_places(of_p, of_q)
    reason = "impossible" if places else "tail" if tail_diverges(p, q) else None
    up, down = pulls(of_p, of_q)
    window = _window(of_p, of_q)
    x = _view(of_p, of_q, window)
    log_p, log_q = of_p.log_density(x), of_q.log_density(x)
    density_p, density_q, integrand = np.exp(log_p), np.exp(log_q), kl_integrand(log_p, log_q)
    calm = _away_from_ends(of_p, x) & _away_from_ends(of_q, x)
    seen = integrand[calm & np.isfinite(integrand)]
    return Pointwise(
        of_p.is_discrete, x, density_p, density_q, integrand,
        np.inf if reason else up, down, places, reason, window,
        ceiling=float(max(density_p[calm].max(initial=0), density_q[calm].max(initial=0))),
        integrand_range=(float(seen.min(initial=0)), float(seen.max(initial=0))),
    )  # fmt: skip


def in_bits(result: Pointwise) -> Pointwise:
    """The same with logarithms to the base 2: p log₂(p/q)."""
    low, high = result.integrand_range
    return replace(
        result,
        integrand=bits(result.integrand),
        pulling_up=bits(result.pulling_up),
        pulling_down=bits(result.pulling_down),
        integrand_range=(bits(low), bits(high)),
    )


def pulls(p: Distribution, q: Distribution) -> Interval:
    """The areas above and below zero of p log(p/q), in nats."""
    x, w = places_and_weights(p, q)
    if not p.is_discrete:
        # The curve crosses zero where p(x) = q(x): cut there, or the rule would smooth the corner.
        x, w = nodes(p, q, cuts=_crossings(p, q, x))
    integrand = kl_integrand(p.log_density(x), q.log_density(x))
    # ∫ f dx = ∫ max(f, 0) dx − ∫ max(−f, 0) dx
    return float(w @ np.maximum(integrand, 0)), float(w @ np.maximum(-integrand, 0))


def _crossings(p: Distribution, q: Distribution, x: Line) -> np.ndarray:
    """Where log p = log q, searched for between neighbouring places."""
    log_ratio = _log_ratio(p, q, x)
    before, after = log_ratio[:-1], log_ratio[1:]
    crosses = np.isfinite(before) & np.isfinite(after) & (np.sign(before) * np.sign(after) < 0)
    low, step, before, after = x[:-1][crosses], np.diff(x)[crosses], before[crosses], after[crosses]
    # The places are close: where the chord is zero, and from there once more along the chord.
    first = before / (before - after)
    second = first + _log_ratio(p, q, low + first * step) / (before - after)
    return low + np.clip(second, 0, 1) * step


def _log_ratio(p: Distribution, q: Distribution, x: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):  # ∞ − ∞ where both are 0
        return p.log_density(x) - q.log_density(x)


def _window(p: Distribution, q: Distribution) -> Interval:
    (low_p, high_p), (low_q, high_q) = p.window(), q.window()
    return rounded_outwards(min(low_p, low_q), max(high_p, high_q))


def _view(p: Distribution, q: Distribution, window: Interval) -> Line:
    """The places to draw: all values of a discrete variable, or enough of the line to show every peak and jump."""
    low, high = window
    if p.is_discrete:
        x = np.union1d(p.points(), q.points())
        return x[(low <= x) & (x <= high)]
    ends = np.array([end for end in (*p.support, *q.support) if low <= end <= high])
    close = NEXT_TO * (high - low)
    x = np.concatenate([np.linspace(low, high, EVENLY), _own_places(p), _own_places(q), ends - close, ends + close])
    return np.unique(x[(low <= x) & (x <= high) & ~np.isin(x, ends)])


def _own_places(d: Distribution) -> Line:
    """Places that follow one density, however narrow it is."""
    if isinstance(d, Mixture):
        return (d.means + d.standard_deviations * ndtri(LEVELS[::2])[:, None]).ravel()
    return d.quantile(LEVELS)


def _away_from_ends(d: Distribution, x: Line) -> np.ndarray:
    """Where the density is not on its way to a peak without a top."""
    if d.is_discrete or not np.isfinite(d.support).any():
        return np.ones(x.shape, dtype=bool)
    first, third = d.quantile(np.array([0.25, 0.75])).tolist()
    distance = np.min([np.abs(x - end) for end in d.support], axis=0)
    return distance >= IN_VIEW * (third - first)
