"""log p(x) and the posterior: against known answers, other integrals and importance sampling."""

import dataclasses
import math
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from scipy import stats
from scipy.spatial.distance import cdist
from scipy.special import logsumexp

from core.builders import numbers
from core.latent_plane import (
    binary,
    dense_log_joint,
    networks,
    plane_grid,
    plane_vae,
    random_image,
    ridge_evidence,
    ridge_vae,
    seeds,
    trained,
)
from vae_core import data, pretrained
from vae_core.analysis.bounds import elbo, kl_to_posterior, second_log_evidence
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian, PosteriorMap
from vae_core.analysis.latent_grid import LATTICE, LatentGrid, Likelihood, encoder_gaussian, log_prior, require_plane
from vae_core.analysis.lattice import Lattice
from vae_core.analysis.posterior_map import posterior_map
from vae_core.errors import ConfigError
from vae_core.models import ModelConfig, build
from vae_core.objectives import bernoulli_nll

PLANES = ["mnist-vae-2d", "mnist-binary-vae-2d"]


def of(model, x):
    return evidence(model, LatentGrid.of(model, LATTICE), x)


def test_a_decoder_that_does_not_look_at_z_leaves_the_prior_as_it_is():
    logits = np.random.default_rng(0).normal(0, 3, 30)
    vae, x = ridge_vae(np.zeros(30), logits, 0.0), random_image(30, 1)
    found = of(vae, x)
    assert found.log_evidence == pytest.approx((x * logits - np.logaddexp(0, logits)).sum(), abs=1e-4)
    assert found.error < 3e-4
    assert found.mean == pytest.approx([0, 0], abs=1e-6)
    assert found.covariance == pytest.approx(np.eye(2), abs=1e-3)
    assert found.modes == pytest.approx(np.zeros((1, 2)), abs=1e-6)
    assert found.mode_log_density == pytest.approx([-math.log(2 * math.pi)], abs=1e-4)


@settings(max_examples=12)
@given(numbers(0, 2.2), numbers(0, math.pi), seeds)
def test_logits_along_one_direction_make_an_integral_over_one(log_steepness, angle, seed):
    random = np.random.default_rng(seed)
    weights, bias, x = random.normal(0, 10**log_steepness, 40), random.normal(0, 2, 40), random_image(40, seed)
    found = of(ridge_vae(weights, bias, angle), x)
    exact = ridge_evidence(weights, bias, x)
    # Logits of single precision, added up.
    rounding = 1e-6 * abs(exact)
    assert found.error < 0.01
    assert abs(found.log_evidence - exact) < found.error + rounding + 1e-4


@settings(max_examples=12)
@given(networks, seeds)
def test_small_networks_agree_with_a_dense_lattice(seed, image):
    vae, x = plane_vae(seed), random_image(6, image)
    found = evidence(vae, plane_grid(seed), x)
    z, joint, area = dense_log_joint(vae, x)
    total = logsumexp(joint) + math.log(area)
    posterior = np.exp(joint - logsumexp(joint))
    mean = posterior @ z
    assert abs(found.log_evidence - total) < found.error + 1e-4
    assert found.mean == pytest.approx(mean, abs=5e-3)
    assert found.covariance == pytest.approx(np.cov(z.T, aweights=posterior, ddof=0), abs=1e-2)
    assert found.modes[0] == pytest.approx(z[joint.argmax()], abs=0.06)
    assert found.mode_log_density[0] == pytest.approx(joint.max() - total, abs=0.01)


def test_all_images_together_have_probability_one():
    vae = plane_vae(3)
    grid = LatentGrid.of(vae)
    images = (np.arange(64)[:, None] >> np.arange(6) & 1).astype(float)
    assert logsumexp([evidence(vae, grid, x).log_evidence for x in images]) == pytest.approx(0, abs=1e-3)


def proposal(found, draws, random):
    """Draws that cover the posterior twice as widely as its nodes, every tenth from the prior; their log density."""
    node = random.choice(len(found.share), draws, p=found.share)
    z = found.nodes[node] + random.normal(size=(draws, 2)) * 1.5 * found.spacing[node, None]
    wide = random.random(draws) < 0.1
    z[wide] = random.normal(size=(wide.sum(), 2))
    main = found.share > 1e-7
    widths = 1.5 * found.spacing[main]
    # log Σ share N(z; node, width²), a matrix [draws, nodes]
    kernels = -cdist(z, found.nodes[main], "sqeuclidean") / (2 * widths**2) - np.log(2 * np.pi * widths**2)
    local = logsumexp(kernels, b=found.share[main], axis=1)
    return z, np.logaddexp(math.log(0.9) + local, math.log(0.1) + log_prior(z))


def scores(model, images, results, draws=1500):
    """How many standard errors exact and sampled log p(x) are apart, for each image."""
    random, apart = np.random.default_rng(0), []
    for x, found in zip(images, results, strict=True):
        z, log_q = proposal(found, draws, random)
        log_weight = Likelihood(model, x).log_joint(z) - log_q
        estimate = logsumexp(log_weight) - math.log(draws)
        error = np.exp(log_weight - estimate).std() / math.sqrt(draws)
        apart.append((found.log_evidence - estimate) / math.hypot(error, found.error))
    return np.array(apart)


def assert_standard_normal_at_most(apart):
    """No more than chance: the number beyond 3, the largest, and the sum of squares, each to one in ten thousand."""
    assert (np.abs(apart) > 3).sum() <= stats.binom.ppf(1 - 1e-4, len(apart), 2 * stats.norm.sf(3))
    assert np.abs(apart).max() < stats.norm.isf(0.5e-4 / len(apart))
    assert np.square(apart).sum() < stats.chi2.isf(1e-4, len(apart))


def all_evidence(model, grid, images):
    return [evidence(model, grid, x) for x in images]


@cache
def of_digits():
    vae, grid, images = trained()
    return vae, images, all_evidence(vae, grid, images)


def test_importance_sampling_finds_the_same_evidence():
    vae, images, results = of_digits()
    assert_standard_normal_at_most(scores(vae, images, results))


def test_importance_sampling_would_notice_an_error_of_a_fiftieth_of_a_nat():
    vae, images, results = of_digits()
    wrong = [dataclasses.replace(found, log_evidence=found.log_evidence + 0.02) for found in results]
    with pytest.raises(AssertionError):
        assert_standard_normal_at_most(scores(vae, images, wrong))


def identity(model, images, results):
    """log p(x) − ELBO − KL, each by its own route, and the errors that the three state together."""
    for x, found in zip(images, results, strict=True):
        q = encoder_gaussian(model, x)
        bound, divergence = elbo(model, x, q), kl_to_posterior(model, x, q, found)
        yield found.log_evidence - bound.elbo - divergence.value, found.error + bound.error + divergence.error


def assert_identity(model, images, results):
    rest, stated = np.array(list(identity(model, images, results))).T
    assert np.abs(rest).max() < 0.02
    assert stated.max() < 0.02
    assert (np.abs(rest) < stated + 2e-3).all()


def test_the_second_integral_serves_every_gaussian():
    vae, (x, *_), (found, *_) = of_digits()
    second, q = second_log_evidence(vae, x, found), encoder_gaussian(vae, x)
    assert second == pytest.approx(found.log_evidence, abs=2e-3)
    assert kl_to_posterior(vae, x, q, found, second) == kl_to_posterior(vae, x, q, found)


def test_evidence_is_the_bound_and_the_divergence():
    assert_identity(*of_digits())


@settings(max_examples=10)
@given(networks, seeds)
def test_the_identity_holds_for_random_networks(seed, image):
    vae = plane_vae(seed)
    images = [random_image(6, image)]
    assert_identity(vae, images, all_evidence(vae, plane_grid(seed), images))


@pytest.mark.mnist
@pytest.mark.slow
@pytest.mark.parametrize("name", PLANES)
def test_two_hundred_digits(mnist_dir, name):
    if name not in pretrained.available():
        pytest.skip(f"{name} is not here.")
    model = pretrained.load(name).requires_grad_(False)
    grid = LatentGrid.of(model)
    images = binary(data.load("mnist", split="test", data_dir=mnist_dir).images[:200])
    results = all_evidence(model, grid, images)
    assert max(found.error for found in results) < 0.01
    assert_identity(model, images, results)
    assert_standard_normal_at_most(scores(model, images, results, 400))


def no_digits() -> list[np.ndarray]:
    rows, columns = np.indices((28, 28))
    pictures = [rows < 0, rows >= 0, (rows + columns) % 2, rows < 14, abs(rows - columns) < 1, rows % 2]
    return [np.asarray(picture, float).ravel() for picture in pictures]


def test_what_is_no_digit_is_integrated_as_well():
    model = pretrained.load("mnist-vae-2d").requires_grad_(False)
    grid, fine = LatentGrid.of(model), LatentGrid.of(model, Lattice(0.08, 8.0))
    for x in no_digits():
        found, again = evidence(model, grid, x), evidence(model, fine, x)
        assert max(found.error, again.error) < 0.01
        assert found.log_evidence == pytest.approx(again.log_evidence, abs=0.005)
    assert_identity(model, no_digits(), all_evidence(model, grid, no_digits()))


def test_mass_beyond_the_grid_is_part_of_the_error():
    # Bright pixels pull z outwards; a circle of radius 3 leaves out most of the posterior.
    weights, bias, x = np.full(8, 2.0), np.full(8, -7.0), np.ones(8)
    vae = ridge_vae(weights, bias, 0.3)
    small, whole = (evidence(vae, LatentGrid.of(vae, Lattice(0.1, radius)), x) for radius in (3.0, 7.5))
    assert small.error > 0.05
    assert whole.error < 1e-3
    assert whole.log_evidence == pytest.approx(ridge_evidence(weights, bias, x), abs=1e-3)


def test_the_grid_knows_what_the_model_decodes():
    vae, grid, images = trained()
    places = torch.from_numpy(grid.lattice.nodes[::97]).float()
    with torch.no_grad():
        logits = vae.decode(places)
        direct = -bernoulli_nll(torch.from_numpy(images[0]).float().expand_as(logits), logits).double().numpy()
    assert grid.log_joint(images[0])[::97] == pytest.approx(direct + log_prior(grid.lattice.nodes[::97]), rel=2e-6)
    assert grid.bytes < 100e6


@settings(max_examples=15)
@given(networks, seeds)
def test_a_map_shows_the_posterior_and_what_is_drawn_over_it(seed, image):
    vae, x = plane_vae(seed), random_image(6, image)
    q = LatentGaussian.diagonal(np.array([1.0, -2.0]), np.log(np.array([0.04, 0.25])))
    found = evidence(vae, plane_grid(seed), x)
    shown = posterior_map(vae, x, found, q)
    assert_map(shown, q)
    z = np.array([shown.first[7], shown.second[11]])[None]
    exact = math.exp(Likelihood(vae, x).log_joint(z)[0] - found.log_evidence)
    assert shown.density[11, 7] == pytest.approx(exact, abs=1e-6 * shown.density.max())


def test_a_map_is_not_too_slim_for_its_numbers_where_q_is_far_from_the_posterior():
    vae, x = plane_vae(2), random_image(6, 2)
    q = LatentGaussian.diagonal(np.array([0.0, 9.0]), np.log(np.full(2, 0.01)))
    shown = posterior_map(vae, x, evidence(vae, plane_grid(2), x), q)
    across, up = (np.ptp(axis) for axis in (shown.first, shown.second))
    assert across == pytest.approx(0.6 * up)
    assert_map(shown, q)


def test_maps_of_digits():
    vae, grid, images = trained()
    for x in images[:8]:
        q = encoder_gaussian(vae, x)
        assert_map(posterior_map(vae, x, evidence(vae, grid, x), q), q)


def assert_map(shown: PosteriorMap, q: LatentGaussian):
    reach = 3 * q.standard_deviation
    assert (np.array([shown.first[0], shown.second[0]]) <= q.mean - reach).all()
    assert (np.array([shown.first[-1], shown.second[-1]]) >= q.mean + reach).all()
    assert shown.inside > 0.98
    cell = (shown.first[1] - shown.first[0]) * (shown.second[1] - shown.second[0])
    assert shown.density.sum() * cell == pytest.approx(1, abs=0.01)
    high, low = shown.level(0.5), shown.level(0.95)
    assert 0 < low <= high < shown.density.max()
    inside = shown.density[shown.density >= low].sum() * cell
    assert inside == pytest.approx(0.95, abs=0.03)


def test_grey_levels_are_scored_by_the_same_formula():
    vae, x = plane_vae(5), np.random.default_rng(0).random(6)
    z = dense_log_joint(vae, x)[0]
    with torch.no_grad():
        logits = vae.decode(z).double()
    joint = -bernoulli_nll(torch.from_numpy(x).expand_as(logits), logits).numpy() + log_prior(z)
    assert of(vae, x).log_evidence == pytest.approx(logsumexp(joint) + 2 * math.log(0.04), abs=1e-3)


@pytest.mark.parametrize("image", [np.zeros(5), np.full(6, 1.5), np.full(6, np.nan), np.full(6, -0.1)])
def test_an_image_that_does_not_fit_is_refused(image):
    with pytest.raises(ConfigError, match="pixels"):
        of(plane_vae(0), image)


@pytest.mark.parametrize("latent", [1, 3])
def test_only_a_vae_with_a_plane_has_a_grid(latent):
    model = build(ModelConfig("vae", latent, (4,), pixels=6))
    with pytest.raises(ConfigError, match="two latent dimensions"):
        LatentGrid.of(model)
    with pytest.raises(ConfigError, match="two latent dimensions"):
        Likelihood(model, np.zeros(6))
    with pytest.raises(ConfigError, match="two latent dimensions"):
        require_plane(build(ModelConfig("ae", 2, (4,), pixels=6)))


@pytest.mark.parametrize(
    "covariance", [np.zeros((2, 2)), -np.eye(2), np.array([[1, 2], [2, 1.0]]), np.full((2, 2), np.nan)]
)
def test_a_gaussian_must_be_one(covariance):
    with pytest.raises(ConfigError):
        LatentGaussian(np.zeros(2), covariance)


def test_a_map_has_levels_between_none_and_all():
    shown = PosteriorMap(np.arange(2.0), np.arange(2.0), np.array([[4.0, 3.0], [2.0, 1.0]]), 1.0)
    assert [shown.level(share) for share in (0.1, 0.5, 0.8, 0.95)] == [4.0, 3.0, 2.0, 1.0]
    with pytest.raises(ConfigError, match="share"):
        shown.level(1.0)
