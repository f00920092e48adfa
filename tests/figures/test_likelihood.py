"""What the likelihood's figures show is what was computed."""

import numpy as np
import pytest

from vae_core.figures import likelihood as plane
from vae_core.figures import log_likelihood as lines
from vae_core.figures.canvas import colour
from vae_core.probability.ascent import ascend
from vae_core.probability.curves import curves
from vae_core.probability.empirical import bin_masses, matching
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
from vae_core.probability.likelihood_totals import along_mean
from vae_core.probability.squared_error import squared_error
from vae_core.probability.underflow import LOG10_LARGEST_DOUBLE, LOG10_SMALLEST_DOUBLE, running_likelihood

TRUTH = hidden_truth("laplace", 0.5, 1.0)
X = draw(TRUTH, 12, 0)
GRID = parameter_grid()
CURVE = curves(Member("normal", (0.0, 1.0)).distribution, -6.0, 6.0)
AT = likelihood(X, 0.0, 1.0)
PATH = ascend(X, -2.0, 3.0, rate=0.2)


def over(x=X, **settings):
    return plane.over_parameters(surface(x, *GRID), maximum(x), **settings)


def of(figure, kind="scatter", **wanted) -> list:
    traces = [trace for trace in figure.data if trace.type == kind]
    return [trace for trace in traces if all(getattr(trace, name) == value for name, value in wanted.items())]


def test_over_the_data_there_are_the_curve_and_a_height_over_every_datum():
    figure = plane.over_data(CURVE, AT)
    curve, stems = of(figure, mode="lines")
    np.testing.assert_array_equal(curve.y, CURVE.density)
    assert curve.line.color == colour("p")
    (tops,) = of(figure, mode="markers")
    np.testing.assert_array_equal(tops.x, X)
    np.testing.assert_array_equal(tops.y, AT.heights)
    np.testing.assert_array_equal(stems.y[1::3], AT.heights)
    assert (stems.y[0::3] == 0).all()


def test_the_height_of_the_panel_doubles_and_does_not_creep():
    def top(sd):
        return plane.over_data(curves(Member("normal", (0.0, sd)).distribution, -6.0, 6.0), AT).layout.yaxis.range[1]

    assert [top(sd) for sd in (5.0, 1.0, 0.9, 0.7, 0.5, 0.1)] == [0.5, 0.5, 0.5, 1, 1, 8]
    truth = curves(Member("normal", (0.0, 0.1)).distribution, -6.0, 6.0)
    assert plane.over_data(CURVE, AT, truth=truth).layout.yaxis.range == (0, 8)
    assert plane.over_data(CURVE, AT).layout.xaxis.range == (-6, 6)


def test_the_truth_is_drawn_only_where_it_is_given():
    truth = curves(TRUTH.distribution, -6.0, 6.0)
    words = plane.Words(truth="Wahrheit")
    shown = of(plane.over_data(CURVE, AT, truth=truth, words=words), name="Wahrheit")
    np.testing.assert_array_equal(shown[0].y, truth.density)
    assert not of(plane.over_data(CURVE, AT, words=words), name="Wahrheit")


def test_the_contours_are_cut_thirty_nats_below_the_top():
    (contour,) = of(over(), "contour")
    assert (contour.z.min(), contour.z.max()) == (-30, 0)
    row, column = np.unravel_index(contour.z.argmax(), contour.z.shape)
    best = maximum(X)
    assert contour.x[column] == pytest.approx(best.mean, abs=0.15)
    assert contour.y[row] == pytest.approx(best.standard_deviation, rel=0.06)
    shown = contour.z > -30
    np.testing.assert_allclose(contour.z[shown], surface(X, *GRID).relative[shown], atol=1e-5)


def test_the_axis_of_the_width_is_logarithmic():
    axis = over().layout.yaxis
    assert (axis.type, axis.range) == ("log", pytest.approx((-1, 1)))


def test_the_maximum_is_marked_where_there_is_one():
    (mark,) = of(over(), name="maximum")
    assert (mark.x[0], mark.y[0]) == (maximum(X).mean, maximum(X).standard_deviation)
    assert not of(over(observations([1.0])), name="maximum")


@pytest.mark.parametrize(
    ("step", "reached"), [(0, 0), (7, 7), (10_000, len(PATH.means) - 1), (None, len(PATH.means) - 1)]
)
def test_the_path_is_walked_up_to_the_step(step, reached):
    figure = over(ascent=PATH, step=step)
    walked = of(figure, mode="markers")[-1]
    np.testing.assert_array_equal(walked.x, PATH.means[: reached + 1])
    np.testing.assert_array_equal(walked.y, PATH.standard_deviations[: reached + 1])
    assert walked.marker.size[-1] == max(walked.marker.size)
    (whole, strong) = of(figure, mode="lines")
    assert len(whole.x) == len(PATH.means)
    assert len(strong.x) == reached + 1


def test_the_solid_shows_the_same_surface_with_theta_on_it():
    figure = plane.landscape(surface(X, *GRID), AT, maximum(X), ascent=PATH, step=3)
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


@pytest.mark.parametrize("step", [0, 7])
def test_the_learning_curve_ends_at_the_top(step):
    best = maximum(X)
    figure = lines.learning_curve(PATH, step, len(X), best)
    whole, walked, top = of(figure, mode="lines")
    np.testing.assert_allclose(whole.y, PATH.values * len(X))
    assert len(walked.x) == step + 1
    assert set(top.y) == {best.log_likelihood}
    assert whole.y[-1] == pytest.approx(best.log_likelihood)
    (now,) = of(figure, mode="markers")
    assert now.x[0] == step
    low, high = figure.layout.yaxis.range
    assert low < whole.y.min()
    assert high > best.log_likelihood


def test_a_learning_curve_that_dives_does_not_take_the_axis_along():
    path = ascend(X, -2.0, 3.0, rate=5.0)
    figure = lines.learning_curve(path, 0, len(X), maximum(X))
    assert path.outcome == "diverged"
    assert figure.layout.yaxis.range[0] > maximum(X).log_likelihood - 100


def test_without_a_maximum_the_learning_curve_has_no_top():
    x = observations([0.0])
    figure = lines.learning_curve(ascend(x, 1.0, 1.0, rate=0.2), 3, 1, maximum(x))
    assert not [trace for trace in figure.data if trace.line.dash == "dash"]
    assert np.isfinite(figure.layout.yaxis.range).all()


def test_the_areas_are_those_of_the_curves():
    outline = of(lines.area_over_x(CURVE))[0]
    assert np.trapezoid(outline.y, outline.x) == pytest.approx(1, abs=1e-3)
    result = along_mean(X, 1.0, -6.0, 6.0)
    figure = lines.area_over_mean(result)
    np.testing.assert_array_equal(of(figure)[0].y, result.heights)
    assert f"10<sup>−{-result.exponent}</sup>" in figure.layout.yaxis.title.text


WHOLE = running_likelihood(draw(TRUTH, 2000, 0), 0.5, 1.0)


def test_underflow_ends_the_product_and_says_where():
    figure = lines.underflow(WHOLE, WHOLE, words=lines.Words(product="Produkt"))
    (product,), (total,) = of(figure, name="Produkt"), of(figure, name="sum of logarithms")
    assert product.x[-1] == WHOLE.vanishes_at - 1
    assert total.x[-1] == 2000
    assert of(figure, name="smallest positive double")[0].y == (LOG10_SMALLEST_DOUBLE, LOG10_SMALLEST_DOUBLE)
    assert not of(figure, name="largest double")
    assert f"{WHOLE.vanishes_at}: <i>L</i> = 0" in figure.layout.annotations[0].text


def test_the_axes_leave_room_for_all_data_whatever_is_shown():
    few = lines.underflow(running_likelihood(draw(TRUTH, 20, 0), 0.5, 1.0), WHOLE)
    all_of_them = lines.underflow(WHOLE, WHOLE)
    assert few.layout.xaxis.range == all_of_them.layout.xaxis.range == (0, 2000)
    assert few.layout.yaxis.range == all_of_them.layout.yaxis.range
    assert few.layout.yaxis.range[0] < WHOLE.log10_sums.min()


def test_underflow_at_the_first_point_and_overflow_and_neither():
    far, high = running_likelihood(observations([1e6]), 0.0, 1.0), running_likelihood(np.zeros(300), 0.0, 1e-3)
    assert "= 0" in lines.underflow(far, far).layout.annotations[0].text
    over_the_top = lines.underflow(high, high)
    assert "∞" in over_the_top.layout.annotations[0].text
    assert of(over_the_top, name="largest double")[0].y == (LOG10_LARGEST_DOUBLE, LOG10_LARGEST_DOUBLE)
    few = running_likelihood(X, 0.0, 1.0)
    assert not lines.underflow(few, few).layout.annotations


def test_the_bins_and_the_masses_are_drawn_as_they_are():
    now = matching(X, 0.3, 1.0, 0.5)
    places = np.linspace(-6, 6, 201)
    masses = bin_masses(places, 0.5, 0.3, 1.0)
    figure = lines.bins(now.empirical, places, masses)
    (bar,), (model,) = of(figure, "bar"), of(figure)
    np.testing.assert_array_equal(bar.y, now.empirical.probabilities)
    np.testing.assert_array_equal(bar.x, now.empirical.middles)
    assert bar.width == 0.5
    np.testing.assert_array_equal(model.y, masses)
    assert figure.layout.yaxis.range[1] > max(bar.y.max(), masses.max())


def test_likelihood_and_kl_are_drawn_as_mirror_images():
    result = matching(X, np.linspace(-3, 3, 121), 1.0, 0.5)
    divergence, mean_log, *_ = of(lines.matching(result), mode="lines")
    (total,) = [trace for trace in lines.matching(result).data if trace.line.dash == "dash"]
    np.testing.assert_allclose(divergence.y + mean_log.y, total.y[0], atol=1e-12)
    assert divergence.line.color == colour("kl")
    assert divergence.x[divergence.y.argmin()] == mean_log.x[mean_log.y.argmax()] == result.best_mean


def test_squared_error_and_likelihood_have_one_minimum():
    means = np.linspace(-3, 3, 121)
    standard, wider = squared_error(X, means, 1.0), squared_error(X, means, 2.0)
    left, right = lines.squared_error(wider), lines.negative_log_likelihood(wider, standard)
    errors, bowl = of(left, mode="lines")[0], of(right, mode="lines")[0]
    np.testing.assert_array_equal(errors.y, wider.squared_errors)
    np.testing.assert_allclose(bowl.y, wider.negative_log_likelihoods - wider.negative_log_likelihoods.min(), atol=0.02)
    assert errors.y.argmin() == bowl.y.argmin()
    (reference,) = of(right, name="<i>σ</i> = 1")
    np.testing.assert_allclose(reference.y, 4 * bowl.y)
    for figure in (left, right):
        assert [trace.x[0] for trace in figure.data if trace.line.color == colour("mu")] == [wider.minimiser]


def test_the_axis_of_the_bowl_stands_still_while_sigma_changes():
    means = np.linspace(-3, 3, 121)
    standard = squared_error(X, means, 1.0)
    ranges = {
        lines.negative_log_likelihood(squared_error(X, means, sd), standard).layout.yaxis.range
        for sd in (0.1, 1.0, 9.0)
    }
    assert len(ranges) == 1
    assert len(of(lines.negative_log_likelihood(standard, standard), mode="lines")) == 2
