"""Bounds of Gaussians: their terms against other rules and samples, and the best of them against a search."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from torch.distributions import MultivariateNormal, kl_divergence

from core.builders import numbers
from core.latent_plane import dense_log_joint, networks, plane_grid, plane_vae, random_image, ridge_vae, seeds, trained
from vae_core import pretrained
from vae_core.analysis.averages import LATTICES, RULES, average
from vae_core.analysis.bounds import elbo, kl_to_posterior, kl_to_prior, log_density, split_gap
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.latent_grid import LatentGrid, Likelihood, encoder_gaussian
from vae_core.analysis.posterior_fit import best_gaussian

WIDE = LatentGaussian.diagonal(np.zeros(2), np.zeros(2))


def gaussian(x: float, y: float, log_width: float, log_other: float, correlation: float = 0.0) -> LatentGaussian:
    axes, correlations = np.diag(np.exp([log_width, log_other])), np.array([[1, correlation], [correlation, 1]])
    return LatentGaussian(np.array([x, y], float), axes @ correlations @ axes)


def torch_normal(q: LatentGaussian) -> MultivariateNormal:
    return MultivariateNormal(torch.from_numpy(q.mean), torch.from_numpy(q.covariance))


coordinates = numbers(-3, 3)
gaussians = st.builds(gaussian, coordinates, coordinates, *[numbers(-4, 0.5)] * 2, numbers(-0.95, 0.95))
diagonal_ones = st.builds(gaussian, coordinates, coordinates, *[numbers(-2, 0)] * 2)


@given(gaussians)
def test_kl_to_the_prior_and_density_agree_with_torch(q):
    prior = MultivariateNormal(torch.zeros(2).double(), torch.eye(2).double())
    assert kl_to_prior(q) == pytest.approx(kl_divergence(torch_normal(q), prior).item(), rel=1e-9, abs=1e-9)
    z = np.random.default_rng(0).normal(size=(5, 2))
    assert log_density(q, z) == pytest.approx(torch_normal(q).log_prob(torch.from_numpy(z)).numpy(), rel=1e-9)


@given(gaussians)
def test_rules_average_polynomials_exactly(q):
    for rules in (RULES, LATTICES):
        found = average(q, lambda z: z[:, 0] * z[:, 1] + z[:, 0], rules)
        assert found.mean == pytest.approx(q.mean[0] * q.mean[1] + q.covariance[0, 1] + q.mean[0], abs=1e-6)
        assert found.error < 1e-6
        first = average(q, lambda z: z[:, 0], rules)
        assert first.deviation == pytest.approx(q.standard_deviation[0], rel=1e-6)


@given(numbers(0.1, 3))
def test_rules_average_what_is_no_polynomial(frequency):
    for rules in (RULES, LATTICES):
        found = average(WIDE, lambda z: np.cos(frequency * z[:, 0]), rules)
        assert abs(found.mean - math.exp(-(frequency**2) / 2)) < found.error + 1e-6


@settings(max_examples=10)
@given(networks, seeds, gaussians)
def test_the_bound_agrees_with_a_dense_lattice(seed, image, q):
    vae, x = plane_vae(seed), random_image(6, image)
    bound = elbo(vae, x, q)
    noise, weights = dense_noise()
    z = q.mean + noise @ q.factor.T
    values = Likelihood(vae, x).log_likelihood(z)
    mean = weights @ values
    assert bound.expected_log_likelihood == pytest.approx(mean, abs=bound.error + 1e-4)
    assert bound.deviation == pytest.approx(math.sqrt(weights @ (values - mean) ** 2), rel=1e-2, abs=1e-3)
    assert bound.error < 0.01


def dense_noise(spacing: float = 0.1):
    ticks = np.arange(-6.5, 6.51, spacing)
    noise = np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)
    weights = np.exp(-(noise**2).sum(1) / 2)
    return noise, weights / weights.sum()


@settings(max_examples=10)
@given(networks, seeds, diagonal_ones)
def test_the_divergence_agrees_with_a_dense_lattice_and_closes_the_gap(seed, image, q):
    vae, x = plane_vae(seed), random_image(6, image)
    found = evidence(vae, plane_grid(seed), x)
    divergence = kl_to_posterior(vae, x, q, found)
    z, joint, area = dense_log_joint(vae, x)
    log_posterior = joint - np.log(np.exp(joint - joint.max()).sum() * area) - joint.max()
    log_q = torch_normal(q).log_prob(torch.from_numpy(z)).numpy()
    direct = (np.exp(log_q) * (log_q - log_posterior)).sum() * area
    assert divergence.value == pytest.approx(direct, abs=5e-3 + 1e-3 * direct)
    assert divergence.value > -1e-3
    assert found.log_evidence - elbo(vae, x, q).elbo == pytest.approx(divergence.value, abs=0.01)


def test_a_wide_q_states_its_error():
    model = pretrained.load("mnist-vae-2d").requires_grad_(False)
    x = (np.random.default_rng(0).random(784) < 0.1).astype(float)
    bound = elbo(model, x, WIDE)
    noise, weights = dense_noise()
    exact = weights @ Likelihood(model, x).log_likelihood(noise)
    assert 0 < abs(bound.expected_log_likelihood - exact) < bound.error + 0.5
    assert bound.error < 5


def test_where_the_posterior_is_the_prior_the_best_q_is_it():
    logits = np.linspace(-3, 3, 20)
    vae, x = ridge_vae(np.zeros(20), logits, 0.0), random_image(20, 0)
    found = evidence(vae, LatentGrid.of(vae), x)
    best = best_gaussian(vae, x, found, gaussian(1, -1, -1, -2))
    assert best.q.mean == pytest.approx([0, 0], abs=0.02)
    assert best.q.standard_deviation == pytest.approx([1, 1], abs=0.02)
    assert best.bound.elbo == pytest.approx(found.log_evidence, abs=1e-3)


def direct_search(vae, x, start: LatentGaussian) -> float:
    """The largest ELBO of a diagonal q near ``start``, by Nelder and Mead."""
    noise, weights = dense_noise(0.5)  # sums of smooth functions of normal noise are exact to many digits at 0.5
    image = Likelihood(vae, x)

    def negative(parameters):
        q = LatentGaussian.diagonal(parameters[:2], parameters[2:])
        return kl_to_prior(q) - weights @ image.log_likelihood(q.mean + noise * q.standard_deviation)

    first = np.concatenate([start.mean, start.log_variance])
    return -minimize(negative, first, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-4, "maxfev": 300}).fun


@settings(max_examples=6)
@given(networks, seeds)
def test_the_best_diagonal_gaussian_is_no_worse_than_a_search_finds(seed, image):
    vae, x = plane_vae(seed), random_image(6, image)
    found, encoder = evidence(vae, plane_grid(seed), x), encoder_gaussian(vae, x)
    best = best_gaussian(vae, x, found, encoder)
    assert best.q.is_diagonal
    assert best.bound.elbo > direct_search(vae, x, best.q) - 5e-3
    assert best.bound.elbo > direct_search(vae, x, encoder) - 5e-3


def test_the_gap_of_digits_falls_into_two_parts():
    vae, grid, images = trained()
    for x in images[:25]:
        found, encoder = evidence(vae, grid, x), encoder_gaussian(vae, x)
        bound, best = elbo(vae, x, encoder), best_gaussian(vae, x, found, encoder)
        full = best_gaussian(vae, x, found, encoder, is_diagonal=False)
        parts = split_gap(found, best.bound, bound)
        assert parts.amortisation >= 0
        assert parts.approximation > -found.error - best.bound.error - 1e-3
        assert parts.approximation + parts.amortisation == pytest.approx(parts.total)
        assert parts.total == pytest.approx(kl_to_posterior(vae, x, encoder, found).value, abs=0.02)
        # A family that holds the other one: never worse, but for where the climbing ends.
        assert full.bound.elbo > best.bound.elbo - 2e-3


def test_the_best_q_is_found_from_afar():
    vae, grid, images = trained()
    found = evidence(vae, grid, images[3])
    near, far = (best_gaussian(vae, images[3], found, *starts) for starts in ([], [gaussian(3, -3, -1, -4)]))
    assert near.bound.elbo == pytest.approx(far.bound.elbo, abs=1e-3)
    assert near.q.mean == pytest.approx(far.q.mean, abs=0.01)


def test_a_start_outside_the_family_is_no_answer():
    vae, grid, images = trained()
    found = evidence(vae, grid, images[0])
    assert best_gaussian(vae, images[0], found, gaussian(0, 0, -1, -1, 0.9)).q.is_diagonal
