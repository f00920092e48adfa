"""Who is near whom, against scikit-learn and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.manifold import trustworthiness as reference_trustworthiness
from sklearn.neighbors import NearestNeighbors

from vae_core.analysis import neighbours as near
from vae_core.errors import ConfigError

seeds = st.integers(0, 1000)


def clouds(seed: int, count: int = 80) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.standard_normal((count, 5)), random.standard_normal((count, 2))


@given(seeds, st.integers(1, 30))
def test_neighbours_are_scikit_learns(seed, count):
    codes, _ = clouds(seed)
    expected = NearestNeighbors(n_neighbors=count).fit(codes).kneighbors(return_distance=False)
    assert np.array_equal(near.neighbours(codes, np.arange(len(codes)), count), expected)


@given(seeds, st.integers(1, 30))
def test_trustworthiness_is_scikit_learns(seed, count):
    codes, points = clouds(seed)
    expected = reference_trustworthiness(codes, points, n_neighbors=count)
    assert near.trustworthiness(codes, points, count=count) == pytest.approx(expected, abs=1e-12)


@given(seeds)
def test_of_parts_it_is_the_mean_of_the_parts(seed):
    codes, points = clouds(seed)
    halves = [near.trustworthiness(codes, points, part) for part in (np.arange(40), np.arange(40, 80))]
    assert np.mean(halves) == pytest.approx(near.trustworthiness(codes, points))


def test_many_rows_are_looked_at_in_parts(monkeypatch):
    codes, points = clouds(3, 300)
    whole = near.trustworthiness(codes, points), near.neighbours(codes, np.arange(300))
    monkeypatch.setattr(near, "ROWS", 7)
    assert near.trustworthiness(codes, points) == pytest.approx(whole[0])
    assert np.array_equal(near.neighbours(codes, np.arange(300)), whole[1])


def test_a_copy_of_the_space_is_trusted_wholly():
    codes, _ = clouds(0)
    assert near.trustworthiness(codes, 3 * codes + 1) == 1
    assert near.kept_neighbours(codes, 3 * codes + 1, np.arange(10)) == 1


def test_purity_counts_neighbours_of_the_same_class():
    points = np.concatenate([np.random.default_rng(0).normal(at, 0.01, (20, 2)) for at in (0, 9)])
    labels = np.repeat([0, 1], 20)
    assert near.purity(points, labels) == 1
    assert near.purity(points, np.arange(40)) == 0
    labels[0] = 1  # a stranger: none of its neighbours is like it, and it is one for some of the others
    assert near.purity(points, labels, np.array([0])) == 0
    assert near.purity(points, labels, np.arange(20)) < 0.95


@given(seeds)
def test_chance_keeps_few_neighbours(seed):
    codes, points = clouds(seed, 300)
    # 12 of 299, give or take four standard errors of so many draws
    assert near.kept_neighbours(codes, points, np.arange(300)) == pytest.approx(12 / 299, abs=0.02)


@given(seeds)
def test_the_nearest_to_a_place(seed):
    codes, _ = clouds(seed)
    place = np.random.default_rng(seed + 1).standard_normal(5)
    expected = NearestNeighbors(n_neighbors=4).fit(codes).kneighbors(place[None], return_distance=False)[0]
    assert np.array_equal(near.nearest(codes, place, 4), expected)
    assert len(near.nearest(codes, place, 1000)) == len(codes)


def test_what_cannot_be_said_is_refused():
    codes, points = clouds(0)
    with pytest.raises(ConfigError):
        near.neighbours(codes, np.arange(3), 80)
    with pytest.raises(ConfigError):
        near.trustworthiness(codes, points, count=40)
    with pytest.raises(ConfigError):
        near.purity(points, np.zeros(80, int), np.array([], int))
