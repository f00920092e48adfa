"""The figures of latent variables show what was computed."""

import json

import numpy as np
import pytest

from vae_core.figures import ancestral, latent_variables, prior_sampling
from vae_core.figures.canvas import colour
from vae_core.figures.theme import dark_shades
from vae_core.probability.ancestral import bayes, mixture_curves, story
from vae_core.probability.infinite_mixture import approximate, terrain
from vae_core.probability.latent_curves import CurveConfig
from vae_core.probability.mixture import Mixture
from vae_core.probability.prior_sampling import contributions, jensen_bias, running_estimate

MIXTURE = Mixture((0.5, 0.2, 0.3), (-2.0, 0.5, 3.0), (0.4, 1.0, 0.7))
STORY = story(MIXTURE, 500, 1)
DRAWS = STORY.draws
CURVES = mixture_curves(MIXTURE, DRAWS, full=300)
BAYES = bayes(MIXTURE, 1.5)
LINE, X = CurveConfig("fold"), (1.2,)
PLANE, XX = CurveConfig("spiral", 2), (0.4, 1.2)


def in_panel(figure, number: int, kind: str = "scatter", mode: str | None = None) -> list:
    axis = "x" if number == 0 else f"x{number + 1}"
    return [t for t in figure.data if (t.xaxis, t.type) == (axis, kind) and mode in (None, getattr(t, "mode", None))]


def named(figure, name: str):
    (trace,) = [trace for trace in figure.data if trace.name == name]
    return trace


def test_a_finite_mixture_shows_each_component_in_its_colour_and_with_its_number():
    figure = ancestral.finite_mixture(CURVES, STORY, BAYES)
    *parts, total = in_panel(figure, 0, mode="lines")
    for k, trace in enumerate(parts):
        np.testing.assert_array_equal(trace.y, CURVES.parts[k])
        assert trace.line.color == colour(str(k))
        assert (trace.line.width > 3) == (k == STORY.z)
    np.testing.assert_array_equal(total.y, CURVES.total)
    # The page's handle on x slides along this one.
    assert figure.data.index(total) == 2 * len(parts)
    assert [note.text for note in figure.layout.annotations] == ["<b>1</b>", "<b>2</b>", "<b>3</b>"]
    assert [(note.x, note.y) for note in figure.layout.annotations] == [tuple(peak) for peak in CURVES.peaks]
    assert [note.font.color for note in figure.layout.annotations] == [colour(k) for k in "012"]


def test_a_finite_mixture_shows_the_draws():
    figure = ancestral.finite_mixture(CURVES, STORY, BAYES, share="频率")
    for k, bricks in enumerate(in_panel(figure, 0, "bar")):
        np.testing.assert_array_equal(bricks.y, CURVES.histogram[k])
        np.testing.assert_allclose(bricks.x - bricks.width / 2, CURVES.edges[:-1], atol=1e-12)
    assert figure.layout.barmode == "stack"
    rows, ring = in_panel(figure, 1, mode="markers")
    np.testing.assert_array_equal(rows.x, DRAWS.x[-120:])
    np.testing.assert_array_equal(np.round(rows.y), DRAWS.z[-120:] + 1)
    assert rows.marker.color == tuple(colour(str(z)) for z in DRAWS.z[-120:])
    assert (ring.x[0], round(ring.y[0])) == (DRAWS.x[-1], DRAWS.z[-1] + 1)
    np.testing.assert_allclose(named(figure, "频率").y, DRAWS.counts / 250)


def test_a_draw_stays_where_it_is_when_others_follow():
    later = ancestral.finite_mixture(CURVES, story(MIXTURE, 120, 1), BAYES)
    sooner = ancestral.finite_mixture(CURVES, story(MIXTURE, 60, 1), BAYES)
    places = [in_panel(figure, 1, mode="markers")[0] for figure in (sooner, later)]
    np.testing.assert_array_equal(places[0].y, places[1].y[:30])


def test_a_z_without_its_x_is_lit_and_asks():
    picked = story(MIXTURE, 7, 1)
    figure = ancestral.finite_mixture(mixture_curves(MIXTURE, picked.draws), picked, BAYES)
    (band,) = [trace for trace in in_panel(figure, 1) if trace.fill == "toself"]
    assert band.y == tuple(picked.z + at for at in (0.55, 0.55, 1.45, 1.45))
    assert figure.layout.annotations[-1].text == f"<i>z</i> = {picked.z + 1}, <i>x</i> = ?"
    _rows, ring = in_panel(figure, 1, mode="markers")
    assert len(ring.x) == 0
    (prior,) = in_panel(figure, 2, "bar")
    assert [width > 0 for width in prior.marker.line.width] == [k == picked.z for k in range(3)]


def test_a_finite_mixture_shows_bayes():
    figure = ancestral.finite_mixture(CURVES, STORY, BAYES)
    (prior,), (posterior,) = in_panel(figure, 2, "bar"), in_panel(figure, 3, "bar")
    np.testing.assert_array_equal(prior.y, BAYES.prior)
    np.testing.assert_array_equal(posterior.y, BAYES.posterior)
    assert prior.marker.color == posterior.marker.color == tuple(colour(k) for k in "012")
    assert figure.layout.xaxis4.ticktext == tuple(f"<b>{k + 1}</b><br>{p:.2f}" for k, p in enumerate(BAYES.posterior))
    heights = in_panel(figure, 0, mode="markers")[0]
    np.testing.assert_array_equal(heights.y, BAYES.joint)
    assert set(heights.x) == {1.5}


def test_without_draws_the_finite_mixture_is_there_already():
    none = story(MIXTURE, 0, 0)
    figure = ancestral.finite_mixture(mixture_curves(MIXTURE, none.draws), none, BAYES)
    assert "share of draws" not in [trace.name for trace in figure.data]
    assert all(len(trace.x) == 0 for trace in in_panel(figure, 1))


@pytest.mark.parametrize("components", [1, 12, 41, 400])
def test_the_curve_on_a_line_shows_the_sum_beside_the_integral(components):
    approximation = approximate(LINE, components)
    figure = latent_variables.curve_on_a_line(approximation, integral="积分")
    mixture, integral = named(figure, f"<i>K</i> = {components}"), named(figure, "积分")
    for trace, values in ((mixture, approximation.mixture), (integral, approximation.integral)):
        np.testing.assert_array_equal(trace.x, values)
        np.testing.assert_array_equal(trace.y, approximation.axes[0])
        assert trace.xaxis == "x3"
    assert integral.line.color == colour("p")
    parts = [trace for trace in in_panel(figure, 2, mode="lines") if not trace.name]
    assert len(parts) == (components <= 40)
    if parts:
        assert np.isnan(parts[0].x).sum() == components
        np.testing.assert_allclose(
            parts[0].x[: len(approximation.axes[0])], approximation.parts[0], rtol=1e-6, atol=1e-30
        )


def test_the_curve_on_a_line_shows_the_curve_its_noise_and_its_nodes():
    approximation = approximate(LINE, 12)
    figure = latent_variables.curve_on_a_line(approximation)
    curve, band = named(figure, "<i>μ</i>(<i>z</i>)"), named(figure, "<i>σ</i>(<i>z</i>)")
    np.testing.assert_array_equal(curve.x, approximation.along)
    np.testing.assert_array_equal(curve.y, approximation.path[:, 0])
    size = len(approximation.along)
    np.testing.assert_allclose(band.y[:size], approximation.path[:, 0] + approximation.spread)
    np.testing.assert_allclose(band.y[size:][::-1], approximation.path[:, 0] - approximation.spread)
    (wide,) = [trace for trace in in_panel(figure, 0) if trace.fill == "toself" and not trace.name]
    np.testing.assert_allclose(wide.y[:size] - wide.y[size:][::-1], 4 * approximation.spread)
    (nodes,) = in_panel(figure, 0, mode="markers")
    np.testing.assert_array_equal(nodes.x, approximation.z)
    np.testing.assert_array_equal(nodes.y, approximation.means[:, 0])
    (ticks,) = in_panel(figure, 1, mode="markers")
    np.testing.assert_array_equal(ticks.x, approximation.z)
    np.testing.assert_array_equal(named(figure, "<i>p</i>(<i>z</i>)").y, approximation.prior)
    assert figure.layout.yaxis.range == figure.layout.yaxis3.range == approximation.view[0]


@pytest.mark.parametrize(("config", "x"), [(LINE, X), (PLANE, XX)])
def test_the_posterior_of_x_is_drawn_over_the_prior(config, x):
    parts = contributions(config, x, 300, 0)
    figure = prior_sampling.draws_that_count(terrain(config), parts)
    prior, trace = named(figure, "<i>p</i>(<i>z</i>)"), named(figure, "<i>p</i>(<i>z</i>∣<i>x</i>)")
    assert prior.xaxis == trace.xaxis == "x2"
    np.testing.assert_array_equal(trace.x, parts.posterior.z)
    np.testing.assert_array_equal(prior.y, parts.posterior.prior)
    np.testing.assert_array_equal(trace.y, parts.posterior.posterior)


def test_x_on_a_line_is_a_level_and_the_plane_is_a_map():
    figure = prior_sampling.draws_that_count(terrain(LINE), contributions(LINE, X, 300, 0))
    (level,) = [trace for trace in figure.data if trace.line.color == colour("x")]
    assert (level.xaxis, list(level.y)) == ("x", [1.2, 1.2])
    figure = prior_sampling.draws_that_count(terrain(PLANE), contributions(PLANE, XX, 300, 0))
    (heat,) = [trace for trace in figure.data if trace.type == "contour"]
    np.testing.assert_allclose(heat.z, terrain(PLANE).integral, rtol=1e-6, atol=1e-30)


@pytest.mark.parametrize(("config", "x"), [(LINE, X), (PLANE, XX)])
def test_the_draws_lie_on_the_curve(config, x):
    parts = contributions(config, x, 200, 0)
    light, heavy = in_panel(prior_sampling.draws_that_count(terrain(config), parts), 0, mode="markers")
    for trace, those in ((light, ~parts.carries), (heavy, parts.carries)):
        across = parts.z if len(x) == 1 else parts.means[:, 0]
        np.testing.assert_array_equal(trace.x, across[those])
        np.testing.assert_array_equal(trace.y, parts.means[those, -1])


@pytest.mark.parametrize("components", [1, 12, 200])
def test_the_plane_shows_both_densities_in_the_same_shades(components):
    approximation = approximate(PLANE, components)
    figure = latent_variables.curve_in_the_plane(approximation, integral="积分")
    mixture, integral = (trace for trace in figure.data if trace.type == "contour")
    np.testing.assert_allclose(mixture.z, approximation.mixture, rtol=1e-6, atol=1e-30)
    np.testing.assert_allclose(integral.z, approximation.integral, rtol=1e-6, atol=1e-30)
    assert (mixture.xaxis, integral.xaxis) == ("x", "x2")
    assert (mixture.zmin, mixture.zmax, mixture.contours) == (integral.zmin, integral.zmax, integral.contours)
    np.testing.assert_array_equal(mixture.x, approximation.axes[0])
    np.testing.assert_array_equal(mixture.y, approximation.axes[1])
    assert [note.text for note in figure.layout.annotations] == [f"<b><i>K</i> = {components}</b>", "<b>积分</b>"]
    assert figure.layout.yaxis.scaleanchor == "x"


def test_the_discs_have_the_radius_of_the_noise():
    approximation = approximate(CurveConfig("spiral", 2, spread="growing"), 7)
    disc = named(latent_variables.curve_in_the_plane(approximation), "<i>σ</i>(<i>z</i>)")
    x, y = np.reshape(disc.x, (7, -1))[:, :-1], np.reshape(disc.y, (7, -1))[:, :-1]
    radius = np.hypot(x - approximation.means[:, :1], y - approximation.means[:, 1:])
    expected = np.broadcast_to(approximation.standard_deviations[:, None], radius.shape)
    np.testing.assert_allclose(radius, expected, rtol=1e-5)


def test_the_running_estimate_is_drawn_beside_the_exact_value():
    running = running_estimate(LINE, X, 5000, 0)
    figure = prior_sampling.running_estimate(running, exact="精确", estimate="估计")
    estimate, exact = named(figure, "估计"), named(figure, "精确")
    np.testing.assert_array_equal(estimate.x, running.n)
    np.testing.assert_allclose(estimate.y, running.log_estimate)
    assert set(exact.y) == {running.log_evidence}
    low, high = figure.layout.yaxis.range
    assert low < running.log_estimate.min()
    assert high > running.log_estimate.max()
    (band,) = [trace for trace in in_panel(figure, 0) if trace.fill == "toself"]
    size = len(running.n)
    np.testing.assert_allclose(band.y[:size], np.maximum(running.low, low))
    np.testing.assert_array_equal(band.y[size:][::-1], running.high)
    assert figure.layout.xaxis.type == "log"


def test_hopeless_estimates_do_not_flatten_the_picture():
    config, x = CurveConfig("spiral", 2, 0.05), (-0.2, -1.9)
    running = running_estimate(config, x, 100, 0)
    figure = prior_sampling.running_estimate(running)
    low, high = figure.layout.yaxis.range
    assert running.log_estimate.min() < low < running.log_evidence < high
    assert high - low < 20
    assert np.isfinite([value for trace in in_panel(figure, 0) for value in trace.y]).all()


@pytest.mark.parametrize("n", [1, 200, 20_000])
def test_the_weights_lie_under_the_posterior(n):
    parts = contributions(PLANE, XX, n, 0)
    figure = prior_sampling.draws_that_count(terrain(PLANE), parts, heavy="重", light="轻")
    assert len(named(figure, "重").x) + len(named(figure, "轻").x) <= min(n, 200)
    light, heavy = (_tips(trace) for trace in in_panel(figure, 2))
    weight_of = dict(zip(parts.z.tolist(), parts.weights.tolist(), strict=True))
    for z, weights in (light, heavy):
        assert [weight_of[each] for each in z] == list(weights)
    assert max(heavy[1]) == parts.weights.max()
    if n <= 200:
        assert len(heavy[0]) == parts.carries.sum()
        assert len(light[0]) == n - parts.carries.sum()


def test_the_average_log_estimates_carry_their_errors():
    bias = jensen_bias(PLANE, XX, 0)
    figure = prior_sampling.jensen(bias, exact="精确", average="平均")
    average = named(figure, "平均")
    np.testing.assert_array_equal(average.x, bias.n)
    np.testing.assert_array_equal(average.y, bias.mean_log_estimate)
    np.testing.assert_allclose(average.error_y.array, 2 * bias.standard_error)
    assert set(named(figure, "精确").y) == {bias.log_evidence}


def test_every_class_has_its_colour_in_the_dark():
    assert all(colour(str(k)) in dark_shades() for k in range(10))


def test_the_figures_travel_as_json():
    figures = [
        ancestral.finite_mixture(CURVES, STORY, BAYES),
        latent_variables.curve_on_a_line(approximate(LINE, 12)),
        latent_variables.curve_in_the_plane(approximate(PLANE, 12)),
        prior_sampling.running_estimate(running_estimate(LINE, X, 1000, 0)),
        prior_sampling.draws_that_count(terrain(LINE), contributions(LINE, X, 1000, 0)),
        prior_sampling.draws_that_count(terrain(PLANE), contributions(PLANE, XX, 1000, 0)),
        prior_sampling.jensen(jensen_bias(LINE, X, 0)),
    ]
    for figure in figures:
        assert json.loads(figure.to_json())["data"]


def _tips(stems) -> tuple:
    """Where the lines from zero end."""
    assert not np.any(stems.y[::3])
    return stems.x[1::3], stems.y[1::3]
