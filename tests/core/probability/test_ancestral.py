"""Ancestral sampling against the mixture it samples, and Bayes' formula against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import logsumexp

from vae_core.errors import ConfigError
from vae_core.probability.ancestral import (
    ancestral_sample,
    bayes,
    between_means,
    mixture_curves,
    outlook,
    reweighted,
    story,
)
from vae_core.probability.mixture import Mixture

WEIGHTS, MEANS, SPREADS = (0.5, 0.2, 0.3), (-2.0, 0.5, 3.0), (0.4, 1.0, 0.7)
MIXTURE = Mixture(WEIGHTS, MEANS, SPREADS)


@st.composite
def mixtures(draw):
    """What two to five components are made of, with σ from 1e-3 to 1e3, some of them never drawn."""
    size = draw(st.integers(2, 5))
    raw = np.array(draw(st.lists(st.sampled_from((0.0, 0.3, 1.0, 5.0)), min_size=size, max_size=size)))
    weights = np.full(size, 1 / size) if raw.sum() == 0 else raw / raw.sum()
    means = draw(st.lists(st.floats(-100, 100), min_size=size, max_size=size))
    logs = draw(st.lists(st.floats(-3, 3), min_size=size, max_size=size))
    return weights.tolist(), means, [10.0**log for log in logs]


@given(mixtures(), st.integers(0, 400), st.integers(0, 400), st.integers(0, 10))
def test_the_first_draws_do_not_depend_on_how_many_follow(parts, n, more, seed):
    mixture = Mixture(*parts)
    few, many = ancestral_sample(mixture, n, seed), ancestral_sample(mixture, n + more, seed)
    np.testing.assert_array_equal(few.z, many.z[:n])
    np.testing.assert_array_equal(few.x, many.x[:n])


@given(mixtures(), st.integers(0, 5))
def test_every_draw_comes_from_a_component_that_can_be_drawn(parts, seed):
    mixture = Mixture(*parts)
    draws = ancestral_sample(mixture, 500, seed)
    assert (mixture.weights[draws.z] > 0).all()
    assert draws.counts.sum() == 500
    assert draws.expected.sum() == pytest.approx(500)
    assert [int((draws.z == k).sum()) for k in range(len(mixture.weights))] == draws.counts.tolist()


def test_components_are_drawn_as_often_as_their_weights_say():
    n = 50_000
    draws = ancestral_sample(MIXTURE, n, 3)
    standard_errors = np.sqrt(n * np.array(WEIGHTS) * (1 - np.array(WEIGHTS)))
    assert (np.abs(draws.counts - draws.expected) < 4.5 * standard_errors).all()


@pytest.mark.parametrize("k", range(3))
def test_each_component_gives_its_own_normal(k):
    draws = ancestral_sample(MIXTURE, 30_000, 4)
    assert stats.kstest(draws.x[draws.z == k], stats.norm(MEANS[k], SPREADS[k]).cdf).pvalue > 1e-5


def test_z_and_the_noise_are_independent_of_each_other_and_of_the_seed_beside():
    draws, other = ancestral_sample(MIXTURE, 50_000, 5), ancestral_sample(MIXTURE, 50_000, 6)
    noise = (draws.x - np.array(MEANS)[draws.z]) / np.array(SPREADS)[draws.z]
    assert abs(np.corrcoef(draws.z, noise)[0, 1]) < 4.5 / np.sqrt(50_000)
    assert abs(np.corrcoef(draws.x, other.x)[0, 1]) < 4.5 / np.sqrt(50_000)


def test_a_component_that_moves_takes_its_draws_along_and_no_others():
    before = ancestral_sample(MIXTURE, 300, 7)
    after = ancestral_sample(Mixture(WEIGHTS, (-2.0, 1.75, 3.0), SPREADS), 300, 7)
    np.testing.assert_array_equal(before.z, after.z)
    np.testing.assert_allclose(after.x - before.x, np.where(before.z == 1, 1.25, 0.0), atol=1e-12)


@given(mixtures(), st.floats(-50, 50))
def test_bayes_is_the_formula_with_densities_from_scipy(parts, x):
    mixture = Mixture(*parts)
    result = bayes(mixture, x)
    likelihood = stats.norm.pdf(x, mixture.means, mixture.standard_deviations)
    np.testing.assert_allclose(result.likelihood, likelihood, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(result.joint, mixture.weights * likelihood, rtol=1e-9, atol=1e-300)
    assert result.evidence == pytest.approx(float((mixture.weights * likelihood).sum()), rel=1e-9, abs=1e-300)
    if result.evidence > 1e-250:
        np.testing.assert_allclose(result.posterior, result.joint / result.evidence, rtol=1e-7, atol=1e-200)


@given(mixtures(), st.sampled_from((-1e100, -1e8, -1e3, 0, 1e3, 1e8, 1e100)))
def test_far_out_the_posterior_still_sums_to_one(parts, x):
    mixture = Mixture(*parts)
    result = bayes(mixture, x)
    assert result.posterior.sum() == pytest.approx(1)
    assert (result.posterior[mixture.weights == 0] == 0).all()
    with np.errstate(divide="ignore"):
        log_joint = np.log(mixture.weights) + stats.norm.logpdf(x, mixture.means, mixture.standard_deviations)
    assert result.log_evidence == pytest.approx(logsumexp(log_joint), rel=1e-9)
    assert np.isfinite(result.log_evidence)


def test_far_out_the_widest_component_explains_everything():
    np.testing.assert_allclose(bayes(MIXTURE, -1e4).posterior, [0, 1, 0], atol=1e-12)
    assert bayes(MIXTURE, -1e4).evidence == 0


def test_the_curves_add_up_and_the_histogram_is_one_of_densities():
    draws = ancestral_sample(MIXTURE, 100_000, 8)
    curves = mixture_curves(MIXTURE, draws, window=(-2.5, 2.0))
    assert (np.diff(curves.x) > 0).all()
    expected = [w * stats.norm.pdf(curves.x, m, s) for w, m, s in zip(WEIGHTS, MEANS, SPREADS, strict=True)]
    np.testing.assert_allclose(curves.parts, expected)
    np.testing.assert_allclose(curves.total, np.sum(expected, axis=0))
    width = curves.edges[1] - curves.edges[0]
    assert curves.histogram.shape == (3, len(curves.edges) - 1)
    assert curves.histogram.sum() * width == pytest.approx(((draws.x >= -2.5) & (draws.x <= 2.0)).mean())
    centres = (curves.edges[1:] + curves.edges[:-1]) / 2
    density = MIXTURE.density(centres)
    assert (np.abs(curves.histogram.sum(axis=0) - density) < 5 * np.sqrt(density / (100_000 * width)) + 0.01).all()


def test_every_draw_is_a_brick_of_its_component():
    draws = ancestral_sample(MIXTURE, 40, 8)
    curves = mixture_curves(MIXTURE, draws, window=(-100.0, 100.0), full=200)
    areas = curves.histogram.sum(axis=1) * (curves.edges[1] - curves.edges[0])
    np.testing.assert_allclose(areas, draws.counts / 200)


@given(mixtures())
def test_the_view_holds_every_peak_however_narrow(parts):
    mixture = Mixture(*parts)
    low, high = outlook(mixture)
    curves = mixture_curves(mixture, ancestral_sample(mixture, 3, 0), window=(low, high))
    assert low <= mixture.window()[0] < mixture.window()[1] <= high
    for k in np.flatnonzero(mixture.weights > 0):
        peak = mixture.weights[k] * stats.norm.pdf(0) / mixture.standard_deviations[k]
        assert curves.peaks[k] == pytest.approx((mixture.means[k], peak))
        assert curves.parts[k].max() == pytest.approx(peak)


def test_the_story_draws_z_first_and_then_its_x():
    whole = ancestral_sample(MIXTURE, 4, 9)
    start = story(MIXTURE, 0, 9)
    assert (len(start.draws.x), start.z, start.is_open) == (0, None, False)
    for k in range(4):
        picked, told = story(MIXTURE, 2 * k + 1, 9), story(MIXTURE, 2 * k + 2, 9)
        assert (picked.z, picked.is_open) == (whole.z[k], True)
        assert (told.z, told.is_open) == (whole.z[k], False)
        np.testing.assert_array_equal(picked.draws.x, whole.x[:k])
        np.testing.assert_array_equal(told.draws.x, whole.x[: k + 1])


@given(mixtures())
def test_the_lightest_component_gains_and_the_others_shrink_alike(parts):
    mixture = Mixture(*parts)
    k, other = reweighted(mixture)
    assert mixture.weights[k] == mixture.weights.min()
    assert mixture.weights[k] < other.weights[k] < 1
    if 0 < mixture.weights[k] <= 0.4:
        assert other.weights[k] == pytest.approx(2 * mixture.weights[k])
    rest = np.arange(len(mixture.weights)) != k
    shrunk = mixture.weights[rest] / mixture.weights[rest].sum() * (1 - other.weights[k])
    np.testing.assert_allclose(other.weights[rest], shrunk)


def test_halfway_counts_only_components_that_are_drawn():
    assert between_means(MIXTURE) == 0.5
    assert between_means(Mixture((0.5, 0.5, 0.0), (1.0, 2.0, 50.0), SPREADS)) == 1.5


def test_without_draws_there_is_a_picture_all_the_same():
    curves = mixture_curves(MIXTURE, ancestral_sample(MIXTURE, 0, 0))
    assert (curves.histogram == 0).all()
    assert (curves.x[0], curves.x[-1]) == MIXTURE.window()


@pytest.mark.parametrize(("n", "seed"), [(-1, 0), (1_000_001, 0), (True, 0), (10, -1)])
def test_impossible_draws_are_refused(n, seed):
    with pytest.raises(ConfigError, match="must be a whole number"):
        ancestral_sample(MIXTURE, n, seed)


@pytest.mark.parametrize("x", [float("nan"), float("inf"), -float("inf")])
def test_bayes_wants_a_number(x):
    with pytest.raises(ConfigError, match="x must be a number"):
        bayes(MIXTURE, x)


@pytest.mark.parametrize("window", [(1.0, 1.0), (2.0, 1.0), (0.0, float("inf")), (float("nan"), 1.0)])
def test_a_window_has_two_ends(window):
    with pytest.raises(ConfigError, match="window must be"):
        mixture_curves(MIXTURE, ancestral_sample(MIXTURE, 5, 0), window=window)
