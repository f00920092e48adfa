"""Mean and variance three ways, against SciPy, against each other and against many repeated samples."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from scipy.special import digamma

from core.probability.members import CONTINUOUS_NAMES, DISCRETE_NAMES, members
from vae_core.errors import ConfigError
from vae_core.probability.families import FAMILIES, Member
from vae_core.probability.moments import (
    Existence,
    mean_by_integral,
    moments,
    running_mean,
    sample_mean,
    sample_variance,
    variance_by_integral,
    variance_estimators,
)
from vae_core.probability.sampling import draws

FAIR = Member("normal", (2.0, 3.0))


def closed_forms(member: Member) -> tuple[float, float]:
    """Mean and variance as textbooks have them."""
    v = member.parameters
    match member.family:
        case "bernoulli":
            return v[0], v[0] * (1 - v[0])
        case "binomial":
            return v[0] * v[1], v[0] * v[1] * (1 - v[1])
        case "geometric":
            return 1 / v[0], (1 - v[0]) / v[0] ** 2
        case "poisson":
            return v[0], v[0]
        case "normal":
            return v[0], v[1] ** 2
        case "uniform":
            return (v[0] + v[1]) / 2, (v[1] - v[0]) ** 2 / 12
        case "exponential":
            return 1 / v[0], 1 / v[0] ** 2
        case "laplace":
            return v[0], 2 * v[1] ** 2
        case "logistic":
            return v[0], (math.pi * v[1]) ** 2 / 3
        case "gamma":
            return v[0] / v[1], v[0] / v[1] ** 2
        case "beta":
            total = v[0] + v[1]
            return v[0] / total, v[0] * v[1] / total**2 / (total + 1)
        case "log_normal":
            return math.exp(v[0] + v[1] ** 2 / 2), math.expm1(v[1] ** 2) * math.exp(2 * v[0] + v[1] ** 2)
    raise KeyError(member.family)


@settings(max_examples=100)
@given(members(*(sorted(set(FAMILIES) - {"categorical", "student_t", "cauchy", "mixture"}))))
def test_closed_forms_are_the_textbooks(member):
    mean, variance = closed_forms(member)
    assert member.distribution.mean() == pytest.approx(mean, rel=1e-9)
    assert member.distribution.variance() == pytest.approx(variance, rel=1e-8)


@settings(max_examples=100)
@given(members(*CONTINUOUS_NAMES, *DISCRETE_NAMES))
@example(Member("bernoulli", (1.5e-102,)))
@example(Member("binomial", (10.0, 1e-30)))
def test_integrals_and_sums_give_the_closed_forms(member):
    d = member.distribution
    mean, variance = d.mean(), d.variance()
    if mean is None:
        return
    spread = math.sqrt(variance) if math.isfinite(variance) else max(map(abs, member.parameters))
    assert mean_by_integral(d) == pytest.approx(mean, rel=1e-7, abs=1e-7 * spread)
    if math.isfinite(variance):
        # What numbers can tell of a deviation from the mean is relative to the mean.
        assert variance_by_integral(d, mean) == pytest.approx(variance, rel=1e-6, abs=1e-14 * mean**2 + 1e-300)


@pytest.mark.parametrize("degrees", [2.001, 2.01, 2.05, 2.3, 3.0, 1000.0])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_the_variance_of_a_heavy_tail_is_found_where_numbers_end(degrees, scale):
    d = Member("student_t", (degrees, 5.0, scale)).distribution
    assert variance_by_integral(d, 5.0) == pytest.approx(scale**2 * degrees / (degrees - 2), rel=1e-6)


def test_what_does_not_exist_is_said_not_computed():
    cauchy = moments(Member("cauchy", (0.0, 1.0)))
    for moment in (cauchy.mean, cauchy.variance):
        assert (moment.existence, moment.formula, moment.integral) == (Existence.ABSENT, None, None)
        assert math.isfinite(moment.sample.value)
        assert moment.sample.standard_error == math.inf
    heavy = moments(Member("student_t", (1.5, 4.0, 1.0)))
    assert heavy.mean.existence is Existence.FINITE
    assert heavy.mean.integral == pytest.approx(4.0, abs=1e-6)
    assert heavy.mean.sample.standard_error == math.inf
    assert (heavy.variance.existence, heavy.variance.formula, heavy.variance.integral) == (
        Existence.INFINITE,
        math.inf,
        math.inf,
    )
    none = moments(Member("student_t", (1.0, 4.0, 1.0)))
    assert none.mean.existence is none.variance.existence is Existence.ABSENT


def test_one_draw_has_a_mean_and_no_spread():
    one = moments(FAIR, n=1, seed=2)
    assert one.mean.sample.value == draws(FAIR, 1, 2)[0]
    assert one.mean.sample.standard_error == math.inf
    assert one.variance.sample is None
    two = moments(FAIR, n=2, seed=2)
    x = draws(FAIR, 2, 2)
    assert two.variance.sample.value == pytest.approx((x[0] - x[1]) ** 2 / 2)
    assert two.variance.sample.standard_error == math.inf
    for n in (0, 100_001, 1.5):
        with pytest.raises((ConfigError, TypeError)):
            moments(FAIR, n=n)


@pytest.mark.parametrize("family", [name for name in FAMILIES if name not in ("cauchy", "student_t")])
def test_samples_come_near_the_moments(family):
    found = moments(Member.default(family), n=100_000, seed=11)
    for moment in (found.mean, found.variance):
        assert abs(moment.sample.value - moment.formula) < 4.5 * moment.sample.standard_error
        assert moment.sample.standard_error < 0.05 * (1 + moment.formula)


@pytest.mark.parametrize("family", ["normal", "uniform", "exponential", "bernoulli"])
def test_standard_errors_are_the_spread_over_repeated_samples(family):
    member, n, repeats = Member.default(family), 200, 3000
    x = member.distribution.sample(n * repeats, np.random.default_rng(5)).reshape(repeats, n)
    variance = member.distribution.variance()
    for estimator in (sample_mean, sample_variance):
        found = [estimator(row, variance) for row in x]
        spread = np.std([estimate.value for estimate in found])
        claimed = math.sqrt(np.mean([estimate.standard_error**2 for estimate in found]))
        # Biased a little in samples of 200, the more so the heavier the tail; both ends know it to about 1/√6000.
        assert claimed == pytest.approx(spread, rel=4.5 / math.sqrt(2 * repeats) + 0.03)


def test_the_running_mean_is_the_mean_so_far_and_settles():
    result = running_mean(FAIR, seed=4)
    x = draws(FAIR, 100_000, 4)
    for i in (0, 5, 100, -1):
        assert result.sample_mean[i] == pytest.approx(x[: result.n[i]].mean())
    assert len(result.n) <= 300
    np.testing.assert_allclose(result.high - result.mean, 2 * 3 / np.sqrt(result.n))
    np.testing.assert_allclose(result.mean - result.low, 2 * 3 / np.sqrt(result.n))
    assert abs(result.sample_mean[-1] - 2) < 4.5 * 3 / math.sqrt(100_000)
    late = np.abs(result.sample_mean[result.n > 1000] - 2).max()
    assert late < np.abs(result.sample_mean[result.n <= 1000] - 2).max()


def test_the_running_mean_of_a_cauchy_has_nothing_to_settle_on():
    result = running_mean(Member.default("cauchy"))
    assert (result.mean, result.low, result.high) == (None, None, None)
    # The mean of n standard Cauchy draws is again standard Cauchy: half of them lie beyond 1, however large n.
    means = np.array([running_mean(Member.default("cauchy"), seed=seed).sample_mean[-1] for seed in range(60)])
    assert abs((np.abs(means) > 1).mean() - 0.5) < 4.5 * 0.5 / math.sqrt(60)
    heavy = running_mean(Member("student_t", (1.5, 4.0, 1.0)))
    assert (heavy.mean, heavy.low) == (4.0, None)


@pytest.mark.parametrize("family", ["normal", "exponential", "bernoulli"])
@pytest.mark.parametrize("n", [2, 5, 30])
def test_dividing_by_n_is_biased_by_one_part_in_n(family, n):
    member = Member.default(family)
    variance = member.distribution.variance()
    result = variance_estimators(member, n, seed=1)
    assert result.expected == pytest.approx((n - 1) / n * variance)
    assert result.divided_by_n.shape == result.divided_by_n_minus_1.shape == (2000,)
    biased, fair = result.average_by_n, result.average_by_n_minus_1
    assert abs(biased.value - result.expected) < 4.5 * biased.standard_error
    assert abs(fair.value - variance) < 4.5 * fair.standard_error
    assert fair.value == pytest.approx(biased.value * n / (n - 1))
    if n == 2:
        assert abs(biased.value - variance) > 10 * biased.standard_error
    assert biased.standard_error == pytest.approx(result.divided_by_n.std(ddof=1) / math.sqrt(2000))


def test_the_estimators_are_numpys():
    result = variance_estimators(FAIR, 7, seed=3)
    x = FAIR.distribution.sample(14_000, np.random.default_rng(3)).reshape(2000, 7)
    np.testing.assert_allclose(result.divided_by_n, x.var(axis=1))
    np.testing.assert_allclose(result.divided_by_n_minus_1, x.var(axis=1, ddof=1))
    assert result.counts_by_n_minus_1.sum() == pytest.approx(1980, abs=1)
    assert result.counts_by_n.sum() >= 1980
    inside = (result.divided_by_n >= result.edges[3]) & (result.divided_by_n < result.edges[4])
    assert result.counts_by_n[3] == inside.sum()


def test_estimators_where_there_is_no_variance_or_none_to_see():
    cauchy = variance_estimators(Member.default("cauchy"), 5)
    assert (cauchy.variance, cauchy.expected) == (None, None)
    assert np.isfinite(cauchy.edges).all()
    heavy = variance_estimators(Member("student_t", (1.5, 0.0, 1.0)), 5)
    assert (heavy.variance, heavy.expected) == (math.inf, math.inf)
    certain = variance_estimators(Member("bernoulli", (1.0,)), 5)
    assert (certain.variance, certain.average_by_n.value) == (0, 0)
    for n in (1, 101):
        with pytest.raises(ConfigError):
            variance_estimators(FAIR, n)


def test_the_mean_logarithm_of_a_gamma_checks_the_nodes_from_outside():
    # An expectation that no code here computes: E[log X] = ψ(k) − log λ
    from vae_core.probability.quadrature import nodes

    d = Member("gamma", (0.1, 3.0)).distribution
    x, w = nodes(d)
    assert w @ (np.log(x) * d.density(x)) == pytest.approx(digamma(0.1) - math.log(3), rel=1e-9)
