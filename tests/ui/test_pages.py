"""Every page runs, in both languages, with good and bad addresses."""

from collections import Counter

import pytest
import streamlit as st
from entering import PATIENCE, heading, queried, turn_to, visit
from streamlit.testing.v1 import AppTest

from ui import i18n
from ui.components import figure
from ui.fields import STEPS
from ui.fields.steps import ALL
from ui.lessons import HOME, LESSONS, PAGES

READY = [lesson for lesson in (HOME, *LESSONS) if lesson.is_ready]
LANGUAGES = list(i18n.LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.name)
def test_a_page_runs_without_complaint(lesson, language):
    app = visit(lesson.name, lang=language, **({} if lesson is HOME else {"step": ALL}))
    assert not app.exception
    assert not app.error
    assert not app.warning
    if lesson is HOME:
        assert app.title[0].value == "VAE Playground"
    else:
        assert heading(app)["title"] == i18n.catalogue(language).gettext(lesson.title)


@pytest.mark.parametrize(
    ("steps", "name"),
    [(field, name) for field in STEPS.values() for name in field.names],
    ids=lambda value: value if isinstance(value, str) else value.page,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_opens_alone_by_its_address(steps, name, language):
    app = visit(steps.page, step=name, lang=language)
    assert not app.exception
    assert not app.warning
    shown = heading(app)
    assert [step["name"] for step in shown["steps"]] == [*steps.names, ALL]
    assert shown["at"] == steps.names.index(name)
    assert not app.header


@pytest.mark.parametrize("lesson", [page for page in STEPS if page != "training"])  # the lab shows more as it runs
def test_what_a_step_mounts_no_other_does(lesson):
    of_steps = [mounted(visit(lesson, step=name)) for name in STEPS[lesson].names]
    every = Counter(component for step in of_steps for component in step)
    # A figure is of one step, or stands beside all of them, as the decoder does.
    assert set(every.values()) <= {1, len(of_steps)}
    assert set(mounted(visit(lesson, step=ALL))) <= set(every)
    assert max(map(len, of_steps)) <= 3


def mounted(app: AppTest) -> list[str]:
    """The components on a page by their keys, save those that stand on every page."""
    keys = (component.proto.id.split("-", 2)[-1] for component in app.get("bidi_component"))
    return [key for key in keys if not key.endswith(("heading", "contents"))]


@pytest.mark.parametrize(
    ("address", "step"),
    [
        ("kl_divergence?step=12", "fit"),
        ("kl_divergence?mu=1&logvar=0", "standard-normal"),
        ("likelihood?step=5", "ascent"),
        ("latent_variables?step=0", "ancestral"),
        ("elbo?q=0_0_1_1", "evidence"),
        ("elbo?w=2&q=0_0_1_1", "known"),
        ("latent_space?dim=8&show=tour", "tour"),
        ("training?stage=2", "slow-motion"),
    ],
)
def test_an_address_from_before_lessons_had_steps_opens_the_right_one(address, step):
    page, query = address.split("?")
    app = visit(page, **dict(pair.split("=") for pair in query.split("&")))
    assert not app.warning
    shown = heading(app)
    assert shown["steps"][shown["at"]]["name"] == step


@pytest.mark.parametrize(
    ("address", "step"),
    [
        ("step=map&cloud=ae-2d", "map"),
        ("dim=8&proj=tsne", "map"),
        ("heat=confidence", "holes"),
        ("step=place", "place"),
    ],
)
def test_an_address_from_before_latent_space_was_two_lessons_leads_to_the_other(address, step):
    query = dict(pair.split("=") for pair in address.split("&"))
    app = visit("latent_space", **query)
    assert not app.exception
    assert not app.warning
    shown = heading(app)
    assert shown["steps"][shown["at"]]["name"] == step
    kept = {name: text for name, text in query.items() if name not in ("step", "dim")}
    assert {name: queried(app, name) for name in kept} == kept
    for stays in ("step=all", "grid=ae&proj=tsne", "z=1_1"):
        app = visit("latent_space", **dict(pair.split("=") for pair in stays.split("&")))
        assert heading(app)["steps"][0]["name"] == "space"


def test_an_old_number_under_the_name_of_the_step_is_still_what_it_was():
    app = visit("kl_divergence", step="12")
    assert queried(app, "fitted") == "12"


def test_the_whole_lesson_is_on_one_page():
    app = visit("likelihood", step=ALL)
    assert [header.value for header in app.header] == [step["title"] for step in heading(app)["steps"][:-1]]


def test_the_language_switch_translates_the_page_and_stays_in_the_address():
    app = visit(lang="en")
    assert app.header[0].value == "The path"
    app.segmented_control[0].set_value("zh_CN").run()
    assert app.header[0].value == "学习路线"
    assert queried(app, "lang") == "zh_CN"


def test_the_language_survives_a_change_of_page():
    app = visit(lang="zh_CN")
    lesson = next(lesson for lesson in LESSONS if lesson.is_ready)
    app.query_params.clear()
    app.switch_page(str(lesson.file)).run()
    assert queried(app, "lang") == "zh_CN"
    assert heading(app)["title"] == i18n.catalogue("zh_CN").gettext(lesson.title)


def test_a_message_that_left_before_its_address_came_has_it_not_written_twice():
    app = turn_to(visit("likelihood"), "likelihood", "area")
    assert app.query_params.pop("step")
    app.run()
    assert "step" not in app.query_params


def test_the_browser_is_told_the_address_before_it_is_sent_the_figures_at_it(monkeypatch):
    addresses = []
    monkeypatch.setattr(figure, "_mount", lambda **_: addresses.append(dict(st.query_params)))
    turn_to(visit("likelihood"), "likelihood", "area")
    assert addresses[-1] == {"ask": "False", "step": "area"}


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
