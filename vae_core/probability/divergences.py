"""How far one distribution is from another, in nats: by formula, by integral or sum, and by simulation.

Sources: Kullback & Leibler, "On information and sufficiency" (1951), cited as KuL; Lin, "Divergence measures based on
the Shannon entropy" (1991); Cover & Thomas, "Elements of Information Theory" (2nd edition, 2006), cited as CT.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from jaxtyping import Float

from vae_core.config import is_whole, require
from vae_core.probability import closed_forms
from vae_core.probability import simulated_divergences as simulated
from vae_core.probability.distribution import Distribution
from vae_core.probability.families import Member
from vae_core.probability.quadrature import nodes
from vae_core.probability.simulated_divergences import Estimate

Line = Float[np.ndarray, " n"]
Interval = tuple[float, float]

# Supports of so many values or fewer are listed in full.
LISTED = 2000
# −log q(x) grows like |x| to this power; that of every other family only like a power of log |x|.
GROWTH = {"normal": 2, "mixture": 2, "laplace": 1, "logistic": 1, "exponential": 1, "gamma": 1}


# Why a divergence is infinite: Q forbids what P allows, or P's tail is too heavy for Q's.
Reason = Literal["impossible", "tail"]


def bits(nats: float | Line) -> float | Line:
    """The same amount of information, or every one of several, in bits."""
    # log₂ a = log a / log 2
    return nats / math.log(2)


def kl_divergence(log_p: Line, log_q: Line, w: Line) -> float:
    """KL(P‖Q) from both log densities at the places of a sum or integral with weights w."""
    # KL(P‖Q) = ∫ p(x) log(p(x) / q(x)) dx, a sum for a discrete X   (KuL)
    return float(w @ kl_integrand(log_p, log_q))


def kl_integrand(log_p: Line, log_q: Line) -> Line:
    """p(x) log(p(x) / q(x)): 0 where p is 0, and ∞ where q is 0 and p is not."""
    with np.errstate(invalid="ignore"):  # ∞ − ∞ where both are 0
        log_ratio = log_p - log_q
    return _weighted(log_p, log_ratio)


def cross_entropy(log_p: Line, log_q: Line, w: Line) -> float:
    """H(P, Q): what P's data cost on average in a code made for Q."""
    # H(P, Q) = −∫ p(x) log q(x) dx   (CT, theorem 5.4.3)
    return float(w @ _weighted(log_p, -log_q))


def entropy(log_p: Line, w: Line) -> float:
    """H(P): what P's data cost on average in the best code; a density's entropy may be negative."""
    # H(P) = −∫ p(x) log p(x) dx   (CT, eq. 8.1)
    return float(w @ _weighted(log_p, -log_p))


def jensen_shannon(log_p: Line, log_q: Line, w: Line) -> float:
    """The symmetric divergence, from 0 to log 2."""
    # JS = ½ KL(P‖M) + ½ KL(Q‖M) with m(x) = ½ (p(x) + q(x))   (Lin)
    log_m = np.logaddexp(log_p, log_q) - math.log(2)
    return (kl_divergence(log_p, log_m, w) + kl_divergence(log_q, log_m, w)) / 2


def _weighted(log_p: Line, values: Line) -> Line:
    """p(x) times a value, and 0 where p(x) is 0, whatever the value."""
    with np.errstate(invalid="ignore"):  # 0 · ∞, where p is too small for a number but not 0
        product = np.exp(log_p) * values
    return np.where(log_p == -np.inf, 0.0, np.where(np.isinf(values), values, product))


def places_and_weights(p: Distribution, q: Distribution) -> tuple[Line, Line]:
    """Where to add up: ``w @ f(x)`` is the integral of f over the line, or its sum over the values of discrete P, Q.

    Raises :class:`~vae_core.errors.ConfigError` where one is discrete and the other is not.
    """
    require(p.is_discrete == q.is_discrete, "A discrete and a continuous distribution have no divergence.")
    if not p.is_discrete:
        return nodes(p, q)
    x = np.unique(np.concatenate([_values(p), _values(q)]))
    return x, np.ones_like(x)


@lru_cache(maxsize=64)
def _values(d: Distribution) -> Line:
    """The values that matter, the rare ones of a short list too, and what lies just outside of the support."""
    low, high = d.support
    every = np.arange(low, high + 1) if high - low < LISTED else np.empty(0)
    beside = np.array([end for end in (low - 1, high + 1) if np.isfinite(end)])
    return np.concatenate([d.points(), every, beside])


def impossible_places(p: Distribution, q: Distribution) -> tuple[Interval, ...]:
    """Where P can be and Q cannot, as intervals; those of a discrete P hold its values, both ends included."""
    if p.is_discrete:
        x, _ = places_and_weights(p, q)
        forbidden = (p.log_density(x) > -np.inf) & (q.log_density(x) == -np.inf)
        starts = forbidden & ~np.concatenate([[False], forbidden[:-1]])
        ends = forbidden & ~np.concatenate([forbidden[1:], [False]])
        return tuple(zip(x[starts].tolist(), x[ends].tolist(), strict=True))
    (low_p, high_p), (low_q, high_q) = p.support, q.support
    below, above = (low_p, min(low_q, high_p)), (max(high_q, low_p), high_p)
    return tuple((low, high) for low, high in (below, above) if low < high)


def tail_diverges(p: Member, q: Member) -> bool:
    """Whether −E_P[log q(X)] is infinite though Q allows all that P does: P's moments end before −log q's growth."""
    # E|X|ᵏ is finite for a Student t of ν degrees if and only if k < ν; a Cauchy has ν = 1
    finite_below = {"cauchy": 1.0, "student_t": p.parameters[0]}.get(p.family, math.inf)
    return GROWTH.get(q.family, 0) >= finite_below


@dataclass(frozen=True)
class Amount:
    """One quantity, computed in three ways.

    Attributes:
        closed_form: by a formula, in nats; ``None`` where there is none.
        numerical: by quadrature for densities, by a sum for masses, in nats.
        estimate: by simulation.
    """

    closed_form: float | None
    numerical: float
    estimate: Estimate

    @property
    def value(self) -> float:
        """The formula's number where there is one."""
        return self.numerical if self.closed_form is None else self.closed_form


@dataclass(frozen=True)
class Divergence(Amount):
    """KL(P‖Q), in nats.

    Attributes:
        reason: why it is infinite; ``None`` where it is finite.
        places: where P can be and Q cannot, as intervals; a single value is (x, x).
    """

    reason: Reason | None
    places: tuple[Interval, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that the lesson says about P and Q; all in nats.

    Attributes:
        kl_pq: KL(P‖Q).
        kl_qp: KL(Q‖P).
        jensen_shannon: from 0 to log 2.
        entropy_p: H(P).
        entropy_q: H(Q).
        cross_entropy_pq: H(P, Q) = H(P) + KL(P‖Q).
        cross_entropy_qp: H(Q, P).
    """

    kl_pq: Divergence
    kl_qp: Divergence
    jensen_shannon: Amount
    entropy_p: Amount
    entropy_q: Amount
    cross_entropy_pq: Amount
    cross_entropy_qp: Amount


@lru_cache(maxsize=256)
def compare(p: Member, q: Member, draws: int = 2000, seed: int = 0) -> Comparison:
    """P and Q against each other.

    Raises :class:`~vae_core.errors.ConfigError` where one is discrete and the other is not, or ``draws`` is
    not a whole number from 1 to 1 000 000.

    Examples:
        >>> found = compare(Member("normal", (0.0, 1.0)), Member("normal", (1.0, 2.0)))
        >>> round(found.kl_pq.value, 4), round(found.kl_qp.value, 4)  # the way back is not as far
        (0.4431, 1.3069)
        >>> round(found.kl_pq.numerical, 4), round(found.kl_pq.estimate.value, 2)  # by quadrature, and by 2000 draws
        (0.4431, 0.45)
    """
    require(is_whole(draws, 1, 1_000_000), f"draws must be a whole number from 1 to 1000000, not {draws!r}")
    of_p, of_q = p.distribution, q.distribution
    x, w = places_and_weights(of_p, of_q)
    log_p, log_q = of_p.log_density(x), of_q.log_density(x)
    first, second = np.random.default_rng(seed).spawn(2)
    from_p = simulated.draw(of_p, of_q, draws, first)
    from_q = simulated.draw(of_q, of_p, draws, second)
    kl_pq, cross_pq, own_p = _one_direction(p, q, (log_p, log_q, w), from_p)
    kl_qp, cross_qp, own_q = _one_direction(q, p, (log_q, log_p, w), from_q)
    middle = Amount(None, jensen_shannon(log_p, log_q, w), simulated.jensen_shannon(from_p, from_q))
    return Comparison(kl_pq, kl_qp, middle, own_p, own_q, cross_pq, cross_qp)


def _one_direction(
    p: Member, q: Member, logs: tuple[Line, Line, Line], from_p: simulated.Draws
) -> tuple[Divergence, Amount, Amount]:
    """KL(P‖Q), H(P, Q) and H(P)."""
    log_p, _, w = logs
    places = impossible_places(p.distribution, q.distribution)
    reason = "impossible" if places else "tail" if tail_diverges(p, q) else None
    kl, cross = (math.inf, math.inf) if reason else (kl_divergence(*logs), cross_entropy(*logs))
    drawn_kl, drawn_cross = (
        simulated.doubted(estimate, is_infinite=reason is not None)
        for estimate in (simulated.kl_divergence(from_p), simulated.cross_entropy(from_p))
    )
    return (
        Divergence(closed_forms.kl_divergence(p, q), kl, drawn_kl, reason, places),
        Amount(closed_forms.cross_entropy(p, q), cross, drawn_cross),
        Amount(closed_forms.entropy(p), entropy(log_p, w), simulated.entropy(from_p)),
    )


def share_of(p: Distribution, places: tuple[Interval, ...]) -> float:
    """The probability that P is in one of these places; single values of a discrete P lie on their ends."""
    if p.is_discrete:
        return sum(float(p.density(_between(p, low, high)).sum()) for low, high in places)
    # P(a < X < b) = F(b) − F(a), from the side where the tail is
    ends = np.array(places).reshape(-1, 2)
    below, above = p.cdf(ends), p.survival(ends)
    return float(np.where(below[:, 0] < 0.5, below[:, 1] - below[:, 0], above[:, 0] - above[:, 1]).sum())


def _between(p: Distribution, low: float, high: float) -> Line:
    x = p.points()
    return x[(low <= x) & (x <= high)]
