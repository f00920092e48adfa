"""Rate against distortion: lines of equal sums, a point for each model, and the slope that each was trained for."""

import numpy as np
import pytest

from vae_core.figures.canvas import colour
from vae_core.figures.persons import Person
from vae_core.figures.rate_distortion import MOST_LINES, Trade, rate_distortion

TRADES = [
    Trade("β 0.5", 9.0, 100.0, beta=0.5),
    Trade("β 1", 6.0, 101.0, beta=1.0),
    Trade("β 4", 2.0, 110.0, is_final=False, beta=4.0),
]


def lines(figure, symbol: str) -> list:
    """Of a colour, piece by piece."""
    (drawn,) = (mark for mark in figure.data if mark.mode == "lines" and mark.line.color == colour(symbol))
    ends = np.stack([np.array(drawn.x, float), np.array(drawn.y, float)], 1)
    return [piece[~np.isnan(piece).any(1)] for piece in ends.reshape(-1, 3, 2)]


def test_the_line_of_the_bound_goes_through_the_best_point():
    figure = rate_distortion(TRADES, bound=107.0)
    (line,) = (mark for mark in figure.data if mark.mode == "lines" and mark.line.dash == "dash")
    assert np.array(line.x) + np.array(line.y) == pytest.approx(107.0)
    assert "╌╌ −ELBO = 107.0" in [note.text for note in figure.layout.annotations]
    final, unfinished = figure.data[-2:]
    assert list(zip(final.x, final.y, final.text, strict=True)) == [(9.0, 100.0, "β 0.5"), (6.0, 101.0, "β 1")]
    assert (list(unfinished.text), unfinished.marker.symbol) == (["β 4"], "circle-open")


@pytest.mark.parametrize("size", [0.01, 1.0, 1000.0])
def test_along_each_faint_line_the_sum_is_the_same(size):
    trades = [Trade(each.label, size * each.rate, size * each.distortion) for each in TRADES]
    sums = [piece.sum(1) for piece in lines(rate_distortion(trades), "grid")]
    assert 2 <= len(sums) <= MOST_LINES + 1
    for each in sums:
        assert each[0] == pytest.approx(each[1])
    assert np.ptp(np.diff([each[0] for each in sums])) == pytest.approx(0, abs=1e-6 * size)


def test_each_point_has_the_slope_that_it_was_trained_for():
    for piece, trade in zip(lines(rate_distortion(TRADES), "kl"), TRADES, strict=True):
        (across, up), middle = piece[1] - piece[0], piece.mean(0)
        assert up / across == pytest.approx(-trade.beta)
        assert middle == pytest.approx([trade.rate, trade.distortion])


def test_where_the_least_of_a_known_curve_lies_the_slope_is_that_of_the_curve():
    # D(R) = e^(−R) has D′ = −β at the least of D + βR, R = −log β.
    trades = [Trade("", -np.log(beta), beta, beta=beta) for beta in (0.25, 0.5, 0.9)]
    for piece, trade in zip(lines(rate_distortion(trades), "kl"), trades, strict=True):
        beside = trade.distortion - trade.beta * (piece[:, 0] - trade.rate)
        assert piece[:, 1] == pytest.approx(beside)
        assert (np.exp(-piece[:, 0]) >= piece[:, 1] - 1e-9).all()  # a tangent of a convex curve stays below it


def test_which_way_beta_goes_is_said_where_beta_was_swept():
    said = [note.text for note in rate_distortion(TRADES).layout.annotations]
    assert sum("β" in text for text in said) == 2
    sizes = [Trade("2", 6.0, 101.0), Trade("4", 9.0, 98.0)]
    assert not rate_distortion(sizes).layout.annotations


def test_a_run_that_is_not_of_the_sweep_is_another_mark():
    figure = rate_distortion(TRADES, other=Trade("on screen", 20.0, 90.0))
    assert (list(figure.data[-1].text), figure.data[-1].marker.symbol) == (["on screen"], "diamond-open")
    assert figure.layout.xaxis.range[1] > 20
    assert figure.layout.yaxis.range[0] < 90


def test_a_sweep_that_has_not_begun_is_an_empty_panel():
    figure = rate_distortion([])
    assert not any(len(mark.x) for mark in figure.data)
    assert not figure.layout.annotations


def test_what_several_people_have_trained_is_not_joined_and_each_wears_their_colour():
    persons = [Person("blue fox", "blue"), Person("green owl", "green"), Person("pink bee", "pink")]
    figure = rate_distortion(TRADES, persons=persons)
    assert not [mark for mark in figure.data if mark.mode == "lines" and mark.line.dash == "dot"]
    names, dots = figure.data[-2:]
    assert list(dots.marker.color) == [person.shade.light for person in persons]
    assert list(dots.marker.symbol) == ["circle", "circle", "circle-open"]
    assert dots.hovertext == ("blue fox · β 0.5", "green owl · β 1", "pink bee · β 4")
    assert list(zip(dots.x, dots.y, strict=True)) == [(each.rate, each.distortion) for each in TRADES]
    assert list(names.text) == ["β 0.5", "β 1", "β 4"]


def test_labels_of_points_that_crowd_do_not_stand_on_each_other():
    trades = [Trade(f"β {i}", 5 + 1e-3 * i, 100 - 1e-3 * i, beta=1.0) for i in range(30)] + TRADES
    names = rate_distortion(trades, persons=[Person("a", "blue")] * 33).data[-2]
    assert names.text == ("β 0", "β 0.5", "β 1", "β 4")
    assert (names.x[0], names.y[0]) == (5.0, 100.0)
