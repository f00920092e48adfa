"""The course in one piece: lessons, steps and symbols that are all there, in each language."""

import json
from importlib import import_module

import pytest
from serving import serve

from ui import addresses, course, i18n
from ui.fields import STEPS
from ui.fields.app import LANGUAGES
from ui.guide import PLACES, STOPS
from ui.lessons import LESSONS
from ui.symbols import GLOSSARY
from vae_core.figures.theme import SYMBOLS


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_has_a_title_for_each_of_its_steps(lesson):
    assert tuple(lesson.steps) == STEPS[lesson.name].names
    assert lesson.minutes >= 3 * len(lesson.steps)


def test_a_lesson_stands_on_earlier_ones():
    names = [lesson.name for lesson in LESSONS]
    for number, lesson in enumerate(LESSONS):
        assert {*lesson.needs} <= {*names[:number]}, lesson.name


def test_every_colour_has_its_symbol_and_every_symbol_its_step():
    assert {symbol.colour for symbol in GLOSSARY if symbol.colour} == {*SYMBOLS}
    for symbol in GLOSSARY:
        assert symbol.step in STEPS[symbol.lesson].names, symbol.sign
    signs = [symbol.sign for symbol in GLOSSARY]
    assert len({*signs}) == len(signs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outline_is_in_the_language_asked_for(language):
    found = json.loads(course.files()[f"{language}.json"])
    gettext = i18n.catalogue(language).gettext
    questions = [lesson["question"] for part in found["parts"] for lesson in part["lessons"]]
    assert questions == [gettext(lesson.question) for lesson in LESSONS]
    titles = [step["title"] for part in found["parts"] for lesson in part["lessons"] for step in lesson["steps"]]
    assert titles == [gettext(title) for lesson in LESSONS for title in lesson.steps.values()]
    assert [symbol["meaning"] for symbol in found["symbols"]] == [gettext(symbol.meaning) for symbol in GLOSSARY]


def test_a_browser_may_keep_the_outline_for_ever():
    answer = serve(addresses.outline(course.version(), "en"), encoding="identity")
    assert json.loads(answer.body) == json.loads(course.files()["en.json"])
    assert "immutable" in answer.headers["cache-control"]
    for path in (addresses.outline("another", "en"), addresses.outline(course.version(), "xx")):
        assert serve(path).status_code == 404


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_guide_has_ten_sentences_in_the_order_of_the_steps(lesson):
    guide = import_module(f"sections.{lesson.name}.guide").GUIDE
    steps = list(lesson.steps)
    places = [steps.index(stop.step) for stop in guide]
    assert len(guide) == STOPS
    assert places == sorted(places)
    assert places[0] == 0
    for stop in guide:
        assert stop.at in (*PLACES, *SYMBOLS), stop.sentence
