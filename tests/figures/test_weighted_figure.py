"""Two planes to one scale, each with its own q, and bars from log p(x) down to the bounds."""

import numpy as np
import pytest

from vae_core.analysis.evidence_results import LatentGaussian, PosteriorMap
from vae_core.figures.canvas import colour
from vae_core.figures.weighted import Side, side_by_side


def side(name: str, *, width: float, gaps=(("L1", 0.5), ("L10", 0.125))) -> Side:
    axis = np.linspace(-width, width, 21)
    density = np.exp(-8 * (axis**2 + axis[:, None] ** 2) / width**2)
    q = LatentGaussian.diagonal(np.zeros(2), np.log(np.full(2, (width / 4) ** 2)))
    return Side(name, PosteriorMap(axis, axis, density, 0.99), q, np.array([[0.1, 0.2], [-0.1, 0.0]]), gaps)


SIDES = side("VAE", width=1.0), side("IWAE", width=2.0)


def test_both_planes_have_one_scale_and_the_map_goes_to_their_rims():
    figure = side_by_side(SIDES, "nats")
    assert figure.layout.xaxis.range == pytest.approx(figure.layout.xaxis2.range)
    maps = [mark for mark in figure.data if mark.type == "contour"]
    for mark, each in zip(maps, SIDES, strict=True):
        assert mark.x[0] < figure.layout.xaxis.range[0] < figure.layout.xaxis.range[1] < mark.x[-1]
        np.testing.assert_allclose(mark.z[1:-1, 1:-1], each.posterior.density, rtol=1e-6)
        assert not mark.z[0].any()


def test_each_plane_has_its_own_q_and_what_is_kept_of_its_draws():
    figure = side_by_side(SIDES, "nats")
    for panel, each in zip(("x", "x2"), SIDES, strict=True):
        drawn = [mark for mark in figure.data if mark.xaxis == panel and mark.type == "scatter"]
        rings = [mark for mark in drawn if mark.mode == "lines"]
        assert [max(ring.x) for ring in rings] == pytest.approx([r * each.q.standard_deviation[0] for r in (1, 2)])
        assert {ring.line.color for ring in rings} == {colour("q")}
        (dots,) = (mark for mark in drawn if mark.mode == "markers")
        np.testing.assert_array_equal(np.stack([dots.x, dots.y], 1), each.kept)


def test_bars_reach_down_to_the_bounds_and_say_how_far():
    figure = side_by_side(SIDES, "nats")
    (bars,) = (mark for mark in figure.data if mark.type == "bar")
    assert list(bars.x) == [-0.5, -0.125, -0.5, -0.125]
    assert figure.layout.xaxis3.range[0] <= -0.5
    assert list(figure.layout.yaxis3.ticktext) == ["VAE: L1", "VAE: L10", "IWAE: L1", "IWAE: L10"]
    assert [note.text for note in figure.layout.annotations] == ["<b>VAE</b>", "<b>IWAE</b>", *["0.50", "0.12"] * 2]


def test_an_estimate_above_log_p_is_no_bar():
    above = side("VAE", width=1.0, gaps=[("L1", 0.001), ("L100", -0.003)])
    (bars,) = (mark for mark in side_by_side((above, SIDES[1]), "nats").data if mark.type == "bar")
    assert bars.x[1] == 0


def test_before_it_is_told_there_are_no_bars():
    figure = side_by_side(SIDES, "nats", is_told=False)
    assert {mark.type for mark in figure.data} == {"contour", "scatter"}
