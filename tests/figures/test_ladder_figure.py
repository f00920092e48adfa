"""The ladder of families: lines over shades for each q, bars that continue each other, nothing told too early."""

import numpy as np
import pytest

from vae_core.analysis.ladder_results import FINENESS, Ladder, Portraits, Rung
from vae_core.figures.ladder import Words, rungs

FIRST, SECOND = np.linspace(-1, 1, 9), np.linspace(0, 3, 7)
POSTERIOR = np.arange(63, dtype=np.uint8).reshape(7, 9)
WORDS = Words(tuple("ABCDE"), tuple("abcde"), "nats", "wait")
STEPS = Ladder(-100.0, tuple(Rung(bound, 0.1, 1e-5) for bound in (-101.0, -100.4, -100.25, -100.0004, -100.1)))


def drawn(count: int = 5, **settings):
    portraits = Portraits(FIRST, SECOND, POSTERIOR, [POSTERIOR + 1 + number for number in range(count)])
    return rungs(portraits, Ladder(STEPS.log_evidence, STEPS.rungs[:count]), WORDS, **settings)


def texts(figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]


def test_each_family_has_the_posterior_under_its_lines():
    contours = [trace for trace in drawn().data if trace.type == "contour"]
    shades, lines = contours[:5], contours[5:]
    assert [trace.xaxis for trace in shades] == [trace.xaxis for trace in lines] == ["x", "x2", "x3", "x4", "x5"]
    assert all((trace.z == POSTERIOR).all() for trace in shades)
    for number, trace in enumerate(lines):
        assert (trace.z == POSTERIOR + 1 + number).all()
        assert trace.contours.coloring == "none"
    for trace in contours:
        assert (trace.contours.start, trace.contours.end, trace.contours.size) == (60, 180, 60)
    assert FINENESS == 60


def test_bars_stand_on_what_is_left_and_reach_to_what_was_before():
    left, gains = (trace for trace in drawn().data if trace.type == "bar")
    assert list(left.y) == pytest.approx([1.0, 0.4, 0.25, 0.0, 0.1])
    assert list(gains.y) == pytest.approx([0.6, 0.15, 0.25, 0.15])
    tops = np.array(left.y[1:]) + gains.y
    assert tops == pytest.approx([1.0, 0.4, 0.25, 0.25])
    assert gains.marker.pattern.shape
    assert drawn().layout.barmode == "stack"
    assert {"<b>1.000</b>", "<b>0.400</b><br>−0.600", "<b>0.000</b><br>−0.250"} <= {*texts(drawn())}


def test_who_waits_sees_the_gaussians():
    figure = drawn(3)
    assert texts(figure).count("wait") == 2
    assert [len(trace.y) for trace in figure.data if trace.type == "bar"] == [3, 2]
    assert figure.layout.height == drawn().layout.height
    assert "wait" not in texts(drawn())


def test_before_it_is_told_there_are_no_numbers():
    figure = drawn(is_told=False)
    assert not [trace for trace in figure.data if trace.type == "bar"]
    assert not [text for text in texts(figure) if "0." in text]
    assert figure.layout.height < drawn().layout.height


def test_a_perfect_encoder_leaves_an_axis_to_look_at():
    perfect = Ladder(-100.0, tuple(Rung(-100.0, 0.0, 0.0) for _ in range(5)))
    figure = rungs(Portraits(FIRST, SECOND, POSTERIOR, [POSTERIOR] * 5), perfect, WORDS)
    assert figure.layout.yaxis6.range[1] > 0
