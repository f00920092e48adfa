"""Holes between codes, on clouds whose holes are known."""

import numpy as np
import pytest
import torch

from vae_core.analysis.holes import class_count, depths, land, whereabouts
from vae_core.analysis.observation import prior_draws
from vae_core.errors import ConfigError

RANDOM = np.random.default_rng(0)
TWO_HEAPS = np.concatenate([RANDOM.normal(-5, 0.3, (200, 2)), RANDOM.normal(5, 0.3, (200, 2))])
HEAPS = np.repeat([0, 1], 200)


def test_between_two_heaps_is_a_hole_and_within_one_is_not():
    landing = land(TWO_HEAPS, np.array([[0.0, 0.0], [-5.0, -5.0], [5.0, 5.0]]))
    assert landing.in_hole.tolist() == [True, False, False]
    assert landing.holes == 1
    assert landing.distances[0] == pytest.approx(np.linalg.norm(TWO_HEAPS, axis=1).min())
    assert HEAPS[landing.nearest].tolist()[1:] == [0, 1]
    assert landing.distance == np.median(landing.distances)


def test_classes_are_met_outside_the_holes_only():
    landing = land(TWO_HEAPS, np.array([[0.1, 0.1], [5.0, 5.0], [5.1, 5.0]]))
    assert landing.classes(HEAPS) == 1
    assert landing.classes(np.full(400, -1)) == 0


@pytest.mark.parametrize("latent", [1, 2, 8])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_draws_like_the_codes_fall_into_holes_one_time_in_twenty_at_every_scale(latent, scale):
    codes, draws = scale * RANDOM.normal(size=(4000, latent)), scale * RANDOM.normal(size=(4000, latent))
    share = land(codes, draws).in_hole.mean()
    # Each of the two shares has a standard error of √(0.05 · 0.95 / 4000); neighbours share their fate now and then.
    assert share == pytest.approx(0.05, abs=6 * np.sqrt(2 * 0.05 * 0.95 / 4000))


def test_stretching_all_changes_no_verdict():
    draws = RANDOM.normal(0, 4, (300, 2))
    here, there = land(TWO_HEAPS, draws), land(1000 * TWO_HEAPS, 1000 * draws)
    assert here.in_hole.tolist() == there.in_hole.tolist()
    assert 0 < here.holes < 300
    assert there.spacing == pytest.approx(1000 * here.spacing)


def test_spacing_is_that_of_a_grid():
    grid = np.stack(np.meshgrid(np.arange(10.0), np.arange(10.0)), -1).reshape(-1, 2) * 3
    landing = land(grid, grid[:5] + np.array([1.5, 0.0]))
    assert (landing.spacing, landing.limit) == (3, 3)
    assert landing.distances == pytest.approx(1.5)
    assert landing.holes == 0


def test_collapsed_codes_are_no_hole_where_they_all_lie():
    landing = land(np.zeros((50, 2)), np.array([[0.0, 0.0], [1.0, 0.0]]))
    assert landing.in_hole.tolist() == [False, True]


@pytest.mark.parametrize(("codes", "latent"), [((1, 2), 2), ((0, 2), 2), ((5, 0), 0)])
def test_what_has_nothing_between_is_refused(codes, latent):
    with pytest.raises(ConfigError, match="codes"):
        land(np.zeros(codes), np.zeros((3, latent)))


def test_classes_are_counted_without_the_missing_one():
    assert class_count(np.array([3, -1, 3, 7])) == 2
    assert class_count(np.array([-1, -1])) == 0


def test_whereabouts_are_those_of_a_known_cloud():
    found = whereabouts(np.array([[1.0, 4.0], [5.0, 4.0]], np.float32))
    assert found.offset == pytest.approx(5)
    assert found.spread == pytest.approx(np.sqrt(4 / 2))


def test_the_prior_draws_follow_from_the_seed():
    draws = prior_draws(3, 5)
    assert draws.shape == (30, 5)
    assert torch.equal(draws, prior_draws(3, 5))
    assert not torch.equal(draws, prior_draws(4, 5))


def test_shares_depths_and_the_deepest_tell_of_the_same_distances():
    codes = np.stack([np.arange(40.0), np.zeros(40)], 1)
    draws = np.array([[3.4, 0.0], [5.0, 7.0], [60.0, 0.0], [8.0, 0.5]])
    landing = land(codes, draws)
    assert landing.share == 0.5
    assert landing.standard_error == pytest.approx(0.25)
    assert list(landing.deepest(2)) == [2, 1]
    np.testing.assert_allclose(depths(codes, draws), landing.distances / landing.limit)
    np.testing.assert_array_equal(depths(codes, draws) > 1, landing.in_hole)
