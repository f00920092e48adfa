"""What a hand can move: each control describes itself to the browser and takes what comes back, or leaves it."""

import json
import math

import pytest

from ui import live, state
from ui.components import figure
from ui.components.figure import Handle, Player, Press, Slider, Span


class Taken(list):
    """Remembers what a control was set to."""

    def __call__(self, *values):
        self.append(values)


@pytest.fixture
def taken() -> Taken:
    return Taken()


def test_every_control_travels_as_json(taken):
    controls = (
        Handle("x1", "x₁", "left end", 1.0, math.inf, taken, panel=1, along=0),
        Slider("n", "n", "draws", 3, 1, 10, taken, logarithmic=True, step=1),
        Player("step", "Step", 2, 9, taken),
        Press("Click to add", taken),
        Span("x1", "x2", trace=0, symbol="p"),
    )
    described = [control.describe() for control in controls]
    assert json.loads(json.dumps(described, allow_nan=False)) == described
    assert described[0]["axes"] == ["xaxis2", "yaxis2"]


def test_a_handle_takes_a_place_or_is_removed(taken):
    removed = Taken()
    handle = Handle("a", "a", "a point", 0, 0, taken, remove=removed)
    handle.take({"x": 1, "y": "2.5"})
    handle.take({"remove": True})
    assert taken == [(1.0, 2.5)]
    assert removed == [()]


def test_a_handle_that_cannot_be_removed_stays(taken):
    Handle("a", "a", "a point", 0, 0, taken).take({"remove": True})
    assert taken == []


@pytest.mark.parametrize(("asked", "step"), [(3, 3), (99, 9), (-4, 0)])
def test_a_player_stays_between_its_ends(taken, asked, step):
    Player("step", "Step", 2, 9, taken).take({"x": asked})
    assert taken == [(step,)]


@pytest.mark.parametrize("x", [None, "far", math.nan, math.inf, [1]])
def test_a_move_that_means_nothing_changes_nothing(x):
    def refuse_what_is_no_number(value):
        if not math.isfinite(value):
            raise ValueError(value)
        raise AssertionError("taken")

    live._take([{"name": "n", "x": x}], [Slider("n", "n", "draws", 3, 1, 10, refuse_what_is_no_number)])


def test_moves_reach_the_controls_they_name(taken):
    other = Taken()
    moves = [{"name": "b", "x": 5, "y": 0}, {"name": "gone", "x": 1, "y": 1}]
    live._take(moves, [Slider("a", "a", "", 0, 0, 9, other), Slider("b", "b", "", 0, 0, 9, taken)])
    assert taken == [(5.0,)]
    assert other == []


def test_streamlit_follows_the_browser_to_its_address(monkeypatch):
    adopted = []
    message = {"sequence": 7, "done": True, "since": {}, "query": {"x1": "0.5"}}
    monkeypatch.setattr(figure.components, "told", lambda key, name: message)
    monkeypatch.setattr(figure.state, "adopt", lambda *addresses: adopted.append(addresses))
    with state.apart("distributions", {}, "en"):
        state.note(state.MOVING, True)
        figure._take("k", "a section")
        assert state.noted(figure.ANSWERED) == 7
        assert not state.noted(state.MOVING)
        figure._take("k", "a section")  # told again, for the answer was slow
    assert adopted == [({}, {"x1": "0.5"})]
