"""Entropies and divergences that have a formula, in nats.

Sources: Cover & Thomas, "Elements of Information Theory", chapters 2 and 8, for the entropies; Gil, Alajaji & Linder,
"Rényi divergence measures for commonly used univariate continuous distributions" (2013), cited as GAL, for the
divergences; Chyzak & Nielsen, "A closed-form formula for the Kullback-Leibler divergence between Cauchy
distributions" (2019), cited as CN.
"""

import math
from collections.abc import Callable, Mapping

from scipy.special import betaln, digamma, entr, gammaln, kl_div, rel_entr

from vae_core.probability.families import Member

Parameters = tuple[float, ...]


def normal(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two normals, or of two log-normals with these logarithms, in nats."""
    (mean_p, sigma_p), (mean_q, sigma_q) = p, q
    # KL = log(σq / σp) + (σp² + (μp − μq)²) / 2σq² − ½   (GAL)
    return math.log(sigma_q / sigma_p) + ((sigma_p / sigma_q) ** 2 + ((mean_p - mean_q) / sigma_q) ** 2) / 2 - 0.5


def exponential(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two exponential distributions, in nats."""
    (rate_p,), (rate_q,) = p, q
    # KL = log(λp / λq) + λq / λp − 1   (GAL)
    return math.log(rate_p / rate_q) + rate_q / rate_p - 1


def laplace(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two Laplace distributions, in nats."""
    (location_p, scale_p), (location_q, scale_q) = p, q
    distance = abs(location_p - location_q)
    # KL = log(bq / bp) + |d| / bq + (bp / bq) exp(−|d| / bp) − 1   (GAL)
    return math.log(scale_q / scale_p) + (distance + scale_p * math.exp(-distance / scale_p)) / scale_q - 1


def uniform(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two uniform distributions, in nats."""
    (low_p, high_p), (low_q, high_q) = p, q
    # KL = log((bq − aq) / (bp − ap)) where Q covers P, ∞ elsewhere
    covered = low_q <= low_p and high_p <= high_q
    return math.log((high_q - low_q) / (high_p - low_p)) if covered else math.inf


def gamma(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two gamma distributions, in nats."""
    (k_p, rate_p), (k_q, rate_q) = p, q
    # KL = (kp − kq) ψ(kp) − log Γ(kp) + log Γ(kq) + kq log(βp / βq) + kp (βq − βp) / βp   (GAL)
    shapes = (k_p - k_q) * digamma(k_p) - gammaln(k_p) + gammaln(k_q)
    return float(shapes + k_q * math.log(rate_p / rate_q) + k_p * (rate_q - rate_p) / rate_p)


def beta(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two beta distributions, in nats."""
    (a_p, b_p), (a_q, b_q) = p, q
    # KL = log B(aq, bq) − log B(ap, bp) + (ap − aq) ψ(ap) + (bp − bq) ψ(bp) + (aq − ap + bq − bp) ψ(ap + bp)   (GAL)
    first = (a_p - a_q) * (digamma(a_p) - digamma(a_p + b_p))
    second = (b_p - b_q) * (digamma(b_p) - digamma(a_p + b_p))
    return float(betaln(a_q, b_q) - betaln(a_p, b_p) + first + second)


def cauchy(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two Cauchy distributions, in nats."""
    (location_p, scale_p), (location_q, scale_q) = p, q
    # KL = log(((γp + γq)² + (xp − xq)²) / 4 γp γq), the same both ways   (CN, theorem 1)
    diagonal = math.hypot(scale_p + scale_q, location_p - location_q)
    return 2 * math.log(diagonal) - math.log(4) - math.log(scale_p) - math.log(scale_q)


def bernoulli(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two Bernoulli variables, in nats."""
    # KL = p log(p / q) + (1 − p) log((1 − p) / (1 − q))
    return float(rel_entr(p[0], q[0]) + rel_entr(1 - p[0], 1 - q[0]))


def binomial(p: Parameters, q: Parameters) -> float | None:
    """KL(P‖Q) of two binomial distributions of equal n, in nats; ``None`` for others."""
    # n independent trials: n times the divergence of one
    return p[0] * bernoulli(p[1:], q[1:]) if p[0] == q[0] else None


def geometric(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two geometric distributions on 1, 2, ..., in nats."""
    # 1/p trials are expected, each with a Bernoulli's divergence
    return bernoulli(p, q) / p[0]


def poisson(p: Parameters, q: Parameters) -> float:
    """KL(P‖Q) of two Poisson distributions, in nats."""
    # KL = λp log(λp / λq) − λp + λq
    return float(kl_div(p[0], q[0]))


def categorical(p: Parameters, q: Parameters) -> float | None:
    """KL(P‖Q) of two tables of the same values, in nats; ``None`` for others."""
    of_p, of_q = _table(p), _table(q)
    if of_p.keys() != of_q.keys():
        return None
    # KL = Σᵢ pᵢ log(pᵢ / qᵢ)   (Cover & Thomas, eq. 2.26)
    return float(sum(rel_entr(of_p[value], of_q[value]) for value in of_p))


def _table(parameters: Parameters) -> dict[float, float]:
    """P(X = x) by x; where a value stands twice, its probabilities are added."""
    table: dict[float, float] = {}
    for value, probability in zip(parameters[0::2], parameters[1::2], strict=True):
        table[value] = table.get(value, 0.0) + probability
    return table


# A log-normal is the exponential of a normal, and a divergence does not see such a change of scale.
DIVERGENCES: Mapping[str, Callable[[Parameters, Parameters], float | None]] = {
    "normal": normal,
    "log_normal": normal,
    "exponential": exponential,
    "laplace": laplace,
    "uniform": uniform,
    "gamma": gamma,
    "beta": beta,
    "cauchy": cauchy,
    "bernoulli": bernoulli,
    "binomial": binomial,
    "geometric": geometric,
    "poisson": poisson,
    "categorical": categorical,
}


def _student_t_entropy(degrees: float, location: float, scale: float) -> float:
    # H = (ν + 1)/2 (ψ((ν + 1)/2) − ψ(ν/2)) + log(√ν B(ν/2, ½)) + log s
    half = degrees / 2
    shape = (half + 0.5) * (digamma(half + 0.5) - digamma(half))
    return float(shape + math.log(degrees) / 2 + betaln(half, 0.5) + math.log(scale))


def _beta_entropy(a: float, b: float) -> float:
    # H = log B(α, β) − (α − 1) ψ(α) − (β − 1) ψ(β) + (α + β − 2) ψ(α + β)
    return float(betaln(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b))


def _bernoulli_entropy(p: float) -> float:
    # H = −p log p − (1 − p) log(1 − p)
    return float(entr(p) + entr(1 - p))


ENTROPIES: Mapping[str, Callable[..., float]] = {
    "normal": lambda mean, sigma: math.log(2 * math.pi * math.e) / 2 + math.log(sigma),
    "log_normal": lambda mu, sigma: mu + math.log(2 * math.pi * math.e) / 2 + math.log(sigma),
    "exponential": lambda rate: 1 - math.log(rate),
    "laplace": lambda location, scale: 1 + math.log(2 * scale),
    "logistic": lambda location, scale: 2 + math.log(scale),
    "uniform": lambda low, high: math.log(high - low),
    "cauchy": lambda location, scale: math.log(4 * math.pi * scale),
    "gamma": lambda k, rate: float(k - math.log(rate) + gammaln(k) + (1 - k) * digamma(k)),
    "beta": _beta_entropy,
    "student_t": _student_t_entropy,
    "bernoulli": _bernoulli_entropy,
    "geometric": lambda p: _bernoulli_entropy(p) / p,
    "categorical": lambda *table: float(sum(map(entr, _table(table).values()))),
}


def entropy(p: Member) -> float | None:
    """H(P) in nats, where P's family has a formula for it; negative where a density is mostly above 1."""
    formula = ENTROPIES.get(p.family)
    return None if formula is None else formula(*p.parameters)


def kl_divergence(p: Member, q: Member) -> float | None:
    """KL(P‖Q) in nats, or ∞, where the two families have a formula for it."""
    if p.family == q.family and p.family in DIVERGENCES:
        return DIVERGENCES[p.family](p.parameters, q.parameters)
    if {p.family, q.family} == {"exponential", "gamma"}:
        return gamma(_as_gamma(p), _as_gamma(q))
    # KL(P‖Q) = H(P, Q) − H(P)   (Cover & Thomas, section 2.3)
    cross, own = _cross_entropy_from_moments(p, q), entropy(p)
    return None if cross is None or own is None else cross - own


def cross_entropy(p: Member, q: Member) -> float | None:
    """H(P, Q) = −E_P[log q(X)] in nats, or ∞, where there is a formula for it."""
    cross = _cross_entropy_from_moments(p, q)
    if cross is not None:
        return cross
    kl, own = kl_divergence(p, q), entropy(p)
    return None if kl is None or own is None else own + kl


def _as_gamma(member: Member) -> Parameters:
    """An exponential distribution is a gamma distribution of shape 1."""
    return (1.0, *member.parameters) if member.family == "exponential" else member.parameters


def _cross_entropy_from_moments(p: Member, q: Member) -> float | None:
    """H(P, Q) where −log q is a polynomial, so that the mean and variance of any P decide it."""
    if p.distribution.is_discrete:
        return None
    mean, variance = p.distribution.mean(), p.distribution.variance()
    if q.family == "normal":
        if mean is None:
            return math.inf
        # −E_P[log q] = ½ log 2πσ² + (Var[X] + (E[X] − μ)²) / 2σ²
        mu, sigma = q.parameters
        return math.log(2 * math.pi) / 2 + math.log(sigma) + (variance / sigma**2 + ((mean - mu) / sigma) ** 2) / 2
    low, high = q.distribution.support
    covered = low <= p.distribution.support[0] and p.distribution.support[1] <= high
    if q.family == "uniform":
        return math.log(high - low) if covered else math.inf
    if q.family == "exponential":
        # −E_P[log q] = −log λ + λ E[X]
        return -math.log(q.parameters[0]) + q.parameters[0] * mean if covered else math.inf
    return None
