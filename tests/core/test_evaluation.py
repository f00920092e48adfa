"""A model's score, against direct computation and against quadrature."""

import dataclasses
import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal

from core.builders import log_evidence_on_line, noise_images, small_vae, tiny_run
from vae_core.analysis import evaluation
from vae_core.analysis.estimate import Estimate
from vae_core.analysis.evaluation import evaluate, importance_weighted_nll
from vae_core.data import Dataset
from vae_core.models import build
from vae_core.objectives import ObjectiveConfig, bernoulli_nll, kl_to_standard_normal, squared_error

BERNOULLI = ObjectiveConfig()


@pytest.fixture(scope="module")
def black_and_white() -> Dataset:
    """Twelve images of six pixels, for which a Bernoulli term is a true probability."""
    grey = noise_images(12, 6)
    return dataclasses.replace(grey, images=grey.images.round())


def tensor(dataset: Dataset) -> torch.Tensor:
    return torch.from_numpy(dataset.images)


def test_an_estimate_is_a_mean_with_its_standard_error():
    estimate = Estimate.of(torch.tensor([1.0, 2.0, 3.0, 6.0]))
    assert estimate.mean == 3.0
    assert estimate.standard_error == pytest.approx(math.sqrt(14 / 3 / 4))


def test_the_error_of_a_single_value_is_unknown():
    estimate = Estimate.of(torch.tensor([2.5]))
    assert estimate.mean == 2.5
    assert math.isnan(estimate.standard_error)


@pytest.mark.parametrize(
    ("objective", "term"), [(BERNOULLI, bernoulli_nll), (ObjectiveConfig("squared-error"), squared_error)]
)
def test_an_autoencoders_score_is_its_mean_reconstruction(unseen, objective, term):
    model = build(tiny_run("ae").model)
    with torch.no_grad():
        direct = term(tensor(unseen), model(tensor(unseen))).double()
    results = evaluate(model, objective, unseen)
    assert set(results) == {"reconstruction"}
    assert results["reconstruction"].mean == pytest.approx(direct.mean().item())
    assert results["reconstruction"].standard_error == pytest.approx(direct.std().item() / math.sqrt(len(unseen)))


def test_a_vaes_score_is_its_terms_averaged_over_its_posterior(black_and_white):
    vae, x = small_vae(), tensor(black_and_white)
    with torch.no_grad():
        posterior = vae.encode(x)
        kl = kl_to_standard_normal(posterior.mean, posterior.log_variance).sum(-1)
        z = torch.linspace(-12, 12, 4001)
        density = Normal(posterior.mean, posterior.standard_deviation).log_prob(z).exp()
        pixels = Bernoulli(logits=vae.decode(z[:, None]))
        nll = -torch.stack([pixels.log_prob(image).sum(-1) for image in x])
        expected = (density * nll).sum(-1) * (z[1] - z[0])
        spread = ((density * nll.square()).sum(-1) * (z[1] - z[0]) - expected.square()).mean().sqrt().item()
    results = evaluate(vae, BERNOULLI, black_and_white, draws=400)
    assert results["kl"].mean == pytest.approx(kl.mean().item(), rel=1e-6)
    error = spread / math.sqrt(400 * len(x))
    assert abs(results["reconstruction"].mean - expected.mean().item()) < 4 * error
    total = results["reconstruction"].mean + results["kl"].mean
    assert results["negative_elbo"].mean == pytest.approx(total, rel=1e-6)


def test_a_certain_posterior_is_scored_at_its_mean(black_and_white):
    vae, x = small_vae(3), tensor(black_and_white)
    with torch.no_grad():
        vae.encoder["log_variance"].weight.zero_()
        vae.encoder["log_variance"].bias.fill_(-40.0)
        direct = bernoulli_nll(x, vae.decode(vae.encode(x).mean)).mean().item()
    assert evaluate(vae, BERNOULLI, black_and_white)["reconstruction"].mean == pytest.approx(direct, rel=1e-5)


def test_the_negative_elbo_is_scored_without_beta(black_and_white):
    plain, weighted = (evaluate(small_vae(), ObjectiveConfig(beta=beta), black_and_white) for beta in (1.0, 50.0))
    assert plain == weighted


def test_a_seed_decides_the_draws_and_nothing_else(black_and_white):
    vae = small_vae()
    first, again, other = (evaluate(vae, BERNOULLI, black_and_white, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first["kl"] == other["kl"]
    assert first["reconstruction"] != other["reconstruction"]


def test_slices_do_not_change_the_score(unseen, monkeypatch):
    model = build(tiny_run("ae").model)
    whole = evaluate(model, BERNOULLI, unseen)["reconstruction"]
    monkeypatch.setattr(evaluation, "BATCH", 7)
    sliced = evaluate(model, BERNOULLI, unseen)["reconstruction"]
    assert vars(sliced) == pytest.approx(vars(whole), rel=1e-5)  # of single precision


def test_scoring_leaves_no_gradients(black_and_white):
    vae = small_vae()
    evaluate(vae, BERNOULLI, black_and_white)
    nll, errors = importance_weighted_nll(vae, black_and_white, 5)
    assert not nll.requires_grad
    assert not errors.requires_grad
    assert all(parameter.grad is None for parameter in vae.parameters())


def test_importance_weights_find_the_evidence_that_quadrature_finds(black_and_white):
    for seed in range(3):
        vae = small_vae(seed=seed)
        nll, errors = importance_weighted_nll(vae, black_and_white, 4000, seed=seed)
        exact = -log_evidence_on_line(vae, tensor(black_and_white))
        assert ((nll - exact).abs() < 4 * errors + 1e-6).all()
        assert (errors < 0.2).all()


def test_the_estimated_probability_is_unbiased_however_few_the_samples(black_and_white):
    vae, images = small_vae(), black_and_white.take(3)
    runs = torch.stack([importance_weighted_nll(vae, images, 2, seed=seed)[0] for seed in range(400)])
    probability = torch.exp(-runs)
    exact = torch.exp(log_evidence_on_line(vae, tensor(images)))
    assert ((probability.mean(0) - exact).abs() < 4 * probability.std(0) / math.sqrt(len(runs))).all()


def test_the_stated_error_is_the_spread_between_seeds(black_and_white):
    vae, images = small_vae(), black_and_white.take(4)
    runs = [importance_weighted_nll(vae, images, 1000, seed=seed) for seed in range(60)]
    spread = torch.stack([nll for nll, _ in runs]).std(0)
    stated = torch.stack([errors for _, errors in runs]).mean(0)
    # A standard deviation of 60 values is known to a tenth (1 / sqrt(2 * 59)).
    assert ((spread / stated - 1).abs() < 4 / math.sqrt(2 * 59)).all()


def test_importance_weights_lie_below_the_negative_elbo_and_fall_with_more_samples(black_and_white):
    vae = small_vae()
    elbo = evaluate(vae, BERNOULLI, black_and_white, draws=1000)["negative_elbo"].mean
    means, errors = [], []
    for samples in (2, 20, 200, 2000):
        runs = torch.stack([importance_weighted_nll(vae, black_and_white, samples, seed=s)[0] for s in range(10)])
        means.append(runs.mean().item())
        errors.append(runs.mean(1).std().item() / math.sqrt(10))
    bounds = [elbo, *means]
    assert elbo - means[-1] > 0.1
    assert all(later < earlier + 4 * error for earlier, later, error in zip(bounds, means, errors, strict=False))


def test_each_image_gets_an_estimate_and_progress_is_told(black_and_white, monkeypatch):
    told = []
    monkeypatch.setattr(evaluation, "BATCH", 5)
    nll, errors = importance_weighted_nll(small_vae(2), black_and_white, 7, progress=told.append)
    assert nll.shape == errors.shape == (12,)
    assert told == [5, 10, 12]


def test_decoding_in_parts_changes_nothing(black_and_white, monkeypatch):
    whole, _ = importance_weighted_nll(small_vae(), black_and_white, 50)
    monkeypatch.setattr(evaluation, "DRAWS_AT_ONCE", 7)
    parts, _ = importance_weighted_nll(small_vae(), black_and_white, 50)
    torch.testing.assert_close(parts, whole)
