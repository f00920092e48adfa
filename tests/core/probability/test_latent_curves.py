"""The infinite mixture against closed forms and adaptive quadrature."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from core.probability.curve_models import (
    MEANS,
    NAMES,
    configs,
    line_marginal,
    log_integral,
    log_likelihood_at,
    places,
    point,
    sigma_at,
)
from vae_core.config import from_json, to_json
from vae_core.errors import ConfigError
from vae_core.probability.latent_curves import (
    CurveConfig,
    axes_of,
    box,
    density,
    log_evidence,
    log_likelihood,
    log_prior,
    marginal,
    mean,
    nearest_point,
    nodes,
    nodes_at,
    quantile_nodes,
    standard_deviation,
)
from vae_core.probability.notation import number


@given(configs())
def test_a_configuration_survives_json(config):
    assert from_json(CurveConfig, json.loads(json.dumps(to_json(config)))) == config


@pytest.mark.parametrize(
    "wrong",
    [
        {"curve": "spiral"},
        {"curve": "step", "dimensions": 2},
        {"dimensions": 3},
        {"dimensions": True},
        {"sigma": 0.049},
        {"sigma": 1.51},
        {"sigma": float("nan")},
        {"sigma": "0.3"},
        {"spread": "shrinking"},
        {"amplitude": 0.2},
        {"amplitude": 2.1},
    ],
)
def test_a_configuration_refuses_what_it_cannot_use(wrong):
    with pytest.raises(ConfigError, match="must be"):
        CurveConfig(**wrong)


def test_every_curve_is_checked_here():
    assert set(NAMES) == set(MEANS)


@given(configs())
def test_the_formulas_hold_todays_numbers(config):
    mean, spread = config.formulas()
    assert mean.startswith("<mu>(<z>) = ")
    assert spread.startswith("<sigma>(<z>) = ")
    assert number(config.amplitude) in mean
    assert number(config.sigma) in spread
    assert "$" not in mean + spread
    in_letters = config.formulas(numbers=False)
    assert "a" in in_letters[0]
    assert "<sigma>" in in_letters[1].removeprefix("<sigma>(<z>)")


@given(configs(), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_nearest_point_is_in_the_box_and_a_point_in_it_is_its_own(config, first, second):
    x = nearest_point(config, (first, second)[: config.dimensions])
    assert all(low <= at <= high for at, (low, high) in zip(x, box(config), strict=True))
    assert nearest_point(config, x) == x
    assert np.isfinite(log_evidence(config, x))


@given(configs(), st.lists(st.floats(-6, 6), min_size=1, max_size=5))
def test_the_curve_its_noise_and_the_likelihood_are_their_formulas(config, latents):
    z = np.array(latents)
    expected = [MEANS[config.dimensions, config.curve](at, config.amplitude) for at in latents]
    np.testing.assert_allclose(mean(config, z), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(standard_deviation(config, z), [sigma_at(config, at) for at in latents])
    x = (0.3, -1.2)[: config.dimensions]
    reference = [log_likelihood_at(config, x, at) for at in latents]
    np.testing.assert_allclose(log_likelihood(config, x, z), reference, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(log_prior(z), stats.norm.logpdf(z))


@given(configs(curves=("line",), spreads=("constant",)), places)
def test_a_line_gives_a_normal(config, place):
    x = point(config, place)
    assert log_evidence(config, x) == pytest.approx(line_marginal(config).logpdf(x), rel=1e-9, abs=1e-8)


@settings(max_examples=40)
@given(configs(), places)
def test_the_evidence_is_that_of_adaptive_quadrature(config, place):
    x = point(config, place)
    reference = log_integral(config, x)
    if reference > -60:  # beyond, z outside the reference's reach may matter
        assert log_evidence(config, x) == pytest.approx(reference, abs=1e-7)


@settings(max_examples=25)
@given(configs(dimensions=(1,)), st.integers(0, 50), st.integers(0, 50))
def test_the_marginal_on_a_line_is_the_evidence_of_each_x(config, first, second):
    limits = box(config)
    values, (x,) = marginal(config, limits, 51), axes_of(limits, 51)
    assert values.shape == (51,)
    for place in (first, second):
        reference = np.exp(log_evidence(config, (float(x[place]),)))
        assert values[place] == pytest.approx(reference, rel=1e-4, abs=1e-9)


@settings(max_examples=25)
@given(configs(dimensions=(2,)), st.integers(0, 30), st.integers(0, 30))
def test_the_marginal_in_the_plane_has_the_first_coordinate_along_its_rows(config, row, column):
    limits = box(config)
    values, (across, up) = marginal(config, limits, 31), axes_of(limits, 31)
    reference = np.exp(log_evidence(config, (float(across[column]), float(up[row]))))
    assert values[row, column] == pytest.approx(reference, rel=1e-4, abs=1e-9)


@given(configs())
def test_a_marginal_has_mass_one_and_is_finite(config):
    limits = box(config, 4.0)
    axes = axes_of(limits, 401 if config.dimensions == 1 else 161)
    values = marginal(config, limits, len(axes[0]))
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert values.sum() * np.prod([axis[1] - axis[0] for axis in axes]) == pytest.approx(1, abs=2e-3)


@given(configs())
def test_the_quadrature_knows_the_prior(config):
    z, weights = nodes(config)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert weights @ z == pytest.approx(0, abs=1e-12)
    assert weights @ z**2 == pytest.approx(1, abs=1e-10)
    assert len(z) < 6000


@given(configs(), places, st.sampled_from((1, 2)))
def test_the_quadrature_of_one_x_covers_its_peak(config, place, power):
    x = point(config, place)
    z, step = nodes_at(config, x, power)
    height = log_prior(z) + power * log_likelihood(config, x, z)
    assert max(height[0], height[-1]) < height.max() - 30
    assert step == pytest.approx(z[1] - z[0])


@pytest.mark.parametrize("components", [1, 2, 7, 400])
def test_the_nodes_are_the_middles_of_equal_shares_of_the_prior(components):
    z = quantile_nodes(components)
    shares = stats.norm.cdf(z) * components
    np.testing.assert_allclose(shares, np.arange(components) + 0.5)
    np.testing.assert_allclose(z, -z[::-1], atol=1e-12)


@pytest.mark.parametrize("components", [0, 401, True])
def test_the_number_of_components_has_its_limits(components):
    with pytest.raises(ConfigError, match="components must be"):
        quantile_nodes(components)


@given(configs(), st.lists(st.tuples(st.floats(-4, 4), st.floats(0, 1)), min_size=1, max_size=4))
def test_the_density_is_a_weighted_sum(config, pairs):
    z, weights = (np.array(column) for column in zip(*pairs, strict=True))
    axes = axes_of(box(config), 7)
    grid = [axes[0]] if config.dimensions == 1 else np.meshgrid(*axes)
    expected = sum(
        weight
        * np.prod([stats.norm.pdf(x, mu, sigma_at(config, at)) for x, mu in zip(grid, centre, strict=True)], axis=0)
        for at, weight, centre in zip(z, weights, mean(config, z), strict=True)
    )
    np.testing.assert_allclose(density(config, axes, z, weights), expected, rtol=1e-9, atol=1e-200)


@pytest.mark.parametrize("x", [(), (0.0, 0.0), (1e3,), (float("nan"),), (float("-inf"),)])
def test_an_x_far_from_the_curve_is_refused_in_words(x):
    with pytest.raises(ConfigError, match="x must be 1 numbers within"):
        log_evidence(CurveConfig(), x)
