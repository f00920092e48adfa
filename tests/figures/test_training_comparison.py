"""Runs in one figure are told apart without colour, and a sweep shows what its numbers say."""

import numpy as np
import pytest

from vae_core.figures.training_comparison import STYLES, RunCourse, compared_runs


def course(name: str, *, level: float = 100.0, steps: int = 24) -> RunCourse:
    epochs = np.linspace(0, 12, steps)
    fall = level + 50 * np.exp(-epochs)
    terms = {"negative_elbo": fall + 5, "reconstruction": fall, "kl": 5 - 5 * np.exp(-epochs)}
    return RunCourse(name, {term: (epochs, values) for term, values in terms.items()})


def test_each_run_has_a_line_in_each_panel_and_one_entry_in_the_legend():
    figure = compared_runs([course("β 1"), course("β 4", level=120)])
    assert [trace.name for trace in figure.data if trace.showlegend] == ["β 1", "β 4"]
    drawn = [trace for trace in figure.data if not trace.showlegend]
    assert [trace.xaxis for trace in drawn] == ["x", "x", "x2", "x2", "x3", "x3"]
    assert drawn[1].y[-1] - drawn[0].y[-1] == pytest.approx(20)


def test_five_runs_differ_in_dash_or_weight():
    figure = compared_runs([course(str(number)) for number in range(5)])
    keys = {(trace.line.dash, trace.line.width) for trace in figure.data if trace.showlegend}
    assert len(keys) == len(STYLES) == 5


def test_the_first_steep_fall_does_not_flatten_the_rest():
    low, high = compared_runs([course("a", level=100)]).layout.yaxis2.range
    assert low < 100
    assert high < 120 < 150  # where the curve begins


def test_a_run_without_scores_has_a_place_in_the_legend_only():
    figure = compared_runs([course("a"), RunCourse("b", {})])
    assert len([trace for trace in figure.data if not trace.showlegend]) == 3
