"""A normal likelihood of fixed σ against squared error."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.builders import numbers
from vae_core.errors import ConfigError
from vae_core.probability.likelihood import likelihood, observations
from vae_core.probability.squared_error import squared_error

samples = st.lists(numbers(-20, 20), min_size=1, max_size=30).map(np.array)
widths = numbers(math.log(1e-3), math.log(1e3)).map(math.exp)
MEANS = np.linspace(-6, 6, 25)


@given(samples, widths)
def test_the_three_parts_are_minus_the_log_likelihood(x, sd):
    result = squared_error(x, MEANS, sd)
    expected = [-likelihood(x, float(mean), sd).log_likelihood for mean in MEANS]
    np.testing.assert_allclose(result.negative_log_likelihoods, expected, rtol=1e-9, atol=1e-9)
    parts = result.scaled + result.width_cost + result.constant
    np.testing.assert_allclose(result.negative_log_likelihoods, parts, rtol=1e-12)
    np.testing.assert_allclose(result.scaled * 2 * sd**2, result.squared_errors, rtol=1e-12)


@given(samples)
def test_the_squared_error_is_its_definition(x):
    expected = [sum((value - mean) ** 2 for value in x.tolist()) for mean in MEANS.tolist()]
    np.testing.assert_allclose(squared_error(x, MEANS, 1.0).squared_errors, expected, rtol=1e-10, atol=1e-12)


@given(samples, widths)
def test_every_width_has_the_same_minimiser(x, sd):
    around = np.linspace(-1, 1, 21) + x.mean()
    result = squared_error(x, around, sd)
    assert result.minimiser == pytest.approx(x.mean())
    assert result.squared_errors.argmin() == 10
    assert result.scaled.argmin() == 10
    assert result.slopes[10] == pytest.approx(0, abs=1e-9 * len(x) / sd**2)


@given(samples, numbers(math.log(0.1), math.log(100)).map(math.exp))
def test_the_slope_is_that_of_the_curve_and_scales_with_one_over_the_variance(x, sd):
    h = 1e-4
    result = squared_error(x, MEANS, sd)
    rise = squared_error(x, MEANS + h, sd).scaled - squared_error(x, MEANS - h, sd).scaled
    np.testing.assert_allclose(result.slopes, rise / (2 * h), rtol=1e-4, atol=1e-5 * len(x) / sd**2)
    np.testing.assert_allclose(result.slopes, squared_error(x, MEANS, 1.0).slopes * result.gradient_scale, rtol=1e-9)
    assert result.gradient_scale == pytest.approx(1 / sd**2)


def test_a_width_that_cannot_be_is_refused():
    with pytest.raises(ConfigError, match="standard deviation"):
        squared_error(observations([0.0]), MEANS, 0.0)


def test_the_excess_is_what_lies_above_the_lowest_value():
    x, means = observations([-1.0, 0.5, 4.0]), np.linspace(-3, 5, 33)
    for sd in (0.1, 1.0, 7.0):
        result = squared_error(x, means, sd)
        lowest = squared_error(x, result.minimiser, sd).negative_log_likelihoods[0]
        np.testing.assert_allclose(result.excess, result.negative_log_likelihoods - lowest, atol=1e-9)
