"""Surveys of a plane: round trips through real networks, a judge, and draws of the aggregate posterior."""

import numpy as np
import pytest
import torch

from vae_core import pretrained
from vae_core.analysis.holes import land
from vae_core.analysis.survey import VOTERS, Judge, survey
from vae_core.analysis.survey_results import REACH, Survey, aggregate_draws, prior_sample
from vae_core.errors import ConfigError


@pytest.fixture(scope="module")
def judge() -> Judge:
    known = pretrained.encodings("mnist-vae-8d")
    return Judge(pretrained.load("mnist-vae-8d"), known.mean, known.label)


@pytest.fixture(scope="module")
def found(judge) -> dict[str, Survey]:
    def last(kind):
        *steps, result = survey(pretrained.load(f"mnist-{kind}-2d"), judge, 33)
        assert steps == sorted(steps)
        assert steps[-1] == 1
        return result

    return {kind: last(kind) for kind in ("vae", "ae")}


def test_the_judge_knows_digits_and_its_votes_are_shares(judge):
    assert 0.95 < judge.accuracy < 1
    pictures = torch.rand(20, 784, generator=torch.Generator().manual_seed(0)).numpy()
    shares = judge.shares(pictures)
    assert shares.sum(1) == pytest.approx(1)
    assert shares * VOTERS == pytest.approx(np.round(shares * VOTERS))


def test_a_judge_is_the_vote_of_the_nearest_by_plain_counting(judge):
    vae = pretrained.load("mnist-vae-2d")
    with torch.no_grad():
        pictures = torch.sigmoid(vae.decode(np.float32([[0, 0], [1.5, -1], [-3, 3]]))).numpy()
        codes = judge.model.encode(pictures).mean.numpy()
    for shares, code in zip(judge.shares(pictures), codes, strict=True):
        nearest = np.argsort(np.linalg.norm(judge.codes - code, axis=1))[:VOTERS]
        np.testing.assert_allclose(shares, np.bincount(judge.labels[nearest], minlength=10) / VOTERS)


@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_the_round_trip_at_a_place_is_that_of_the_networks(found, kind):
    model, result = pretrained.load(f"mnist-{kind}-2d"), found[kind]
    for row, column in [(0, 0), (16, 16), (5, 30)]:
        z = np.float32([[result.axis[column], result.axis[row]]])
        with torch.no_grad():
            encoded = model.encode(torch.sigmoid(model.decode(z)).numpy())
        back = (encoded.mean if kind == "vae" else encoded).numpy()
        assert result.returned[row, column] == pytest.approx(np.linalg.norm(back - z), abs=1e-4)


def test_the_axis_reaches_four_standard_deviations_and_weights_are_the_prior(found):
    survey_ = found["vae"]
    assert survey_.axis[[0, 16, -1]].tolist() == [-REACH, 0, REACH]
    assert survey_.weights.sum() == pytest.approx(1)
    assert (survey_.weights * survey_.axis**2).sum() == pytest.approx(1, abs=0.01)
    assert 0 <= survey_.confident_share(0.9) <= 1
    assert survey_.confident_share(1.0) == 0


def test_the_ae_has_deeper_holes_than_the_vae(found):
    assert found["ae"].mean_returned > 2 * found["vae"].mean_returned
    assert found["ae"].mean_confidence < found["vae"].mean_confidence


def test_only_a_plane_is_surveyed(judge):
    with pytest.raises(ConfigError, match="two dimensions"):
        next(survey(judge.model, judge, 5))
    with pytest.raises(ConfigError, match="two places"):
        next(survey(pretrained.load("mnist-vae-2d"), judge, 1))


def test_draws_of_the_aggregate_posterior_have_its_moments():
    random = np.random.default_rng(0)
    mean, log_variance = random.normal(1, 0.5, (20_000, 2)), np.full((20_000, 2), np.log(0.75))
    draws = aggregate_draws(mean, log_variance, 1)
    assert draws.mean(0) == pytest.approx(1, abs=5 / np.sqrt(20_000))
    assert draws.var(0) == pytest.approx(0.25 + 0.75, abs=5 * np.sqrt(2 / 20_000))
    assert (aggregate_draws(mean, log_variance, 1) == draws).all()
    assert aggregate_draws(mean, None, 1) is not draws
    np.testing.assert_array_equal(aggregate_draws(mean, None, 1), mean)


def test_more_prior_draws_fall_into_holes_of_the_ae():
    shares = {}
    for kind in ("vae", "ae"):
        known = pretrained.encodings(f"mnist-{kind}-8d")
        shares[kind] = land(aggregate_draws(known.mean, known.log_variance, 0), prior_sample(1000, 8, 1)).in_hole.mean()
    assert shares["ae"] > 2 * shares["vae"]
