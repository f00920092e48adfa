"""The lab where nothing forks: fresh processes that wait for work, and no limits but those of the machine."""

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from core.builders import same_weights
from core.lab import works
from core.lab.works import BUSY, endless, expected_weights, finish, is_alive, pids_of, quick, until
from vae_core import system
from vae_core.analysis.embedding import TSNEConfig, form
from vae_core.lab import local
from vae_core.lab.embeddings import Embeddings
from vae_core.training import jobs
from vae_core.training.jobs import Ending, Job

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parents[2] / "windows"
KILL = 9  # whose name Windows does not know
READY_WITHIN = 300  # seconds that importing may take on a machine that does much else


@pytest.fixture(scope="module")
def windows():
    """This process, and those that it starts, have what Windows has."""
    found = importlib.util.spec_from_file_location("windows", FOLDER / "sitecustomize.py")
    lacking = importlib.util.module_from_spec(found)
    found.loader.exec_module(lacking)
    with pytest.MonkeyPatch.context() as patched:
        for owner, name, other in lacking.has_otherwise():
            patched.setattr(owner, name, other)
        for owner, name in lacking.lacks():
            patched.delattr(owner, name)
        for name in lacking.MODULES:
            patched.setitem(sys.modules, name, None)
        patched.setenv("PYTHONPATH", os.pathsep.join([str(FOLDER), os.environ.get("PYTHONPATH", "")]))
        # Streamlit does so with the folder of its main script, and a fresh process gets the path of its parent.
        patched.syspath_prepend(FOLDER.parents[1] / "ui")
        patched.setattr(system, "PRELOADED", ())  # what these tests do not need would be imported a dozen times
        workers = system.Workers(jobs.serve)
        patched.setattr(jobs, "WORKERS", workers)
        patched.setattr(local, "warm_up", workers.warm_up)
        workers.warm_up()
        yield workers
    for worker in workers._waiting:
        worker.process.kill()


@pytest.fixture
def workers(windows):
    """As many workers as should wait, ready: each has said that it is about to wait."""
    until(lambda: len(windows._waiting) == system.WAITING and all(map(is_ready, windows._waiting)), READY_WITHIN)
    return windows


def is_ready(worker) -> bool:
    """Whether it has imported torch and sleeps until it gets work: for a while it did nothing else."""
    process = Path(f"/proc/{worker.process.pid}")
    looks = []
    for _ in range(5):
        state, *numbers = (process / "stat").read_text().rsplit(") ", 1)[1].split()
        looks.append((state, numbers[10:12]))  # and what it has computed so far
        time.sleep(0.1)
    return looks == [("S", looks[0][1])] * 5 and "libtorch" in (process / "maps").read_text()


def begin(work, arguments=None) -> Job:
    job = Job(work, arguments or {}, memory_bytes=500_000_000)
    job.start()
    return job


def test_a_pair_that_waits_begins_at_once(workers):
    assert not workers._can_fork
    waiting = [worker.process.pid for worker in workers._waiting]
    began = time.monotonic()
    pair = [begin(works.echo, {"word": "α"}) for _ in waiting]
    greetings = [until(job.hear)[0] for job in pair]
    assert time.monotonic() - began < BUSY * 3
    assert [record["pid"] for record, _ in greetings] == waiting
    until(lambda: len(workers._waiting) == system.WAITING)  # others take their place
    for (greeting, arrays), job in zip(greetings, pair, strict=True):
        assert greeting["word"] == "α"
        assert np.array_equal(arrays["numbers"], np.arange(3))
        job.tell({"command": "sing"})
        assert finish(job) == [({"command": "sing"}, {})]
        assert job.ending == Ending("finished")


def test_one_that_has_died_while_it_waited_is_passed_over(workers):
    first, second = (worker.process for worker in workers._waiting)
    os.kill(first.pid, KILL)
    until(lambda: not first.is_alive())  # with all its threads, which go on for a moment
    job = begin(works.busy)
    until(job.hear, READY_WITHIN)
    assert job.pid == second.pid
    os.kill(job.pid, KILL)
    finish(job)
    assert job.ending.kind == "killed"


def test_who_is_deaf_is_ended_and_who_wants_too_much_is_told(windows):
    deaf, forgetful = begin(works.deaf), begin(works.forgetful)
    until(deaf.hear, READY_WITHIN)
    for _ in range(2000):
        deaf.tell({"command": "sing", "text": "la" * 50})  # more than the line to it holds
    deaf.stop()
    for job in (deaf, forgetful):
        finish(job)
    assert deaf.ending == Ending("cancelled")
    assert forgetful.ending == Ending("out of memory", "The model and its data need more than 500 MB.")


def test_a_pair_learns_obeys_and_is_kept(windows, runner, watch):
    page = watch(runner, runner.start(quick(), "ada", paused=True))
    page.until(lambda record: record.state == "paused", READY_WITHIN)
    page.control("advance", steps=5)
    page.until(lambda record: record.state == "paused" and record.members["vae"].step == 5)
    page.control("play")
    assert page.until_over().state == "finished"
    for name in ("ae", "vae"):
        assert same_weights(runner.result(page.run, name).weights, expected_weights(quick(), name))


def test_a_run_is_cancelled_killed_and_taken_up(windows, runner, watch):
    page = watch(runner, runner.start(endless(), "ada"))
    page.until(lambda record: record.members["vae"].step > 3, READY_WITHIN)
    page.control("cancel")
    assert page.until_over().state == "cancelled"
    page = watch(runner, runner.start(quick(epochs=100, members=("vae",)), "ada"))
    page.until(lambda record: record.members["vae"].step > 3, READY_WITHIN)
    os.kill(*pids_of(runner, page.run), KILL)
    assert page.until_over().can_go_on
    runner.resume(page.run, "ada")
    page.until(lambda record: record.state == "finished", READY_WITHIN)
    expected = expected_weights(quick(epochs=100), "vae")
    assert same_weights(runner.result(page.run, "vae").weights, expected)


def test_a_map_is_made(windows):
    codes = np.random.default_rng(0).standard_normal((120, 4)).astype(np.float32)
    config = TSNEConfig(perplexity=5, early_steps=20, late_steps=30)
    maps = Embeddings()
    try:
        until(lambda: maps.watch(codes, config, "somebody").stage == "finished", READY_WITHIN)
        *_, last = form(codes, config)
        assert np.array_equal(maps.watch(codes, config, "somebody").frames[-1].points, last.points)
    finally:
        maps.close()


def test_workers_that_wait_follow_a_killed_server(root):
    script = (
        "from vae_core.lab.local import warm_up; from vae_core.training.jobs import WORKERS; import time; warm_up()"
    )
    script += "; print(*(each.process.pid for each in WORKERS._waiting), flush=True); time.sleep(60)"
    environment = {**os.environ, "PYTHONPATH": f"{FOLDER}{os.pathsep}{root}"}
    server = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root, env=environment
    )
    with server:
        pids = [int(word) for word in server.stdout.readline().split()]
        assert len(pids) == system.WAITING
        os.kill(server.pid, KILL)
        until(lambda: not any(map(is_alive, pids)))


def test_a_file_that_somebody_reads_is_replaced_a_moment_later(tmp_path, monkeypatch):
    refusals = [PermissionError(13, "used by another process")] * 2
    real = Path.replace

    def replace(path, target):
        if refusals:
            raise refusals.pop()
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    system.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new"
    refusals.extend([PermissionError(13, "used by another process")] * 100)
    monkeypatch.setattr(system, "PAUSES", (0.0, 0.0))
    (tmp_path / "new").write_text("newer")
    with pytest.raises(PermissionError):
        system.replace(tmp_path / "new", tmp_path / "old")
