"""Each loss term against a reference that shares no code with it."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats
from torch.distributions import Bernoulli, Normal, kl_divergence

from core.builders import log_evidence_on_line, log_joint_on_line, noise_images, numbers, small_vae, tiny_run
from vae_core.models import build
from vae_core.objectives import (
    RECONSTRUCTIONS,
    ObjectiveConfig,
    Terms,
    bernoulli_nll,
    beta_binomial_nll,
    gaussian_nll,
    kl_to_standard_normal,
    normal_log_density,
    reconstruction_nll,
    squared_error,
    terms,
)
from vae_core.objectives.likelihoods import beta_binomial_log_probability, beta_binomial_of_levels
from vae_core.randomness import stream

# σ from 1e-3 to 1e3.
log_variances = numbers(-2 * math.log(1e3), 2 * math.log(1e3))
pixels = st.sampled_from((0.0, 1.0)) | numbers(0, 1)
logits = st.sampled_from((-80.0, 80.0)) | numbers(-80, 80)


def rows(*columns: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[torch.Tensor, ...]]:
    """A few drawn tuples as one float64 row per column."""
    drawn = st.lists(st.tuples(*columns), min_size=1, max_size=5)
    return drawn.map(lambda values: tuple(torch.tensor(values, dtype=torch.float64).T.contiguous()))


def agrees(term, reference: torch.Tensor, *values: torch.Tensor) -> None:
    """``term`` equals ``reference`` in double precision, and in single as far as single can tell."""
    assert torch.isfinite(reference).all()
    torch.testing.assert_close(term(*values), reference, rtol=1e-9, atol=1e-9)
    single = term(*(value.float() for value in values))
    scale = max(1.0, *(value.abs().max().item() for value in values))
    torch.testing.assert_close(single.double(), reference, rtol=1e-5, atol=1e-5 * scale)


@given(rows(pixels, logits))
def test_the_bernoulli_term_is_that_of_torch_distributions(values):
    x, logits = values
    agrees(bernoulli_nll, -Bernoulli(logits=logits, validate_args=False).log_prob(x).sum(), x, logits)


@given(rows(numbers(-100, 100), numbers(-100, 100), log_variances))
def test_the_normal_log_density_is_that_of_torch_distributions(values):
    x, mean, log_variance = values
    reference = Normal(mean, torch.exp(log_variance / 2)).log_prob(x).sum()
    torch.testing.assert_close(normal_log_density(x, mean, log_variance), reference, rtol=1e-9, atol=1e-9)
    assert torch.isfinite(normal_log_density(x.float(), mean.float(), log_variance.float()))


@given(rows(numbers(-10, 10)))
def test_the_normal_log_density_takes_plain_numbers(values):
    (x,) = values
    reference = Normal(torch.full_like(x, 1.5), math.exp(0.25)).log_prob(x).sum()
    torch.testing.assert_close(normal_log_density(x, 1.5, 0.5), reference, rtol=1e-9, atol=1e-9)


@given(rows(pixels, logits), log_variances)
def test_the_gaussian_term_is_that_of_torch_distributions(values, log_variance):
    x, logits = values
    reference = -Normal(torch.sigmoid(logits), math.exp(log_variance / 2)).log_prob(x).sum()
    torch.testing.assert_close(gaussian_nll(x, logits, log_variance), reference, rtol=1e-9, atol=1e-9)
    single = gaussian_nll(x.float(), logits.float(), log_variance).double()
    torch.testing.assert_close(single, reference, rtol=1e-4, atol=1e-4)


@given(rows(pixels, logits), numbers(-7, 7))
def test_a_gaussian_of_fixed_variance_is_a_scaled_squared_error_and_a_constant(values, log_variance):
    x, logits = values
    constant = len(x) / 2 * (log_variance + math.log(2 * math.pi))
    expected = squared_error(x, logits) / (2 * math.exp(log_variance)) + constant
    torch.testing.assert_close(gaussian_nll(x, logits, log_variance), expected, rtol=1e-9, atol=1e-9)


@given(rows(pixels, logits))
def test_the_squared_error_is_its_definition(values):
    x, logits = values
    expected = sum((a - 1 / (1 + math.exp(-b))) ** 2 for a, b in zip(x.tolist(), logits.tolist(), strict=True))
    agrees(squared_error, torch.tensor(expected, dtype=torch.float64), x, logits)


@given(rows(numbers(-100, 100), log_variances))
def test_the_kl_is_that_of_torch_distributions(values):
    mean, log_variance = values
    reference = kl_divergence(Normal(mean, torch.exp(log_variance / 2)), Normal(0.0, 1.0))
    torch.testing.assert_close(kl_to_standard_normal(mean, log_variance), reference, rtol=1e-9, atol=1e-9)
    single = kl_to_standard_normal(mean.float(), log_variance.float()).double()
    torch.testing.assert_close(single, reference, rtol=1e-5, atol=1e-6)


@given(rows(numbers(-100, 100) | numbers(-1e-3, 1e-3), log_variances | numbers(-1e-3, 1e-3)))
def test_a_kl_is_never_negative_beyond_rounding(values):
    mean, log_variance = (value.float() for value in values)
    assert (kl_to_standard_normal(mean, log_variance) >= -1e-9).all()


def test_the_kl_of_the_prior_from_itself_is_zero():
    assert torch.equal(kl_to_standard_normal(torch.zeros(3, 2), torch.zeros(3, 2)), torch.zeros(3, 2))


@pytest.mark.parametrize(("mean", "log_variance"), [(0.0, 0.0), (1.5, -2.0), (-0.5, 1.0), (3.0, -8.0)])
def test_the_kl_is_the_mean_log_ratio_of_the_densities(mean, log_variance):
    q = Normal(torch.tensor([mean]).double(), math.exp(log_variance / 2))
    z = q.mean + q.stddev * torch.randn(100_000, 1, dtype=torch.float64, generator=stream(0, "test"))
    ratios = q.log_prob(z) - Normal(0.0, 1.0).log_prob(z)
    kl = kl_to_standard_normal(torch.tensor([mean]), torch.tensor([log_variance])).item()
    assert abs(ratios.mean().item() - kl) <= 4 * ratios.std().item() / math.sqrt(len(z)) + 1e-9


@pytest.mark.parametrize("term", [squared_error, bernoulli_nll, lambda x, logits: gaussian_nll(x, logits, -2.0)])
def test_a_term_adds_pixels_and_keeps_examples_apart(term):
    x, logits = torch.rand(4, 9, generator=stream(0, "x")), torch.randn(4, 9, generator=stream(0, "logits"))
    one_by_one = torch.stack([term(x[i, j : j + 1], logits[i, j : j + 1]) for i in range(4) for j in range(9)])
    torch.testing.assert_close(term(x, logits), one_by_one.reshape(4, 9).sum(-1))


@pytest.mark.parametrize("reconstruction", RECONSTRUCTIONS)
def test_the_configuration_chooses_the_reconstruction_term(reconstruction):
    x, logits = torch.rand(3, 5, generator=stream(0, "x")), torch.randn(3, 5, generator=stream(0, "logits"))
    config = ObjectiveConfig(reconstruction, log_variance=-1.0 if reconstruction == "gaussian" else None)
    model = build(tiny_run("ae", "beta-binomial").model)
    model.pixel_log_concentration.data.fill_(0.5)
    expected = {
        "squared-error": squared_error(x, logits),
        "bernoulli": bernoulli_nll(x, logits),
        "gaussian": gaussian_nll(x, logits, -1.0),
        "beta-binomial": beta_binomial_nll(x, logits, torch.tensor(0.5)),
    }
    assert torch.equal(reconstruction_nll(config, x, logits, model), expected[reconstruction])


def test_a_gaussian_without_a_variance_takes_the_one_its_model_learns():
    model = build(tiny_run("ae", "gaussian").model)
    model.pixel_log_variance.data.fill_(-1.5)
    x = torch.from_numpy(noise_images(3).images)
    result = terms(ObjectiveConfig("gaussian"), model, x)
    torch.testing.assert_close(result.reconstruction, gaussian_nll(x, model(x), -1.5))
    result.loss.backward()
    assert model.pixel_log_variance.grad != 0


def test_a_learned_variance_is_best_where_it_is_the_mean_squared_error():
    model, x = build(tiny_run("ae", "gaussian").model), torch.from_numpy(noise_images(3).images)
    mean_squared_error = squared_error(x, model(x)).detach().mean() / 784
    for factor, direction in ((0.5, -1), (1.0, 0), (2.0, 1)):
        model.pixel_log_variance.data = torch.log(factor * mean_squared_error)
        model.zero_grad()
        terms(ObjectiveConfig("gaussian"), model, x).loss.backward()
        slope = model.pixel_log_variance.grad.item()
        assert abs(slope) < 1e-3 if direction == 0 else slope * direction > 100


@given(st.floats(-8, 8), st.floats(-20, 20))
def test_a_beta_binomial_is_scipys(log_concentration, logit):
    levels, mean = np.arange(256.0), special.expit([logit, -logit])
    alpha, beta = np.exp(log_concentration) * mean
    given_logit, given_concentration = torch.tensor([logit, log_concentration], dtype=torch.float64)
    found = beta_binomial_log_probability(torch.from_numpy(levels), given_logit, given_concentration)
    np.testing.assert_allclose(found, stats.betabinom.logpmf(levels, 255, alpha, beta), atol=1e-7)
    torch.testing.assert_close(beta_binomial_of_levels(given_logit, given_concentration), found, rtol=1e-9, atol=1e-9)
    assert found.exp().sum() == pytest.approx(1)
    assert float((found.exp() * torch.from_numpy(levels)).sum()) == pytest.approx(255 * mean[0], abs=1e-6)


def test_a_beta_binomial_of_an_image_adds_up_its_pixels_and_has_slopes_at_both_ends():
    logits = torch.tensor([[-90.0, 0.5, 90.0]], requires_grad=True)
    log_concentration = torch.tensor(0.3, requires_grad=True)
    x = torch.tensor([[0.0, 0.4, 0.0]])
    nll = beta_binomial_nll(x, logits, log_concentration)
    of_each = beta_binomial_log_probability(255 * x, logits, log_concentration)
    assert nll.item() == pytest.approx(-of_each.sum().item())
    nll.sum().backward()
    assert torch.isfinite(logits.grad).all()
    assert torch.isfinite(log_concentration.grad)


@given(beta=numbers(0, 1000))
def test_beta_changes_the_loss_but_never_the_negative_elbo(beta):
    parts = Terms(torch.tensor([1.0, 3.0]), torch.tensor([[0.5, 1.0], [2.0, 0.5]]), beta)
    assert parts.means()["negative_elbo"] == pytest.approx(4.0)
    assert parts.means()["loss"] == parts.loss.item() == pytest.approx(2.0 + beta * 2.0, rel=1e-6)


def test_the_terms_of_a_vae_are_named():
    result = terms(ObjectiveConfig(beta=4.0), small_vae(3), torch.rand(5, 6), generator=stream(0, "test"))
    assert result.kl.shape == (5, 3)
    assert result.reconstruction.shape == (5,)
    assert set(result.means()) == {"reconstruction", "kl", "negative_elbo", "loss"}


def test_an_autoencoder_has_no_kl_and_no_elbo():
    result = terms(ObjectiveConfig("squared-error"), build(tiny_run("ae").model), torch.rand(5, 784))
    assert result.kl is None
    assert set(result.means()) == {"reconstruction", "loss"}
    assert result.means()["loss"] == result.means()["reconstruction"]


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_the_encoder_sees_the_inputs_and_the_loss_the_images(model):
    network = build(tiny_run(model).model)
    x, corrupted = torch.rand(2, 4, 784, generator=stream(0, "test"))
    result = terms(ObjectiveConfig(), network, x, inputs=corrupted, generator=stream(1, "test"))
    encoded = network.encode(corrupted)
    z = encoded if model == "ae" else encoded.sample(stream(1, "test"))
    torch.testing.assert_close(result.reconstruction, bernoulli_nll(x, network.decode(z)))


def test_the_evidence_is_the_elbo_and_the_divergence_from_the_true_posterior():
    vae, x = small_vae(), (torch.rand(8, 6, generator=stream(0, "test")) > 0.5).float()
    joint, z, step = log_joint_on_line(vae, x)
    with torch.no_grad():
        posterior = vae.encode(x)
        kl = kl_to_standard_normal(posterior.mean, posterior.log_variance).sum(-1).double()
    log_q = Normal(posterior.mean.double(), posterior.standard_deviation.double()).log_prob(z)
    log_likelihood = joint - Normal(0.0, 1.0).log_prob(z)
    elbo = (log_q.exp() * log_likelihood).sum(-1) * step - kl
    evidence = log_evidence_on_line(vae, x)
    gap = (log_q.exp() * (log_q - (joint - evidence[:, None]))).sum(-1) * step
    torch.testing.assert_close(evidence - elbo, gap, rtol=0, atol=1e-5)
    assert (elbo < evidence).all()
