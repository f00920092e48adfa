"""A model's score, against direct computation and against quadrature."""

import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal

from core.builders import small_vae, tiny_run
from vae_core.analysis import evaluation
from vae_core.analysis.estimate import Estimate
from vae_core.analysis.evaluation import evaluate
from vae_core.data import Dataset
from vae_core.models import build
from vae_core.objectives import ObjectiveConfig, bernoulli_nll, kl_to_standard_normal, squared_error

BERNOULLI = ObjectiveConfig()


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
    assert all(parameter.grad is None for parameter in vae.parameters())
