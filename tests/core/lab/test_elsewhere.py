"""Two servers on one folder of runs: who does not train a run may watch it, and takes it up once nobody else does."""

import pytest

from core.lab.works import endless, quick, until
from vae_core.lab.runner import RunError

OWNER = "ada"


@pytest.fixture
def two(open_runner, watch):
    """A run that the first of two servers trains, as a page of each sees it."""
    first, second = open_runner(), open_runner()
    run = first.start(endless(members=("ae", "vae")), OWNER)
    return watch(first, run), watch(second, run)


def test_a_run_that_another_server_trains_is_watched_as_it_goes_on(two):
    here, there = two
    seen = there.until(lambda record: record.state == "running" and len(record.members["vae"].moments) > 3)
    assert seen.is_elsewhere
    assert not here.look().is_elsewhere
    before = len(seen.members["vae"].moments)
    there.until(lambda record: len(record.members["vae"].moments) > before + 5)
    (summary,) = there.runner.runs(OWNER)
    assert (summary.state, summary.is_elsewhere) == ("running", True)
    here.control("cancel")
    there.until_over()
    assert there.record.state == "cancelled"
    assert not there.record.is_elsewhere


def test_a_run_that_another_server_trains_is_not_touched(two):
    here, there = two
    there.until(lambda record: record.state == "running")
    for refused in (
        lambda: there.control("pause"),
        lambda: there.control("cancel"),
        lambda: there.runner.resume(there.run, OWNER),
        lambda: there.runner.delete(there.run, OWNER),
    ):
        with pytest.raises(RunError, match="Another server"):
            refused()
    assert here.look().state == "running"


def test_what_another_server_trains_does_not_make_room(open_runner, watch):
    first = open_runner()
    run = first.start(endless(), OWNER)
    page = watch(first, run)
    page.until(lambda record: record.members["vae"].step > 3)
    second = open_runner(kept_bytes=1)
    second.start(quick(members=("vae",)), "somebody else")
    until(lambda: not second.runs("somebody else"))  # there was no room for it once it was over
    assert second.record(run).state == "running"
    assert page.until(lambda record: len(record.members["vae"].moments) > 10)


def test_a_run_of_a_server_that_has_gone_is_taken_up_by_the_other(two):
    here, there = two
    there.until(lambda record: record.state == "running" and len(record.members["vae"].moments) > 3)
    here.runner.close()
    left = there.until(lambda record: record.is_over)
    assert (left.state, left.is_elsewhere, left.can_go_on) == ("interrupted", False, True)
    there.runner.resume(there.run, OWNER)
    there.until(lambda record: record.state == "running" and record.members["vae"].step > left.members["vae"].step)
    assert not there.record.is_elsewhere
    there.control("cancel")
    there.until_over()
