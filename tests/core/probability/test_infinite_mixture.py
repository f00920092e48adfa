"""K components against the integral, and the posterior of z against closed forms and quadrature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from core.probability.curve_models import (
    MEANS,
    configs,
    line_marginal,
    log_likelihood_at,
    places,
    point,
    sigma_at,
    stats_log_normal,
)
from vae_core.errors import ConfigError
from vae_core.probability.infinite_mixture import (
    approximate,
    finite_mixture,
    latent_posterior,
    posterior_density,
    total_variation,
)
from vae_core.probability.latent_curves import CurveConfig, axes_of, box


@settings(max_examples=30)
@given(configs(dimensions=(1,)), st.integers(1, 60))
def test_on_a_line_the_parts_are_normals_around_the_quantiles(config, components):
    result = approximate(config, components)
    (x,) = result.axes
    places = stats.norm.ppf((np.arange(components) + 0.5) / components)
    expected = [
        stats.norm.pdf(x, *MEANS[1, config.curve](z, config.amplitude), sigma_at(config, z)) / components
        for z in places
    ]
    np.testing.assert_allclose(result.mixture, np.sum(expected, axis=0), rtol=1e-8, atol=1e-200)
    if components <= 40:
        np.testing.assert_allclose(result.parts, expected, rtol=1e-8, atol=1e-200)
    else:
        assert result.parts is None


@settings(max_examples=20)
@given(configs(), st.integers(1, 400))
def test_an_approximation_hangs_together(config, components):
    result = approximate(config, components)
    assert result.means.shape == (components, config.dimensions)
    assert result.standard_deviations.shape == result.z.shape == (components,)
    assert result.mixture.shape == result.integral.shape == tuple(len(axis) for axis in result.axes)
    assert np.isfinite(result.mixture).all()
    assert np.isfinite(result.integral).all()
    assert 0 <= result.total_variation <= 1 + 1e-9
    assert len(result.path) == len(result.along) == len(result.spread)
    np.testing.assert_allclose(result.prior, stats.norm.pdf(result.along))
    assert result.view == box(config)


@settings(max_examples=15)
@given(configs(dimensions=(1,), curves=("line",), spreads=("constant",)))
def test_one_component_is_as_far_from_a_line_as_two_normals_are(config):
    narrow, wide = stats.norm(0, config.sigma), stats.norm(0, np.hypot(config.sigma, config.amplitude))
    ratio = narrow.var() / wide.var()
    crossing = np.sqrt(narrow.var() * np.log(1 / ratio) / (1 - ratio))
    expected = 2 * (narrow.cdf(crossing) - wide.cdf(crossing))
    assert total_variation(config, 1) == pytest.approx(expected, abs=4e-3)


@pytest.mark.parametrize(("sigma", "amplitude"), [(0.05, 2.0), (0.4, 1.0), (1.5, 0.25)])
def test_in_the_plane_the_distance_is_that_of_a_monte_carlo(sigma, amplitude):
    config = CurveConfig("line", 2, sigma, amplitude=amplitude)
    x = line_marginal(config).rvs(100_000, random_state=1)
    one = stats.multivariate_normal(np.zeros(2), sigma**2)
    # TV = E_p[max(0, 1 − q(x)/p(x))]
    gaps = np.maximum(0, 1 - np.exp(one.logpdf(x) - line_marginal(config).logpdf(x)))
    error = gaps.std() / np.sqrt(len(gaps))
    assert abs(gaps.mean() - total_variation(config, 1)) < 4.5 * error + 4e-3


@pytest.mark.parametrize("spread", ["constant", "growing"])
@pytest.mark.parametrize(("dimensions", "curve"), MEANS)
def test_more_components_come_nearer(dimensions, curve, spread):
    config = CurveConfig(curve, dimensions, spread=spread)
    distances = [total_variation(config, components) for components in (1, 4, 16, 64, 400)]
    assert (np.diff(distances) < 1e-5).all()
    assert distances[0] > 0.1
    assert distances[-1] < 0.01


def test_where_the_noise_is_wide_a_dozen_will_do_and_where_it_is_narrow_not():
    assert total_variation(CurveConfig("sine", sigma=0.5), 12) < 0.03
    assert total_variation(CurveConfig("sine", sigma=0.05), 12) > 0.2


@pytest.mark.parametrize("components", [0, 401])
def test_the_number_of_components_has_its_limits(components):
    with pytest.raises(ConfigError, match="components must be"):
        approximate(CurveConfig(), components)


@settings(max_examples=25)
@given(configs(dimensions=(1,), curves=("line",), spreads=("constant",)), places)
def test_the_posterior_of_a_line_is_normal(config, place):
    x = point(config, place, 3.0)
    result = latent_posterior(config, x)
    precision = 1 + (config.amplitude / config.sigma) ** 2
    mean = x[0] * config.amplitude / config.sigma**2 / precision
    reference = stats.norm(mean, precision**-0.5)
    assert result.mean == pytest.approx(mean, abs=1e-8)
    assert result.standard_deviation == pytest.approx(precision**-0.5, rel=1e-7)
    np.testing.assert_allclose(result.posterior, reference.pdf(result.z), rtol=1e-6, atol=1e-12)


@settings(max_examples=30)
@given(configs(), places)
def test_the_posterior_is_the_joint_over_the_evidence(config, place):
    x = point(config, place)
    result = latent_posterior(config, x)
    assert np.isfinite(result.posterior).all()
    joint = [stats_log_normal(z) + log_likelihood_at(config, x, z) for z in result.z]
    np.testing.assert_allclose(result.posterior, np.exp(np.array(joint) - result.log_evidence), rtol=1e-6, atol=1e-200)
    np.testing.assert_allclose(result.prior, stats.norm.pdf(result.z))
    reference = [log_likelihood_at(config, x, z) for z in result.z]
    np.testing.assert_allclose(result.log_likelihood, reference, rtol=1e-9, atol=1e-9)
    assert (np.diff(result.z) > 0).all()
    assert len(result.z) <= 402
    assert integrate.trapezoid(result.posterior, result.z) == pytest.approx(1, abs=0.01)


@settings(max_examples=10)
@given(configs(), places)
def test_the_posterior_has_mass_one(config, place):
    x = point(config, place, 2.0)
    ends = np.linspace(-12, 12, 241)
    nodes, weights = np.polynomial.legendre.leggauss(60)
    z = (ends[:-1, None] + ends[1:, None]) / 2 + 0.05 * nodes
    assert posterior_density(config, x, z.ravel()) @ np.tile(0.05 * weights, 240) == pytest.approx(1, abs=1e-6)


def test_two_latent_values_explain_one_x_of_a_fold_equally_well():
    result = latent_posterior(CurveConfig("fold", sigma=0.1), (1.5,))
    np.testing.assert_allclose(result.posterior, np.interp(-result.z[::-1], result.z, result.posterior)[::-1], atol=0.1)
    assert result.mean == pytest.approx(0, abs=1e-8)
    middle = np.interp(0, result.z, result.posterior)
    assert middle < 1e-6 * result.posterior.max()


def test_mixtures_in_the_plane_have_the_first_coordinate_along_the_rows():
    config = CurveConfig("fold", 2, 0.2)
    axes = axes_of(box(config), 9)
    grid = finite_mixture(config, axes, 3)
    expected = np.mean(
        [np.exp(log_likelihood_at(config, (axes[0][7], axes[1][2]), z)) for z in stats.norm.ppf([1 / 6, 1 / 2, 5 / 6])]
    )
    assert grid[2, 7] == pytest.approx(expected)


def test_a_posterior_needs_an_x_of_the_right_kind():
    with pytest.raises(ConfigError, match="x must be 2 numbers within"):
        latent_posterior(CurveConfig("spiral", 2), (0.5,))
