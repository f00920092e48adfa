"""What the pictures of the first lesson hold, read from their traces."""

import json
import math

import numpy as np
import pytest

from vae_core.figures.canvas import colour
from vae_core.figures.distributions import (
    density_and_cdf,
    four_shapes,
    running_frequency,
    running_mean,
    standardising,
    variance_estimators,
)
from vae_core.probability import events, moments, shapes
from vae_core.probability.curves import curves
from vae_core.probability.families import FAMILIES, Member

NORMAL = Member("normal", (0.0, 1.0))


def drawn(member: Member, x1: float = -1.0, x2: float = 0.5, slope_at: float | None = None):
    d = member.distribution
    line = events.tangent(d, x2 if slope_at is None else slope_at)
    return density_and_cdf(curves(d, marks=(x1, x2)), events.event(member, x1, x2), line)


def in_panel(figure, number: int) -> list:
    axis = "x" if number == 0 else f"x{number + 1}"
    return [trace for trace in figure.data if trace.xaxis == axis]


def numbers_of(values) -> np.ndarray:
    return np.array([math.nan if v is None else v for v in values], dtype=float)


def test_f_and_its_integral_are_drawn_where_the_page_looks_for_them():
    figure = drawn(NORMAL)
    cumulative, density = figure.data[:2]
    assert (cumulative.xaxis, density.xaxis) == ("x2", "x")
    inside = (numbers_of(density.x) >= -1) & (numbers_of(density.x) <= 0.5)
    x, y = numbers_of(density.x)[inside], numbers_of(density.y)[inside]
    assert (x[0], x[-1]) == (-1, 0.5)
    heights = dict(zip(cumulative.x, cumulative.y, strict=True))
    assert np.trapezoid(y, x) == pytest.approx(heights[0.5] - heights[-1.0], rel=1e-3)


def test_the_difference_of_heights_is_a_bar_on_the_left():
    figure = drawn(NORMAL)
    result = events.event(NORMAL, -1.0, 0.5)
    lower = in_panel(figure, 1)
    bar = next(trace for trace in lower if trace.line.width == 9)
    assert tuple(bar.y) == result.cdf
    dotted = [trace for trace in lower if trace.line.dash == "dot"]
    assert [(trace.x[-1], trace.y[-1]) for trace in dotted] == list(zip((-1, 0.5), result.cdf, strict=True))
    assert figure.layout.xaxis2.matches == "x"


def test_the_tangent_has_the_slope_that_is_written_beside_it():
    figure = drawn(NORMAL)
    line = next(trace for trace in in_panel(figure, 1) if trace.line.color == colour("x"))
    slope = np.diff(line.y)[0] / np.diff(line.x)[0]
    assert slope == pytest.approx(float(NORMAL.distribution.density(np.array(0.5))))
    (slope,) = figure.layout.annotations
    assert "0.352" in slope.text
    # Above the panel in which the hand moves x₁ and x₂.
    assert (slope.xref, slope.yref, slope.y, slope.yanchor) == ("x2 domain", "y2 domain", 1, "bottom")


def test_a_density_above_one_is_held_against_the_line_at_one():
    assert not [trace for trace in in_panel(drawn(NORMAL), 0) if trace.line.dash == "dash"]
    figure = drawn(Member("normal", (0.0, 0.1)), -0.1, 0.1)
    line = next(trace for trace in in_panel(figure, 0) if trace.line.dash == "dash")
    assert tuple(line.y) == (1, 1)
    assert figure.layout.yaxis.range[1] > 3.9


def test_a_mass_is_stems_and_steps():
    figure = drawn(Member("poisson", (3.0,)), 1.0, 4.0)
    upper, lower = in_panel(figure, 0), in_panel(figure, 1)
    bright = [trace for trace in upper if trace.opacity == 1 and trace.mode == "lines"]
    values = numbers_of(bright[0].x)
    assert sorted(set(values[~np.isnan(values)])) == [2, 3, 4]
    steps = next(trace for trace in lower if trace.line.shape == "hv")
    assert (steps.x[0], steps.x[-1]) == (figure.layout.xaxis.range[0], figure.layout.xaxis.range[1])
    at = dict(zip(steps.x, steps.y, strict=True))
    assert at[2.0] == pytest.approx(float(Member("poisson", (3.0,)).distribution.cdf(np.array(2.0))))
    assert not figure.layout.annotations
    assert "P" in figure.layout.yaxis.title.text


@pytest.mark.parametrize("parameters", [(0.5, 0.5), (0.5, 3.0)])
def test_infinite_densities_leave_the_sheet_and_stay_finite(parameters):
    figure = drawn(Member("beta", parameters), 0.0, 0.5, slope_at=0.0)
    top = figure.layout.yaxis.range[1]
    for trace in in_panel(figure, 0):
        y = numbers_of(trace.y)
        assert np.isfinite(y).all()
    assert max(numbers_of(figure.data[1].y)) > top
    assert "∞" in figure.layout.annotations[0].text
    json.dumps(figure.checked.to_plotly_json(), default=list, allow_nan=False)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_can_be_drawn_wherever_the_interval_lies(family):
    member = Member.default(family)
    for x1, x2 in ((-1000.0, 1000.0), (-1000.0, -999.0), (999.0, 1000.0), (1.0, 1.0)):
        figure = drawn(member, x1, x2)
        assert sum(len(trace.x) for trace in figure.data) < 3000
        assert figure.layout.height == 400


def test_the_frequency_runs_along_its_band_on_a_logarithmic_axis():
    result = events.running_frequency(NORMAL, -1.0, 1.0)
    figure = running_frequency(result, frequency="频率", exact="P", band="±")
    assert [trace.name for trace in figure.data if trace.showlegend] == ["±", "P", "频率"]
    by_name = {trace.name: trace for trace in figure.data}
    np.testing.assert_array_equal(by_name["频率"].y, result.frequency)
    assert set(by_name["P"].y) == {result.probability}
    np.testing.assert_array_equal(by_name["±"].y, result.high)
    assert by_name["±"].fill == "tonexty"
    assert figure.layout.xaxis.type == "log"
    low, high = figure.layout.yaxis.range
    assert low < result.probability < high


@pytest.mark.parametrize(("x1", "x2"), [(0.0, 0.0), (-50.0, 50.0)])
def test_certain_and_impossible_events_still_have_room(x1, x2):
    figure = running_frequency(events.running_frequency(NORMAL, x1, x2))
    low, high = figure.layout.yaxis.range
    assert high - low > 0.01


def test_the_running_mean_has_a_line_to_settle_on_only_where_there_is_a_mean():
    names = [trace.name for trace in running_mean(moments.running_mean(NORMAL), sample="x̄", exact="E").data]
    assert "E" in names
    assert "± 2 standard errors" in names
    cauchy = running_mean(moments.running_mean(Member.default("cauchy")), sample="x̄", exact="E")
    assert [trace.name for trace in cauchy.data] == ["x̄"]
    heavy = running_mean(moments.running_mean(Member("student_t", (1.5, 0.0, 1.0))), sample="x̄", exact="E")
    assert [trace.name for trace in heavy.data] == ["E", "x̄"]
    certain = running_mean(moments.running_mean(Member("bernoulli", (1.0,))))
    assert set(certain.data[-1].y) == {1}


def test_two_histograms_share_an_axis_and_show_averages_and_the_truth():
    result = moments.variance_estimators(NORMAL, 4)
    figure = variance_estimators(result, average="mean", exact="σ²", expected="E")
    histograms = [trace for trace in figure.data if trace.type == "bar"]
    np.testing.assert_array_equal(histograms[0].y, result.counts_by_n)
    np.testing.assert_array_equal(histograms[1].y, result.counts_by_n_minus_1)
    uprights = {(trace.xaxis, trace.line.dash): trace.x[0] for trace in figure.data if trace.type == "scatter"}
    assert uprights == {
        ("x", "solid"): result.average_by_n.value,
        ("x", "dot"): 0.75,
        ("x", "dash"): 1,
        ("x2", "solid"): result.average_by_n_minus_1.value,
        ("x2", "dot"): 1,
        ("x2", "dash"): 1,
    }
    assert figure.layout.xaxis2.matches == "x"
    cauchy = variance_estimators(moments.variance_estimators(Member.default("cauchy"), 4))
    assert {trace.line.dash for trace in cauchy.data if trace.type == "scatter"} == {"solid"}


def test_four_shapes_stand_on_equal_axes_with_their_tails_filled():
    result = shapes.four_shapes(1.0, 2.0)
    figure = four_shapes(result, {"normal": "正态"})
    assert [note.text for note in figure.layout.annotations] == ["正态", "uniform", "laplace", "gamma"]
    ranges = {(figure.layout[f"xaxis{s}"].range, figure.layout[f"yaxis{s}"].range) for s in ("", "2", "3", "4")}
    assert len(ranges) == 1
    for number, shape in enumerate(result):
        tails = next(trace for trace in in_panel(figure, number) if trace.fill == "tozeroy")
        d = shape.distribution
        beyond_the_sheet = d.cdf(np.array(-7.0)) + d.survival(np.array(9.0))
        assert np.trapezoid(tails.y, tails.x) == pytest.approx(shape.far - beyond_the_sheet, abs=0.001)


def test_the_standardising_figure_shows_one_shape_twice():
    result = shapes.standardisation(100.0, 15.0, 130.0)
    figure = standardising(result)
    for panel, (mean, width, value) in enumerate(((100, 15, 130), (0, 1, 2))):
        bands = [trace for trace in in_panel(figure, panel) if trace.fill == "tozeroy"]
        ends = [(trace.x[0], trace.x[-1]) for trace in bands]
        assert ends == [pytest.approx((mean - k * width, mean + k * width)) for k in (3, 2, 1)]
        symbol = colour("x" if panel == 0 else "z")
        upright = next(trace for trace in in_panel(figure, panel) if trace.line.color == symbol)
        assert set(upright.x) == {value}
    assert [note.text for note in figure.layout.annotations] == ["68.3 %", "95.4 %", "99.7 %"]
