"""Importance weights as an objective: L_k of k draws, its gradient, and where it lies between ELBO and evidence."""

import dataclasses
import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal

from core.builders import log_evidence_on_line, noise_images, small_vae, tiny_run
from vae_core.errors import ConfigError
from vae_core.objectives import ObjectiveConfig, mean_of_weights, terms
from vae_core.randomness import stream
from vae_core.training import TrainingRun

X = torch.bernoulli(torch.full((4, 6), 0.5), generator=stream(0, "x"))


def weighted(samples: int) -> ObjectiveConfig:
    return ObjectiveConfig(samples=samples, bound="importance-weighted")


def reference(vae, x, samples: int, generator) -> torch.Tensor:
    """−log (1/k) Σ p(x, z)/q(z|x), from torch's own distributions."""
    q = vae.encode(x)
    epsilon = torch.randn((samples, *q.mean.shape), generator=generator)
    z = q.mean + q.log_variance.div(2).exp() * epsilon
    log_likelihood = Bernoulli(logits=vae.decode(z)).log_prob(x).sum(-1)
    log_prior = Normal(0.0, 1.0).log_prob(z).sum(-1)
    log_posterior = Normal(q.mean, q.log_variance.div(2).exp()).log_prob(z).sum(-1)
    weights = (log_likelihood + log_prior - log_posterior).double().exp()
    return -weights.mean(0).log()


@pytest.mark.parametrize("samples", [2, 5, 50])
@pytest.mark.parametrize("latent_dim", [1, 3])
def test_the_loss_is_minus_the_log_of_the_mean_weight(samples, latent_dim):
    vae = small_vae(latent_dim)
    found = terms(weighted(samples), vae, X, generator=stream(1, "draws"))
    expected = reference(vae, X, samples, stream(1, "draws"))
    torch.testing.assert_close(found.of_each.double(), expected, rtol=1e-5, atol=1e-5)
    assert found.means()["loss"] == pytest.approx(expected.mean().item(), rel=1e-5)
    assert found.means()["negative_elbo"] == pytest.approx(found.means()["reconstruction"] + found.means()["kl"])


def test_with_one_draw_it_is_the_vae_bit_for_bit():
    runs = [
        TrainingRun(config, noise_images(128))
        for config in (tiny_run(), dataclasses.replace(tiny_run(), objective=weighted(1)))
    ]
    while not runs[0].is_finished:
        assert runs[0].advance() == runs[1].advance()
    for first, second in zip(*(run.model.parameters() for run in runs), strict=True):
        assert torch.equal(first, second)


def test_weights_of_any_size_are_averaged_without_overflow():
    logs = torch.tensor([[-1e4, 5.0], [-1e4 + math.log(3), 5.0]], dtype=torch.float64)
    assert mean_of_weights(logs).tolist() == pytest.approx([-1e4 + math.log(2), 5.0])


def test_the_bound_climbs_with_k_from_the_elbo_to_the_evidence():
    vae, draws = small_vae(), 4000
    evidence = log_evidence_on_line(vae, X)
    bounds, errors = [], []
    with torch.no_grad():
        for samples in (1, 2, 5, 20, 100):
            config = weighted(samples) if samples > 1 else ObjectiveConfig()
            many = X.repeat(draws // samples, 1)
            values = -terms(config, vae, many, generator=stream(samples, "draws")).of_each.double()
            values = values.view(-1, len(X))
            bounds.append(values.mean(0))
            errors.append(values.std(0) / math.sqrt(len(values)))
    for number in range(1, len(bounds)):
        margin = 5 * torch.hypot(errors[number], errors[number - 1])
        assert (bounds[number] > bounds[number - 1] - margin).all()
    assert (bounds[-1] > bounds[0]).all()
    for bound, error in zip(bounds, errors, strict=True):
        assert (bound < evidence + 5 * error).all()
    torch.testing.assert_close(bounds[-1], evidence, rtol=0, atol=0.1)


@pytest.mark.parametrize("config", [weighted(5), ObjectiveConfig(samples=5), ObjectiveConfig()])
def test_the_gradient_is_that_of_a_finite_difference(config):
    vae = small_vae(2)

    def loss() -> torch.Tensor:
        return terms(config, vae, X, generator=stream(3, "draws")).loss

    vae.zero_grad()
    loss().backward()
    for parameter in vae.parameters():
        direction = torch.randn(parameter.shape, generator=stream(4, "direction"))
        direction /= direction.norm()
        expected = (parameter.grad * direction).sum().item()
        step = 1e-2
        with torch.no_grad():
            values = []
            for sign in (1, -1):
                parameter.add_(sign * step * direction)
                values.append(loss().item())
                parameter.sub_(sign * step * direction)
        assert (values[0] - values[1]) / (2 * step) == pytest.approx(expected, rel=1e-2, abs=1e-3)


def test_the_mean_of_several_draws_is_the_elbo_with_less_noise():
    vae, draws = small_vae(), 2000
    with torch.no_grad():
        one, five = (
            terms(ObjectiveConfig(samples=samples), vae, X.repeat(draws, 1), generator=stream(5, "draws")).of_each.view(
                -1, len(X)
            )
            for samples in (1, 5)
        )
    error = torch.hypot(one.std(0), five.std(0)) / math.sqrt(draws)
    assert ((one.mean(0) - five.mean(0)).abs() < 5 * error).all()
    torch.testing.assert_close(five.std(0), one.std(0) / math.sqrt(5), rtol=0.15, atol=0)


@pytest.mark.parametrize(
    "settings", [{"beta": 2.0}, {"reconstruction": "squared-error"}], ids=["beta", "no likelihood"]
)
def test_importance_weights_are_of_a_likelihood_without_a_beta(settings):
    with pytest.raises(ConfigError, match="importance weights need"):
        ObjectiveConfig(samples=2, bound="importance-weighted", **settings)
    ObjectiveConfig(samples=1, bound="importance-weighted", **settings)  # which is the ELBO


def test_only_a_vae_draws_several_codes():
    with pytest.raises(ConfigError, match="only a VAE"):
        dataclasses.replace(tiny_run("ae"), objective=ObjectiveConfig(samples=2))
