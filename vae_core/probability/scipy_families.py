"""SciPy's distributions behind the interface of the lessons."""

import numpy as np
from jaxtyping import Float
from scipy import stats
from scipy.special import betainccinv, betaincinv, gammaln

from vae_core.probability.distribution import Distribution, Points
from vae_core.probability.normal import normal_log_density


class ScipyDistribution(Distribution):
    """A continuous X whose density, CDF and quantiles are SciPy's.

    Args:
        law: a frozen distribution of ``scipy.stats``.
        has_mean: whether E[X] exists.
    """

    is_discrete = False

    def __init__(self, law, has_mean: bool = True):
        self.law = law
        self.has_mean = has_mean
        self.support = tuple(float(end) for end in law.support())

    def log_density(self, x: Points) -> Points:
        return _logarithm(self.law.logpdf, x)

    def cdf(self, x: Points) -> Points:
        return np.asarray(self.law.cdf(x), dtype=float)

    def survival(self, x: Points) -> Points:
        return np.asarray(self.law.sf(x), dtype=float)

    def quantile(self, u: Points) -> Points:
        return np.asarray(self.law.ppf(u), dtype=float)

    def upper_quantile(self, u: Points) -> Points:
        return np.asarray(self.law.isf(u), dtype=float)

    def mean(self) -> float | None:
        return float(self.law.mean()) if self.has_mean else None

    def variance(self) -> float | None:
        return float(self.law.var()) if self.has_mean else None

    def sample(self, n: int, rng: np.random.Generator) -> Float[np.ndarray, " n"]:
        return np.asarray(self.law.rvs(size=n, random_state=rng), dtype=float)


def _logarithm(function, x: Points) -> Points:
    """``function`` of SciPy at x, and −∞ at ±∞, where some of its formulas are ∞ − ∞."""
    endless = np.isinf(x)
    with np.errstate(divide="ignore", over="ignore"):  # log 0 = −∞ where X cannot be, or hardly
        return np.where(endless, -np.inf, function(np.where(endless, 0.0, x)))


class StudentT(ScipyDistribution):
    """Student's t distribution, whose density SciPy cannot tell where x² overflows."""

    def log_density(self, x: Points) -> Points:
        degrees, location, scale = self.law.args
        distance = np.hypot(1, (x - location) / scale / np.sqrt(degrees))
        constant = gammaln((degrees + 1) / 2) - gammaln(degrees / 2) - 0.5 * np.log(degrees * np.pi) - np.log(scale)
        # f(x) = Γ((ν+1)/2) / (√(νπ) s Γ(ν/2)) · (1 + ((x − μ)/s)²/ν)^(−(ν+1)/2)
        return np.asarray(constant - (degrees + 1) * np.log(distance))


class Laplace(ScipyDistribution):
    """The Laplace distribution, whose density SciPy lets underflow before it takes the logarithm."""

    def log_density(self, x: Points) -> Points:
        location, scale = self.law.args
        # f(x) = 1/(2b) · exp(−|x − μ| / b)
        return np.asarray(-np.abs(x - location) / scale - np.log(2 * scale))


class Beta(ScipyDistribution):
    """The beta distribution, with the quantiles of SciPy's special functions, which do not give up in the tails."""

    def quantile(self, u: Points) -> Points:
        return np.asarray(betaincinv(*self.law.args, u))

    def upper_quantile(self, u: Points) -> Points:
        return np.asarray(betainccinv(*self.law.args, u))


class LogNormal(ScipyDistribution):
    """exp(Y) of a normal Y; SciPy's density divides by 0 where x itself all but underflows."""

    def log_density(self, x: Points) -> Points:
        sigma, mu = self.law.args[0], np.log(self.law.kwds["scale"])
        with np.errstate(divide="ignore"):  # log 0 = −∞ at the end of the support
            y = np.asarray(np.log(np.maximum(x, 0)))
        # log f(x) = log N(log x; μ, σ²) − log x
        return np.where(np.isfinite(y), normal_log_density(y, mu, sigma) - np.where(np.isfinite(y), y, 0), -np.inf)


class DiscreteScipyDistribution(ScipyDistribution):
    """A whole-numbered X whose mass and CDF are SciPy's.

    The quantiles are searched for here: SciPy finds those of the upper tail through 1 − u, which
    rounds to 1 far out.
    """

    is_discrete = True

    def __init__(self, law):
        super().__init__(law)
        with np.errstate(divide="ignore"):  # SciPy also computes the skewness, infinite where X is certain
            self._mean, self._variance = float(law.mean()), float(law.var())

    def mean(self) -> float:
        return self._mean

    def variance(self) -> float:
        return self._variance

    def log_density(self, x: Points) -> Points:
        return _logarithm(self.law.logpmf, x)

    def cdf(self, x: Points) -> Points:
        with np.errstate(divide="ignore"):  # log(1 − p) = −∞ at p = 1
            return super().cdf(x)

    def survival(self, x: Points) -> Points:
        with np.errstate(divide="ignore"):
            return super().survival(x)

    def quantile(self, u: Points) -> Points:
        first = self._first(lambda k: self.cdf(k) >= u, u.shape)
        return np.where(u >= 1, self._last(), first)

    def upper_quantile(self, u: Points) -> Points:
        first = self._first(lambda k: self.survival(k) <= u, u.shape)
        return np.where(u <= 0, self._last(), first)

    def _last(self) -> float:
        """The greatest value of X that has any probability."""
        return self._mean if self._variance == 0 else self.support[1]

    def _first(self, holds, shape: tuple[int, ...]) -> Points:
        """The first whole number, from the support's lower end, at which ``holds`` turns true; found by halving."""
        first, last = self.support
        # Enough for all but 1e-18 of the mass, also of a geometric distribution, whose tail falls slowest.
        reach = self._mean + 45 * self._variance**0.5 + 50
        low, high = np.full(shape, first - 1), np.full(shape, np.ceil(min(reach, last)))
        while not (holds(high) | (high == last)).all():
            high = np.asarray(np.minimum(2 * high + 1, last))
        while (high - low).max(initial=0) > 1:
            middle = np.asarray(np.floor((low + high) / 2))
            enough = holds(middle)
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return high

    def window(self) -> tuple[float, float]:
        low, high = super().window()
        # At least three values are in view, or as many as there are.
        high = min(max(high, low + 2), self.support[1])
        return max(self.support[0], min(low, high - 2)), high


def bernoulli(p: float) -> Distribution:
    return DiscreteScipyDistribution(stats.bernoulli(p))


def binomial(n: float, p: float) -> Distribution:
    return DiscreteScipyDistribution(stats.binom(int(n), p))


def geometric(p: float) -> Distribution:
    return DiscreteScipyDistribution(stats.geom(p))


def poisson(rate: float) -> Distribution:
    return DiscreteScipyDistribution(stats.poisson(rate))


def normal(mean: float, standard_deviation: float) -> Distribution:
    return ScipyDistribution(stats.norm(mean, standard_deviation))


def uniform(low: float, high: float) -> Distribution:
    return ScipyDistribution(stats.uniform(low, high - low))


def exponential(rate: float) -> Distribution:
    return ScipyDistribution(stats.expon(scale=1 / rate))


def laplace(location: float, scale: float) -> Distribution:
    return Laplace(stats.laplace(location, scale))


def logistic(location: float, scale: float) -> Distribution:
    return ScipyDistribution(stats.logistic(location, scale))


def student_t(degrees: float, location: float, scale: float) -> Distribution:
    # E|X| = ∞ for ν ≤ 1
    return StudentT(stats.t(degrees, location, scale), has_mean=degrees > 1)


def cauchy(location: float, scale: float) -> Distribution:
    return ScipyDistribution(stats.cauchy(location, scale), has_mean=False)


def gamma(shape: float, rate: float) -> Distribution:
    return ScipyDistribution(stats.gamma(shape, scale=1 / rate))


def beta(alpha: float, beta: float) -> Distribution:
    return Beta(stats.beta(alpha, beta))


def log_normal(mu: float, sigma: float) -> Distribution:
    return LogNormal(stats.lognorm(sigma, scale=np.exp(mu)))
