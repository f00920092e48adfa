"""The local runner: a pair learns side by side, obeys, waits its turn, and whatever happens is told."""

import os
import signal
import threading
import time

import numpy as np
import pytest
import torch

from core.builders import same_weights
from core.lab.works import BUSY, endless, expected_weights, is_alive, pids_of, quick, until
from vae_core.errors import ConfigError
from vae_core.lab import active
from vae_core.lab.events import Record
from vae_core.lab.runner import RunError
from vae_core.training import Change


def test_a_pair_learns_what_it_would_learn_alone(runner, watch):
    experiment = quick()
    page = watch(runner, runner.start(experiment, "ada"))
    record = page.until_over()
    assert (record.state, record.message, record.notices) == ("finished", "", [])
    for name, member in record.members.items():
        assert [moment.step for moment in member.moments] == list(range(41))
        assert (member.ending, member.total_steps, member.images, member.held_out) == ("finished", 40, 256, 297)
        assert all(moment.images_per_second > 0 for moment in member.moments[1:])
        assert member.originals.shape == (10, 784)
        assert member.moments[-1].observation.samples.shape == (30, 784)
        assert member.moments[-1].held_out["loss"] < member.moments[0].held_out["loss"] - 50
        checkpoint = runner.result(page.run, name)
        assert same_weights(checkpoint.weights, expected_weights(experiment, name))
        assert checkpoint.metrics == member.results == member.moments[-1].held_out
    assert record.members["vae"].moments[0].observation.kl.shape == (2,)
    assert record.members["ae"].moments[0].observation.kl is None


def test_events_are_numbered_in_order_and_add_up_to_the_record(runner, watch):
    page = watch(runner, runner.start(quick(epochs=2), "ada"))
    record = page.until_over()
    numbers = [event.number for event in page.log()]
    assert numbers == sorted(set(numbers))
    assert [event.kind for event in page.log()][:1] == ["queued"]
    folded = Record(("ae", "vae"))
    for event in page.log():
        folded.take(event)
    assert (folded.state, folded.last) == (record.state, record.last) == ("finished", numbers[-1])
    for name, member in record.members.items():
        assert [m.step for m in folded.members[name].moments] == [m.step for m in member.moments]


def test_a_record_that_was_asked_for_does_not_change_any_more(runner, watch):
    page = watch(runner, runner.start(quick(), "ada", paused=True))
    paused = page.until(lambda record: record.state == "paused")
    page.control("play")
    page.until_over()
    assert (paused.state, paused.members["vae"].step, len(paused.members["vae"].moments)) == ("paused", 0, 1)


def test_pause_steps_an_epoch_and_play(runner, watch):
    page = watch(runner, runner.start(quick(), "ada", paused=True))
    steps = lambda: [member.step for member in page.look().members.values()]  # noqa: E731
    page.until(lambda record: record.state == "paused")
    assert steps() == [0, 0]
    page.control("advance", steps=1)
    page.until(lambda record: record.state == "paused" and steps() == [1, 1])
    page.control("advance", epochs=1)
    page.until(lambda record: record.state == "paused" and steps() == [5, 5])
    assert page.record.members["vae"].moments[-1].held_out
    page.control("walk")
    page.until(lambda record: all(member.walkthrough for member in record.members.values()))
    time.sleep(0.3)
    assert steps() == [5, 5]
    page.control("play")
    page.until_over()
    assert page.record.state == "finished"
    for name in ("ae", "vae"):
        assert same_weights(runner.result(page.run, name).weights, expected_weights(quick(), name))


def test_members_that_paused_at_different_steps_meet(runner, watch):
    page = watch(runner, runner.start(endless(members=("ae", "vae")), "ada"))
    page.until(lambda record: all(member.step > 5 for member in record.members.values()))
    page.control("advance", steps=3)
    page.until(lambda record: record.state == "paused" and len({m.step for m in record.members.values()}) == 1)


def test_a_change_is_made_marked_and_part_of_the_result(runner, watch):
    page = watch(runner, runner.start(quick(members=("vae",)), "ada", paused=True))
    page.control("advance", steps=7)
    page.until(lambda record: record.state == "paused" and record.members["vae"].step == 7)
    page.control("change", beta=4.0, learning_rate=0.01)
    page.control("play")
    member = page.until_over().members["vae"]
    assert member.changes == [Change(7, 0.01, 4.0)]
    assert [moment.beta for moment in member.moments[6:9]] == [1.0, 1.0, 4.0]
    assert same_weights(
        runner.result(page.run, "vae").weights, expected_weights(quick(), "vae", (Change(7, 0.01, 4.0),))
    )


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_cancelled_run_is_over_within_a_second_and_keeps_what_it_learned(runner, watch, is_paused):
    page = watch(runner, runner.start(endless(), "ada", paused=is_paused))
    page.until(lambda record: record.state == "paused" if is_paused else record.members["vae"].step > 3)
    (pid,) = pids_of(runner, page.run)
    asked = time.monotonic()
    page.control("cancel")
    record = page.until_over()
    assert time.monotonic() - asked < BUSY * 1
    assert active.STOPPED_WITHIN < 1
    assert record.state == "cancelled"
    assert not is_alive(pid)
    assert runner.result(page.run, "vae").weights
    with pytest.raises(RunError, match="over"):
        page.control("play")


def test_a_killed_worker_is_told_and_the_other_goes_on(runner, watch):
    page = watch(runner, runner.start(quick(epochs=100), "ada"))
    page.until(lambda record: all(member.step > 3 for member in record.members.values()))
    os.kill(pids_of(runner, page.run)[1], signal.SIGKILL)
    record = page.until_over()
    assert record.state == "failed"
    assert record.members["ae"].ending == "finished"
    assert record.members["vae"].ending == "killed"
    assert record.members["vae"].moments[-1].step > 0
    assert record.message.startswith("VAE: The worker process was ended from outside (SIGKILL)")


def test_divergence_is_told_and_the_last_good_moment_is_kept(runner, watch):
    page = watch(runner, runner.start(quick(learning_rate=10.0, members=("ae",)), "ada"))
    record = page.until_over()
    assert record.state == "failed"
    assert "diverged" in record.members["ae"].message
    assert all(torch.isfinite(value).all() for value in runner.result(page.run, "ae").weights.values())
    assert np.isfinite(record.members["ae"].moments[-1].train["loss"])


def test_missing_data_are_told(runner, watch, monkeypatch):
    page = watch(runner, runner.start(quick(dataset="kmnist", members=("ae",)), "ada"))
    assert "expected this kmnist file, found none" in page.until_over().message


def test_everybody_is_served_in_turn(open_runner, watch):
    runner = open_runner()
    experiment = quick(members=("ae",), epochs=1)
    pages = [None] * 30

    def visit(i):
        pages[i] = watch(runner, runner.start(experiment, f"person {i}", paused=True))

    threads = [threading.Thread(target=visit, args=(i,)) for i in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running = lambda: [page for page in pages if page.look().state == "paused"]  # noqa: E731
    until(lambda: len(running()) == 2)
    places = [runner.place(page.run) for page in pages]
    assert sorted(place for place in places if place) == list(range(1, 29))
    first = pages[places.index(1)]
    for page in running():
        page.control("cancel")
    first.until(lambda record: record.state == "paused")
    for page, place in zip(pages, places, strict=True):
        if not page.look().is_over:
            page.control("cancel" if place and place > 6 else "play")
    for page in pages:
        page.until_over()
    assert {page.record.state for page in pages} == {"finished", "cancelled"}


def test_a_person_has_one_active_run_and_may_not_fill_the_queue(open_runner, watch):
    runner = open_runner(waiting_per_person=2)
    first, second = (runner.start(endless(seed=seed), "ada") for seed in (1, 2))
    watch(runner, first).until(lambda record: record.members["vae"].step > 0)
    runner.start(endless(seed=3), "ada")
    with pytest.raises(RunError, match="2 of your runs wait already"):
        runner.start(endless(seed=4), "ada")
    page = watch(runner, runner.start(endless(seed=5), "bob"))
    page.until(lambda record: record.members["vae"].step > 0)  # a place was free, and Ada's second waits
    assert runner.place(second) == 1
    assert [summary.state for summary in runner.runs("ada")] == ["waiting", "waiting", "running"]
    assert runner.census() == {"waiting": 2, "running": 2, "paused": 0}
    runner.control(second, {"command": "cancel"})
    until(lambda: [summary.state for summary in runner.runs("ada")] == ["waiting", "cancelled", "running"])


def test_a_run_larger_than_the_server_runs_alone(open_runner, watch):
    runner = open_runner(processes=1)
    page = watch(runner, runner.start(quick(epochs=1), "ada"))
    assert page.until_over().state == "finished"


def test_the_runs_of_a_person_who_has_gone_are_ended(open_runner, watch):
    here = {"ada": True, "bob": True}
    runner = open_runner(is_present=lambda owner: here[owner], grace_seconds=1, processes=1)
    page = watch(runner, runner.start(endless(), "ada"))
    waiting = watch(runner, runner.start(endless(), "bob"))
    page.until(lambda record: record.members["vae"].step > 0)
    here["ada"] = False
    assert page.until_over().state == "interrupted"
    assert "nobody watched" in page.record.message
    waiting.until(lambda record: record.members["vae"].step > 0)


def test_a_run_may_not_train_for_ever(open_runner, watch):
    page = watch(open_runner(wall_seconds=1), None)
    page.run = page.runner.start(endless(), "ada")
    assert page.until_over().state == "cancelled"
    assert "as long as it may" in page.record.message


def test_a_paused_run_makes_room_and_comes_back(open_runner, watch):
    runner = open_runner(processes=1, paused_seconds=1)
    page = watch(runner, runner.start(quick(members=("vae",)), "ada", paused=True))
    page.control("advance", steps=5)
    page.until(lambda record: record.members["vae"].step == 5 and record.state == "paused")
    other = watch(runner, runner.start(quick(members=("vae",)), "bob"))
    other.until_over()
    assert page.look().state == "paused"
    page.control("change", beta=3.0)
    page.control("play")
    member = page.until_over().members["vae"]
    assert page.record.state == "finished"
    assert member.changes == [Change(5, beta=3.0)]
    assert same_weights(runner.result(page.run, "vae").weights, expected_weights(quick(), "vae", tuple(member.changes)))


def test_closing_ends_all_workers_at_once_and_leaves_no_zombies(open_runner, watch):
    runner = open_runner()
    page = watch(runner, runner.start(endless(members=("ae", "vae")), "ada"))
    page.until(lambda record: all(member.step > 0 for member in record.members.values()))
    pids = pids_of(runner, page.run)
    before = time.monotonic()
    runner.close()
    assert time.monotonic() - before < BUSY * 1.5
    assert not any(map(is_alive, pids))


def test_what_is_asked_for_is_checked(runner):
    with pytest.raises(ConfigError, match="at most 1000 epochs"):
        runner.start(quick(epochs=5000), "ada")
    with pytest.raises(RunError, match="'own' needs images"):
        runner.start(quick(dataset="own"), "ada")
    run = runner.start(endless(), "ada")
    for command in ({"command": "sing"}, {}):
        with pytest.raises(RunError, match="Expected a command"):
            runner.control(run, command)
    for settings in ({"beta": -1.0}, {}, {"gamma": 1.0}):
        with pytest.raises(ConfigError):
            runner.control(run, {"command": "change", **settings})
    for settings in ({"steps": 0}, {}, {"epochs": 1, "steps": 1}, {"hours": 1}):
        with pytest.raises(ConfigError):
            runner.control(run, {"command": "advance", **settings})
    for unknown in ("", "..", "../" + run, run + "/"):
        with pytest.raises(RunError, match="no such run"):
            runner.record(unknown)
    with pytest.raises(RunError, match="someone else's"):
        runner.delete(run, "bob")
    with pytest.raises(RunError, match="no saved model"):
        runner.result(run, "../vae")


def test_a_deleted_run_is_gone(runner, watch, tmp_path):
    run = runner.start(endless(), "ada")
    watch(runner, run).until(lambda record: record.members["vae"].step > 0)
    runner.delete(run, "ada")
    assert until(lambda: not (tmp_path / "runs" / run).exists())
    assert runner.runs("ada") == []
