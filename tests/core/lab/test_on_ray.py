"""The same runner on a Ray cluster of two nodes: what holds here holds there, and what only a cluster can suffer."""
# ruff: noqa: F401 -- tests of other files, imported, are run again, with the workplace of this one.

import dataclasses
import importlib.util
import os
import signal
import time
from types import SimpleNamespace

import pytest

from core.builders import same_weights
from core.lab.ray_cluster import Cluster
from core.lab.test_company import test_changes_and_pauses_come_at_the_same_step_for_both
from core.lab.test_local_runner import (
    test_a_cancelled_run_is_over_within_a_second_and_keeps_what_it_learned,
    test_a_change_is_made_marked_and_part_of_the_result,
    test_a_killed_worker_is_told_and_the_other_goes_on,
    test_a_pair_learns_what_it_would_learn_alone,
    test_divergence_is_told_and_the_last_good_moment_is_kept,
    test_pause_steps_an_epoch_and_play,
    test_the_runs_of_a_person_who_has_gone_are_ended,
)
from core.lab.test_runs_on_disk import test_a_run_learns_from_own_data, test_a_stopped_server_leaves_runs_that_go_on
from core.lab.works import BUSY, endless, expected_weights, is_alive, pids_of, quick, until
from vae_core import storage
from vae_core.lab import limits, on_ray
from vae_core.lab.local import LocalRunner
from vae_core.lab.on_ray import OnRay

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None and not os.environ.get("CI"),
        reason="requirements-cluster.txt is not installed",
    ),
]


@pytest.fixture(scope="module")
def cluster():
    cluster = Cluster()
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def connected(cluster):
    """One connection for many runners: each would take a second."""
    workplace = OnRay(cluster.address)
    until(lambda: workplace.places(100) == 4, 60)
    yield workplace
    workplace.close()


@pytest.fixture
def workplace(connected):
    return SimpleNamespace(places=connected.places, prepare=connected.prepare, close=lambda: None)


def test_what_ray_has_no_place_for_waits_there_and_can_be_cancelled(open_runner, watch):
    """Two servers on one cluster: the second does not know how much the first has taken."""
    first, second = (open_runner(processes=4) for _ in range(2))
    here = [watch(first, first.start(endless(members=("ae", "vae")), f"person {number}")) for number in range(2)]
    for page in here:  # a pair fills a node
        page.until(lambda record: record.members["vae"].step > 0)
    waiting, cancelled = (watch(second, second.start(endless(), name)) for name in ("ada", "bob"))
    until(lambda: second.place(cancelled.run) is None)  # it has left our queue, and is in Ray's
    time.sleep(1)
    assert (waiting.look().state, cancelled.look().state) == ("waiting", "waiting")
    asked = time.monotonic()
    cancelled.control("cancel")
    assert cancelled.until_over().state == "cancelled"
    assert time.monotonic() - asked < BUSY * 1
    here[0].control("cancel")
    waiting.until(lambda record: record.members["vae"].step > 0)


def test_runs_lie_in_an_object_store_as_well(open_runner, watch, store):
    runs, experiment = storage.at("s3://runs/on-ray"), quick()
    first = open_runner(runs)
    page = watch(first, first.start(experiment, "ada", paused=True))
    page.control("advance", steps=10)
    page.until(lambda record: record.state == "paused" and record.members["vae"].step == 10)
    first.close()
    second = open_runner(runs)
    second.resume(page.run, "ada")
    again = watch(second, page.run)
    again.until(lambda record: record.state == "finished")
    assert same_weights(second.result(page.run, "vae").weights, expected_weights(experiment, "vae"))


def test_where_nobody_answers_the_run_says_so_and_the_rest_goes_on(watch):
    workplace = OnRay("127.0.0.1:1")
    runner = LocalRunner(None, dataclasses.replace(limits.load(), processes=2), workplace=workplace)
    try:
        for _ in range(2):  # and the next one tries anew
            page = watch(runner, runner.start(quick(), "ada"))
            record = page.until_over()
            assert record.state == "failed"
            assert record.message.startswith("No Ray cluster answers at 127.0.0.1:1")
            assert record.message.count("Everything but the training works") == 1  # not for each model
            assert record.can_go_on
    finally:
        runner.close()


def test_who_has_lost_ray_says_so_and_finds_it_again(open_runner, connected, watch):
    """The process that knows Ray ends, as Ray has it end where its cluster is gone."""
    runner = open_runner()
    page = watch(runner, runner.start(endless(), "ada"))
    page.until(lambda record: record.members["vae"].step > 3)
    (pid,) = pids_of(runner, page.run)
    os.kill(connected._foreman.pid, signal.SIGKILL)
    assert page.until_over().message.endswith(on_ray.GONE)
    until(lambda: not is_alive(pid), 30)  # nobody is left behind on the cluster
    runner.resume(page.run, "ada")
    page.until(lambda record: record.state == "running")
    page.control("cancel")
    page.until_over()


def test_a_run_whose_node_is_killed_says_so_and_goes_on_elsewhere_from_its_last_save(open_runner, watch, cluster):
    runner, experiment = open_runner(processes=4), quick(epochs=60)
    pages = [watch(runner, runner.start(experiment, name, paused=True)) for name in ("ada", "bob")]
    for page in pages:  # a pair fills a node
        page.control("advance", steps=20)
        page.until(lambda record: record.state == "paused" and record.members["vae"].step == 20)
    pids = [pids_of(runner, page.run) for page in pages]
    cluster.tell("kill")
    until(lambda: any(page.look().is_over for page in pages), 60)
    lost, left = sorted(pages, key=lambda page: not page.look().is_over)
    assert (lost.record.state, left.look().state) == ("failed", "paused")
    assert on_ray.GONE in lost.record.message
    assert lost.record.can_go_on
    assert not any(map(is_alive, pids[pages.index(lost)]))
    left.control("cancel")
    left.until_over()
    runner.resume(lost.run, ("ada", "bob")[pages.index(lost)])
    lost.until(lambda record: record.state == "finished")
    queued = max(event.number for event in lost.log() if event.kind == "queued")
    moments = [event for event in lost.log() if event.kind == "moment" and event.number > queued]
    assert min(event.content["step"] for event in moments) > 20
    for name in ("ae", "vae"):
        assert same_weights(runner.result(lost.run, name).weights, expected_weights(experiment, name))
