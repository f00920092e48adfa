"""The likelihood of a normal model against torch.distributions, SciPy's optimiser and SciPy's quadrature."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize

from core.builders import numbers
from vae_core.errors import ConfigError
from vae_core.probability.likelihood import (
    MAX_DATA,
    TRUTHS,
    Scientific,
    draw,
    hidden_truth,
    likelihood,
    log_likelihood,
    maximum,
    mean_cdf,
    observations,
    parameter_grid,
    scientific,
    secret_truth,
    statistics,
    surface,
)
from vae_core.probability.likelihood_totals import along_mean, total, total_over_mean
from vae_core.probability.likelihood_window import window

widths = numbers(math.log(1e-3), math.log(1e3)).map(math.exp)
data = st.lists(numbers(-50, 50), min_size=1, max_size=30).map(np.array)
EQUAL = (0.1, 0.1, 0.1)  # its mean is not 0.1 when added up in doubles


def reference(x, mean, sd) -> float:
    mean, sd = torch.tensor([mean, sd], dtype=torch.float64)
    return torch.distributions.Normal(mean, sd).log_prob(torch.tensor(x)).sum().item()


@given(data, numbers(-100, 100), widths)
def test_the_log_likelihood_is_that_of_torch_distributions(x, mean, sd):
    at = likelihood(x, mean, sd)
    expected = reference(x, mean, sd)
    assert math.isclose(at.log_likelihood, expected, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(at.log_likelihood, log_likelihood(statistics(x), mean, sd), rel_tol=1e-9, abs_tol=1e-9)
    np.testing.assert_allclose(at.heights, np.exp(at.log_heights))
    assert np.isfinite(at.log_heights).all()


@given(data, numbers(-100, 100), widths)
def test_the_product_is_the_one_that_the_computer_would_lose(x, mean, sd):
    at = likelihood(x, mean, sd)
    assert 1 <= at.product.mantissa < 10
    back = math.log(at.product.mantissa) + at.product.exponent * math.log(10)
    assert math.isclose(back, at.log_likelihood, rel_tol=1e-12, abs_tol=0.006)


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, (1.0, 0)), (0.5, (5.0, -1)), (9.996, (1.0, 1)), (1234.0, (1.23, 3)), (0.00999999, (1.0, -2))],
)
def test_numbers_are_written_with_three_digits(value, written):
    assert scientific(math.log(value)) == Scientific(*written)


def test_the_extremes_of_scientific_notation():
    assert scientific(-math.inf) == Scientific(0.0, 0)
    assert scientific(-1e6 * math.log(10)) == Scientific(1.0, -1_000_000)
    with pytest.raises(ConfigError, match="infinite"):
        scientific(math.inf)


def test_far_from_the_data_the_logarithm_stays_finite():
    at = likelihood(observations([1e9]), -1e9, 1e-9)
    assert at.heights.tolist() == [0.0]
    assert at.log_likelihood == pytest.approx(-2e36, rel=1e-6)


@given(data, st.integers(2, 9))
def test_the_surface_is_the_log_likelihood_at_every_pair(x, steps):
    means, sds = parameter_grid((-3.0, 4.0), (0.01, 100.0), steps)
    drawn = surface(x, means, sds)
    expected = [[likelihood(x, float(mean), float(sd)).log_likelihood for mean in means] for sd in sds]
    np.testing.assert_allclose(drawn.log_likelihood, expected, rtol=1e-9, atol=1e-9)
    assert drawn.relative.max() == 0
    np.testing.assert_allclose(np.diff(drawn.relative), np.diff(drawn.log_likelihood), rtol=1e-6, atol=1e-6)


def test_a_single_width_or_mean_cuts_through_the_surface():
    x, (means, sds) = observations([0.0, 1.0, 5.0]), parameter_grid(steps=5)
    whole = surface(x, means, sds).log_likelihood
    np.testing.assert_array_equal(surface(x, means, float(sds[2])).log_likelihood, whole[[2]])
    np.testing.assert_array_equal(surface(x, float(means[3]), sds).log_likelihood, whole[:, [3]])


def test_the_grid_is_even_in_the_mean_and_in_the_logarithm_of_the_width():
    means, sds = parameter_grid((-1.0, 1.0), (0.01, 100.0), 5)
    np.testing.assert_allclose(means, [-1, -0.5, 0, 0.5, 1])
    np.testing.assert_allclose(sds, [0.01, 0.1, 1, 10, 100])


@given(data)
def test_the_maximum_is_where_an_optimiser_arrives(x):
    assume(np.ptp(x) > 1e-3)
    best = maximum(x)

    def cost(place):
        return -likelihood(x, float(place[0]), float(np.exp(place[1]))).log_likelihood / len(x)

    start = [best.mean + 0.3 * best.standard_deviation, math.log(best.standard_deviation) + 0.3]
    found = minimize(cost, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 2000})
    assert not best.unbounded
    assert found.x[0] == pytest.approx(best.mean, abs=1e-3 * best.standard_deviation)
    assert math.exp(found.x[1]) == pytest.approx(best.standard_deviation, rel=1e-3)
    assert best.log_likelihood == pytest.approx(-found.fun * len(x), rel=1e-8, abs=1e-6)


@given(data, numbers(-60, 60), widths)
def test_nothing_is_above_the_maximum(x, mean, sd):
    best = maximum(x)
    here = likelihood(x, mean, sd).log_likelihood
    assert here <= best.log_likelihood + 1e-9 * max(1, abs(here))


def test_the_width_at_the_maximum_divides_by_n():
    assert maximum(observations([0.0, 2.0])).standard_deviation == 1.0


@pytest.mark.parametrize("values", [(3.0,), (0.0, 0.0), EQUAL])
def test_one_point_or_equal_points_have_no_maximum(values):
    x = observations(values)
    best = maximum(x)
    assert best.unbounded
    assert (best.mean, best.standard_deviation, best.log_likelihood) == (values[0], 0.0, math.inf)
    rising = [likelihood(x, best.mean, sd).log_likelihood for sd in (1.0, 1e-3, 1e-6, 1e-9)]
    assert rising == sorted(rising)
    assert rising[-1] > rising[0] + 20


@pytest.mark.parametrize(
    ("log_value", "written"),
    [(math.log(0.5), "0.5"), (math.log(1234), "1230"), (math.log(3.98e-17), r"3.98 \cdot 10^{-17}"), (-math.inf, "0")],
)
def test_small_and_large_numbers_are_written_as_powers_of_ten(log_value, written):
    assert scientific(log_value).formula == written


@given(data, numbers(-100, 100), widths)
def test_the_share_to_the_left_is_the_average_cdf(x, mean, sd):
    normal = torch.distributions.Normal(*torch.tensor([mean, sd], dtype=torch.float64))
    assert mean_cdf(x, mean, sd) == pytest.approx(normal.cdf(torch.tensor(x)).mean().item(), abs=1e-12)


@pytest.mark.parametrize("shape", TRUTHS)
def test_a_secret_truth_is_the_seed_s_own(shape):
    places = {
        (truth.distribution.mean(), truth.distribution.variance())
        for truth in (secret_truth(shape, seed) for seed in range(40))
    }
    assert secret_truth(shape, 3) == secret_truth(shape, 3)
    assert len(places) > 30
    assert all(-2 <= mean <= 2 and 0.59**2 <= variance <= 1.31**2 for mean, variance in places)


# What is shown.


@given(data, numbers(-100, 100), widths)
def test_the_window_holds_the_data_theta_and_the_maximum(x, mean, sd):
    shown, best = window(x, mean, sd), maximum(x)
    assert shown.low <= min(x.min(), mean)
    assert max(x.max(), mean) <= shown.high
    assert shown.narrowest <= sd <= shown.widest
    assert best.unbounded or shown.narrowest <= best.standard_deviation <= shown.widest
    assert (shown.means(5)[0], shown.means(5)[-1]) == (shown.low, shown.high)


def test_the_window_stands_still_while_things_move_inside_it():
    x = observations([-3.0, 0.0, 5.9])
    assert window(x, 0.0, 1.0) == window(observations([1.0, 2.0]), -5.0, 9.9)
    assert (window(x, 0.0, 1.0).low, window(x, 0.0, 1.0).high) == (-6, 6)
    assert window(observations([6.1]), 0.0, 1.0).high == 12
    assert window(observations([0.0]), 0.0, 1.0).narrowest == 0.01


# Areas under the likelihood.


@given(data, numbers(math.log(0.05), math.log(50)).map(math.exp))
def test_what_is_drawn_over_the_mean_is_the_likelihood(x, sd):
    drawn = along_mean(x, sd, -60.0, 60.0)
    assert 0.009 <= drawn.heights.max() < 1000
    assert drawn.exponent == 0 or 1 <= drawn.heights.max() < 10 * (1 + 1e-9)
    assert (np.diff(drawn.means) > 0).all()
    for index in (0, len(drawn.means) // 2):
        expected = likelihood(x, float(drawn.means[index]), sd).log_likelihood - drawn.exponent * math.log(10)
        assert drawn.heights[index] == pytest.approx(math.exp(expected), rel=1e-6, abs=1e-300)


@given(data, numbers(math.log(0.05), math.log(50)).map(math.exp))
def test_the_area_along_the_mean_is_what_quadrature_finds(x, sd):
    area = total_over_mean(x, sd)
    peak = likelihood(x, float(x.mean()), sd).log_likelihood
    error = sd / math.sqrt(len(x))

    def height(mean):
        return math.exp(likelihood(x, mean, sd).log_likelihood - peak)

    expected, _ = quad(height, x.mean() - 10 * error, x.mean() + 10 * error, points=[x.mean()], epsabs=0)
    assert area.log_value == pytest.approx(peak + math.log(expected), rel=1e-8, abs=1e-7)
    assert area.log_quadrature == pytest.approx(area.log_value, rel=1e-10, abs=1e-9)


@given(numbers(-100, 100), widths)
def test_for_one_point_the_area_along_the_mean_is_one(value, sd):
    assert total_over_mean(observations([value]), sd).log_value == pytest.approx(0, abs=1e-12)


def test_for_two_points_the_area_along_the_mean_is_not_one():
    assert abs(total_over_mean(observations([0.0, 1.0]), 1.0).log_value) > 1


@pytest.mark.parametrize("values", [(0.0, 1.0, 3.0), (-1.0, 0.5, 0.5, 2.0), (1.0, 1.1, 0.9, 1.05, 1.2, 0.8)])
def test_the_area_over_the_half_plane_is_what_nested_quadrature_finds(values):
    x = observations(values)
    best = maximum(x)

    def along_mean(sd):
        reach = 10 * sd / math.sqrt(len(x))

        def height(mean):
            return math.exp(sum(-0.5 * ((v - mean) / sd) ** 2 for v in values)) / (sd * math.sqrt(2 * math.pi)) ** len(
                x
            )

        return quad(height, best.mean - reach, best.mean + reach, points=[best.mean])[0]

    near = quad(along_mean, 0.02 * best.standard_deviation, 5 * best.standard_deviation, limit=200)[0]
    far = quad(along_mean, 5 * best.standard_deviation, math.inf)[0]
    assert total(x).log_value == pytest.approx(math.log(near + far), abs=1e-6)


@given(st.lists(numbers(-50, 50), min_size=3, max_size=60).map(np.array))
def test_the_closed_form_and_the_grid_agree_over_the_half_plane(x):
    assume(np.ptp(x) > 1e-6)
    area = total(x)
    assert math.isfinite(area.log_value)
    assert area.log_quadrature == pytest.approx(area.log_value, rel=1e-10, abs=1e-8)


def test_the_grid_is_fine_enough_for_two_thousand_points():
    area = total(draw(hidden_truth("normal", 0.0, 1.0), MAX_DATA, 0))
    assert area.log_value < -2000
    assert area.log_quadrature == pytest.approx(area.log_value, rel=1e-10)


@pytest.mark.parametrize("values", [(1.0,), (0.0, 1.0), (2.0, 2.0), EQUAL])
def test_the_area_is_infinite_for_two_points_or_equal_ones(values):
    area = total(observations(values))
    assert area.log_value == math.inf
    assert area.log_quadrature is None


def test_for_two_points_the_area_grows_with_every_decade_of_widths():
    x = observations([0.0, 1.0])
    decades = [
        quad(lambda t: math.exp(total_over_mean(x, math.exp(t)).log_value + t), low, low + math.log(10))[0]
        for low in np.log([1e2, 1e4, 1e6])
    ]
    np.testing.assert_allclose(decades, decades[0], rtol=1e-3)


# Where data come from.


@pytest.mark.parametrize("shape", TRUTHS)
@settings(max_examples=20)
@given(mean=numbers(-5, 5), sd=numbers(math.log(0.01), math.log(50)).map(math.exp))
def test_every_truth_has_the_mean_and_the_width_asked_for(shape, mean, sd):
    truth = hidden_truth(shape, mean, sd).distribution
    assert truth.mean() == pytest.approx(mean, abs=1e-9)
    assert truth.variance() == pytest.approx(sd**2, rel=1e-9)


@pytest.mark.parametrize("shape", TRUTHS)
def test_draws_follow_the_seed_and_keep_their_beginning(shape):
    truth = hidden_truth(shape, 1.0, 2.0)
    many = draw(truth, MAX_DATA, 7)
    np.testing.assert_array_equal(draw(truth, 5, 7), many[:5])
    assert not np.array_equal(draw(truth, 5, 8), many[:5])
    # the mean of n draws has standard error σ/√n
    assert abs(many.mean() - 1) < 4.5 * 2 / math.sqrt(MAX_DATA)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: observations([]),
        lambda: observations([0.0] * (MAX_DATA + 1)),
        lambda: observations([math.nan]),
        lambda: observations([math.inf]),
        lambda: observations([True]),
        lambda: likelihood(observations([0.0]), 0.0, 0.0),
        lambda: likelihood(observations([0.0]), math.nan, 1.0),
        lambda: hidden_truth("square", 0.0, 1.0),
        lambda: hidden_truth("normal", 0.0, -1.0),
        lambda: draw(hidden_truth("normal", 0.0, 1.0), 0, 0),
        lambda: total_over_mean(observations([0.0]), math.inf),
    ],
)
def test_what_cannot_be_is_refused_in_words(ask):
    with pytest.raises(ConfigError, match="must"):
        ask()
