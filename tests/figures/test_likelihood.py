"""What the likelihood's figures show is what was computed."""

import numpy as np
import pytest

from vae_core.figures import likelihood as plane
from vae_core.figures import log_likelihood as lines
from vae_core.figures.canvas import colour
from vae_core.probability.ascent import ascend
from vae_core.probability.curves import curves
from vae_core.probability.empirical import matching
from vae_core.probability.families import Member
from vae_core.probability.likelihood import (
    draw,
    hidden_truth,
    likelihood,
    maximum,
    observations,
    parameter_grid,
    surface,
)
from vae_core.probability.squared_error import squared_error
from vae_core.probability.underflow import LOG10_SMALLEST_DOUBLE, running_likelihood

TRUTH = hidden_truth("laplace", 0.5, 1.0)
X = draw(TRUTH, 12, 0)
GRID = parameter_grid()
CURVE = curves(Member("normal", (0.0, 1.0)).distribution, -6.0, 6.0)
AT = likelihood(X, 0.0, 1.0)
PATH = ascend(X, -2.0, 3.0, rate=0.2)


def over(x=X, **settings):
    at = likelihood(x, 0.0, 1.0)
    return plane.over_data_and_parameters(CURVE, at, surface(x, *GRID), maximum(x), **settings)


def of(figure, kind="scatter", **wanted) -> list:
    traces = [trace for trace in figure.data if trace.type == kind]
    return [trace for trace in traces if all(getattr(trace, name) == value for name, value in wanted.items())]


def test_the_left_panel_has_the_curve_and_a_height_over_every_datum():
    figure = over()
    curve, tops = of(figure, xaxis="x", mode="lines")[0], of(figure, xaxis="x", mode="markers")[0]
    np.testing.assert_array_equal(curve.y, CURVE.density)
    assert curve.line.color == colour("p")
    np.testing.assert_array_equal(tops.x, X)
    np.testing.assert_array_equal(tops.y, AT.heights)
    stems = of(figure, xaxis="x", mode="lines")[1]
    np.testing.assert_array_equal(stems.y[1::3], AT.heights)
    assert (stems.y[0::3] == 0).all()


def test_the_left_panel_ends_where_it_is_told():
    assert over().layout.xaxis.range == (-6, 6)
    assert over(height_limit=3.0).layout.yaxis.range == (0, 3)
    assert over().layout.yaxis.range[1] > CURVE.density.max()


def test_the_truth_is_drawn_only_where_it_is_given():
    truth = curves(TRUTH.distribution, -6.0, 6.0)
    words = plane.Words(truth="Wahrheit")
    shown = of(over(truth=truth, words=words), name="Wahrheit")
    np.testing.assert_array_equal(shown[0].y, truth.density)
    assert not of(over(words=words), name="Wahrheit")


def test_the_contours_are_cut_thirty_nats_below_the_top():
    (contour,) = of(over(), "contour")
    assert (contour.z.min(), contour.z.max()) == (-30, 0)
    row, column = np.unravel_index(contour.z.argmax(), contour.z.shape)
    best = maximum(X)
    assert contour.x[column] == pytest.approx(best.mean, abs=0.15)
    assert contour.y[row] == pytest.approx(best.standard_deviation, rel=0.06)
    shown = contour.z > -30
    np.testing.assert_allclose(contour.z[shown], surface(X, *GRID).relative[shown], atol=1e-5)


def test_the_axis_of_the_width_is_logarithmic_unless_told_otherwise():
    axis = over().layout.yaxis2
    assert (axis.type, axis.range) == ("log", pytest.approx((-1, 1)))
    axis = over(logarithmic=False).layout.yaxis2
    assert (axis.type, axis.range) == ("linear", pytest.approx((0.1, 10)))


def test_the_maximum_is_marked_where_there_is_one():
    (mark,) = of(over(), name="maximum")
    assert (mark.x[0], mark.y[0]) == (maximum(X).mean, maximum(X).standard_deviation)
    assert not of(over(observations([1.0])), name="maximum")


@pytest.mark.parametrize(
    ("step", "reached"), [(0, 0), (7, 7), (10_000, len(PATH.means) - 1), (None, len(PATH.means) - 1)]
)
def test_the_path_is_walked_up_to_the_step(step, reached):
    figure = over(ascent=PATH, step=step)
    walked = of(figure, xaxis="x2", mode="markers")[-1]
    np.testing.assert_array_equal(walked.x, PATH.means[: reached + 1])
    np.testing.assert_array_equal(walked.y, PATH.standard_deviations[: reached + 1])
    assert walked.marker.size[-1] == max(walked.marker.size)
    (whole, strong) = of(figure, xaxis="x2", mode="lines")
    assert len(whole.x) == len(PATH.means)
    assert len(strong.x) == reached + 1


def test_the_solid_shows_the_same_surface_with_theta_on_it():
    figure = over(ascent=PATH, step=3, solid=True)
    (solid,) = of(figure, "surface")
    np.testing.assert_array_equal(solid.z, of(over(), "contour")[0].z)
    theta, best, path = of(figure, "scatter3d")
    assert (theta.x[0], theta.y[0]) == (AT.mean, AT.standard_deviation)
    top = surface(X, *GRID).log_likelihood.max()
    assert theta.z[0] == pytest.approx(max(AT.log_likelihood - top, -30), abs=0.5)
    assert best.z[0] == pytest.approx(0, abs=0.6)
    assert len(path.x) == 4
    assert path.z[3] == pytest.approx(max(PATH.values[3] * len(X) - top, -30), abs=0.5)
    assert figure.layout.scene.yaxis.type == "log"


def test_the_slices_cross_at_theta():
    means, sds = GRID
    cuts = surface(X, means, 1.0), surface(X, 0.0, sds)
    figure = lines.slices(*cuts, AT, maximum(X))
    along_mean, along_sd = of(figure, mode="lines")[:2]
    np.testing.assert_array_equal(along_mean.y, cuts[0].log_likelihood[0])
    np.testing.assert_array_equal(along_sd.y, cuts[1].log_likelihood[:, 0])
    places = [(dot.x[0], dot.y[0]) for dot in of(figure, mode="markers")]
    assert places == [(0.0, AT.log_likelihood), (1.0, AT.log_likelihood)]
    assert of(figure, name="maximum")[0].y[0] == maximum(X).log_likelihood
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range


def test_slices_of_an_unbounded_likelihood_have_no_maximum():
    x = observations([0.0])
    means, sds = GRID
    cuts = surface(x, means, 1.0), surface(x, 0.0, sds)
    figure = lines.slices(*cuts, likelihood(x, 0.0, 1.0), maximum(x))
    assert not of(figure, name="maximum")
    assert np.isfinite(figure.layout.yaxis.range).all()


def test_underflow_ends_the_product_and_says_where():
    result = running_likelihood(draw(TRUTH, 2000, 0), 0.5, 1.0)
    figure = lines.underflow(result, words=lines.Words(product="Produkt"))
    (product,), (total,) = of(figure, name="Produkt"), of(figure, name="sum of logarithms")
    assert product.x[-1] == result.vanishes_at - 1
    assert total.x[-1] == 2000
    assert of(figure, name="smallest positive double")[0].y == (LOG10_SMALLEST_DOUBLE, LOG10_SMALLEST_DOUBLE)
    assert f"{result.vanishes_at}: <i>L</i> = 0" in figure.layout.annotations[0].text


def test_underflow_at_the_first_point_and_overflow_and_neither():
    assert "= 0" in lines.underflow(running_likelihood(observations([1e6]), 0.0, 1.0)).layout.annotations[0].text
    high = running_likelihood(np.zeros(300), 0.0, 1e-3)
    assert "∞" in lines.underflow(high).layout.annotations[0].text
    assert not lines.underflow(running_likelihood(X, 0.0, 1.0)).layout.annotations


def test_likelihood_and_kl_are_drawn_as_mirror_images():
    result = matching(X, np.linspace(-3, 3, 121), 1.0, 0.5)
    figure = lines.matching(result, matching(X, 0.3, 1.0, 0.5))
    divergence, mean_log, *_ = of(figure, mode="lines")
    (total,) = [trace for trace in figure.data if trace.line.dash == "dash"]
    np.testing.assert_allclose(divergence.y + mean_log.y, total.y[0], atol=1e-12)
    assert divergence.line.color == colour("kl")
    assert divergence.x[divergence.y.argmin()] == mean_log.x[mean_log.y.argmax()] == result.best_mean
    now = of(figure, mode="markers")
    assert [dot.x[0] for dot in now] == pytest.approx([0.3, 0.3])
    assert now[0].y[0] + now[1].y[0] == pytest.approx(total.y[0])


def test_squared_error_and_likelihood_have_one_minimum():
    means = np.linspace(-3, 3, 121)
    result, wider = squared_error(X, means, 1.0), squared_error(X, means, 2.0)
    figure = lines.squared_error(result, squared_error(X, 0.317, 1.0), others=[wider])
    left, faint, right = of(figure, mode="lines")[:3]
    np.testing.assert_array_equal(left.y, result.squared_errors)
    np.testing.assert_array_equal(faint.y, wider.negative_log_likelihoods)
    np.testing.assert_array_equal(right.y, result.negative_log_likelihoods)
    assert left.y.argmin() == faint.y.argmin() == right.y.argmin()
    assert (left.xaxis, right.xaxis) == ("x", "x2")
    now = of(figure, mode="markers")
    assert [dot.x[0] for dot in now] == [0.317, 0.317]
    assert now[0].y[0] == pytest.approx(np.sum((X - 0.317) ** 2))
    uprights = [trace for trace in figure.data if trace.line.dash == "dot"]
    assert {trace.x[0] for trace in uprights} == {result.minimiser}
