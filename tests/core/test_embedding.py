"""t-SNE as it forms: as good as another implementation's, the same each time, and open to newcomers."""

import dataclasses
import itertools

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import KNeighborsClassifier

from vae_core import pretrained
from vae_core.analysis.embedding import (
    LONGEST_STRIDE,
    START_SPREAD,
    TSNEConfig,
    form,
    frame_steps,
    key_of,
    principal_directions,
    start,
    transform,
)
from vae_core.config import from_json, to_json
from vae_core.errors import ConfigError

COUNT, HELD_OUT = 500, 100
CONFIG = TSNEConfig(perplexity=20)


@pytest.fixture(scope="module")
def encodings():
    return pretrained.encodings("mnist-ae-8d")


@pytest.fixture(scope="module")
def codes(encodings):
    return encodings.mean[:COUNT]


@pytest.fixture(scope="module")
def labels(encodings):
    return encodings.label[:COUNT]


@pytest.fixture(scope="module")
def film(codes):
    return list(form(codes, CONFIG))


def purity(points, labels) -> float:
    """How often the five nearest others of a point vote for its class."""
    others = KNeighborsClassifier(6).fit(points, labels).kneighbors(points, return_distance=False)[:, 1:]
    return float((labels[others] == labels[:, None]).mean())


def test_it_is_as_trustworthy_as_scikit_learns(codes, film):
    reference = TSNE(2, perplexity=20, init="pca", random_state=0, n_jobs=1).fit_transform(codes)
    ours, theirs = (trustworthiness(codes, points, n_neighbors=12) for points in (film[-1].points, reference))
    assert ours > theirs - 0.01


def test_it_is_a_better_map_at_the_end_than_at_the_start(codes, labels, film):
    first, last = film[0].points, film[-1].points
    before, after = (trustworthiness(codes, points, n_neighbors=12) for points in (first, last))
    assert before < 0.85
    assert after > 0.95
    assert purity(last, labels) > purity(first, labels) + 0.2


def test_the_kl_falls_once_the_exaggeration_is_over(film):
    late = [frame.kl for frame in film if frame.step > CONFIG.early_steps]
    assert late[-1] < 0.9 * late[0]
    assert all(after < before + 1e-3 for before, after in itertools.pairwise(late))
    assert film[0].kl is None
    assert all(np.isfinite(frame.kl) and frame.kl > 0 for frame in film[1:])


def test_the_same_seed_gives_the_same_map_to_the_last_bit(codes):
    brief = dataclasses.replace(CONFIG, start="random", early_steps=20, late_steps=20, seed=7)
    first, second = (list(form(codes[:100], brief)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.points, other.points)
    *_, another = form(codes[:100], dataclasses.replace(brief, seed=8))
    assert not np.allclose(another.points, first[-1].points)


def test_newcomers_land_among_their_class(encodings, codes, labels, film):
    held_out = slice(COUNT, COUNT + HELD_OUT)
    placed = transform(codes, film[-1].points, encodings.mean[held_out], CONFIG)
    assert placed.shape == (HELD_OUT, 2)
    vote = KNeighborsClassifier(10).fit(film[-1].points, labels).predict(placed)
    in_space = KNeighborsClassifier(10).fit(codes, labels).predict(encodings.mean[held_out])
    hits, reference = (float((found == encodings.label[held_out]).mean()) for found in (vote, in_space))
    assert hits > 0.75
    assert hits > reference - 0.1  # three standard errors of a difference between two such shares


def test_a_point_of_the_map_is_placed_near_itself(codes, film):
    points = film[-1].points
    placed = transform(codes, points, codes[:20], CONFIG)
    reach = np.ptp(points, axis=0).max()
    assert np.median(np.linalg.norm(placed - points[:20], axis=1)) < 0.03 * reach


def test_three_dimensions(codes):
    *_, last = form(codes[:150], dataclasses.replace(CONFIG, dimensions=3, late_steps=150))
    assert last.points.shape == (150, 3)
    assert trustworthiness(codes[:150], last.points, n_neighbors=12) > 0.9
    assert transform(codes[:150], last.points, codes[150:152], dataclasses.replace(CONFIG, dimensions=3)).shape == (
        2,
        3,
    )


@pytest.mark.parametrize("config", [TSNEConfig(), TSNEConfig(early_steps=0), TSNEConfig(early_steps=3, late_steps=1)])
def test_first_steps_are_shown_one_by_one(config):
    steps = frame_steps(config)
    assert steps[0] == 0
    assert steps[-1] == config.steps
    assert config.early_steps in steps
    strides = np.diff(steps)
    assert strides.min() >= 1
    assert strides.max() <= LONGEST_STRIDE
    assert len(steps) < 100


def test_frames_come_as_announced(film):
    assert [frame.step for frame in film] == frame_steps(CONFIG)
    assert all(frame.points.dtype == np.float32 and np.isfinite(frame.points).all() for frame in film)


def test_it_starts_small_from_the_principal_components(codes):
    points = start(codes.astype(float), CONFIG)
    reference = PCA(2).fit_transform(codes.astype(float))
    assert points[:, 0].std() == pytest.approx(START_SPREAD, rel=0.01)
    for axis in range(2):
        assert abs(np.corrcoef(points[:, axis], reference[:, axis])[0, 1]) > 0.999


@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_principal_directions_are_those_of_an_independent_pca(codes, dimensions):
    basis = principal_directions(codes, dimensions)
    reference = PCA(dimensions).fit(codes.astype(float)).components_
    assert np.abs((basis.T * reference).sum(1)) == pytest.approx(np.ones(dimensions), abs=1e-6)
    assert basis.T @ basis == pytest.approx(np.eye(dimensions), abs=1e-9)


def test_directions_that_codes_do_not_have_are_zero():
    basis = principal_directions(np.random.default_rng(0).standard_normal((20, 2)), 3)
    assert basis.shape == (2, 3)
    assert not basis[:, 2].any()


def test_equal_codes_make_a_map_without_nan():
    *_, last = form(np.ones((40, 3)), TSNEConfig(perplexity=5, early_steps=20, late_steps=20))
    assert np.isfinite(last.points).all()


def test_the_key_tells_maps_apart(codes):
    key = key_of(codes, CONFIG)
    assert key == key_of(codes.copy(), TSNEConfig(perplexity=20))
    others = [key_of(codes[:-1], CONFIG), key_of(codes + 1, CONFIG)]
    others += [key_of(codes, dataclasses.replace(CONFIG, **change)) for change in ({"seed": 1}, {"perplexity": 21})]
    assert len({key, *others}) == 5


def test_a_configuration_travels_as_json():
    config = TSNEConfig(perplexity=5, dimensions=3, start="random", seed=3)
    assert from_json(TSNEConfig, to_json(config)) == config


@pytest.mark.parametrize(
    "change",
    [
        {"perplexity": 0.5},
        {"perplexity": float("nan")},
        {"exaggeration": 0},
        {"dimensions": 4},
        {"start": "middle"},
        {"seed": -1},
        {"late_steps": 0},
        {"early_steps": 1.5},
    ],
)
def test_what_cannot_be_is_refused(change):
    with pytest.raises(ConfigError):
        TSNEConfig(**change)


def test_too_few_codes_are_refused(codes):
    with pytest.raises(ConfigError, match="too few for a perplexity of 30; at most 16 will do"):
        next(form(codes[:50], TSNEConfig()))
    with pytest.raises(ConfigError, match="from 10 to 20000 codes"):
        next(form(codes[:5], TSNEConfig(perplexity=1)))
