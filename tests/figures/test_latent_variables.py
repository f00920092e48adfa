"""The figures of latent variables show what was computed."""

import json

import numpy as np
import pytest

from vae_core.figures import latent_variables, prior_sampling
from vae_core.figures.canvas import colour
from vae_core.figures.theme import dark_shades
from vae_core.probability.ancestral import ancestral_sample, bayes, mixture_curves
from vae_core.probability.infinite_mixture import approximate, latent_posterior
from vae_core.probability.latent_curves import CurveConfig
from vae_core.probability.mixture import Mixture
from vae_core.probability.prior_sampling import contributions, jensen_bias, running_estimate

MIXTURE = Mixture((0.5, 0.2, 0.3), (-2.0, 0.5, 3.0), (0.4, 1.0, 0.7))
DRAWS = ancestral_sample(MIXTURE, 500, 1)
CURVES = mixture_curves(MIXTURE, DRAWS)
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
    figure = latent_variables.finite_mixture(CURVES, DRAWS, BAYES)
    for k in range(3):
        trace = named(figure, f"<i>z</i> = {k + 1}")
        np.testing.assert_array_equal(trace.y, CURVES.parts[k])
        assert trace.line.color == colour(str(k))
    np.testing.assert_array_equal(named(figure, "<i>p</i>(<i>x</i>)").y, CURVES.total)
    assert [note.text for note in figure.layout.annotations] == ["<b>1</b>", "<b>2</b>", "<b>3</b>"]
    peaks = [CURVES.x[part.argmax()] for part in CURVES.parts]
    assert [note.x for note in figure.layout.annotations] == peaks
    assert [note.font.color for note in figure.layout.annotations] == [colour(k) for k in "012"]


def test_a_finite_mixture_shows_the_draws():
    figure = latent_variables.finite_mixture(CURVES, DRAWS, BAYES, drawn="样本", share="频率")
    histogram = named(figure, "样本")
    np.testing.assert_array_equal(histogram.y, CURVES.histogram)
    np.testing.assert_allclose(histogram.x - histogram.width / 2, CURVES.edges[:-1], atol=1e-12)
    rows, ring = in_panel(figure, 1)
    np.testing.assert_array_equal(rows.x, DRAWS.x[-120:])
    np.testing.assert_array_equal(rows.y, DRAWS.z[-120:] + 1)
    assert rows.marker.color == tuple(colour(str(z)) for z in DRAWS.z[-120:])
    assert (ring.x[0], ring.y[0]) == (DRAWS.x[-1], DRAWS.z[-1] + 1)
    np.testing.assert_allclose(named(figure, "频率").y, DRAWS.counts / 500)


def test_a_finite_mixture_shows_bayes():
    figure = latent_variables.finite_mixture(CURVES, DRAWS, BAYES)
    (prior,), (posterior,) = in_panel(figure, 2, "bar"), in_panel(figure, 3, "bar")
    np.testing.assert_array_equal(prior.y, BAYES.prior)
    np.testing.assert_array_equal(posterior.y, BAYES.posterior)
    assert prior.marker.color == posterior.marker.color == tuple(colour(k) for k in "012")
    heights, total = in_panel(figure, 0, mode="markers")
    np.testing.assert_array_equal(heights.y, BAYES.joint)
    assert set(heights.x) == {1.5}
    assert total.y == (BAYES.evidence,)


def test_without_draws_the_finite_mixture_is_there_already():
    none = ancestral_sample(MIXTURE, 0, 0)
    figure = latent_variables.finite_mixture(mixture_curves(MIXTURE, none), none, BAYES)
    assert "share of the draws" not in [trace.name for trace in figure.data]
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
        np.testing.assert_array_equal(parts[0].x[: len(approximation.axes[0])], approximation.parts[0])


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


@pytest.mark.parametrize(
    ("build", "config", "x", "panel"),
    [
        (latent_variables.curve_on_a_line, LINE, X, "x2"),
        (latent_variables.curve_in_the_plane, PLANE, XX, "x3"),
    ],
)
def test_the_posterior_of_a_marked_x_is_drawn_over_the_prior(build, config, x, panel):
    posterior = latent_posterior(config, x)
    trace = named(build(approximate(config, 5), posterior), "<i>p</i>(<i>z</i>∣<i>x</i>)")
    assert trace.xaxis == panel
    np.testing.assert_array_equal(trace.x, posterior.z)
    np.testing.assert_array_equal(trace.y, posterior.posterior)
    assert len(build(approximate(config, 5)).data) < len(build(approximate(config, 5), posterior).data)


def test_the_marked_x_is_a_line_across_and_a_dot_in_the_plane():
    figure = latent_variables.curve_on_a_line(approximate(LINE, 5), latent_posterior(LINE, X))
    levels = [trace for trace in figure.data if trace.line.color == colour("x")]
    assert [list(trace.y) for trace in levels] == [[1.2, 1.2], [1.2, 1.2]]
    figure = latent_variables.curve_in_the_plane(approximate(PLANE, 5), latent_posterior(PLANE, XX))
    marks = [trace for trace in figure.data if trace.type == "scatter" and trace.marker.color == colour("x")]
    assert [(*trace.x, *trace.y) for trace in marks] == [XX, XX]


@pytest.mark.parametrize("components", [1, 12, 200])
def test_the_plane_shows_both_densities_in_the_same_shades(components):
    approximation = approximate(PLANE, components)
    figure = latent_variables.curve_in_the_plane(approximation, integral="积分")
    mixture, integral = (trace for trace in figure.data if trace.type == "contour")
    np.testing.assert_array_equal(mixture.z, approximation.mixture)
    np.testing.assert_array_equal(integral.z, approximation.integral)
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
    np.testing.assert_allclose(radius, np.broadcast_to(approximation.standard_deviations[:, None], radius.shape))


def test_the_running_estimate_is_drawn_beside_the_exact_value():
    running = running_estimate(LINE, X, 5000, 0)
    figure = prior_sampling.prior_sampling(running, contributions(LINE, X, 5000, 0), exact="精确", estimate="估计")
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
    figure = prior_sampling.prior_sampling(running, contributions(config, x, 100, 0))
    low, high = figure.layout.yaxis.range
    assert running.log_estimate.min() < low < running.log_evidence < high
    assert high - low < 20
    assert np.isfinite([value for trace in in_panel(figure, 0) for value in trace.y]).all()


@pytest.mark.parametrize("n", [1, 300, 20_000])
def test_the_weights_lie_under_the_posterior(n):
    parts = contributions(PLANE, XX, n, 0)
    figure = prior_sampling.prior_sampling(running_estimate(PLANE, XX, n, 0), parts, heavy="重", light="轻")
    np.testing.assert_array_equal(named(figure, "<i>p</i>(<i>z</i>)").y, parts.posterior.prior)
    np.testing.assert_array_equal(named(figure, "<i>p</i>(<i>z</i>∣<i>x</i>)").y, parts.posterior.posterior)
    heavy, light = named(figure, "重"), named(figure, "轻")
    assert len(heavy.x) + len(light.x) <= min(n, 400)
    weight_of = dict(zip(parts.z.tolist(), parts.weights.tolist(), strict=True))
    for trace in (heavy, light):
        assert [weight_of[z] for z in trace.x] == list(trace.y)
    assert max(heavy.y) == parts.weights.max()
    if n <= 400:
        assert len(heavy.x) == parts.carries.sum()
        assert len(light.x) == n - parts.carries.sum()


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
        latent_variables.finite_mixture(CURVES, DRAWS, BAYES),
        latent_variables.curve_on_a_line(approximate(LINE, 12), latent_posterior(LINE, X)),
        latent_variables.curve_in_the_plane(approximate(PLANE, 12), latent_posterior(PLANE, XX)),
        prior_sampling.prior_sampling(running_estimate(LINE, X, 1000, 0), contributions(LINE, X, 1000, 0)),
        prior_sampling.jensen(jensen_bias(LINE, X, 0)),
    ]
    for figure in figures:
        assert json.loads(figure.to_json())["data"]
