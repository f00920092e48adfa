"""The figures of the evidence show what was computed: ellipses to scale, gaps below log p(x), bounds, estimates."""

import numpy as np
import pytest

from vae_core.analysis.evidence_results import GapParts, LatentGaussian, PosteriorMap
from vae_core.analysis.importance_results import ImportanceBounds, ReconstructionEstimates
from vae_core.figures import evidence as figures
from vae_core.figures.canvas import colour

FIRST, SECOND = np.linspace(-1, 2, 31), np.linspace(0, 1, 11)
DENSITY = np.exp(-((FIRST - 0.5) ** 2 + 3 * (SECOND[:, None] - 0.4) ** 2))
MAP = PosteriorMap(FIRST, SECOND, DENSITY, 0.9999)
ENCODER = LatentGaussian.diagonal(np.array([0.2, 0.3]), np.log([0.04, 0.01]))
BEST = LatentGaussian.diagonal(np.array([0.5, 0.4]), np.log([0.03, 0.02]))
YOURS = LatentGaussian(np.array([0.0, 0.5]), np.array([[0.09, 0.03], [0.03, 0.04]]))
GAP = GapParts(-100.0, -100.25, -101.0)
PICTURES = [figures.Picture("x", np.zeros(784, np.uint8)), figures.Picture("x̂", np.full(784, 255, np.uint8))]


def plane(your_gap: float = 3.0):
    return figures.posterior_plane(MAP, ENCODER, BEST, YOURS, GAP, your_gap, PICTURES)


def of_colour(figure, symbol: str) -> list:
    return [trace for trace in figure.data if trace.type == "scatter" and trace.line.color == colour(symbol)]


def test_the_posterior_is_drawn_where_it_is():
    (heat,) = (trace for trace in plane().data if trace.type == "contour")
    np.testing.assert_array_equal(heat.x, FIRST)
    np.testing.assert_array_equal(heat.y, SECOND)
    np.testing.assert_allclose(heat.z, DENSITY, rtol=1e-6)


@pytest.mark.parametrize(("symbol", "q"), [("ink", ENCODER), ("sigma", BEST), ("q", YOURS)])
def test_ellipses_are_of_one_and_two_standard_deviations_to_scale(symbol, q):
    figure = plane()
    assert figure.layout.yaxis.scaleanchor == "x"
    rings = of_colour(figure, symbol)
    for reach, ring in zip((1, 2), rings, strict=True):
        centred = np.stack([ring.x, ring.y]) - q.mean[:, None]
        # Mahalanobis distance: (z − μ)ᵀ Σ⁻¹ (z − μ) = r²
        distance = np.einsum("in,ij,jn->n", centred, np.linalg.inv(q.covariance), centred)
        np.testing.assert_allclose(distance, reach**2, rtol=1e-9)


def test_gaps_reach_from_log_p_down_and_the_encoders_has_two_parts():
    bars = [trace for trace in plane().data if trace.type == "bar"]
    (approximation, amortisation, yours) = bars
    assert list(approximation.x) == pytest.approx([-0.25, -0.25])
    assert list(approximation.y) == [0, 1]
    assert list(amortisation.x) == pytest.approx([-0.75])
    assert list(yours.x) == pytest.approx([-3.0])
    assert amortisation.marker.pattern.shape
    assert [text.text for text in plane().layout.annotations[:3]] == ["1.000", "0.250", "3.000"]


@pytest.mark.parametrize("your_gap", [0.0, 0.4, 3.0, 700.0, 1e8])
def test_the_axis_of_the_gaps_takes_in_every_bar_and_stands_still_for_small_moves(your_gap):
    low, high = plane(your_gap).layout.xaxis2.range
    assert low <= -1.0
    assert low <= -min(your_gap, 5e6)
    assert high > 0
    assert plane(your_gap).layout.xaxis2.range == plane(your_gap * 1.0001).layout.xaxis2.range


def test_pictures_stand_beside_the_plane():
    figure = plane()
    assert len(figure.layout.images) == 2
    assert {"<b>x</b>", "<b>x̂</b>"} <= {text.text for text in figure.layout.annotations}


def test_bounds_climb_to_the_level_of_log_p():
    samples = np.array([1, 10, 100])
    bounds = ImportanceBounds(
        samples,
        np.array([-5.0, -4.2, -4.0]),
        np.array([0.1, 0.2, 0.3]),
        np.array([100, 10, 1]),
        samples,
        samples - 105.0,
    )
    figure = figures.importance_bounds(bounds, -3.9)
    dots = next(trace for trace in figure.data if trace.mode == "markers")
    np.testing.assert_array_equal(dots.y, bounds.bound)
    np.testing.assert_allclose(dots.error_y.array, 2 * bounds.standard_error)
    (level,) = of_colour(figure, "p")
    assert set(level.y) == {-3.9}
    low, high = figure.layout.yaxis.range
    assert low < -104
    assert high > -3.4


def test_estimates_stand_around_the_exact_value_none_hidden():
    found = [ReconstructionEstimates(n, np.full(50, 100.0 + n)) for n in (1, 10)]
    figure = figures.reconstruction_estimates(found, 99.5)
    for number, each in enumerate(found):
        trace = figure.data[number + 1]
        np.testing.assert_array_equal(trace.y, each.values)
        assert len(set(np.round(trace.x, 6))) == 50
        assert (abs(trace.x - number) <= 0.25).all()
    assert list(figure.layout.xaxis.ticktext) == ["1", "10"]
