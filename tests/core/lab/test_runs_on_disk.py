"""Runs on disk: found again, resumed bit for bit, bounded in size, and never a reason to fail."""

import dataclasses
import os
import shutil
import signal
import subprocess
import sys

import pytest

from core.builders import same_weights
from core.lab.works import BUSY, endless, expected_weights, is_alive, pids_of, quick, until
from vae_core.data import own
from vae_core.lab.events import ABANDONED
from vae_core.lab.runner import RunError
from vae_core.lab.worker import CHECKPOINT
from vae_core.training import Change, checkpoints

pytestmark = pytest.mark.slow

LONG = {"epochs": 60, "members": ("ae", "vae")}


def test_a_finished_run_is_found_again(open_runner, watch):
    first = open_runner()
    page = watch(first, first.start(quick(), "ada"))
    page.until_over()
    first.close()
    second = open_runner()
    (summary,) = second.runs("ada")
    assert (summary.run, summary.state, summary.experiment) == (page.run, "finished", quick())
    assert summary.results["vae"] == page.record.members["vae"].results
    assert second.runs("bob") == []
    found = watch(second, page.run).look()
    assert [moment.step for moment in found.members["ae"].moments] == list(range(41))
    assert same_weights(second.result(page.run, "ae").weights, first.result(page.run, "ae").weights)
    with pytest.raises(RunError, match="this one is finished"):
        second.resume(page.run, "ada")


def test_a_model_is_read_once_and_again_when_it_has_been_saved_anew(runner, watch, runs):
    page = watch(runner, runner.start(quick(), "ada"))
    page.until_over()
    first = runner.result(page.run, "vae")
    assert runner.result(page.run, "vae") is first
    later = dataclasses.replace(first, epochs=first.epochs + 1)
    checkpoints.save(runs / page.run / "vae" / CHECKPOINT, later)
    assert runner.result(page.run, "vae").epochs == first.epochs + 1


def test_nobody_can_read_the_owner_on_disk(runner, runs):
    runner.start(quick(), "the cookie of Ada", paused=True)
    (description,) = runs.glob("*/experiment.json")
    assert b"Ada" not in description.read_bytes()


def test_a_run_goes_on_after_its_worker_was_killed(runner, watch):
    experiment = quick(**LONG)
    page = watch(runner, runner.start(experiment, "ada", paused=True))
    page.control("advance", steps=50)
    page.until(lambda record: record.state == "paused" and record.members["vae"].step == 50)
    page.control("change", beta=3.0)
    page.control("play")
    page.until(lambda record: record.members["vae"].step > 60)
    os.kill(pids_of(runner, page.run)[1], signal.SIGKILL)
    assert page.until_over().state == "failed"
    runner.resume(page.run, "ada")
    page.until(lambda record: record.state == "finished")
    (change,) = page.record.members["vae"].changes
    assert change == Change(50, beta=3.0)
    for name in ("ae", "vae"):
        assert same_weights(runner.result(page.run, name).weights, expected_weights(experiment, name, (change,)))
        steps = [moment.step for moment in page.record.members[name].moments]
        assert steps == sorted(set(steps))


SERVER = """
import time
from core.lab.works import pids_of, quick
from vae_core import storage
from vae_core.lab import limits
from vae_core.lab.local import LocalRunner
runner = LocalRunner(storage.at({folder!r}), limits.load())
run = runner.start(quick(**{settings!r}), "ada", paused=True)
runner.control(run, {{"command": "change", "beta": 2.0}})
runner.control(run, {{"command": "play"}})
while runner.record(run).members["vae"].step <= 20:
    time.sleep(0.02)
print(*pids_of(runner, run), flush=True)
time.sleep(60)
"""


def test_a_run_goes_on_after_the_server_was_killed(open_runner, watch, root, runs):
    settings = {**LONG, "members": ("vae",)}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(folder=str(runs), settings=settings)], stdout=subprocess.PIPE,
        text=True, cwd=root, env={**os.environ, "PYTHONPATH": f"{root}:{root / 'tests'}"},
    )  # fmt: skip
    with server:
        pid = int(server.stdout.readline())
        server.kill()
        until(lambda: not is_alive(pid), BUSY * 1.0)
    runner = open_runner()
    until(lambda: runner.runs("ada")[0].state == "interrupted")  # in an object store, once it has said nothing for long
    (summary,) = runner.runs("ada")
    page = watch(runner, summary.run)
    assert (summary.state, summary.message) == (page.look().state, page.record.message) == ("interrupted", ABANDONED)
    with pytest.raises(RunError, match="someone else's"):
        runner.resume(summary.run, "bob")
    runner.resume(summary.run, "ada")
    page.until(lambda record: record.state == "finished")
    assert page.record.members["vae"].changes == [Change(0, beta=2.0)]
    expected = expected_weights(quick(**settings), "vae", (Change(0, beta=2.0),))
    assert same_weights(runner.result(page.run, "vae").weights, expected)


def test_a_stopped_server_leaves_runs_that_go_on(open_runner, watch):
    first, experiment = open_runner(), quick(**LONG)
    page = watch(first, first.start(experiment, "ada"))
    page.until(lambda record: min(member.step for member in record.members.values()) > 10)
    first.close()
    second = open_runner()
    again = watch(second, page.run)
    assert again.look().state == "interrupted"
    assert [summary.state for summary in second.runs("ada")] == ["interrupted"]
    second.resume(page.run, "ada")
    again.until(lambda record: record.state == "finished")
    queued = max(event.number for event in again.log() if event.kind == "queued")
    assert min(e.content["step"] for e in again.log() if e.kind == "moment" and e.number > queued) > 10  # not all anew
    for name in ("ae", "vae"):
        assert same_weights(second.result(page.run, name).weights, expected_weights(experiment, name))


@pytest.mark.parametrize("damage", ["missing", "cut off"])
def test_a_run_whose_state_is_damaged_begins_again_with_its_changes(open_runner, watch, runs, damage):
    runner = open_runner()
    page = watch(runner, runner.start(quick(members=("vae",)), "ada", paused=True))
    page.control("change", beta=5.0)
    page.control("advance", steps=10)
    page.until(lambda record: record.state == "paused" and record.members["vae"].step == 10)
    runner.close()
    state = runs / page.run / "vae" / "state.safetensors"
    state.unlink() if damage == "missing" else state.write_bytes(state.read_bytes()[:-100])
    runner = open_runner()
    runner.resume(page.run, "ada")
    page = watch(runner, page.run)
    page.until(lambda record: record.state == "finished")
    assert len(page.record.notices) == (damage == "cut off")
    expected = expected_weights(quick(), "vae", (Change(0, beta=5.0),))
    assert same_weights(runner.result(page.run, "vae").weights, expected)


def test_damaged_folders_are_left_out_with_a_notice(open_runner, watch, runs):
    runner = open_runner()
    pages = [watch(runner, runner.start(quick(epochs=1, members=("ae",)), "ada")) for _ in range(4)]
    for page in pages:
        page.until_over()
    runner.close()
    folders = [runs / page.run for page in pages]
    (folders[0] / "experiment.json").write_text("{")
    (folders[1] / "experiment.json").write_text('{"experiment": {}, "owner": 3, "created": 1}')
    sorted((folders[2] / "events").iterdir())[-1].write_bytes(b"nothing")
    (runs / "stranger").mkdir()
    (runs / "note.txt").write_text("hello")
    runner = open_runner()
    assert [summary.run for summary in runner.runs("ada")] == [pages[3].run]
    assert len(runner.notices) == 3


def test_the_oldest_ended_runs_make_room(open_runner, watch, runs):
    runner = open_runner()
    waiting = runner.start(endless(), "bob", paused=True)
    pages = [watch(runner, runner.start(quick(epochs=1, members=("ae",)), "ada")) for _ in range(3)]
    for page in pages:
        page.until_over()
    watch(runner, waiting).until(lambda record: record.state == "paused")
    sizes = [runner._store.size(page.run) for page in pages]
    runner._dispatcher._limits = dataclasses.replace(
        runner.limits, kept_bytes=runner._store.size(waiting) + sum(sizes[1:]) + sizes[0] // 2
    )
    with runner._lock:
        runner._dispatcher._make_room()
    assert [summary.run for summary in runner.runs("ada")] == [pages[2].run, pages[1].run]
    assert not (runs / pages[0].run).exists()
    assert len(runner.runs("bob")) == 1


def test_a_folder_that_cannot_be_written_to_is_a_notice(open_runner, watch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    runner = open_runner(tmp_path / "file")
    page = watch(runner, runner.start(quick(), "ada"))
    page.until_over()
    assert page.record.state == "finished"
    assert len(page.record.notices) == len(runner.notices) == 1
    assert "lost when the server stops" in page.record.notices[0]
    assert runner.result(page.run, "vae").weights


def test_a_disk_that_fails_in_mid_run_is_a_notice(runner, watch, runs):
    page = watch(runner, runner.start(quick(), "ada", paused=True))
    page.until(lambda record: record.state == "paused")
    shutil.rmtree(runs / page.run)
    page.control("play")
    record = page.until_over()
    assert record.state == "finished"
    assert [moment.step for moment in record.members["vae"].moments] == list(range(41))
    assert len(record.notices) == 3  # of the log, and of each worker
    assert all("No such file" in notice for notice in record.notices)


def test_a_run_learns_from_own_data(runner, watch, digits):
    kept = own.OwnData(dataclasses.replace(digits.take(100), name="own", class_names=tuple("0123456789")))
    page = watch(runner, runner.start(quick(dataset="own", members=("ae",)), "ada", own.to_bytes(kept)))
    member = page.until_over().members["ae"]
    assert (page.record.state, member.images, member.held_out) == ("finished", 80, 20)


def test_events_of_ended_runs_leave_memory_and_come_back(runner, watch, monkeypatch):
    monkeypatch.setattr("vae_core.lab.dispatcher.REMEMBERED", 1)
    pages = [watch(runner, runner.start(quick(epochs=1, members=("ae",)), "ada")) for _ in range(3)]
    for page in pages:
        page.until_over()
    assert sum(run.log is not None for run in runner._runs.values()) == 1
    for page in pages:
        again = watch(runner, page.run).look()
        assert [m.step for m in again.members["ae"].moments] == [0, 1, 2, 3, 4]
    assert sum(run.log is not None for run in runner._runs.values()) == 1
