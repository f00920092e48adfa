"""Embeddings are made once for all who ask, in turn, and not for nobody."""

import time

import numpy as np
import pytest

from core.lab.works import BUSY
from vae_core.analysis.embedding import TSNEConfig, form, frame_steps, key_of
from vae_core.errors import ConfigError
from vae_core.lab.embeddings import OVER, Embeddings

BRIEF = TSNEConfig(perplexity=5, early_steps=20, late_steps=30)
LONG = TSNEConfig(perplexity=5, early_steps=5000, late_steps=5000)


@pytest.fixture(scope="module")
def codes() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((120, 4)).astype(np.float32)


@pytest.fixture
def make():
    made = []

    def one(**settings) -> Embeddings:
        made.append(Embeddings(**settings))
        return made[-1]

    yield one
    for each in made:
        each.close()


def until(condition, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this took too long"
        time.sleep(0.02)


def follow(maps: Embeddings, codes, config, watcher="somebody"):
    """All frames of a map, asked for piece by piece, and how it ended."""
    frames, end = [], time.monotonic() + 60
    while True:
        glimpse = maps.watch(codes, config, watcher, len(frames), most=7)
        frames += glimpse.frames
        if glimpse.stage in OVER and not glimpse.frames:
            return frames, glimpse
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_map_is_the_one_that_is_made_without_a_worker(make, codes):
    maps = make()
    frames, glimpse = follow(maps, codes, BRIEF)
    assert (glimpse.stage, glimpse.message) == ("finished", "")
    assert [frame.step for frame in frames] == frame_steps(BRIEF)
    for frame, expected in zip(frames, form(codes, BRIEF), strict=True):
        assert np.array_equal(frame.points, expected.points)
        assert frame.kl == expected.kl
    assert np.array_equal(maps.finished(key_of(codes, BRIEF)).points, frames[-1].points)


def test_those_who_ask_for_the_same_map_share_it(make, codes):
    maps = make()
    follow(maps, codes, BRIEF, "first")
    began = time.monotonic()
    frames, glimpse = follow(maps, codes.copy(), BRIEF, "second")
    assert glimpse.stage == "finished"
    assert len(frames) == len(frame_steps(BRIEF))
    assert time.monotonic() - began < BUSY * 0.5
    assert len(maps._embeddings) == 1


def test_a_map_that_one_leaves_is_made_for_the_other(make, codes):
    maps = make()
    for watcher in ("one", "other"):
        maps.watch(codes, LONG, watcher)
    maps.leave(key_of(codes, LONG), "one")
    assert maps.watch(codes, LONG, "other").stage in ("waiting", "forming")
    until(lambda: len(maps.watch(codes, LONG, "other").frames) > 3)
    maps.leave(key_of(codes, LONG), "other")
    until(lambda: not maps._working(), BUSY * 1)
    assert maps.finished(key_of(codes, LONG)) is None


def test_a_cancelled_map_is_begun_anew_by_who_asks_for_its_start(make, codes):
    maps = make()
    maps.watch(codes, LONG, "one")
    until(lambda: len(maps.watch(codes, LONG, "one").frames) > 2)
    maps.leave(key_of(codes, LONG), "one")
    until(lambda: not maps._working())
    assert maps.watch(codes, LONG, "one", after=3).stage == "cancelled"
    assert maps.watch(codes, LONG, "one").stage == "waiting"


def test_a_map_is_begun_anew_while_the_worker_of_the_one_before_still_ends(make, codes):
    maps = make(at_once=1)
    until(lambda: len(maps.watch(codes, LONG, "one").frames) > 2)
    with maps._lock:  # whoever ends workers waits meanwhile
        maps.leave(key_of(codes, LONG), "one")
        assert maps._working()
        assert maps.watch(codes, LONG, "one").stage == "waiting"
    until(lambda: len(maps.watch(codes, LONG, "one").frames) > 2)
    assert len(maps._working()) == 1


def test_who_does_not_ask_again_has_gone(make, codes):
    maps = make(patience=0.3)
    maps.watch(codes, LONG, "one")
    until(lambda: maps._working())
    until(lambda: not maps._working(), 10)


def test_maps_wait_their_turn(make, codes):
    maps = make(at_once=1)
    others = [TSNEConfig(perplexity=5, early_steps=5000, late_steps=5000, seed=seed) for seed in (1, 2)]
    maps.watch(codes, LONG, "one")
    until(lambda: maps._working())
    stages = [maps.watch(codes, config, "one") for config in others]
    assert [(glimpse.stage, glimpse.ahead) for glimpse in stages] == [("waiting", 0), ("waiting", 1)]
    maps.leave(key_of(codes, LONG), "one")
    until(lambda: maps.watch(codes, others[0], "one").stage == "forming")


def test_old_maps_make_room(make, codes):
    maps = make(kept_bytes=30_000)
    for seed in range(3):
        follow(maps, codes, TSNEConfig(perplexity=5, early_steps=5, late_steps=20, seed=seed))
    until(lambda: len(maps._embeddings) < 3)
    last = TSNEConfig(perplexity=5, early_steps=5, late_steps=20, seed=2)
    assert maps.finished(key_of(codes, last)) is not None


def test_what_cannot_be_made_is_refused_at_once(make, codes):
    with pytest.raises(ConfigError):
        make().watch(codes[:20], TSNEConfig(), "one")
