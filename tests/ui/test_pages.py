"""Every page runs, in both languages, with good and bad addresses."""

import pytest
from entering import PATIENCE, visit
from streamlit.testing.v1 import AppTest

from ui import i18n
from ui.lessons import HOME, LESSONS, PAGES

READY = [lesson for lesson in (HOME, *LESSONS) if lesson.is_ready]
LANGUAGES = list(i18n.LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.name)
def test_a_page_runs_without_complaint(lesson, language):
    app = visit(lesson.name, lang=language)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert app.title[0].value == (
        "VAE Playground" if lesson is HOME else i18n.catalogue(language).gettext(lesson.title)
    )


def test_the_language_switch_translates_the_page_and_stays_in_the_address():
    app = visit(lang="en")
    assert app.header[0].value == "The path"
    app.segmented_control[0].set_value("zh_CN").run()
    assert app.header[0].value == "学习路线"
    assert app.query_params["lang"] == "zh_CN"


def test_the_language_survives_a_change_of_page():
    app = visit(lang="zh_CN")
    lesson = next(lesson for lesson in LESSONS if lesson.is_ready)
    app.query_params.clear()
    app.switch_page(str(lesson.file)).run()
    assert app.query_params["lang"] == "zh_CN"
    assert app.title[0].value == i18n.catalogue("zh_CN").gettext(lesson.title)


@pytest.mark.parametrize(
    ("name", "text"), [("lang", "klingon"), ("dim", "3"), ("z", "1_abc"), ("z", "nan_0"), ("axes", "1_1"), ("map", "x")]
)
def test_a_bad_address_is_reported_and_falls_back_to_the_default(name, text):
    app = visit(HOME.name if name == "lang" else "latent_space", **{name: text})
    assert not app.exception
    assert f"{name}={text}" in app.warning[0].value
    assert name not in app.query_params
    app.run()
    assert app.warning  # a run that nobody asked for takes nothing away
    app.query_params.clear()
    app.switch_page(str(PAGES / "distributions.py")).run()
    assert not app.warning


def test_whoever_moves_on_has_read_of_the_bad_address():
    app = visit("latent_space", dim="3")
    assert app.warning
    size = next(choice for choice in app.segmented_control if choice.label == "Size of the latent space")
    size.set_value(8).run()
    app.run()
    assert not app.warning


def test_the_home_page_shows_the_whole_path():
    app = visit()
    shown = " ".join(element.value for element in (*app.markdown, *app.caption))
    for lesson in LESSONS:
        assert lesson.is_ready or lesson.title in shown
        assert lesson.question in shown


def test_a_page_whose_model_is_missing_says_so(monkeypatch, tmp_path):
    from vae_core import pretrained

    monkeypatch.setattr(pretrained, "FOLDER", tmp_path)
    app = visit()
    assert not app.exception
    assert "No pretrained model is called 'mnist-vae-2d'" in app.error[0].value


def test_app_py_run_as_a_plain_script_is_the_same_app(root):
    app = AppTest.from_file(root / "app.py", default_timeout=PATIENCE).run()
    assert not app.exception
    assert app.title[0].value == "VAE Playground"
