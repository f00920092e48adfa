"""Bounds and estimates from draws: against exact values, with tolerances from their standard errors."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import logsumexp

from core.latent_plane import networks, plane_grid, plane_vae, random_image, ridge_vae, seeds, trained
from vae_core.analysis.bounds import elbo
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.importance_bounds import draw, importance_bounds, reconstruction_estimates
from vae_core.analysis.importance_results import ImportanceDraws
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.errors import ConfigError

PRIOR = LatentGaussian.diagonal(np.zeros(2), np.zeros(2))


def weighted(log_weight) -> ImportanceDraws:
    log_weight = np.asarray(log_weight, float)
    return ImportanceDraws(np.zeros((len(log_weight), 2)), log_weight - 1, log_weight)


@settings(max_examples=8)
@given(networks, seeds)
def test_bounds_begin_at_the_elbo_and_end_at_the_evidence(seed, image):
    vae, x = plane_vae(seed), random_image(6, image)
    # Draws from the prior: their weights are the likelihood, which is bounded, so standard errors can be trusted.
    bounds = importance_bounds(draw(vae, x, PRIOR, count=20_000, seed=image), 2000)
    exact, bound = evidence(vae, plane_grid(seed), x), elbo(vae, x, PRIOR)
    assert abs(bounds.bound[0] - bound.elbo) < 5 * bounds.standard_error[0] + bound.error
    assert bounds.standard_error[0] == pytest.approx(bound.deviation / math.sqrt(20_000), rel=0.1)
    assert abs(bounds.bound[-1] - exact.log_evidence) < 5 * bounds.standard_error[-1] + 0.05
    # Theorem 1 of Burda et al.: the bounds climb and never pass log p(x).
    assert (bounds.bound < exact.log_evidence + 5 * bounds.standard_error).all()
    assert (np.diff(bounds.bound) > -5 * np.hypot(bounds.standard_error[1:], bounds.standard_error[:-1])).all()


def test_where_q_is_the_posterior_every_bound_is_the_evidence():
    logits = np.linspace(-2, 2, 10)
    vae, x = ridge_vae(np.zeros(10), logits, 0.0), random_image(10, 4)
    exact = evidence(vae, LatentGrid.of(vae), x).log_evidence
    bounds = importance_bounds(draw(vae, x, PRIOR, count=600), 500)
    assert bounds.bound == pytest.approx(np.full(len(bounds.samples), exact), abs=1e-4)
    assert bounds.standard_error == pytest.approx(0, abs=1e-6)
    assert bounds.path == pytest.approx(exact, abs=1e-4)


def test_groups_share_no_draw_and_the_path_takes_the_first():
    log_weight = np.random.default_rng(0).normal(size=107)
    bounds = importance_bounds(weighted(log_weight), 50)
    assert bounds.samples[0] == bounds.path_samples[0] == 1
    assert bounds.samples[-1] == bounds.path_samples[-1] == 50
    for k, bound, groups in zip(bounds.samples, bounds.bound, bounds.groups, strict=True):
        parts = [log_weight[n * k : (n + 1) * k] for n in range(groups)]
        assert groups == 107 // k
        assert bound == pytest.approx(np.mean([logsumexp(part) - math.log(k) for part in parts]))
    for k, value in zip(bounds.path_samples, bounds.path, strict=True):
        assert value == pytest.approx(math.log(np.exp(log_weight[:k]).mean()))


def test_the_stated_errors_are_the_spread_between_seeds():
    random = np.random.default_rng(1)
    runs = [importance_bounds(weighted(random.normal(size=400) * 0.5), 200) for _ in range(300)]
    spread = np.std([run.bound for run in runs], axis=0)
    stated = np.mean([run.standard_error for run in runs], axis=0)
    # A standard deviation of 300 values is known to 1 / sqrt(600); the delta method is an approximation.
    assert (np.abs(spread / stated - 1) < 5 / math.sqrt(600)).all()


def test_reconstruction_estimates_spread_as_the_exact_deviation_says():
    vae, _, images = trained()
    x, q = images[2], encoder_gaussian(vae, images[2])
    bound, draws = elbo(vae, x, q), draw(vae, x, q, count=20_000)
    for samples, expected in ((1, 400), (10, 400), (1000, 20)):
        estimates = reconstruction_estimates(draws, samples)
        assert len(estimates.values) == expected
        deviation = bound.deviation / math.sqrt(samples)
        assert abs(estimates.mean + bound.expected_log_likelihood) < 4 * deviation / math.sqrt(expected)
        # The likelihood is nearly parabolic, so single values have heavier tails than a normal distribution.
        assert abs(estimates.spread / deviation - 1) < 4 * 2 / math.sqrt(2 * expected)


def test_reconstruction_estimates_share_no_draw():
    estimates = reconstruction_estimates(weighted(np.arange(10.0)), 3)
    assert estimates.values == pytest.approx([0, -3, -6])
    assert len(reconstruction_estimates(weighted(np.arange(10.0)), 1, most=4).values) == 4


def test_a_seed_decides_the_draws():
    vae, x = plane_vae(1), random_image(6, 0)
    first, again, other = (draw(vae, x, PRIOR, count=50, seed=seed) for seed in (3, 3, 4))
    assert (first.log_weight == again.log_weight).all()
    assert (first.z != other.z).all()


def test_numbers_must_fit():
    few = weighted(np.zeros(10))
    for largest in (0, 11):
        with pytest.raises(ConfigError, match="draws"):
            importance_bounds(few, largest)
    for samples in (0, 6):
        with pytest.raises(ConfigError, match="two estimates"):
            reconstruction_estimates(few, samples)
    with pytest.raises(ConfigError, match="one draw"):
        draw(plane_vae(0), np.zeros(6), PRIOR, count=0)
