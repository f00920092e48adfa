"""Gradient ascent against finite differences and against the maximum in closed form."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.builders import numbers
from vae_core.errors import ConfigError
from vae_core.probability.ascent import MAX_STEPS, ascend, gradient, largest_steady_rate
from vae_core.probability.likelihood import likelihood, maximum, observations, statistics

samples = st.lists(numbers(-5, 5), min_size=1, max_size=20).map(np.array)
X = observations([-1.0, 0.5, 2.0, 4.0])


def height(x, mean: float, log_sd: float) -> float:
    return likelihood(x, mean, math.exp(log_sd)).log_likelihood / len(x)


@given(samples, numbers(-6, 6), numbers(math.log(0.3), math.log(30)))
def test_the_gradient_is_the_slope_of_the_mean_log_likelihood(x, mean, log_sd):
    along_mean, along_log_sd = gradient(statistics(x), mean, log_sd)
    h = 1e-5
    assert along_mean == pytest.approx(
        (height(x, mean + h, log_sd) - height(x, mean - h, log_sd)) / (2 * h), rel=1e-5, abs=1e-5
    )
    assert along_log_sd == pytest.approx(
        (height(x, mean, log_sd + h) - height(x, mean, log_sd - h)) / (2 * h), rel=1e-5, abs=1e-5
    )


def test_every_step_follows_the_gradient_recorded_before_it():
    path = ascend(X, -3.0, 3.0, rate=0.2, steps=30)
    assert path.outcome == "unfinished"
    assert len(path.means) == 31
    np.testing.assert_allclose(np.diff(path.means), 0.2 * path.gradients[:-1, 0])
    np.testing.assert_allclose(np.diff(np.log(path.standard_deviations)), 0.2 * path.gradients[:-1, 1], atol=1e-14)
    places = zip(path.means.tolist(), path.standard_deviations.tolist(), strict=True)
    expected = [likelihood(X, *place).log_likelihood / 4 for place in places]
    np.testing.assert_allclose(path.values, expected, rtol=1e-12)
    assert path.first_fall is None


@settings(max_examples=20)
@given(samples, numbers(-2, 2), numbers(-0.5, 0.5))
def test_a_modest_rate_arrives_at_the_maximum(x, away, wider):
    best = maximum(x)
    assume(best.standard_deviation > 0.2)
    mean = best.mean + away * best.standard_deviation
    width = best.standard_deviation * math.exp(wider)
    start = likelihood(x, mean, width).log_likelihood / len(x)
    # a part of what is steady at the summit; far from it the ground is steeper
    path = ascend(x, mean, width, rate=0.15 * largest_steady_rate(x))
    assert (path.outcome, path.first_fall) in {("converged", None), ("unfinished", None)}
    assert path.values[0] == pytest.approx(start)
    assert path.values[-1] >= start - 1e-12
    slowest = 1 - 0.15 * largest_steady_rate(x) * min(1 / best.standard_deviation**2, 2)
    assert abs(path.means[-1] - best.mean) <= 40 * slowest**MAX_STEPS * best.standard_deviation + 1e-4


def test_an_ascent_ends_where_the_closed_form_is():
    best = maximum(X)
    path = ascend(X, 0.0, 1.5, rate=0.5)
    assert path.outcome == "converged"
    assert len(path.means) < MAX_STEPS
    assert path.means[-1] == pytest.approx(best.mean, abs=1e-5)
    assert path.standard_deviations[-1] == pytest.approx(best.standard_deviation, abs=1e-5)
    assert path.values[-1] * 4 == pytest.approx(best.log_likelihood, abs=1e-9)


def test_a_start_on_the_summit_stays_there():
    best = maximum(X)
    path = ascend(X, best.mean, best.standard_deviation, rate=0.5)
    assert path.outcome == "converged"
    assert len(path.means) == 1


@pytest.mark.parametrize("spread", [0.3, 3.0])
def test_below_the_steady_rate_steps_shrink_and_above_it_they_do_not(spread):
    x = observations([-spread, spread])
    assert largest_steady_rate(x) == pytest.approx(min(2 * spread**2, 1))
    nearby = 1e-3 * spread, spread * 1.001

    def last(rate):
        path = ascend(x, *nearby, rate=rate)
        return math.hypot(path.means[-1] / spread, math.log(path.standard_deviations[-1] / spread))

    start = math.hypot(1e-3, math.log(1.001))
    assert last(0.9 * largest_steady_rate(x)) < start / 100
    assert last(1.2 * largest_steady_rate(x)) > 10 * start


def test_a_rate_too_large_is_reported_as_diverged():
    path = ascend(X, -3.0, 0.1, rate=5.0)
    assert path.outcome == "diverged"
    assert np.isfinite([path.means, path.standard_deviations, path.values]).all()
    overshot = ascend(X, -3.0, 3.0, rate=5.0)
    assert overshot.outcome == "diverged"
    assert overshot.first_fall == 1


@settings(max_examples=25)
@given(samples, numbers(-1e3, 1e3), numbers(math.log(1e-3), math.log(1e3)).map(math.exp), numbers(1e-3, 100))
def test_no_path_has_a_number_that_is_none(x, mean, sd, rate):
    path = ascend(x, mean, sd, rate=rate)
    assert np.isfinite(path.gradients).all()
    assert np.isfinite([path.means, path.standard_deviations, path.values]).all()
    assert 1 <= len(path.means) <= MAX_STEPS + 1


def test_for_one_point_the_width_falls_without_end():
    path = ascend(observations([2.0]), 2.0, 1.0, rate=0.1)
    assert path.outcome == "unfinished"
    assert (np.diff(path.standard_deviations) < 0).all()
    assert (np.diff(path.values) > 0).all()
    assert largest_steady_rate(observations([2.0])) == 0


@pytest.mark.parametrize(
    "change", [{"rate": 0.0}, {"rate": math.nan}, {"rate": 1, "steps": 0}, {"rate": 1, "steps": 201}]
)
def test_settings_that_cannot_be_are_refused(change):
    with pytest.raises(ConfigError, match="must be"):
        ascend(X, 0.0, 1.0, **change)
