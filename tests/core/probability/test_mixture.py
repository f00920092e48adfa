"""The finite mixture: sums over its components, and quantiles of bells a million times apart in width."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import stats

from core.probability.members import members
from vae_core.errors import ConfigError
from vae_core.probability.families import Member
from vae_core.probability.mixture import Mixture

THREE = Mixture((0.2, 0.0, 0.8), (-1.0, 0.0, 3.0), (0.5, 1.0, 2.0))


def test_the_density_is_the_weighted_sum_of_scipys_normals():
    x = np.linspace(-8, 12, 41)
    parts = np.array([w * stats.norm.pdf(x, m, s) for w, m, s in ((0.2, -1, 0.5), (0, 0, 1), (0.8, 3, 2))])
    np.testing.assert_allclose(THREE.component_densities(x), parts, rtol=1e-12)
    np.testing.assert_allclose(THREE.density(x), parts.sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(THREE.responsibilities(x), parts / parts.sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(THREE.cdf(x), 0.2 * stats.norm.cdf(x, -1, 0.5) + 0.8 * stats.norm.cdf(x, 3, 2))
    np.testing.assert_allclose(THREE.survival(x), 0.2 * stats.norm.sf(x, -1, 0.5) + 0.8 * stats.norm.sf(x, 3, 2))


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_arrays_of_any_shape_keep_it(shape):
    x = np.full(shape, 0.7)
    for method in (THREE.density, THREE.log_density, THREE.cdf, THREE.survival):
        assert method(x).shape == shape
    assert THREE.quantile(x).shape == THREE.upper_quantile(x).shape == shape
    assert THREE.responsibilities(x).shape == (3, *shape)


@settings(max_examples=50)
@given(members("mixture"))
def test_responsibilities_are_probabilities_far_out_too(member):
    x = np.concatenate([-np.logspace(9, -3, 9), np.logspace(-3, 9, 9)])
    posterior = member.distribution.responsibilities(x)
    assert not np.isnan(posterior).any()
    assert (posterior >= 0).all()
    np.testing.assert_allclose(posterior.sum(axis=0), 1, rtol=1e-12)


@settings(max_examples=50)
@given(members("mixture"))
def test_means_and_variances_obey_the_laws_of_total_expectation(member):
    weights, means, widths = (np.array(member.parameters[i::3]) for i in range(3))
    second = weights @ (widths**2 + means**2)
    assert member.distribution.mean() == pytest.approx(weights @ means, abs=1e-9)
    assert member.distribution.variance() == pytest.approx(second - (weights @ means) ** 2, rel=1e-9, abs=1e-9 * second)


def test_quantiles_find_a_spike_beside_a_hill():
    d = Mixture((0.5, 0.5), (0.0, 700.0), (1e-3, 1e3))
    u = np.array([1e-15, 1e-6, 0.3, 0.5, 0.6])
    np.testing.assert_allclose(d.cdf(d.quantile(u)), u, rtol=1e-9)
    np.testing.assert_allclose(d.survival(d.upper_quantile(u)), u, rtol=1e-9)
    assert d.quantile(np.array([0.0, 1.0])).tolist() == [-np.inf, np.inf]
    assert d.upper_quantile(np.array([0.0, 1.0])).tolist() == [np.inf, -np.inf]


def test_the_window_shows_every_component_that_is_ever_drawn():
    low, high = Mixture((0.99, 0.01, 0.0), (0.0, 50.0, -500.0), (0.01, 1.0, 1.0)).window()
    assert -1 < low < 0
    assert 52 < high < 55


def test_draws_come_from_the_components_in_their_shares():
    x = Mixture((0.25, 0.75), (-100.0, 100.0), (1.0, 2.0)).sample(40_000, np.random.default_rng(0))
    left = x < 0
    assert abs(left.mean() - 0.25) < 4.5 * np.sqrt(0.25 * 0.75 / len(x))
    for part, mean, width in ((left, -100, 1), (~left, 100, 2)):
        n = part.sum()
        assert abs(x[part].mean() - mean) < 4.5 * width / np.sqrt(n)
        assert abs(x[part].std() - width) < 4.5 * width / np.sqrt(2 * n)


@pytest.mark.parametrize(
    "columns",
    [
        ((0.5, 0.5), (0.0,), (1.0,)),
        ((0.5, 0.6), (0.0, 1.0), (1.0, 1.0)),
        ((1.5, -0.5), (0.0, 1.0), (1.0, 1.0)),
        ((0.5, 0.5), (0.0, 1.0), (1.0, 0.0)),
        ((0.5, 0.5), (0.0, np.nan), (1.0, 1.0)),
    ],
)
def test_what_is_no_mixture_is_refused(columns):
    with pytest.raises(ConfigError):
        Mixture(*columns)


def test_a_member_builds_its_mixture():
    d = Member("mixture", (0.25, -1.0, 0.5, 0.75, 1.0, 2.0)).distribution
    assert isinstance(d, Mixture)
    assert (d.weights.tolist(), d.means.tolist(), d.standard_deviations.tolist()) == ([0.25, 0.75], [-1, 1], [0.5, 2])
