"""The simulation of many servers, against what is known of queues."""

import statistics

import pytest

from benchmarks.queues import PACE, SPREAD, trained, visited


def test_who_is_alone_waits_for_their_own_act_only():
    waits = visited(servers=1, visitors=1, services=[0.02])
    assert waits.seconds == pytest.approx([0.02] * len(waits.seconds))
    assert waits.busy == pytest.approx(0.02 / PACE, rel=0.05)


@pytest.mark.parametrize("visitors", [60, 100])
def test_a_server_that_never_rests_answers_all_in_turn(visitors):
    waits = visited(servers=1, visitors=visitors, services=[0.02], seconds=120)
    assert waits.busy > 0.99
    assert waits.median == pytest.approx(visitors * 0.02, rel=0.02)


def test_what_is_dear_holds_nobody_up_for_long():
    """Of a server that is half busy with acts of a second, one in a hundred, all others have half and a turn before."""
    waits = visited(servers=1, visitors=30, services=[*[0.005] * 99, 1.0], seconds=400)
    assert waits.busy == pytest.approx(30 * (0.99 * 0.005 + 0.01), rel=0.1)
    assert waits.median < 0.015
    assert waits.slow < 0.06


def test_servers_do_not_wait_for_each_other():
    one, ten = visited(1, 30, [0.01, 0.03], seconds=200), visited(10, 300, [0.01, 0.03], seconds=200)
    assert ten.median == pytest.approx(one.median, rel=0.1)
    assert ten.busy == pytest.approx(one.busy, rel=0.02)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_runs_wait_as_pollaczek_and_khinchine_say(load):
    """One pair of cores, runs asked for at random: the mean wait is λ E[S²] / (2 (1 − ρ))."""
    length, every = 10.0, 1000.0
    students = round(load * every / length)
    waits = trained(cores=2, students=students, run_seconds=length, every=every, hours=400)
    second_moment = length**2 * (1 + SPREAD**2 / 3)
    expected = students / every * second_moment / (2 * (1 - load))
    assert statistics.fmean(waits.seconds) == pytest.approx(expected, rel=0.08)
    assert waits.busy == pytest.approx(load, rel=0.02)
    assert sum(wait == 0 for wait in waits.seconds) / len(waits.seconds) == pytest.approx(1 - load, abs=0.02)
