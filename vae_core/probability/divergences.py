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
from vae_core.probability.distribution import Distribution
from vae_core.probability.families import Member
from vae_core.probability.quadrature import nodes

Line = Float[np.ndarray, " n"]
Interval = tuple[float, float]

# Supports of so many values or fewer are listed in full.
LISTED = 2000
# −log q(x) grows like |x| to this power; that of every other family only like a power of log |x|.
GROWTH = {"normal": 2, "mixture": 2, "laplace": 1, "logistic": 1, "exponential": 1, "gamma": 1}


# Why a divergence is infinite: Q forbids what P allows, or P's tail is too heavy for Q's.
Reason = Literal["impossible", "tail"]


def bits(nats: float) -> float:
    """The same amount of information, in bits."""
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
    """One quantity, computed in two ways.

    Attributes:
        closed_form: by a formula, in nats; ``None`` where there is none.
        numerical: by quadrature for densities, by a sum for masses, in nats.
    """

    closed_form: float | None
    numerical: float

    @property
    def value(self) -> float:
        """The formula's number where there is one."""
        return self.numerical if self.closed_form is None else self.closed_form


@dataclass(frozen=True)
class Estimate:
    """A divergence by simulation.

    Attributes:
        value: the mean of log(p(x) / q(x)) over draws from P, in nats; ∞ as soon as a draw meets q = 0.
        standard_error: of that mean, in nats; ∞ for a single draw and where the value is infinite.
        draws: how many.
        misleading: whether it is finite though the divergence is not; more draws will not settle.
    """

    value: float
    standard_error: float
    draws: int
    misleading: bool


@dataclass(frozen=True)
class Divergence(Amount):
    """KL(P‖Q), in nats.

    Attributes:
        estimate: the same by simulation.
        reason: why it is infinite; ``None`` where it is finite.
        places: where P can be and Q cannot, as intervals; a single value is (x, x).
    """

    estimate: Estimate
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
    jensen_shannon: float
    entropy_p: Amount
    entropy_q: Amount
    cross_entropy_pq: Amount
    cross_entropy_qp: Amount


@lru_cache(maxsize=256)
def compare(p: Member, q: Member, draws: int = 2000, seed: int = 0) -> Comparison:
    """P and Q against each other.

    Raises :class:`~vae_core.errors.ConfigError` where one is discrete and the other is not, or ``draws`` is
    not a whole number from 1 to 1 000 000.
    """
    require(is_whole(draws, 1, 1_000_000), f"draws must be a whole number from 1 to 1000000, not {draws!r}")
    x, w = places_and_weights(p.distribution, q.distribution)
    log_p, log_q = p.distribution.log_density(x), q.distribution.log_density(x)
    kl_pq, cross_pq = _one_direction(p, q, (log_p, log_q, w), draws, seed)
    kl_qp, cross_qp = _one_direction(q, p, (log_q, log_p, w), draws, seed)
    own_p = Amount(closed_forms.entropy(p), entropy(log_p, w))
    own_q = Amount(closed_forms.entropy(q), entropy(log_q, w))
    return Comparison(kl_pq, kl_qp, jensen_shannon(log_p, log_q, w), own_p, own_q, cross_pq, cross_qp)


def _one_direction(
    p: Member, q: Member, logs: tuple[Line, Line, Line], draws: int, seed: int
) -> tuple[Divergence, Amount]:
    """KL(P‖Q) and H(P, Q)."""
    places = impossible_places(p.distribution, q.distribution)
    reason = "impossible" if places else "tail" if tail_diverges(p, q) else None
    kl, cross = (math.inf, math.inf) if reason else (kl_divergence(*logs), cross_entropy(*logs))
    estimate = monte_carlo(p.distribution, q.distribution, draws, seed, is_infinite=reason is not None)
    divergence = Divergence(closed_forms.kl_divergence(p, q), kl, estimate, reason, places)
    return divergence, Amount(closed_forms.cross_entropy(p, q), cross)


def monte_carlo(p: Distribution, q: Distribution, draws: int, seed: int, is_infinite: bool = False) -> Estimate:
    """KL(P‖Q) as an average over draws from P."""
    x = _inside(p, p.sample(draws, np.random.default_rng(seed)))
    # KL(P‖Q) = E_P[log p(X) − log q(X)] ≈ (1/n) Σᵢ log p(xᵢ) − log q(xᵢ)
    log_ratios = p.log_density(x) - q.log_density(x)
    value = float(log_ratios.mean())
    known = draws > 1 and math.isfinite(value)
    error = float(log_ratios.std(ddof=1)) / math.sqrt(draws) if known else math.inf
    return Estimate(value, error, draws, is_infinite and math.isfinite(value))


def _inside(p: Distribution, x: Line) -> Line:
    """Draws that rounding has put on the end of the support, where a density may be infinite, moved off it."""
    low, high = p.support
    return x if p.is_discrete else np.clip(x, np.nextafter(low, high), np.nextafter(high, low))
