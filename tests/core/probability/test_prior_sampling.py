"""Monte Carlo over the prior against quadrature, closed forms and its own standard errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import logsumexp

from core.probability.curve_models import MEANS, configs, log_integral, places, point, sigma_at
from vae_core.errors import ConfigError
from vae_core.probability.latent_curves import CurveConfig, log_evidence, log_likelihood
from vae_core.probability.prior_sampling import (
    contributions,
    effective_sample_size,
    jensen_bias,
    log_weights,
    normalised_weights,
    prior_draws,
    relative_variance,
    running_estimate,
    running_log_mean,
)

CASES = [
    (CurveConfig("sine"), (0.6,)),
    (CurveConfig("line", sigma=0.05), (1.0,)),
    (CurveConfig("fold", sigma=0.2, spread="growing"), (1.8,)),
    (CurveConfig("step", sigma=1.5, amplitude=2.0), (-3.0,)),
    (CurveConfig("spiral", 2, 0.2), (0.4, 1.2)),
    (CurveConfig("fold", 2, 0.5, "growing"), (1.0, 0.5)),
]
cases = pytest.mark.parametrize(("config", "x"), CASES)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 5))
def test_the_first_draws_do_not_depend_on_how_many_follow(n, more, seed):
    np.testing.assert_array_equal(prior_draws(n, seed), prior_draws(n + more, seed)[:n])


def test_draws_come_from_the_prior():
    assert stats.kstest(prior_draws(100_000, 1), stats.norm.cdf).pvalue > 1e-5


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=40))
def test_the_running_mean_is_that_of_each_beginning(terms):
    expected = [logsumexp(terms[:k]) - np.log(k) for k in range(1, len(terms) + 1)]
    np.testing.assert_allclose(running_log_mean(np.array(terms)), expected, rtol=1e-12, atol=1e-11)


@cases
@pytest.mark.parametrize("seed", [0, 1])
def test_the_estimate_comes_within_its_standard_error(config, x, seed):
    result = running_estimate(config, x, 100_000, seed)
    exact = log_integral(config, x)
    assert result.log_evidence == pytest.approx(exact, abs=1e-7)
    ratio = np.exp(result.log_estimate[-1] - exact)
    assert abs(ratio - 1) < 4.5 * result.expected_error[-1]
    assert result.relative_error[-1] == pytest.approx(result.expected_error[-1], rel=0.15)


@cases
@pytest.mark.parametrize("n", [1, 2, 299, 100_000])
def test_the_running_estimate_is_the_plain_mean_of_its_draws(config, x, n):
    result = running_estimate(config, x, n, 3)
    assert result.n[0] == 1
    assert result.n[-1] == n
    assert len(result.n) <= 300
    assert (np.diff(result.n) > 0).all()
    likelihood = np.exp(log_likelihood(config, x, prior_draws(n, 3)))
    for k in (0, len(result.n) // 2, len(result.n) - 1):
        beginning = likelihood[: result.n[k]]
        assert np.exp(result.log_estimate[k]) == pytest.approx(beginning.mean(), rel=1e-9, abs=1e-300)
        if len(beginning) > 1 and beginning.mean() > 1e-100:
            error = stats.sem(beginning) / beginning.mean()
            assert result.relative_error[k] == pytest.approx(error, rel=1e-6, abs=1e-6)
    assert np.isinf(result.relative_error[0])


@cases
def test_the_band_holds_about_two_thirds_of_many_estimates(config, x):
    result = running_estimate(config, x, 100_000, 0)
    np.testing.assert_allclose(result.expected_error, np.sqrt(relative_variance(config, x) / result.n))
    np.testing.assert_allclose(result.high, result.log_evidence + np.log(1 + result.expected_error))
    expected = [result.log_evidence + np.log(1 - e) if e < 1 else -np.inf for e in result.expected_error]
    np.testing.assert_allclose(result.low, expected, rtol=1e-9)
    runs = [running_estimate(config, x, 10_000, seed).log_estimate[-1] for seed in range(1, 60)]
    at = int(np.searchsorted(result.n, 10_000))
    inside = np.mean((np.array(runs) > result.low[at]) & (np.array(runs) < result.high[at]))
    assert abs(inside - 0.683) < 4.5 * np.sqrt(0.683 * 0.317 / 59)


@settings(max_examples=40)
@given(configs(dimensions=(1,), curves=("line",), spreads=("constant",)), places)
def test_the_spread_of_the_weights_of_a_line_is_a_closed_form(config, place):
    x = point(config, place, 3.0)
    # ∫ N(z; 0, 1) N(x; a z, σ²)² dz = N(x; 0, a² + σ²/2) / (2 √π σ)
    square = stats.norm.logpdf(x[0], 0, np.sqrt(config.amplitude**2 + config.sigma**2 / 2))
    evidence = stats.norm.logpdf(x[0], 0, np.hypot(config.amplitude, config.sigma))
    expected = np.exp(square - np.log(2 * np.sqrt(np.pi) * config.sigma) - 2 * evidence) - 1
    assert relative_variance(config, x) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@settings(max_examples=15)
@given(configs(), places)
def test_the_spread_of_the_weights_is_that_of_adaptive_quadrature(config, place):
    x = point(config, place, 3.0)
    if (reference := log_integral(config, x)) > -60:
        expected = np.expm1(log_integral(config, x, power=2) - 2 * reference)
        assert relative_variance(config, x) == pytest.approx(expected, rel=1e-5, abs=1e-6)


@cases
@pytest.mark.parametrize("n", [1, 30, 20_000])
def test_the_contributions_are_shares_and_few_carry_them(config, x, n):
    result = contributions(config, x, n, 2)
    assert result.weights.sum() == pytest.approx(1)
    likelihood = np.exp(log_likelihood(config, x, result.z))
    np.testing.assert_allclose(result.weights, likelihood / likelihood.sum(), rtol=1e-8, atol=1e-300)
    carried = result.weights[result.carries]
    assert result.carrying_share == result.carries.mean() == len(carried) / n
    assert carried.sum() >= 0.99 - 1e-12
    assert carried.sum() - carried.min() < 0.99
    assert carried.min() >= result.weights[~result.carries].max(initial=0)
    assert 1 - 1e-9 <= result.effective_sample_size <= n + 1e-6
    assert result.effective_sample_size == pytest.approx(likelihood.sum() ** 2 / (likelihood**2).sum())
    if n == 20_000:
        assert result.effective_sample_size / n == pytest.approx(result.expected_share, rel=0.2)
    assert result.posterior.x == x


@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=20))
def test_weights_sum_to_one_however_small_the_likelihoods(terms):
    weights = normalised_weights(np.array(terms))
    assert weights.sum() == pytest.approx(1)
    assert 1 - 1e-9 <= effective_sample_size(weights) <= len(terms) + 1e-9


def test_equal_weights_count_fully_and_a_single_one_once():
    assert effective_sample_size(np.full(50, 0.02)) == pytest.approx(50)
    assert effective_sample_size(np.eye(50)[7]) == pytest.approx(1)


def test_the_narrower_the_noise_the_fewer_draws_count():
    shares = [contributions(CurveConfig("line", sigma=sigma), (0.5,), 20_000, 0) for sigma in (1.5, 0.5, 0.05)]
    assert [share.carrying_share for share in shares] == sorted((s.carrying_share for s in shares), reverse=True)
    assert shares[0].carrying_share > 0.8
    assert shares[-1].carrying_share < 0.2


def test_a_log_estimate_from_one_draw_is_low_by_a_closed_form():
    config, x = CurveConfig("line", sigma=0.4), (0.7,)
    result = jensen_bias(config, x, 1)
    # E[log N(x; a z, σ²)] = log N(x; 0, σ²) − a²/2σ²
    expected = stats.norm.logpdf(0.7, 0, 0.4) - 1 / (2 * 0.4**2)
    assert abs(result.mean_log_estimate[0] - expected) < 4.5 * result.standard_error[0]


@pytest.mark.parametrize(("config", "x"), [case for case in CASES if case[0].sigma > 0.1])
def test_the_log_is_too_low_and_the_estimate_itself_is_not(config, x):
    result = jensen_bias(config, x, 4)
    assert result.n.tolist() == [1, 10, 100, 1000]
    gaps = result.log_evidence - result.mean_log_estimate
    assert gaps[0] > 4.5 * result.standard_error[0]
    assert gaps[0] > gaps[1] > -4.5 * result.standard_error[1]
    assert (gaps > -4.5 * result.standard_error).all()
    # delta method: log p(x) − E[log estimate] ≈ relative variance / 2n
    slope = relative_variance(config, x) / 2 / result.n[2:]
    assert (np.abs(gaps[2:] - slope) < 4.5 * result.standard_error[2:] + 0.3 * slope).all()
    assert (np.abs(result.mean_ratio - 1) < 4.5 * result.ratio_standard_error).all()


def test_the_averages_are_over_runs_of_their_own():
    config, x = CASES[0]
    result = jensen_bias(config, x, 6)
    terms = log_weights(config, x, 100_000, 6)
    start = 0
    for k, (n, runs) in enumerate(zip(result.n, result.runs, strict=True)):
        logs = [logsumexp(terms[start + i * n : start + (i + 1) * n]) - np.log(n) for i in range(runs)]
        start += n * runs
        assert result.mean_log_estimate[k] == pytest.approx(np.mean(logs))
        assert result.standard_error[k] == pytest.approx(stats.sem(logs))


@settings(max_examples=15)
@given(configs(), places, st.integers(1, 2000))
def test_nothing_is_ever_not_a_number(config, place, n):
    x = point(config, place)
    running, parts, bias = running_estimate(config, x, n, 0), contributions(config, x, n, 0), jensen_bias(config, x, 0)
    assert np.isfinite(running.log_estimate).all()
    assert np.isfinite(running.high).all()
    assert not np.isnan(running.relative_error).any()
    assert (running.low <= running.log_evidence).all()
    assert np.isfinite(parts.weights).all()
    assert 0 < parts.expected_share <= 1
    for values in (bias.mean_log_estimate, bias.standard_error, bias.mean_ratio, bias.ratio_standard_error):
        assert np.isfinite(values).all()


@pytest.mark.parametrize(("n", "seed"), [(0, 0), (100_001, 0), (10, -1)])
def test_impossible_draws_are_refused(n, seed):
    for what in (running_estimate, contributions):
        with pytest.raises(ConfigError, match="must be a whole number"):
            what(CurveConfig(), (0.0,), n, seed)


def test_an_x_in_the_wrong_space_is_refused():
    for what in (log_evidence, relative_variance, lambda config, x: jensen_bias(config, x, 0)):
        with pytest.raises(ConfigError, match="x must be 1 numbers"):
            what(CurveConfig(), (0.0, 1.0))


def test_the_references_know_every_curve():
    assert {(config.dimensions, config.curve) for config, _ in CASES} <= set(MEANS)
    assert sigma_at(CASES[2][0], 4.0) == pytest.approx(0.2 * np.e)
