"""The same lab with its runs in an object store: what holds of a folder, and what only a store can suffer."""
# ruff: noqa: F401, F811 -- tests of other files, imported, are run again, with the runs of this one.

import secrets
import sys
import time

import pytest

from core.lab.object_store import SECRET
from core.lab.test_elsewhere import (
    test_a_run_of_a_server_that_has_gone_is_taken_up_by_the_other,
    test_a_run_that_another_server_trains_is_not_touched,
    test_a_run_that_another_server_trains_is_watched_as_it_goes_on,
    test_what_another_server_trains_does_not_make_room,
    two,
)
from core.lab.test_runs_on_disk import (
    test_a_finished_run_is_found_again,
    test_a_model_is_read_once_and_again_when_it_has_been_saved_anew,
    test_a_run_goes_on_after_its_worker_was_killed,
    test_a_run_goes_on_after_the_server_was_killed,
    test_a_run_learns_from_own_data,
    test_a_run_whose_state_is_damaged_begins_again_with_its_changes,
    test_a_stopped_server_leaves_runs_that_go_on,
    test_damaged_folders_are_left_out_with_a_notice,
    test_nobody_can_read_the_owner_on_disk,
    test_the_oldest_ended_runs_make_room,
)
from core.lab.works import quick, until
from vae_core import storage
from vae_core.errors import ConfigError, DatasetError
from vae_core.lab import trainers
from vae_core.lab.uploads import Uploads

pytestmark = pytest.mark.slow


@pytest.fixture
def runs(store, monkeypatch):
    # What a killed server leaves is taken up sooner than usual.
    monkeypatch.setattr(trainers, "RENEWED_EVERY", 0.5)
    monkeypatch.setattr(trainers, "LASTS", 3.0)
    return storage.at(f"s3://runs/{secrets.token_hex(8)}")


def test_a_server_that_says_nothing_any_more_has_left_its_runs(two):
    here, there = two
    there.until(lambda record: record.state == "running" and record.is_elsewhere)
    lease = here.runner._trainers._life
    lease._is_over.set()
    lease._thread.join()
    until(lambda: not there.look().is_elsewhere, 20)
    assert there.record.state == "interrupted"


def test_uploads_are_kept_there_and_those_not_asked_for_longest_go_first(runs):
    uploads = Uploads(runs / "uploads", 4000)
    tokens = [uploads.keep("我的 *.zip", bytes(1000) + bytes([number])) for number in range(3)]
    time.sleep(1.1)  # a store tells the time in seconds
    assert Uploads(runs / "uploads", 4000).find(tokens[0]) == ("我的 *.zip", bytes(1000) + b"\0")
    kept = uploads.keep("another", bytes(1000))
    assert uploads.find(kept) == ("another", bytes(1000))
    gone = 0
    for token in tokens:
        try:
            uploads.find(token)
        except DatasetError:
            gone += 1
    assert gone == 1


def test_where_it_does_not_answer_runs_are_kept_for_a_while_and_it_is_said(store, open_runner, watch, runs):
    store.stop()
    try:
        runner = open_runner()
        page = watch(runner, runner.start(quick(), "ada"))
        page.until_over()
    finally:
        store.start()
    assert page.record.state == "finished"
    (notice,) = page.record.notices
    assert "lost when the server stops" in notice
    assert "Could not connect" in notice
    assert SECRET not in notice


def test_where_it_stops_answering_in_mid_run_the_run_says_so_and_goes_on(store, runner, watch):
    page = watch(runner, runner.start(quick(), "ada", paused=True))
    page.until(lambda record: record.state == "paused")
    store.stop()
    try:
        page.control("play")
        record = page.until_over()
        assert runner.runs("ada")
    finally:
        store.start()
    assert record.state == "finished"
    assert [moment.step for moment in record.members["vae"].moments] == list(range(41))
    assert len(record.notices) == 3  # of the log, and of each worker
    assert not [notice for notice in record.notices if SECRET in notice]


def test_what_is_missing_for_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "vae_core.object_store", None)
    with pytest.raises(ConfigError, match=r"pip install -r requirements-servers\.txt"):
        storage.at("s3://runs/lab")
    with pytest.raises(ConfigError, match="not at ftp://runs"):
        storage.at("ftp://runs")
