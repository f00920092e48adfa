"""Both ways to the gradient of E_q[−log p(x|z)]: right in the mean, and as far apart in scatter as theory says."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from torch.distributions import Normal

from core.builders import noise_images, small_vae
from vae_core.analysis import gradient_estimators as estimators
from vae_core.analysis.gradient_estimators import compare, draw, kl_gradient
from vae_core.analysis.reparameterisation import (
    Posterior,
    backward,
    latent_codes,
    pictures,
    posterior,
    reconstruction_loss,
    standard_noise,
)
from vae_core.errors import ConfigError
from vae_core.objectives import kl_to_standard_normal

PARAMETERS = ("mu", "sigma")
# False alarms of a whole test, however many numbers it looks at.
ALARM = 1e-4


@pytest.fixture(scope="module")
def vae():
    return small_vae(latent_dim=3, seed=1)


@pytest.fixture(scope="module")
def image():
    return noise_images(1, pixels=6, seed=2).images[0]


def quadratic(curvature: float, at: float = 0.0, offset: float = 0.0):
    """−log p(x|z) of a linear decoder with a Gaussian p(x|z): f(z) = a/2 Σ (z − c)² + b."""
    return lambda z: 0.5 * curvature * (z - at).square().sum(-1) + offset


def z_scores(estimate, truth) -> np.ndarray:
    return (estimate.average - truth) / estimate.standard_error


def assert_all_plausible(scores) -> None:
    """No z-score is out of the ordinary for as many as there are (Šidák)."""
    scores = np.abs(np.ravel(scores))
    assert scores.max() < stats.norm.isf((1 - (1 - ALARM) ** (1 / len(scores))) / 2)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_all_estimators_agree_within_their_standard_errors(vae, image, parameter):
    q = Posterior((0.3, -0.5, 1.0), (0.8, 0.4, 1.2))
    loss = reconstruction_loss(vae, image)
    (truth, *_), others = compare(draw(loss, q, 60_000, seed=1), parameter), []
    for estimate in compare(draw(loss, q, 20_000, seed=2), parameter):
        error = np.hypot(estimate.standard_error, truth.standard_error)
        others.append((estimate.average - truth.average) / error)
    assert_all_plausible(others)


@given(
    mean=st.floats(-3, 3),
    deviation=st.floats(0.05, 2),
    curvature=st.floats(0.1, 20),
    parameter=st.sampled_from(PARAMETERS),
)
@settings(max_examples=15)
def test_means_and_variances_of_a_linear_gaussian_decoder_are_the_exact_ones(mean, deviation, curvature, parameter):
    n, m, s, a = 20_000, mean, deviation, curvature
    path, _baseline, score = compare(draw(quadratic(a), Posterior((m,), (s,)), n, seed=3), parameter)
    # L = a/2 (m + sε)², with E[ε²] = 1, E[ε⁴] = 3, E[ε⁶] = 15, E[ε⁸] = 105
    truth = a * m if parameter == "mu" else a * s
    path_variance = a**2 * s**2 if parameter == "mu" else a**2 * (m**2 + 2 * s**2)
    second = {
        "mu": a**2 / (4 * s**2) * (m**4 + 18 * m**2 * s**2 + 15 * s**4),
        "sigma": a**2 / (4 * s**2) * (2 * m**4 + 60 * m**2 * s**2 + 78 * s**4),
    }[parameter]
    score_variance = second - truth**2
    for estimate, variance in ((path, path_variance), (score, score_variance)):
        assert abs(estimate.average[0] - truth) < 5 * math.sqrt(variance / n)
        # The variance's own error, from the samples' fourth moment; where they have heavy tails that is rough.
        centred = np.square(estimate.samples[:, 0] - truth)
        assert estimate.variance[0] == pytest.approx(variance, abs=8 * centred.std() / math.sqrt(n))


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_each_reparameterised_gradient_is_that_of_autograd_through_one_draw(vae, image, parameter):
    q = Posterior((0.3, -0.5, 1.0), (0.8, 0.4, 1.2))
    found = estimators.reparameterised(draw(reconstruction_loss(vae, image), q, 20, seed=4), parameter)
    for noise, gradient in zip(standard_noise(20, 3, 4), found, strict=True):
        mean, deviation = (torch.tensor(values, requires_grad=True) for values in (q.mean, q.deviation))
        logits = vae.decode(mean + deviation * torch.from_numpy(noise))
        loss = (
            -torch.distributions.Bernoulli(logits=logits, validate_args=False).log_prob(torch.from_numpy(image)).sum()
        )
        loss.backward(inputs=[mean, deviation])
        np.testing.assert_allclose(gradient, (mean if parameter == "mu" else deviation).grad, rtol=2e-4, atol=1e-5)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_each_score_function_gradient_is_the_loss_times_that_of_log_q(vae, image, parameter):
    q = Posterior((0.3, -0.5, 1.0), (0.8, 0.4, 1.2))
    drawn = draw(reconstruction_loss(vae, image), q, 20, seed=4)
    found = estimators.score_function(drawn, parameter)
    for code, loss, gradient in zip(latent_codes(q, standard_noise(20, 3, 4)), drawn.loss, found, strict=True):
        mean, deviation = (torch.tensor(values, requires_grad=True) for values in (q.mean, q.deviation))
        (loss.item() * Normal(mean, deviation).log_prob(torch.from_numpy(code)).sum()).backward()
        np.testing.assert_allclose(gradient, (mean if parameter == "mu" else deviation).grad, rtol=2e-3, atol=2e-3)


def test_the_baseline_is_the_mean_of_the_others_and_knows_nothing_of_its_own_draw():
    drawn = draw(quadratic(1.0), Posterior((1.0,), (0.5,)), 6, seed=5)
    found = estimators.score_function_with_baseline(drawn, "mu")
    for i in range(6):
        others = np.delete(drawn.loss, i).mean()
        assert found[i, 0] == pytest.approx((drawn.loss[i] - others) * drawn.noise[i, 0] / 0.5)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_constant_in_the_loss_scatters_the_bare_score_function_alone(parameter):
    q = Posterior((0.5, 1.0), (0.1, 0.3))
    low = compare(draw(quadratic(2.0), q, 500, seed=6), parameter)
    high = compare(draw(quadratic(2.0, offset=100.0), q, 500, seed=6), parameter)
    assert [estimate.name for estimate in low] == list(estimators.ESTIMATORS)
    for before, after in zip(low[:2], high[:2], strict=True):
        np.testing.assert_allclose(after.variance, before.variance, rtol=2e-3)
    assert (high[2].variance > 100 * low[2].variance).all()


def test_how_many_draws_are_worth_one_is_the_ratio_of_variances():
    path, _baseline, score = compare(draw(quadratic(2.0), Posterior((3.0,), (0.1,)), 4000, seed=7), "mu")
    ratio = score.draws_for_one_of(path)
    assert ratio == pytest.approx(score.variance / path.variance)
    assert path.draws_for_one_of(path) == pytest.approx(1.0)
    # So many score-function draws have the standard error of one reparameterised draw.
    assert np.sqrt(score.variance / ratio) == pytest.approx(np.sqrt(path.variance))


def test_where_the_decoder_is_flat_no_number_of_draws_is_enough():
    path, _baseline, score = compare(draw(lambda z: 5 + 0 * z.sum(-1), Posterior((0.0,), (1.0,)), 50, seed=1), "mu")
    assert path.variance == 0
    assert score.draws_for_one_of(path) == math.inf


def test_draws_repeat_with_their_seed_and_the_first_ones_stay():
    q = Posterior((0.0, 1.0), (1.0, 0.5))
    many, few = (draw(quadratic(1.0), q, n, seed=8) for n in (200, 50))
    np.testing.assert_array_equal(many.take(50).noise, few.noise)
    np.testing.assert_allclose(many.take(50).slope, few.slope, rtol=1e-6)
    assert not np.array_equal(draw(quadratic(1.0), q, 50, seed=9).noise, few.noise)


@pytest.mark.parametrize("deviation", [1e-3, 1e3])
def test_very_narrow_and_very_wide_posteriors_give_finite_gradients(vae, image, deviation):
    drawn = draw(reconstruction_loss(vae, image), Posterior((0.0,) * 3, (deviation,) * 3), 100, seed=1)
    for parameter in PARAMETERS:
        for estimate in compare(drawn, parameter):
            assert np.isfinite(estimate.samples).all()
            assert np.isfinite(estimate.standard_error).all()


@given(mean=st.floats(-5, 5), deviation=st.floats(0.01, 5))
def test_the_gradient_of_the_kl_is_that_of_autograd(mean, deviation):
    mu, sigma = (torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in (mean, deviation))
    kl_to_standard_normal(mu, 2 * sigma.log()).sum().backward()
    q = Posterior((mean,), (deviation,))
    assert kl_gradient(q, "mu") == pytest.approx(mu.grad.numpy(), abs=1e-9)
    assert kl_gradient(q, "sigma") == pytest.approx(sigma.grad.numpy(), rel=1e-6, abs=1e-9)


def test_a_reparameterised_draw_sends_its_gradient_back(vae, image):
    q, noise = posterior(vae, image), standard_noise(1, 3, 1)[0]
    back = backward(vae, image, q, noise, reparameterised=True)
    drawn = draw(reconstruction_loss(vae, image), q, 2, seed=1).take(1)
    assert back.loss == pytest.approx(drawn.loss[0], rel=1e-5)
    np.testing.assert_allclose(back.to_mean, drawn.slope[0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(back.to_deviation, drawn.slope[0] * noise, rtol=1e-4, atol=1e-6)


def test_a_draw_that_is_a_mere_number_sends_nothing_back_save_to_the_decoder(vae, image):
    q, noise = posterior(vae, image), standard_noise(1, 3, 1)[0]
    back, with_path = (backward(vae, image, q, noise, reparameterised=path) for path in (False, True))
    assert back.to_mean is None
    assert back.to_deviation is None
    assert back.loss == pytest.approx(with_path.loss)
    assert back.to_decoder == pytest.approx(with_path.to_decoder)
    assert back.to_decoder > 0
    assert all(weight.grad is None for weight in vae.parameters())


def test_codes_and_pictures_follow_the_posterior(vae, image):
    q, noise = posterior(vae, image), standard_noise(4, 3, 1)
    encoded = vae.encode(image[None])
    assert q.mean == pytest.approx(encoded.mean[0].tolist())
    assert q.deviation == pytest.approx(encoded.standard_deviation[0].tolist())
    moved = q.moved(1, 2.0, 0.5)
    codes = latent_codes(moved, noise)
    np.testing.assert_allclose(codes[:, 1], 2.0 + 0.5 * noise[:, 1], rtol=1e-6)
    np.testing.assert_array_equal(codes[:, [0, 2]], latent_codes(q, noise)[:, [0, 2]])
    drawn = pictures(vae, codes)
    assert drawn.shape == (4, 6)
    assert ((drawn >= 0) & (drawn <= 1)).all()


@pytest.mark.parametrize(
    ("mean", "deviation"),
    [((0.0,), (0.0,)), ((0.0,), (1.0, 1.0)), ((math.nan,), (1.0,)), ((0.0,), (math.inf,)), ((), ())],
)
def test_what_is_no_posterior_is_refused(mean, deviation):
    with pytest.raises(ConfigError):
        Posterior(mean, deviation)


def test_one_draw_has_no_variance():
    with pytest.raises(ConfigError, match="at least two draws"):
        draw(quadratic(1.0), Posterior((0.0,), (1.0,)), 1, seed=1)
