"""Members keep step: what is told to all is done by all at the same step, whatever befalls one of them."""

import os
import shutil
import signal
from threading import Thread

import pytest

from core.builders import same_weights
from core.lab.works import endless, expected_weights, pids_of, quick
from vae_core.lab.company import Beat, Company
from vae_core.lab.experiment import MEMBERS, PAIR
from vae_core.lab.worker import STATE
from vae_core.lab.workplace import ties_between
from vae_core.training.channel import Channel


def members_of(page):
    return page.look().members.values()


def steps(page) -> list[int]:
    return [member.step for member in members_of(page)]


def test_changes_and_pauses_come_at_the_same_step_for_both(runner, watch):
    page = watch(runner, runner.start(endless(members=PAIR), "ada"))
    for beta in (2.0, 4.0, 8.0):
        before = min(steps(page))
        page.until(lambda record, before=before: min(steps(page)) > before + 40)
        page.control("change", beta=beta, learning_rate=beta / 1000)
        page.control("pause")
        page.until(lambda record: record.state == "paused")
        assert len({*steps(page)}) == 1
        page.control("play")
    ae, vae = members_of(page)
    assert ae.changes == vae.changes
    assert [change.beta for change in vae.changes] == [2.0, 4.0, 8.0]


def test_a_run_is_known_by_what_it_became_also_on_disk(open_runner, watch):
    first = open_runner()
    page = watch(first, first.start(endless(members=PAIR), "ada"))
    page.until(lambda record: min(steps(page)) > 5)
    page.control("change", beta=8.0)
    page.control("change", learning_rate=0.002)
    page.until(lambda record: all(len(member.changes) == 2 for member in record.members.values()))
    became = endless(members=PAIR, beta=8.0, learning_rate=0.002)
    assert first.summary(page.run).became == became
    page.control("cancel")
    page.until_over()
    first.close()
    assert open_runner().summary(page.run).became == became


def test_a_run_whose_end_nobody_wrote_down_is_known_by_its_last_moment(open_runner, watch):
    first = open_runner()
    page = watch(first, first.start(endless(members=PAIR), "ada"))
    page.control("change", beta=8.0)
    page.until(lambda record: all(m.moments and m.moments[-1].beta == 8.0 for m in record.members.values()))
    first.close()
    assert open_runner().summary(page.run).became == endless(members=PAIR, beta=8.0)


def test_both_are_looked_at_and_shown_at_the_same_steps(runner, watch):
    page = watch(runner, runner.start(endless(members=PAIR), "ada"))
    page.until(lambda record: min(steps(page)) > 0)
    shown = set()

    def look(record) -> bool:
        at = {moment.step for moment in record.abreast().values()}
        assert len(at) == 1
        shown.update(at)
        return len(shown) > 12

    page.until(look)


@pytest.mark.parametrize("behind", PAIR)
def test_who_is_behind_after_a_crash_catches_up_and_nothing_is_lost(runner, watch, behind):
    page = watch(runner, runner.start(quick(epochs=30), "ada", paused=True))
    page.control("advance", steps=7)
    page.until(lambda record: record.state == "paused" and steps(page) == [7, 7])
    state = runner._store.member(page.run, behind) / STATE
    shutil.copy(state, state.with_name("earlier"))
    page.control("advance", steps=13)
    page.until(lambda record: record.state == "paused" and steps(page) == [20, 20])
    page.control("cancel")
    page.until_over()
    shutil.copy(state.with_name("earlier"), state)
    runner.resume(page.run, "ada")
    page.until(lambda record: record.state in ("running", "finished"))
    assert page.until_over().state == "finished"
    for name in PAIR:
        assert same_weights(runner.result(page.run, name).weights, expected_weights(quick(epochs=30), name))


def test_three_that_are_stopped_go_on_as_if_they_had_not_been(runner, watch):
    experiment = quick(members=MEMBERS, images=128, epochs=4)
    page = watch(runner, runner.start(experiment, "ada", paused=True))
    page.control("advance", steps=3)
    page.until(lambda record: record.state == "paused" and steps(page) == [3, 3, 3])
    page.control("cancel")
    page.until_over()
    runner.resume(page.run, "ada")
    page.until(lambda record: record.state in ("running", "finished"))
    assert page.until_over().state == "finished"
    for name in MEMBERS:
        assert same_weights(runner.result(page.run, name).weights, expected_weights(experiment, name))


@pytest.mark.parametrize("lost", [0, 1], ids=PAIR)
def test_who_is_left_alone_goes_on_and_obeys(runner, watch, lost):
    page = watch(runner, runner.start(endless(members=PAIR), "ada"))
    page.until(lambda record: min(steps(page)) > 5)
    page.control("pause")
    page.until(lambda record: record.state == "paused")
    os.kill(pids_of(runner, page.run)[lost], signal.SIGKILL)
    page.until(lambda record: record.members[PAIR[lost]].ending == "killed")
    left, before = PAIR[1 - lost], min(steps(page))
    page.control("change", beta=3.0)
    page.control("advance", steps=4)
    page.until(lambda record: record.state == "paused" and record.members[left].step == before + 4)
    assert [(change.step, change.beta) for change in page.record.members[left].changes] == [(before, 3.0)]
    page.control("cancel")
    assert page.until_over().state == "cancelled"


@pytest.mark.parametrize("lost", [0, 1, 2], ids=MEMBERS)
def test_of_three_the_two_that_are_left_keep_step(runner, watch, lost):
    page = watch(runner, runner.start(endless(members=MEMBERS), "ada"))
    page.until(lambda record: min(steps(page)) > 2)
    os.kill(pids_of(runner, page.run)[lost], signal.SIGKILL)
    page.until(lambda record: record.members[MEMBERS[lost]].ending == "killed")
    left = [name for name in MEMBERS if name != MEMBERS[lost]]
    for beta in (2.0, 3.0):
        before = max(steps(page))
        page.until(lambda record, before=before: min(record.members[name].step for name in left) > before + 2)
        page.control("change", beta=beta)
        page.control("pause")
        page.until(lambda record: record.state == "paused")
        assert len({page.record.members[name].step for name in left}) == 1
        page.control("play")
    first, second = (page.record.members[name].changes for name in left)
    assert first == second
    assert [change.beta for change in first] == [2.0, 3.0]
    page.control("cancel")
    assert page.until_over().state == "cancelled"


def test_where_the_first_finishes_early_the_others_go_on_together():
    """The first is done after 20 steps, as with patience; the others hear of an order later, each in its own time."""
    ends = dict(zip(MEMBERS, (20, 60, 60), strict=True))
    ties = ties_between(MEMBERS)
    logs = {name: [] for name in MEMBERS}

    def live(rank: int, name: str) -> None:
        told = Told(ties[name])
        company, step = Company(told, (), rank), 0
        while step < ends[name]:
            if step == 30 + rank:  # who leads hears of it first or last: all are to obey at the same step
                told.orders.append({"command": "change", "number": 1})
            beat = company.next_beat(Beat((), step), True)
            logs[name] += [(order["number"], step) for order in beat.orders]
            step += step == beat.step
        for tie in ties[name]:
            tie.close()

    threads = [Thread(target=live, args=each, daemon=True) for each in enumerate(MEMBERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert logs["ae"] == []
    assert logs["vae"] == logs["diffusion"] == [(1, 31)]


class Told(Channel):
    """A channel without a process: what is ordered is put into ``orders``."""

    is_stopping = False

    def __init__(self, ties):
        self.ties, self.orders = ties, []

    def commands(self):
        told, self.orders = self.orders, []
        return told

    def hears(self, tie):
        return tie.poll(None)
