"""The maps of holes: same colours for both models, rows that go up, z marked on each."""

import numpy as np
import pytest

from vae_core.analysis.survey_results import Survey
from vae_core.figures.holes import FARTHEST, MOST_DOUBT, Words, planes

AXIS = np.linspace(-4, 4, 5)
FLAT = np.arange(25.0).reshape(5, 5)
SURVEYS = {
    "VAE": Survey(AXIS, FLAT / 25, 1 - FLAT / 50, np.zeros((5, 5), int)),
    "AE": Survey(AXIS, FLAT, FLAT / 25, np.ones((5, 5), int)),
}


@pytest.mark.parametrize(("measure", "highest"), [("return", FARTHEST), ("confidence", MOST_DOUBT)])
def test_both_models_share_their_colours(measure, highest):
    figure = planes(SURVEYS, measure, (1.0, -2.0), Words("Distanz", "Zweifel"))
    maps = [trace for trace in figure.data if trace.type == "contour"]
    assert [(trace.zmin, trace.zmax, trace.showscale) for trace in maps] == [(0, highest, False), (0, highest, True)]
    assert maps[0].colorscale == maps[1].colorscale
    expected = FLAT if measure == "return" else 1 - FLAT / 25
    np.testing.assert_allclose(maps[1].z, expected)
    assert maps[1].colorbar.title.text == ("Distanz" if measure == "return" else "Zweifel")


def test_z_is_marked_on_every_map_and_each_has_its_name():
    figure = planes(SURVEYS, "return", (1.0, -2.0))
    marks = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]
    assert [(tuple(mark.x), tuple(mark.y), mark.xaxis) for mark in marks] == [
        ((1.0,), (-2.0,), "x"),
        ((1.0,), (-2.0,), "x2"),
    ]
    assert [note.text for note in figure.layout.annotations] == ["<b>VAE</b>", "<b>AE</b>"]
    assert figure.layout.yaxis2.scaleanchor == "x2"
