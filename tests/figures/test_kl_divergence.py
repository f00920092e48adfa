"""What the figures of the lesson on divergences show is what was computed."""

import numpy as np
import pytest

from vae_core.figures import gaussian_fit as fits
from vae_core.figures import kl_divergence as figures
from vae_core.figures.canvas import colour
from vae_core.figures.latent_dimensions import many_dimensions
from vae_core.probability.coding import coding
from vae_core.probability.families import Member
from vae_core.probability.fit_landscape import fit_curves, landscape
from vae_core.probability.gaussian_fit import fit
from vae_core.probability.kl_pointwise import pointwise
from vae_core.probability.standard_normal import dimensions, sections, surface

NORMAL = Member("normal", (0.0, 1.0))
MIXTURE = Member("mixture", (0.4, -2.0, 0.5, 0.6, 2.0, 0.8))
FIT = fit(MIXTURE, 0.5, 2.0)
CUT = sections(1.0, -1.0)


def named(figure, name: str):
    (trace,) = (trace for trace in figure.data if trace.name == name)
    return trace


def drawn_as(figure, mode: str) -> list:
    return [trace for trace in figure.data if trace.type == "scatter" and trace.mode == mode]


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_densities_stand_above_the_integrand_whose_area_is_the_divergence():
    result = pointwise(NORMAL, Member("normal", (1.0, 1.5)))
    figure = figures.pointwise_divergence(result)
    np.testing.assert_allclose(named(figure, "<i>p</i>").y, result.p)
    np.testing.assert_allclose(named(figure, "<i>q</i>").y, result.q)
    up, down = named(figure, "pulls up"), named(figure, "pulls down")
    np.testing.assert_allclose(np.asarray(up.y) + np.asarray(down.y), result.integrand, atol=1e-15)
    assert np.trapezoid(up.y, up.x) == pytest.approx(result.pulling_up, abs=1e-3)
    assert np.trapezoid(down.y, down.x) == pytest.approx(-result.pulling_down, abs=1e-3)
    assert figure.layout.xaxis2.matches == "x"
    assert not texts(figure)


def test_both_fills_differ_by_more_than_colour():
    figure = figures.pointwise_divergence(pointwise(NORMAL, Member("normal", (1.0, 1.5))))
    assert named(figure, "pulls up").fillpattern.shape is None
    assert named(figure, "pulls down").fillpattern.shape == "/"
    assert named(figure, "<i>q</i>").line.dash == "dash"


def test_where_q_cannot_be_is_shaded_in_both_panels_and_marked():
    result = pointwise(NORMAL, Member("uniform", (-1.0, 1.5)))
    figure = figures.pointwise_divergence(result)
    shades = [trace for trace in figure.data if trace.fillcolor == colour("reconstruction", 0.16)]
    spans = {(round(min(trace.x), 3), round(max(trace.x), 3), trace.xaxis) for trace in shades}
    low, high = (round(edge, 3) for edge in result.window)
    assert spans == {(low, -1.0, "x"), (low, -1.0, "x2"), (1.5, high, "x"), (1.5, high, "x2")}
    assert texts(figure) == ["<b>∞</b>", "<b>∞</b>"]
    assert [trace.name for trace in shades if trace.name] == ["∞: Q cannot be here"]
    drawn = named(figure, "pulls up").y
    assert np.isfinite(drawn).all()
    assert max(drawn) > figure.layout.yaxis2.range[1]


def test_a_tail_that_adds_up_to_infinity_is_said_to():
    figure = figures.pointwise_divergence(pointwise(Member("cauchy", (0.0, 1.0)), NORMAL))
    assert texts(figure) == ["the tail adds up to ∞"]


def test_an_endless_density_is_cut_off_above_the_panel():
    figure = figures.pointwise_divergence(pointwise(Member("gamma", (0.5, 1.0)), Member("exponential", (1.0,))))
    top = figure.layout.yaxis.range[1]
    assert top < max(named(figure, "<i>p</i>").y) <= 2 * top


def test_masses_stand_side_by_side():
    result = pointwise(Member("poisson", (3.0,)), Member("binomial", (6.0, 0.4)))
    figure = figures.pointwise_divergence(result)
    p, q = named(figure, "<i>p</i>"), named(figure, "<i>q</i>")
    np.testing.assert_allclose(p.y, result.p)
    assert (np.asarray(p.x) < result.x).all()
    assert (np.asarray(q.x) > result.x).all()
    np.testing.assert_allclose(p.customdata, result.x)
    assert p.marker.symbol != q.marker.symbol
    bars = [trace for trace in figure.data if trace.type == "bar"]
    finite = np.isfinite(result.integrand)
    np.testing.assert_allclose(sum(np.asarray(bar.y) for bar in bars)[finite], result.integrand[finite])
    assert figure.layout.barmode == "overlay"
    assert texts(figure) == ["<b>∞</b>"]


def test_the_other_direction_exchanges_names_and_colours():
    figure = figures.pointwise_divergence(pointwise(Member("normal", (1.0, 1.5)), NORMAL), names=("q", "p"))
    assert figure.data[0].line.color == colour("q")
    assert figure.layout.yaxis2.title.text == "<i>q</i> log <i>q</i>/<i>p</i>"


def test_words_are_the_callers():
    words = figures.Words(up="hinauf", down="hinunter", impossible="nie", tail="endlos")
    figure = figures.pointwise_divergence(pointwise(NORMAL, Member("uniform", (-1.0, 1.0))), words=words)
    assert {"hinauf", "hinunter", "∞: nie"} <= {trace.name for trace in figure.data}


def box_area(trace) -> float:
    """Of the closed outlines, one after another, by Gauss's formula."""
    x, y = (np.array(axis, dtype=float).reshape(-1, 6)[:, :5] for axis in (trace.x, trace.y))
    return 0.5 * np.abs((x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1]).sum(axis=1)).sum()


def test_the_area_of_the_boxes_is_the_average_length():
    result = coding((0.5, 0.25, 0.125, 0.125), (0.1, 0.2, 0.3, 0.4))
    figure = figures.coding_view(result, "ABCD")
    assert box_area(named(figure, "code for Q")) == pytest.approx(result.average)
    assert box_area(named(figure, "best code")) == pytest.approx(result.entropy)
    assert list(named(figure, "<i>p</i>").y) == result.p.tolist()
    assert list(named(figure, "<i>q</i>").y) == result.q.tolist()
    assert list(figure.layout.xaxis.ticktext) == list("ABCD")
    assert texts(figure)[:4] == list("ABCD")


def test_a_word_without_end_leaves_the_panel():
    figure = figures.coding_view(coding((0.5, 0.5, 0.0), (1.0, 0.0, 0.0)), "ABC")
    assert texts(figure)[:3] == ["A", "B", "<b>∞</b>"]
    heights = np.array(named(figure, "code for Q").y, dtype=float)
    assert np.nanmax(heights) > figure.layout.yaxis2.range[1]


@pytest.mark.parametrize(
    ("p", "q"),
    {
        "apart": ((0.9, 0.05, 0.05), (0.05, 0.05, 0.9)),
        "close": ((0.5, 0.25, 0.125, 0.125), (0.25,) * 4),
        "on the axis": ((1.0, 0.0), (0.99, 0.01)),
    }.values(),
)
def test_both_averages_are_named_beside_the_panel_and_keep_apart(p, q):
    result = coding(p, q)
    figure = figures.coding_view(result, "ABCD"[: len(p)])
    lower, upper = figure.layout.annotations[-2:]
    assert (lower.text, upper.text) == ("<i>H</i>(<i>P</i>)", "<i>H</i>(<i>P</i>, <i>Q</i>)")
    assert (lower.x, upper.x, figure.layout.xaxis2.range[1]) == (1, 1, 1)  # outside: on no box and no tick
    line = figure.layout.yaxis2.range[1] * 18 / (figure.layout.height - 36 - 44)
    assert lower.y >= 0
    assert upper.y - lower.y >= line * 0.999
    assert upper.y == pytest.approx(result.average, abs=line)
    assert lower.y == pytest.approx(result.entropy, abs=line)


def test_a_box_too_narrow_for_its_symbol_has_none():
    figure = figures.coding_view(coding((0.98, 0.02), (0.5, 0.5)), "AB")
    assert "A" in texts(figure)
    assert "B" not in texts(figure)


def test_the_logarithm_is_named_as_the_caller_says():
    figure = figures.pointwise_divergence(pointwise(NORMAL, Member("normal", (1.0, 1.5))), log="log₂")
    assert "log₂" in figure.layout.yaxis2.title.text


def test_each_dimension_stacks_its_two_parts_and_has_its_point():
    found = dimensions(3, 1, [(0.1, 0.0)])
    figure = many_dimensions(found, surface(), held=1)
    mean, variance = (trace for trace in figure.data if trace.type == "bar")
    assert list(mean.y) == found.parts.of_mean.tolist()
    assert list(variance.y) == found.parts.of_variance.tolist()
    assert list(mean.x) == [1, 2, 3]
    assert figure.layout.barmode == "stack"
    assert figure.layout.yaxis2.range[1] > found.parts.kl.max()
    (points,) = (trace for trace in figure.data if trace.type == "scatter")
    assert list(points.text) == ["2", "3"]
    assert list(points.x) == found.means[1:].tolist()


@pytest.fixture
def both():
    return fits.both_fits(fit_curves(MIXTURE, FIT, 4), FIT, landscape(MIXTURE), 4)


def test_both_fits_stand_over_the_mixture(both):
    curves = fit_curves(MIXTURE, FIT, 4)
    np.testing.assert_allclose(named(both, "<i>p</i>").y, curves.p)
    forward, reverse = named(both, fits.WORDS.forward), named(both, fits.WORDS.reverse)
    np.testing.assert_allclose(forward.y, curves.forward)
    np.testing.assert_allclose(reverse.y, curves.reverse)
    assert forward.line.color == reverse.line.color == colour("q")
    assert forward.line.dash != reverse.line.dash


def test_both_paths_and_all_optima_lie_in_the_plane(both):
    reached = [trace for trace in drawn_as(both, "markers") if trace.marker.color == colour("q")]
    expected = [(path.means[4], path.standard_deviations[4]) for path in (FIT.forward, FIT.reverse)]
    assert [(trace.x[0], trace.y[0]) for trace in reached] == expected
    lines = [trace for trace in drawn_as(both, "lines") if trace.xaxis == "x2"]
    assert [len(trace.x) for trace in lines] == [len(FIT.forward.means), 5, len(FIT.reverse.means), 5]
    (optima,) = (trace for trace in both.data if trace.name and trace.name.endswith(f"optimum, {fits.WORDS.reverse}"))
    assert list(optima.x) == [optimum.mean for optimum in FIT.reverse_optima]
    assert list(optima.customdata) == [optimum.divergence for optimum in FIT.reverse_optima]
    (hills,) = (trace for trace in both.data if trace.type == "contour")
    shown = landscape(MIXTURE).divergences
    assert np.unravel_index(np.argmax(hills.z), shown.shape) == np.unravel_index(np.argmin(shown), shown.shape)
    assert both.layout.yaxis2.type == "log"


def test_a_step_beyond_the_end_is_the_end():
    figure = fits.both_fits(fit_curves(MIXTURE, FIT, 999), FIT, landscape(MIXTURE), 999)
    reached = [trace for trace in drawn_as(figure, "markers") if trace.marker.color == colour("q")]
    assert [trace.x[0] for trace in reached] == [FIT.forward.means[-1], FIT.reverse.means[-1]]


def test_the_surface_is_cut_where_the_point_is():
    figure = fits.standard_normal_surface(CUT)
    totals = [trace for trace in drawn_as(figure, "lines") if trace.line.color == colour("kl")]
    np.testing.assert_allclose(totals[0].y, CUT.over_mean.kl)
    np.testing.assert_allclose(totals[1].y, CUT.over_log_variance.kl)
    points = drawn_as(figure, "markers")
    assert [(trace.x[0], trace.y[0]) for trace in points] == [(1.0, CUT.kl), (-1.0, CUT.kl)]
    (surface,) = (trace for trace in figure.data if trace.type == "contour")
    np.testing.assert_allclose(np.square(surface.z), CUT.surface.kl, rtol=1e-5, atol=1e-6)
    assert [trace.name for trace in figure.data if trace.showlegend and trace.name][-1] == "KL"
    assert sum(bool(trace.showlegend) for trace in figure.data) == 3


def test_the_notes_version_is_twice_as_high():
    figure = fits.standard_normal_surface(CUT, with_notes=True)
    notes = [trace for trace in figure.data if trace.name == "the notes, without ½"]
    np.testing.assert_allclose(notes[0].y, 2 * CUT.over_mean.kl, atol=1e-12)
    np.testing.assert_allclose(notes[1].y, 2 * CUT.over_log_variance.kl, atol=1e-12)
    assert figure.layout.yaxis.range[1] > max(notes[0].y)


def test_the_surface_can_be_turned():
    figure = fits.standard_normal_surface(CUT, solid=True)
    (surface,) = (trace for trace in figure.data if trace.type == "surface")
    np.testing.assert_allclose(surface.z, CUT.surface.kl, rtol=1e-5, atol=1e-6)
    (point,) = (trace for trace in figure.data if trace.type == "scatter3d")
    assert (point.x[0], point.y[0], point.z[0]) == (1.0, -1.0, CUT.kl)
    assert not [trace for trace in figure.data if trace.type == "contour"]
