"""Of k draws one is kept, by weight: its density against sums, draws against the density, divergence against bounds."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import logsumexp

from core.latent_plane import dense_log_joint, networks, plane_grid, plane_vae, random_image, ridge_vae, seeds, trained
from vae_core.analysis.bounds import elbo, log_density
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.importance_bounds import bound_of, draw
from vae_core.analysis.importance_results import ImportanceDraws
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.resampling import divergence_after_resampling, log_mean_share, resample
from vae_core.errors import ConfigError

PRIOR = LatentGaussian.diagonal(np.zeros(2), np.zeros(2))


def on_a_lattice(vae, x, q, k: int, draws):
    """Places, q_k, the true posterior, and the area of a cell, of a dense lattice."""
    z, joint, area = dense_log_joint(vae, x, spacing=0.2, reach=6.0)
    log_rest = logsumexp(draws.log_weight[: 4000 * (k - 1)].reshape(4000, k - 1), axis=1)
    density = np.exp(joint + log_mean_share(joint - log_density(q, z), log_rest, k))
    return z, density, np.exp(joint - logsumexp(joint)) / area, area


@settings(max_examples=3)
@given(networks, seeds)
def test_of_two_draws_the_density_is_a_double_integral(seed, image):
    vae, x = plane_vae(seed), random_image(6, image)
    z, joint, area = dense_log_joint(vae, x, spacing=0.25, reach=5.0)
    log_q = log_density(PRIOR, z)
    weight, mass = np.exp(joint - log_q), np.exp(log_q) * area
    # Two draws z and z', either of which may be the one that is kept.
    exact = 2 * np.exp(log_q) * (weight[:, None] / (weight[:, None] + weight) @ mass)
    draws = draw(vae, x, PRIOR, count=4000, seed=image)
    estimate = np.exp(joint + log_mean_share(joint - log_q, draws.log_weight, 2))
    shares = weight.min() / (weight.min() + np.exp(draws.log_weight))
    assert estimate == pytest.approx(exact, rel=5 * max(shares.std() / shares.mean(), 0.2) / math.sqrt(4000), abs=1e-6)


@settings(max_examples=3)
@given(networks, seeds)
def test_the_density_holds_one_and_the_draws_are_from_it(seed, image):
    vae, x, k = plane_vae(seed), random_image(6, image), 5
    draws = draw(vae, x, PRIOR, count=20_000, seed=image)
    z, density, _posterior, area = on_a_lattice(vae, x, PRIOR, k, draws)
    assert density.sum() * area == pytest.approx(1, abs=5 * 0.5 / math.sqrt(4000))
    mean = density @ z * area
    spread = np.sqrt(density @ (z - mean) ** 2 * area)
    kept = resample(draws, k, seed=image)
    assert len(kept) == 4000
    assert (np.abs(kept.mean(0) - mean) < 5 * spread / math.sqrt(4000) + 0.03).all()
    assert kept.std(0) == pytest.approx(spread, rel=0.1)


@settings(max_examples=3)
@given(networks, seeds)
def test_the_divergence_is_that_of_the_density(seed, image):
    vae, x, k = plane_vae(seed), random_image(6, image), 5
    draws = draw(vae, x, PRIOR, count=20_000, seed=image)
    _z, density, posterior, area = on_a_lattice(vae, x, PRIOR, k, draws)
    held = density > 1e-12
    direct = (density * np.log(density / posterior))[held].sum() * area
    found = divergence_after_resampling(vae, x, PRIOR, evidence(vae, plane_grid(seed), x), draws, k)
    assert found.value == pytest.approx(direct, abs=0.02)


def test_it_falls_with_k_and_is_at_most_what_the_bound_leaves():
    vae, grid, images = trained()
    for x in images[:6]:
        found, q = evidence(vae, grid, x), encoder_gaussian(vae, x)
        draws, before = draw(vae, x, q), math.inf
        for k in (1, 3, 10, 30, 100):
            bound, now = bound_of(draws, k), divergence_after_resampling(vae, x, q, found, draws, k)
            # Cremer et al.: L_k <= ELBO of q_k <= log p(x)
            assert -5 * now.error - 1e-3 < now.value < before
            assert now.value < found.log_evidence - bound.value + 5 * (now.error + bound.standard_error)
            before = now.value + 5 * now.error


def test_of_one_draw_it_is_that_of_q():
    vae, grid, images = trained()
    x, q = images[1], encoder_gaussian(vae, images[1])
    found, bound = evidence(vae, grid, x), elbo(vae, x, q)
    now = divergence_after_resampling(vae, x, q, found, draw(vae, x, q, count=10), 1)
    assert now.value == pytest.approx(found.log_evidence - bound.elbo, abs=0.01)


def test_where_q_is_the_posterior_nothing_is_to_be_gained():
    vae, x = ridge_vae(np.zeros(10), np.linspace(-2, 2, 10), 0.0), random_image(10, 4)
    found, draws = evidence(vae, LatentGrid.of(vae), x), draw(vae, x, PRIOR, count=400)
    for k in (1, 4, 40):
        assert divergence_after_resampling(vae, x, PRIOR, found, draws, k).value == pytest.approx(0, abs=1e-3)


def test_the_die_is_loaded_with_the_weights():
    z = np.stack([np.tile([0.0, 1.0, 2.0], 6000), np.zeros(18_000)], 1)
    draws = ImportanceDraws(z, np.zeros(18_000), np.log(np.tile([1.0, 2.0, 5.0], 6000)))
    counts = np.bincount(resample(draws, 3, seed=1)[:, 0].astype(int)) / 6000
    assert counts == pytest.approx([1 / 8, 2 / 8, 5 / 8], abs=5 * 0.5 / math.sqrt(6000))
    assert (resample(draws, 3, seed=1) == resample(draws, 3, seed=1)).all()
    assert (resample(draws, 1) == z).all()


def test_numbers_must_fit():
    vae, x = plane_vae(0), random_image(6, 0)
    draws = draw(vae, x, PRIOR, count=10)
    for k in (0, 11):
        with pytest.raises(ConfigError, match="draws"):
            resample(draws, k)
        with pytest.raises(ConfigError, match="draws"):
            bound_of(draws, k)
    with pytest.raises(ConfigError, match="two groups"):
        divergence_after_resampling(vae, x, PRIOR, evidence(vae, plane_grid(0), x), draws, 10)
