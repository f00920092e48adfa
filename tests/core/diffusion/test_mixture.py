"""Noisy mixtures against torch's, autograd's gradients and integrals over x_0."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import distributions as td

from core.diffusion.chains import mixtures
from vae_core.diffusion.mixture import DiagonalMixture, noise_in, score_of
from vae_core.errors import ConfigError


def of_torch(mixture: DiagonalMixture):
    weights, means, variances = map(torch.as_tensor, (mixture.weights, mixture.means, mixture.variances))
    return td.MixtureSameFamily(td.Categorical(weights), td.Independent(td.Normal(means, variances.sqrt()), 1))


NOISES = st.floats(0.02, 0.9999)


@given(mixtures(), NOISES)
def test_density_and_score_are_those_of_torch(drawn, noise):
    mixture, rng = drawn
    noisy = mixture.noisy(np.sqrt(1 - noise**2), noise)
    x = torch.tensor(rng.uniform(-4, 4, (5, mixture.means.shape[1])), requires_grad=True)
    log_density = of_torch(noisy).log_prob(x)
    log_density.sum().backward()
    np.testing.assert_allclose(noisy.log_density(x.detach().numpy()), log_density.detach(), rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(noisy.score(x.detach().numpy()), x.grad, rtol=1e-7, atol=1e-7)


@given(mixtures(), NOISES)
def test_denoiser_noise_and_score_are_one_function(drawn, noise):
    """Tweedie's formula: the score, which knows of no x_0, is what E[x_0∣x_t] says."""
    mixture, rng = drawn
    signal = np.sqrt(1 - noise**2)
    x_t = rng.uniform(-4, 4, (5, mixture.means.shape[1]))
    found = noise_in(x_t, mixture.denoised(x_t, signal, noise), signal, noise)
    np.testing.assert_allclose(score_of(found, noise), mixture.noisy(signal, noise).score(x_t), rtol=1e-6, atol=1e-6)


@given(mixtures(most_dimensions=1), NOISES)
def test_the_denoiser_is_a_mean_over_all_x_0(drawn, noise):
    """E[x_0∣x_t] = ∫ x_0 p(x_0) q(x_t∣x_0) dx_0 / ∫ p(x_0) q(x_t∣x_0) dx_0, on a fine grid."""
    mixture, rng = drawn
    signal = np.sqrt(1 - noise**2)
    x_t = signal * mixture.sample(3, rng) + noise * rng.standard_normal((3, 1))
    x_0 = np.linspace(-10, 10, 20001)
    log_joint = mixture.log_density(x_0[:, None])[:, None] - 0.5 * ((x_t[:, 0] - signal * x_0[:, None]) / noise) ** 2
    weights = np.exp(log_joint - log_joint.max(axis=0))
    expected = (x_0[:, None] * weights).sum(axis=0) / weights.sum(axis=0)
    np.testing.assert_allclose(mixture.denoised(x_t, signal, noise)[:, 0], expected, rtol=1e-5, atol=1e-6)


def test_where_there_is_next_to_no_noise_the_guess_is_the_point():
    mixture = DiagonalMixture(np.array([0.4, 0.6]), np.array([[-1.5], [1.5]]), np.array([[0.09], [0.16]]))
    x = np.linspace(-3, 3, 7)[:, None]
    np.testing.assert_allclose(mixture.denoised(x, 1.0, 1e-6), x, atol=1e-9)


def test_points_alone_are_a_mixture_as_soon_as_there_is_noise():
    """Without a width of their own: the empirical distribution, whose denoiser is a weighted mean of the data."""
    data = np.array([[-1.0, 0.0], [1.0, 2.0], [3.0, -1.0]])
    mixture = DiagonalMixture(np.full(3, 1 / 3), data, np.zeros_like(data))
    x_t = np.array([[0.4, 0.3]])
    weights = np.exp(-0.5 * ((x_t - 0.8 * data) ** 2).sum(axis=1) / 0.36)
    np.testing.assert_allclose(mixture.denoised(x_t, 0.8, 0.6), (weights / weights.sum()) @ data[None], rtol=1e-12)


def test_draws_have_its_mean_and_variance():
    weights, means = np.array([0.3, 0.7]), np.array([[-2.0, 1.0], [1.0, 0.0]])
    variances = np.array([[0.04, 1.0], [0.25, 0.01]])
    draws = DiagonalMixture(weights, means, variances).sample(40_000, np.random.default_rng(0))
    mean = weights @ means
    variance = weights @ (variances + (means - mean) ** 2)
    assert (np.abs(draws.mean(axis=0) - mean) < 5 * np.sqrt(variance / 40_000)).all()
    fourth = ((draws - mean) ** 4).mean(axis=0)
    assert (np.abs(draws.var(axis=0) - variance) < 5 * np.sqrt((fourth - variance**2) / 40_000)).all()


@pytest.mark.parametrize(
    ("weights", "means", "variances"),
    [
        ([0.5, 0.6], [[0.0], [1.0]], [[1.0], [1.0]]),
        ([1.5, -0.5], [[0.0], [1.0]], [[1.0], [1.0]]),
        ([1.0], [[0.0], [1.0]], [[1.0], [1.0]]),
        ([1.0], [[0.0]], [[-1.0]]),
        ([1.0], [[0.0, 1.0]], [[1.0]]),
    ],
    ids=["sum", "below 0", "too few", "variance", "shapes"],
)
def test_what_is_no_mixture_is_refused(weights, means, variances):
    with pytest.raises(ConfigError):
        DiagonalMixture(np.array(weights), np.array(means), np.array(variances))


def test_a_grid_has_the_density_of_its_places():
    rng = np.random.default_rng(0)
    mixture = DiagonalMixture(np.array([0.2, 0.5, 0.3]), rng.normal(size=(3, 2)), rng.uniform(0.01, 1, (3, 2)))
    across, up = np.linspace(-2, 2, 7), np.linspace(-1, 3, 5)
    places = np.stack(np.meshgrid(across, up), -1).reshape(-1, 2)
    expected = np.exp(mixture.log_density(places)).reshape(5, 7)
    np.testing.assert_allclose(mixture.density_on_grid(across, up), expected, rtol=1e-10)


def test_the_guess_is_the_mean_of_the_posterior():
    rng = np.random.default_rng(1)
    mixture = DiagonalMixture(np.full(4, 0.25), rng.normal(size=(4, 3)), rng.uniform(1e-4, 1, (4, 3)))
    x = 3 * rng.normal(size=(2, 6, 3))
    for signal in (1e-3, 0.6, 0.999):
        noise = np.sqrt(1 - signal**2)
        mean = mixture.posterior(x, signal, noise).mean
        np.testing.assert_allclose(mixture.denoised(x, signal, noise), mean, rtol=1e-9, atol=1e-12)
