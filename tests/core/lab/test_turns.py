"""Who shares a small computer is served in turns, loses nothing by it, and is told how long a wait is."""

import pytest

from core.builders import same_weights
from core.lab.works import endless, expected_weights, quick
from vae_core.lab import turns


@pytest.fixture
def short_turns(monkeypatch):
    monkeypatch.setattr(turns, "FIRST", 0.3)
    monkeypatch.setattr(turns, "LATER", 0.6)


@pytest.fixture
def busy(open_runner, watch, short_turns):
    """A server with a single place, and an endless run on it."""
    runner = open_runner(processes=1)
    page = watch(runner, runner.start(endless(), "ada"))
    page.until(lambda record: record.members["vae"].step > 0)
    return page


def test_the_first_turn_is_short():
    assert turns.length(0) == turns.FIRST < turns.LATER == turns.length(1) == turns.length(7)


@pytest.mark.parametrize(
    ("places", "working", "ahead", "own", "seconds"),
    [
        (2, [], [], 2, 0.0),
        (2, [(3.0, 1)], [], 1, 0.0),
        (2, [(3.0, 2)], [], 2, 3.0),
        (2, [(3.0, 1), (5.0, 1)], [], 2, 5.0),
        (2, [(3.0, 2)], [(4.0, 2), (4.0, 2)], 2, 3.0 + 2 * (4.0 + turns.START)),
        (4, [(3.0, 2), (1.0, 2)], [(4.0, 2)], 2, 3.0),
        (1, [], [(4.0, 2)], 2, 4.0 + turns.START),  # a pair on a single place is served when nobody else is
    ],
)
def test_the_wait_is_that_for_those_before(places, working, ahead, own, seconds):
    assert turns.wait(places, working, ahead, own) == pytest.approx(seconds)


def test_the_thirtieth_of_a_class_sees_something_within_three_minutes():
    pair = (turns.FIRST, 2)
    assert turns.wait(2, [pair], [pair] * 28, 2) < 180


def test_a_newcomer_need_not_wait_for_the_end_of_a_long_run(busy, watch):
    other = watch(busy.runner, busy.runner.start(endless(), "bob"))
    other.until(lambda record: record.state == "waiting" or record.members["vae"].step > 0)
    other.until(lambda record: record.members["vae"].step > 0)
    before = busy.look().members["vae"].step
    busy.until(lambda record: record.members["vae"].step > before)  # and has its turn again
    for page in (busy, other):
        page.control("cancel")
        page.until_over()


def test_what_was_done_in_turns_is_what_would_have_been_done_at_once(busy, watch):
    long, short = quick(epochs=600, members=("vae",)), quick(members=("vae",))
    pages = [watch(busy.runner, busy.runner.start(each, name)) for each, name in ((long, "bob"), (short, "eve"))]
    busy.control("cancel")
    for page, experiment in zip(pages, (long, short), strict=True):
        assert page.until_over().state == "finished"
        assert same_weights(busy.runner.result(page.run, "vae").weights, expected_weights(experiment, "vae"))


def test_an_order_that_comes_at_the_end_of_a_turn_is_obeyed(busy, watch):
    other = watch(busy.runner, busy.runner.start(endless(), "bob"))
    busy.until(lambda record: record.state == "waiting")
    busy.control("change", beta=5.0)
    other.control("cancel")
    assert [change.beta for change in busy.until(lambda record: record.changes).changes] == [5.0]


def test_who_waits_is_told_for_how_long_and_whom_to_watch(busy, watch):
    waiting = watch(busy.runner, busy.runner.start(endless(), "bob"))
    seconds = busy.runner.wait(waiting.run)
    if seconds is not None:  # else its turn has come already
        assert 0 <= seconds <= turns.LATER + 2 * turns.START
    assert busy.runner.wait(busy.run) is None or busy.look().state == "waiting"
    assert len(busy.runner.going_on()) <= 1
    waiting.control("cancel")
    waiting.until_over()
    busy.until(lambda record: record.state == "running")
    assert busy.runner.going_on() == [busy.run]


def test_nobody_gives_way_to_a_second_run_of_somebody_who_has_one(open_runner, watch, short_turns):
    runner = open_runner()
    pages = [watch(runner, runner.start(endless(), name)) for name in ("ada", "bob")]
    for page in pages:
        page.until(lambda record: record.members["vae"].step > 0)
    second = runner.start(endless(seed=2), "bob")
    steps = pages[0].look().members["vae"].step
    pages[0].until(lambda record: record.members["vae"].moments[-1].seconds > 3 * turns.LATER)
    assert [page.look().state for page in pages] == ["running", "running"]
    assert runner.record(second).state == "waiting"
    assert pages[0].record.members["vae"].step > steps
