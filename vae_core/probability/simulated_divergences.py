"""Divergences and entropies as averages over draws, each with its standard error. In nats.

Source: Cover & Thomas, "Elements of Information Theory" (2nd edition, 2006), chapters 2 and 8.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from vae_core.probability.distribution import Distribution

Values = Float[np.ndarray, " draws"]


@dataclass(frozen=True)
class Estimate:
    """An expectation by simulation.

    Attributes:
        value: the mean over the draws, in nats; ∞ as soon as one of them costs infinitely much.
        standard_error: of that mean, in nats; ∞ for a single draw and where the value is infinite.
        draws: how many from each distribution.
        misleading: whether it is finite though the expectation is not; more draws will not settle.
    """

    value: float
    standard_error: float
    draws: int
    misleading: bool = False


@dataclass(frozen=True, eq=False)
class Draws:
    """What draws from one distribution say of both.

    Attributes:
        own: its own log density (or log mass) at the draws, in nats.
        other: that of the other distribution there.
    """

    own: Values
    other: Values


def draw(p: Distribution, q: Distribution, n: int, rng: np.random.Generator) -> Draws:
    """``n`` draws from P, seen by P and by Q."""
    x = _inside(p, p.sample(n, rng))
    return Draws(p.log_density(x), q.log_density(x))


def average(values: Values) -> Estimate:
    """The mean and how far it may be off."""
    n = len(values)
    # E[f(X)] ≈ f̄ = (1/n) Σᵢ f(xᵢ), with the standard error s / √n
    mean = float(values.mean())
    known = n > 1 and math.isfinite(mean)
    return Estimate(mean, float(values.std(ddof=1)) / math.sqrt(n) if known else math.inf, n)


def kl_divergence(of_p: Draws) -> Estimate:
    """KL(P‖Q) from draws of P."""
    # KL(P‖Q) = E_P[log p(X) − log q(X)]
    return average(of_p.own - of_p.other)


def entropy(of_p: Draws) -> Estimate:
    """H(P) from draws of P."""
    # H(P) = E_P[−log p(X)]
    return average(-of_p.own)


def cross_entropy(of_p: Draws) -> Estimate:
    """H(P, Q) from draws of P."""
    # H(P, Q) = E_P[−log q(X)]
    return average(-of_p.other)


def jensen_shannon(of_p: Draws, of_q: Draws) -> Estimate:
    """The symmetric divergence from draws of both."""
    # JS = ½ E_P[log p(X) − log m(X)] + ½ E_Q[log q(X) − log m(X)] with m = ½ (p + q)
    from_p, from_q = (average(d.own - np.logaddexp(d.own, d.other) + math.log(2)) for d in (of_p, of_q))
    error = math.hypot(from_p.standard_error, from_q.standard_error) / 2
    return Estimate((from_p.value + from_q.value) / 2, error, from_p.draws)


def doubted(estimate: Estimate, is_infinite: bool) -> Estimate:
    """The estimate, called misleading where what it estimates is infinite and it is not."""
    return replace(estimate, misleading=is_infinite and math.isfinite(estimate.value))


def _inside(p: Distribution, x: Values) -> Values:
    """Draws that rounding has put on the end of the support, where a density may be infinite, moved off it."""
    low, high = p.support
    return x if p.is_discrete else np.clip(x, np.nextafter(low, high), np.nextafter(high, low))
