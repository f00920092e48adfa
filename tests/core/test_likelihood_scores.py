"""log p(x) of many images by importance weights: against quadrature, stopped and gone on with, kept on disk."""

import dataclasses
import math

import pytest
import torch

from core.builders import log_evidence_on_line, small_vae
from vae_core.analysis import likelihood_scores
from vae_core.analysis.evaluation import evaluate
from vae_core.analysis.kept_scores import KeptScores
from vae_core.analysis.likelihood_scores import LikelihoodScores, score_likelihood
from vae_core.data import Dataset
from vae_core.errors import CheckpointError
from vae_core.objectives import ObjectiveConfig
from vae_core.packing import pack, unpack

BERNOULLI = ObjectiveConfig()


def tensor(dataset: Dataset) -> torch.Tensor:
    return torch.from_numpy(dataset.images)


def scored(*arguments, **settings) -> tuple[torch.Tensor, torch.Tensor]:
    scores = score_likelihood(*arguments, **settings)
    return scores.nll, scores.errors


def test_scoring_leaves_no_gradients(black_and_white):
    vae = small_vae()
    nll, errors = scored(vae, black_and_white, 5)
    assert not nll.requires_grad
    assert not errors.requires_grad
    assert all(parameter.grad is None for parameter in vae.parameters())


def test_importance_weights_find_the_evidence_that_quadrature_finds(black_and_white):
    for seed in range(3):
        vae = small_vae(seed=seed)
        nll, errors = scored(vae, black_and_white, 4000, seed=seed)
        exact = -log_evidence_on_line(vae, tensor(black_and_white))
        assert ((nll - exact).abs() < 4 * errors + 1e-6).all()
        assert (errors < 0.2).all()


def test_the_estimated_probability_is_unbiased_however_few_the_samples(black_and_white):
    vae, images = small_vae(), black_and_white.take(3)
    runs = torch.stack([scored(vae, images, 2, seed=seed)[0] for seed in range(400)])
    probability = torch.exp(-runs)
    exact = torch.exp(log_evidence_on_line(vae, tensor(images)))
    assert ((probability.mean(0) - exact).abs() < 4 * probability.std(0) / math.sqrt(len(runs))).all()


def test_the_stated_error_is_the_spread_between_seeds(black_and_white):
    vae, images = small_vae(), black_and_white.take(4)
    runs = [scored(vae, images, 1000, seed=seed) for seed in range(60)]
    spread = torch.stack([nll for nll, _ in runs]).std(0)
    stated = torch.stack([errors for _, errors in runs]).mean(0)
    # A standard deviation of 60 values is known to a tenth (1 / sqrt(2 * 59)).
    assert ((spread / stated - 1).abs() < 4 / math.sqrt(2 * 59)).all()


def test_importance_weights_lie_below_the_negative_elbo_and_fall_with_more_samples(black_and_white):
    vae = small_vae()
    elbo = evaluate(vae, BERNOULLI, black_and_white, draws=1000)["negative_elbo"].mean
    means, errors = [], []
    for samples in (2, 20, 200, 2000):
        runs = torch.stack([scored(vae, black_and_white, samples, seed=s)[0] for s in range(10)])
        means.append(runs.mean().item())
        errors.append(runs.mean(1).std().item() / math.sqrt(10))
    bounds = [elbo, *means]
    assert elbo - means[-1] > 0.1
    assert all(later < earlier + 4 * error for earlier, later, error in zip(bounds, means, errors, strict=False))


def test_each_image_gets_an_estimate_and_progress_is_told(black_and_white, monkeypatch):
    told = []
    monkeypatch.setattr(likelihood_scores, "SLICE", 5)
    nll, errors = scored(small_vae(2), black_and_white, 7, told=lambda scores: told.append(len(scores.nll)))
    assert nll.shape == errors.shape == (12,)
    assert told == [5, 10, 12]


def test_decoding_in_parts_changes_nothing(black_and_white, monkeypatch):
    whole, _ = scored(small_vae(), black_and_white, 50)
    monkeypatch.setattr(likelihood_scores, "DRAWS_AT_ONCE", 7)
    parts, _ = scored(small_vae(), black_and_white, 50)
    torch.testing.assert_close(parts, whole)


def test_what_is_known_is_not_scored_again_and_the_rest_is_as_if_all_were_scored_at_once(black_and_white, monkeypatch):
    monkeypatch.setattr(likelihood_scores, "SLICE", 5)
    heard: list[LikelihoodScores] = []
    whole = score_likelihood(small_vae(), black_and_white, 20, told=heard.append)
    again = score_likelihood(small_vae(), black_and_white, 20, known=heard[0])
    assert torch.equal(again.nll, whole.nll)
    assert torch.equal(again.errors, whole.errors)
    marked = dataclasses.replace(heard[1], nll=heard[1].nll + 100)
    assert torch.equal(score_likelihood(small_vae(), black_and_white, 20, known=marked).nll[:10], marked.nll)
    monkeypatch.setattr(likelihood_scores, "SLICE", 3)  # whose images are encoded together
    torch.testing.assert_close(score_likelihood(small_vae(), black_and_white, 20).nll, whole.nll)


def test_the_mean_has_two_errors(black_and_white):
    scores = score_likelihood(small_vae(), black_and_white, 50)
    assert scores.estimate.mean == pytest.approx(scores.nll.mean().item())
    assert scores.estimate.standard_error == pytest.approx(scores.nll.std().item() / math.sqrt(12))
    assert scores.monte_carlo_error == pytest.approx(scores.errors.norm().item() / 12)


@pytest.fixture
def kept(tmp_path) -> KeptScores:
    return KeptScores(tmp_path / "scores", "model", "data", 20, 0)


SCORES = LikelihoodScores(torch.tensor([1.0, 2.5], dtype=torch.float64), torch.tensor([0.1, 0.2], dtype=torch.float64))


def test_scores_are_kept_and_found_again(kept):
    assert len(kept.load().nll) == 0
    kept.save(SCORES)
    found = kept.load()
    assert torch.equal(found.nll, SCORES.nll)
    assert torch.equal(found.errors, SCORES.errors)


@pytest.mark.parametrize("name", ["model", "data", "samples", "seed"])
def test_scores_of_something_else_are_not_taken_for_these(kept, name):
    kept.save(SCORES)
    other = dataclasses.replace(kept, **{name: 7 if name in ("samples", "seed") else "another"})
    with pytest.raises(CheckpointError, match="another model, other images"):
        other.load()


@pytest.mark.parametrize("damage", [lambda content: content[:-5], lambda content: pack(*without(content))])
def test_damaged_scores_are_refused(kept, damage):
    kept.save(SCORES)
    kept.path.write_bytes(damage(kept.path.read_bytes()))
    with pytest.raises(CheckpointError):
        kept.load()


def without(content: bytes) -> tuple[dict, dict]:
    record, arrays = unpack(content)
    return record, {"nll": arrays["nll"]}


def test_where_nothing_can_be_written_it_is_said(kept):
    with pytest.raises(CheckpointError, match="cannot be written"):
        dataclasses.replace(kept, path=kept.path / "no" / "folder").save(SCORES)
