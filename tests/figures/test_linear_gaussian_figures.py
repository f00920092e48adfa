"""What the figures of the linear Gaussian model show is what was computed."""

import numpy as np
import pytest

from vae_core.figures import alternating as steps
from vae_core.figures import linear_gaussian as figures
from vae_core.figures.canvas import colour
from vae_core.probability.alternating import Family, film, maximum_likelihood
from vae_core.probability.exact_bound import bound_curves, exact_bound
from vae_core.probability.linear_gaussian import LinearGaussian, log_evidence, posterior

MODEL = LinearGaussian((1.2,), (0.0,), 0.8)
START = LinearGaussian((-0.4, 1.0), (-1.0, 1.5), 1.0)


def named(figure, name: str):
    (trace,) = (trace for trace in figure.data if trace.name == name)
    return trace


def texts(figure) -> dict[str, float]:
    return {note.text: note.y for note in figure.layout.annotations}


def bars_of(found) -> tuple:
    figure = figures.exact_bound(found, bound_curves(found))
    return figure, [trace for trace in figure.data if trace.type == "bar"]


@pytest.mark.parametrize(
    ("x", "mean", "deviation", "noise"), [(2.0, -0.4, 0.45, 0.8), (0.1, 3, 2, 0.05), (12, 0, 1, 3)]
)
def test_bound_and_divergence_meet_at_the_level_of_the_evidence(x, mean, deviation, noise):
    found = exact_bound(LinearGaussian((1.2,), (0.0,), noise), x, mean, deviation)
    account = found.account
    figure, (both, upper, hatched) = bars_of(found)
    low, high = figure.layout.yaxis3.range
    assert low < account.bound <= account.log_evidence + 1e-9 < high
    assert account.reconstruction < high
    for trace in (both, upper, hatched):
        tops = np.asarray(trace.base, dtype=float) + np.asarray(trace.y, dtype=float)
        expected = {id(both): account.bound, id(upper): account.log_evidence, id(hatched): account.reconstruction}
        np.testing.assert_allclose(tops, expected[id(trace)], rtol=1e-9)
    assert list(both.base) == [low, low]
    assert hatched.marker.pattern.shape == "/"
    assert texts(figure)["<b>log <i>p</i>(<i>x</i>)</b>"] == account.log_evidence


def test_the_axis_of_the_bars_stands_still_for_small_moves_of_q():
    ranges = {
        bars_of(exact_bound(MODEL, 2.0, mean, 0.45))[0].layout.yaxis3.range for mean in (-0.4, -0.2, 0.1, 0.5, 1.0)
    }
    assert len(ranges) == 1


def test_all_three_densities_stand_over_z_and_the_handles_on_their_curves():
    found = exact_bound(MODEL, 2.0, -0.4, 0.45)
    curves = bound_curves(found)
    figure = figures.exact_bound(found, curves)
    np.testing.assert_allclose(named(figure, figures.PRIOR).y, curves.prior)
    np.testing.assert_allclose(named(figure, figures.POSTERIOR).y, curves.posterior)
    q = figure.data[figures.Q_TRACE]
    assert (q.name, q.line.dash) == (figures.Q, "dash")
    np.testing.assert_allclose(q.y, curves.q)
    assert figures.height_of_q(found, -0.4) == pytest.approx(max(q.y), rel=1e-6)
    evidence = figure.data[figures.EVIDENCE_TRACE]
    assert evidence.xaxis == "x2"
    assert np.interp(2.0, evidence.x, evidence.y) == pytest.approx(curves.height, rel=1e-3)


def test_a_bar_has_its_name_in_it_only_where_that_fits():
    found = exact_bound(MODEL, 2.0, posterior(MODEL, np.array([[2.0]])).means.item(), 0.5547)
    figure, parts = bars_of(found)
    names = [figures.BOUND, figures.KL_POSTERIOR, figures.KL_PRIOR]
    assert [(part.text, part.name, part.textposition) for part in parts] == [(name, name, "inside") for name in names]
    assert (figure.layout.uniformtext.mode, figure.layout.uniformtext.minsize) == ("hide", figures.NAME)
    assert not set(names) & set(texts(figure))  # no box that is wider than its bar


@pytest.fixture(scope="module")
def poor():
    return film(4, START, Family("fixed", 0.8))


@pytest.mark.parametrize("step", [0, 1, 6, 30])
def test_both_sums_are_drawn_as_far_as_the_steps_have_come(poor, step):
    best = maximum_likelihood(poor.x)
    figure = steps.two_steps(poor, step, best, 3)
    np.testing.assert_allclose(named(figure, steps.BOUNDS).y, poor.bounds[: step + 1])
    np.testing.assert_allclose(named(figure, steps.EVIDENCES).y, poor.evidences[: step + 1])
    low, high = figure.layout.yaxis2.range
    assert low < poor.bounds[step] <= poor.evidences[step] < high
    assert low < log_evidence(best, poor.x).sum() < high


def test_each_datum_is_tied_to_the_mean_of_its_q(poor):
    figure = steps.two_steps(poor, 5, maximum_likelihood(poor.x), 3)
    feet = named(figure, "mean of <i>q<sub>i</sub></i>")
    model, q = poor.models[5], poor.qs[5]
    np.testing.assert_allclose(feet.x, model.weights[0] * q.means + model.offset[0])
    np.testing.assert_allclose(feet.y, model.weights[1] * q.means + model.offset[1])
    (ring,) = (trace for trace in figure.data if trace.mode == "markers" and trace.marker.symbol == "circle-open")
    assert (ring.x[0], ring.y[0]) == tuple(poor.x[3])


def test_the_ellipses_are_those_of_the_density(poor):
    best = maximum_likelihood(poor.x)
    figure = steps.two_steps(poor, 5, best, 0)
    outline = named(figure, "maximum likelihood")
    heights = log_evidence(best, np.stack([outline.x, outline.y], axis=1))
    centre = log_evidence(best, np.array([best.offset]))
    np.testing.assert_allclose(centre - heights, 2.0, atol=1e-9)


def test_a_model_without_direction_has_round_ellipses():
    collapsed = film(4, START, Family("shared"))
    figure = steps.two_steps(collapsed, 10, maximum_likelihood(collapsed.x), 0)
    inner = named(figure, "<i>p</i>(<i>x</i>)")
    radius = np.hypot(
        np.asarray(inner.x) - collapsed.models[10].offset[0], np.asarray(inner.y) - collapsed.models[10].offset[1]
    )
    np.testing.assert_allclose(radius, collapsed.models[10].noise, rtol=1e-9)


def test_one_q_stands_beside_its_posterior(poor):
    figure = steps.two_steps(poor, 5, maximum_likelihood(poor.x), 3)
    p, q = (trace for trace in figure.data if trace.xaxis == "x3")
    assert (p.line.color, q.line.color) == (colour("p"), colour("q"))
    assert max(q.y) == pytest.approx(1 / (0.8 * np.sqrt(2 * np.pi)))
    assert max(p.y) > max(q.y)
    assert "<i>i</i> = 4" in texts(figure)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((-0.4, 1.0), ["−3", "−2", "−1", "0", "1", "2", "3"]), ((0.2, 0.1), ["−3", "0", "3"]), ((0.0, 0.0), [])],
)
def test_the_numbers_along_the_line_stand_apart(weights, expected):
    own = film(4, LinearGaussian(weights, (-1.0, 1.5), 1.0), Family("fixed", 0.8))
    figure = steps.two_steps(own, 0, maximum_likelihood(own.x), 0)
    (rod,) = (trace for trace in figure.data if trace.mode == "markers+text")
    assert [text for text in rod.text if text] == expected
