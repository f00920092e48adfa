"""Jobs: started soon, heard, told, over in time, and never without a word about it."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from core.lab import works
from core.lab.works import BUSY, finish, is_alive, until
from vae_core.training import jobs
from vae_core.training.jobs import Ending, Job

MEMORY = 500_000_000


@pytest.fixture
def start():
    started = []

    def start(work, arguments=None) -> Job:
        started.append(Job(work, arguments or {}, memory_bytes=MEMORY))
        started[-1].start()
        return started[-1]

    yield start
    for job in started:
        job.stop(0.1)
        finish(job)


def first_word(job: Job) -> list:
    return until(job.hear)


def test_workers_have_imported_what_they_need_and_nothing_that_is_large_besides(start):
    needed, spared = ("torch", "sklearn.datasets", "openTSNE"), ("pandas", "pyarrow", "streamlit", "sympy")
    (found, _), *_ = first_word(start(works.looking, dict.fromkeys((*needed, *spared))))
    assert [name for name, is_there in found.items() if is_there] == [*needed]


def test_both_sides_hear_each_other(start):
    job = start(works.echo, {"word": "α"})
    job.tell({"command": "sing"})
    (greeting, arrays), (answer, none) = finish(job)
    assert greeting["word"] == "α"
    assert greeting["pid"] not in (os.getpid(), os.getppid())
    assert np.array_equal(arrays["numbers"], np.arange(3))
    assert (answer, none) == ({"command": "sing"}, {})
    assert job.ending == Ending("finished")
    assert job.hear() == []


def test_what_was_sent_last_is_heard_and_of_what_is_replaced_only_the_newest(start):
    numbers = [record["number"] for record, _ in finish(start(works.talkative))]
    assert numbers[-2:] == [999, "last"]
    assert len(numbers) < 100


@pytest.mark.parametrize("work", [works.obedient, works.busy, works.deaf])
def test_a_job_that_is_asked_to_stop_is_over_within_a_second(start, work):
    job = start(work)
    first_word(job)
    asked = time.monotonic()
    job.stop()
    finish(job)
    assert time.monotonic() - asked < BUSY * 1
    assert jobs.KILLED_AT < 1
    assert job.ending == Ending("cancelled")


def test_a_job_that_is_asked_at_once_is_cancelled_too(start):
    job = start(works.busy)
    job.stop()
    finish(job)
    assert job.ending.kind == "cancelled"


def test_an_error_of_ours_is_a_sentence(start):
    job = start(works.mistaken)
    finish(job)
    assert job.ending == Ending("failed", "the setting is wrong")


def test_any_other_error_is_told_after_what_came_before(start, capfd):
    job = start(works.broken)
    assert finish(job) == [({"is": "here"}, {})]
    assert job.ending == Ending("failed", "The worker failed: ZeroDivisionError: oh")


def test_an_exit_without_a_word_is_told(start):
    job = start(works.silent)
    finish(job)
    assert job.ending == Ending("killed", "The worker process ended with exit code 3 and without a word.")


def test_a_killed_job_is_told(start):
    job = start(works.busy)
    first_word(job)
    os.kill(job.pid, signal.SIGKILL)
    finish(job)
    assert job.ending.kind == "killed"
    assert "SIGKILL" in job.ending.message


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
@pytest.mark.parametrize("work", [works.greedy, works.torch_greedy])
def test_a_job_that_wants_too_much_memory_is_told(start, work):
    job = start(work)
    finish(job)
    assert job.ending == Ending("out of memory", "The model and its data need more than 500 MB.")


def test_a_busy_job_does_not_hold_up_who_tells_it_something(start):
    job = start(works.deaf)
    first_word(job)
    before = time.monotonic()
    for _ in range(5000):
        job.tell({"command": "sing", "text": "la" * 50})
    assert time.monotonic() - before < BUSY * 2


def test_who_trains_does_not_wait_for_torchs_compiler(start):
    (said, _), *_ = finish(start(works.trainer))
    assert said == {"step": 1, "has compiler": False}


def test_a_second_job_starts_soon(start):
    finish(start(works.silent))
    before = time.monotonic()
    first_word(start(works.obedient))
    assert time.monotonic() - before < BUSY * 2  # 0.03 s where nothing else runs


def test_ctrl_c_does_not_reach_a_worker(start, capfd):
    job = start(works.obedient)
    first_word(job)
    os.kill(job.pid, signal.SIGINT)
    job.tell({"command": "end"})
    finish(job)
    assert job.ending == Ending("finished")
    assert "KeyboardInterrupt" not in capfd.readouterr().err


def test_a_worker_does_not_run_the_main_script_again(start, monkeypatch, tmp_path):
    script = tmp_path / "page.py"
    script.write_text("raise SystemExit('I am a page')")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(script), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    job = start(works.obedient)
    job.tell({"command": "end"})
    finish(job)
    assert job.ending == Ending("finished")


SERVER = """
import sys, time
from core.lab import works
from vae_core.training.jobs import Job
workers = [Job(work, {}, memory_bytes=10**9) for work in (works.busy, works.obedient, works.deaf)]
for worker in workers:
    worker.start()
print(*(worker.pid for worker in workers), flush=True)
time.sleep(60)
"""


def test_workers_follow_a_killed_server(root):
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True, cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root}:{root / 'tests'}"},
    )  # fmt: skip
    with server:
        pids = [int(word) for word in server.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(is_alive, pids))
        server.kill()
        until(lambda: not any(map(is_alive, pids)), BUSY * 1.0)
