"""The product that a computer loses, against exact arithmetic."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.builders import numbers
from vae_core.probability.likelihood import draw, hidden_truth, likelihood, observations
from vae_core.probability.underflow import LOG10_SMALLEST_DOUBLE, SMALLEST_DOUBLE, running_likelihood

X = draw(hidden_truth("normal", 0.0, 1.0), 2000, 1)


def test_two_thousand_draws_are_too_many_for_a_product():
    result = running_likelihood(X, 0.0, 1.0)
    assert result.overflows_at is None
    product = 1.0
    for n, factor in enumerate(likelihood(X, 0.0, 1.0).heights.tolist(), start=1):  # noqa: B007
        product *= factor
        if product == 0:
            break
    assert result.vanishes_at == n
    # e^−(n (½ log 2π + ½)) reaches 4.9e-324 near n = 525
    assert 450 < n < 600


def test_the_sum_of_logarithms_is_the_exact_product():
    result = running_likelihood(X, 0.0, 1.0)
    exact = math.prod(Fraction(height) for height in likelihood(X, 0.0, 1.0).heights.tolist())
    expected = math.log10(exact.numerator) - math.log10(exact.denominator)
    assert result.log10_sums[-1] == pytest.approx(expected, rel=1e-11)
    assert result.log_likelihood == pytest.approx(expected * math.log(10), rel=1e-11)


def test_while_it_lives_the_product_is_the_sum_of_logarithms():
    result = running_likelihood(X, 0.0, 1.0)
    alive = result.counts < result.vanishes_at
    assert np.isfinite(result.log10_products[alive]).all()
    assert (result.log10_products[~alive] == -np.inf).all()
    normal = alive & (result.log10_sums > -307)  # below, doubles have fewer digits
    assert normal.sum() > 50
    np.testing.assert_allclose(result.log10_products[normal], result.log10_sums[normal], atol=1e-9)


def test_the_points_shown_are_few_and_hold_the_place_of_loss():
    result = running_likelihood(X, 0.0, 1.0)
    assert len(result.counts) <= 300
    assert (np.diff(result.counts) > 0).all()
    assert {1, 2000, result.vanishes_at, result.vanishes_at - 1} <= set(result.counts.tolist())


def test_high_densities_are_lost_at_the_other_end():
    x = draw(hidden_truth("normal", 0.0, 1e-3), 2000, 1)
    result = running_likelihood(x, 0.0, 1e-3)
    assert result.vanishes_at is None
    # each height is about 1e3 / √(2πe) ≈ 242: 308 / log10 242 ≈ 129
    assert 120 < result.overflows_at < 140
    assert (result.log10_products[result.counts >= result.overflows_at] == np.inf).all()


def test_few_data_lose_nothing():
    result = running_likelihood(X[:10], 0.0, 1.0)
    assert (result.vanishes_at, result.overflows_at) == (None, None)
    np.testing.assert_allclose(result.log10_products, result.log10_sums, rtol=1e-12)
    assert result.counts.tolist() == list(range(1, 11))


def test_one_datum_far_away_is_lost_at_once():
    assert running_likelihood(observations([1e6]), 0.0, 1.0).vanishes_at == 1


@given(
    st.lists(numbers(-1e3, 1e3), min_size=1, max_size=400).map(np.array),
    numbers(-1e3, 1e3),
    numbers(math.log(1e-3), math.log(1e3)).map(math.exp),
)
def test_nothing_is_ever_undefined(x, mean, sd):
    result = running_likelihood(x, mean, sd)
    assert not np.isnan(result.log10_products).any()
    assert np.isfinite(result.log10_sums).all()
    assert result.vanishes_at is None or result.overflows_at is None


def test_after_infinity_a_vanishing_height_makes_no_nonsense():
    x = np.concatenate([np.zeros(200), [1e3]])
    result = running_likelihood(x, 0.0, 1e-3)
    assert result.overflows_at == 119
    assert result.log10_products[-1] == np.inf


def test_the_smallest_double_has_nothing_below_it():
    assert SMALLEST_DOUBLE > 0
    assert SMALLEST_DOUBLE / 2 == 0
    assert pytest.approx(-323.306, abs=1e-3) == LOG10_SMALLEST_DOUBLE
