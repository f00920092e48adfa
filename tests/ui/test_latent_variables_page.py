"""Whatever the address says, the lesson on latent variables shows numbers and sentences, never a traceback."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.lessons import LESSONS

APP = Path(__file__).resolve().parents[2] / "ui" / "router.py"
LESSON = next(lesson for lesson in LESSONS if lesson.name == "latent_variables")
EXTREMES = {
    "a component never drawn": {"p": "mixture-1_-1.5_0.001_0_1.5_1000", "x": "1e5", "step": "600"},
    "needles far apart": {"p": "mixture-0.5_-1000_0.001_0.5_1000_0.001", "x": "0", "step": "1"},
    "nothing drawn": {"p": "mixture-0_-1000_1000_1_1000_1000", "x": "-1e5", "step": "0"},
    "x far off the plane": {"dim": "2", "plane": "line", "sigma": "0.05", "a": "2", "where": "100_-100", "n": "1"},
    "x far off the line": {"line": "step", "sigma": "0.05", "a": "2", "at": "100", "n": "100000", "k": "1"},
    "as wide as it gets": {"dim": "2", "plane": "fold", "sigma": "1.5", "noise": "growing", "a": "2", "k": "400"},
}


def open_at(**address) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=20).run()
    app.query_params.update(lang="en", **address)
    return app.switch_page(str(LESSON.file)).run()


@pytest.mark.parametrize("address", EXTREMES.values(), ids=EXTREMES)
def test_extremes_are_shown_in_sentences(address):
    app = open_at(**address)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert set(address) <= set(app.query_params)
    shown = " ".join(element.value for element in (*app.markdown, *app.caption, *app.latex))
    assert "nan" not in shown.lower().replace("mean", "")
    assert len(app.radio) == 3


def test_an_x_too_far_out_for_any_density_still_has_shares():
    app = open_at(p="mixture-0.5_0_0.5_0.5_1_2", x="1000")
    assert any("logarithms still tell" in caption.value for caption in app.caption)
    assert any("P(z = 2∣x) = 1.00" in text.value for text in app.markdown)
