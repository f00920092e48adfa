"""What a class does on a page: who sits there, where it follows, what it is asked and when it sees the answer."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from attending import Taught, bars, classes  # noqa: F401 - a fixture
from entering import queried, visit
from test_lessons import words

from classroom.names import ANIMALS, COLOURS
from classroom.room import CLOSED
from classroom.wording import parts
from sections.distributions.pooled import DRAWS_OF_ALL
from ui import i18n, session, state, web
from ui.fields.distributions import SEED
from ui.in_class import running, seat

WAITS = "Your teacher asks"
AREA = {"step": "area", "x1": "-1", "x2": "1"}
ANSWER = "% of the probability"  # what the step says once its question is answered


@pytest.fixture
def taught(classes) -> Taught:  # noqa: F811
    return Taught(classes)


# ---- the seat ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["home", "distributions", "training"])
def test_whoever_comes_by_the_address_of_a_class_finds_it_on_every_page(taught, page):
    app = visit(page, **{"class": taught.code.lower()})
    assert not app.exception
    (bar,) = bars(app)
    assert (bar["code"], bar["page"], bar["seated"], bar["followed"]) == (taught.code, page, False, 0)
    assert bar["socket"] == f"classes/{taught.code}/socket"
    assert bar["invitation"] is None
    assert queried(app, "class") == taught.code, "what is copied leads to the class, too"


@pytest.mark.parametrize("app", ["http://host:8501", "https://hub/user/home"])
def test_a_teacher_has_an_address_for_others_from_whichever_page(monkeypatch, app):
    for page, here in (("home", app), ("home", f"{app}/"), ("elbo", f"{app}/elbo")):
        monkeypatch.setattr(seat.st, "context", SimpleNamespace(url=here))
        with state.apart(page, {}, "en"):
            assert seat._invitation("FRG2Y7").address == f"{app}/?class=FRG2Y7"


def test_whoever_comes_by_another_finds_none():
    assert bars(visit("distributions")) == []
    app = visit("distributions", **{"class": "FRG2Y"})
    assert bars(app) == []
    assert "class=FRG2Y, which means nothing" in app.warning[0].value


def test_a_page_is_of_whoever_its_secret_is(taught):
    student = taught.come(**AREA)
    assert bars(student.app)[0]["seated"]
    stranger = taught.come(token="1.guessed", **AREA)
    assert not bars(stranger.app)[0]["seated"]
    assert taught.come(token=Taught(taught.classes).teachers).person is None


def test_who_leaves_has_a_page_of_their_own_again(taught):
    student = taught.come(**AREA)
    assert WAITS not in words(student.app)
    taught.lead("distributions", **AREA)
    student.follow()
    assert WAITS in words(student.app)
    app = student.tell(leave=True)
    assert bars(app) == []
    assert queried(app, "class") is None
    assert WAITS not in words(app)
    assert app.pills, "its own question"


def test_where_the_class_is_over_the_page_is_one_s_own(taught):
    taught.lead("distributions", **AREA)
    student = taught.come(**AREA)
    assert WAITS in words(student.app)
    taught.teach("end")
    app = student.app.run()
    assert not app.exception
    assert WAITS not in words(app)
    assert app.pills


# ---- following --------------------------------------------------------------------------------------


def test_a_page_follows_to_a_step_and_its_settings(taught):
    student = taught.come(**AREA)
    taught.lead("distributions", step="estimators", n="40")
    app = student.follow()
    assert (queried(app, "step"), queried(app, "n"), queried(app, "x1")) == ("estimators", "40", None)
    assert (bars(app)[0]["step"], bars(app)[0]["followed"]) == ("estimators", 1)


def test_a_page_follows_to_another_lesson_and_keeps_what_is_its_own(taught):
    student = taught.come(lang="es", **AREA)
    taught.lead("elbo", step="known", w="2", lang="zh_CN")
    app = student.follow()
    assert {name: queried(app, name) for name in ("step", "w", "lang", "class", "x1")} == {
        "step": "known",
        "w": "2",
        "lang": "es",
        "class": taught.code,
        "x1": None,
    }
    assert (bars(app)[0]["page"], bars(app)[0]["followed"], bars(app)[0]["seated"]) == ("elbo", 1, True)
    assert app.session_state[session.SETTINGS][seat.IS_FOLLOWING.key] is False, "its next run waits for nobody"


def test_a_page_follows_to_the_first_one(taught):
    student = taught.come(**AREA)
    taught.lead("home")
    assert bars(student.follow())[0]["page"] == "home"


def test_a_page_that_is_led_nowhere_stays(taught):
    student = taught.come(**AREA)
    app = student.tell(follow={"page": "nowhere", "query": {"w": "2"}, "number": 3})
    assert bars(app)[0]["page"] == "distributions"
    assert queried(app, "x1") == "-1"
    app = student.tell(follow={"page": "distributions", "query": {"x1": "no number", "y": "2"}, "number": 4})
    assert bars(app)[0]["followed"] == 4
    assert "means nothing here" in app.warning[0].value


# ---- what a step asks -------------------------------------------------------------------------------


def ask(taught, **address):
    """A teacher who has asked what a step asks."""
    address = address or AREA
    taught.lead("distributions", **address)
    teacher = taught.come(taught.teachers, **address)
    teacher.press("Ask the class")
    return teacher


def test_a_teacher_asks_and_everybody_reads_it_in_their_language(taught):
    taught.lead("distributions", **AREA)
    teacher = taught.come(taught.teachers, **AREA)
    assert ANSWER not in words(teacher.app)
    assert "move x₂ to the middle" in words(teacher.app)
    app = teacher.press("Ask the class")
    asked = taught.question
    assert (asked.page, asked.step, asked.query, asked.stage) == ("distributions", "area", AREA, "open")
    assert asked.words.keys() == i18n.LANGUAGES.keys()
    assert len({each.prompt for each in asked.words.values()}) == 3
    assert "Ask the class" not in teacher.buttons
    assert ANSWER not in words(app)


def test_followers_see_nothing_before_the_answer_is_revealed_and_all_after(taught):
    taught.lead("distributions", **AREA)
    right, wrong, silent = (taught.come(**AREA) for _ in range(3))
    teacher = ask(taught)
    answer = taught.question.answer
    taught.do(right.token, "answer", question=1, option=answer)
    taught.do(wrong.token, "answer", question=1, option=(answer + 1) % 2)
    for stage in ("close", "reveal"):
        for person in (teacher, right, wrong, silent):
            app = person.app.run()
            assert ANSWER not in words(app)
            assert not app.pills
            assert (WAITS in words(app)) == (person is not teacher)
        taught.teach(stage)
    for person in (teacher, right, wrong, silent):
        assert ANSWER in words(person.app.run())
    reason = taught.question.in_language("en").reason
    assert right.app.success[0].value == f"Yes. {reason}"
    for person in (teacher, wrong, silent):
        assert reason in person.app.info[0].value
        assert not person.app.success


def test_a_follower_reads_the_answer_in_their_language(taught):
    taught.lead("distributions", **AREA)
    student = taught.come(lang="es", **AREA)
    ask(taught)
    taught.do(student.token, "answer", question=1, option=taught.question.answer)
    taught.teach("reveal")
    assert taught.question.in_language("es").reason in student.app.run().success[0].value


def test_who_is_elsewhere_is_asked_of_their_own_page(taught):
    taught.lead("distributions", **AREA)
    wanderer = taught.come(**{**AREA, "x2": "2"})
    assert WAITS not in words(wanderer.app)
    ask(taught)
    app = wanderer.app.run()
    (pills,) = app.pills
    pills.set_value(0).run()
    assert not app.exception
    assert ANSWER in words(app), "their own figure answers at once"
    (answer,) = taught.room.answers(1).values()
    assert answer.is_own
    assert answer.is_right == bool(app.success)
    assert sum(taught.room.tally(taught.question)) == 0


def test_who_has_answered_with_the_class_is_still_counted_there(taught):
    taught.lead("distributions", **AREA)
    student = taught.come(**{**AREA, "x2": "2"})
    ask(taught)
    taught.do(student.token, "answer", question=1, option=1)
    (pills,) = student.app.run().pills
    pills.set_value(0).run()
    assert taught.room.tally(taught.question) == [0, 1, 0]


def test_an_answer_after_the_end_of_a_question_is_not_counted(taught):
    taught.lead("distributions", **AREA)
    student = taught.come(**{**AREA, "x2": "2"})
    ask(taught)
    taught.teach("close")
    (pills,) = student.app.run().pills
    pills.set_value(0).run()
    assert taught.question.stage == CLOSED
    assert taught.room.answers(1) == {}


def test_a_teacher_may_just_show_it_and_hide_it_again(taught):
    taught.lead("distributions", **AREA)
    student = taught.come(**AREA)
    teacher = taught.come(taught.teachers, **AREA)
    led = taught.room.lead.number
    app = teacher.press("Just show it")
    assert ANSWER in words(app)
    assert not app.info, "nobody has been asked"
    assert not app.success
    assert taught.question is None
    assert taught.room.lead.number == led + 1, "all take it over"
    assert ANSWER in words(student.app.run())
    assert "Ask the class again" not in student.buttons
    app = teacher.press("Ask the class again")
    assert ANSWER not in words(app)
    assert "Ask the class" in teacher.buttons
    assert WAITS in words(student.app.run())


def test_a_teacher_sees_what_they_have_just_done_before_it_is_pushed(taught, monkeypatch):
    taught.lead("distributions", **AREA)
    teacher = taught.come(taught.teachers, **AREA)
    known = taught.room
    monkeypatch.setattr(running.hub(), "room", lambda code: known)  # as it was pushed last, a moment ago
    assert ANSWER in words(teacher.press("Just show it"))
    teacher.press("Ask the class again")
    teacher.press("Ask the class")
    assert "Ask the class" not in teacher.buttons


def test_where_nothing_is_asked_nobody_waits(taught):
    taught.lead("distributions", step="shapes")
    student = taught.come(step="shapes")
    assert WAITS not in words(student.app)
    taught.lead("distributions", ask="False", **AREA)
    assert ANSWER in words(student.follow())


SECTIONS = Path(__file__).resolve().parents[2] / "sections"
ASKING = [
    (path.parent.name, step)
    for path in sorted(SECTIONS.rglob("*.py"))
    for step in re.findall(r'predict\.first\("([\w-]+)"', path.read_text("utf-8"))
]


@pytest.mark.parametrize(("page", "step"), ASKING)
def test_what_a_step_asks_can_be_asked_of_a_class(taught, page, step):
    teacher = taught.come(taught.teachers, page, step=step)
    teacher.press("Ask the class")
    asked = taught.question
    assert (asked.page, asked.step) == (page, step)
    assert asked.words.keys() == i18n.LANGUAGES.keys()
    assert len({len(each.options) for each in asked.words.values()}) == 1
    for each in asked.words.values():
        assert 0 <= asked.answer < len(each.options)
        for part in (part for text in (each.prompt, *each.options, each.reason) for part in parts(text)):
            assert "math" in part or not re.search(r"\$|\*\*", " ".join(part.values())), part


# ---- hands ------------------------------------------------------------------------------------------


def test_what_all_do_is_on_the_teachers_page_and_each_draws_by_their_own_luck(taught):
    taught.lead("distributions", step="draws")
    teacher, first, second = (
        taught.come(taught.teachers, step="draws"),
        taught.come(step="draws"),
        taught.come(step="draws"),
    )
    assert bars(teacher.app)[0]["pools"]
    taught.teach("collect", on=True, page="distributions", step="draws")
    seeds = {queried(person.follow(), SEED.name) for person in (first, second)}
    assert len(seeds) == 2
    for person in (first, second):
        query = {name: queried(person.app, name) for name in ("step", SEED.name)}
        taught.do(person.token, "give", page="distributions", query=query)
    assert len(taught.room.hands("distributions", "draws")) == 2
    assert [each.value for each in teacher.app.run().subheader] == [DRAWS_OF_ALL.title]
    assert not first.app.run().subheader


# ---- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_name_has_a_sign_a_shade_and_words(taught, language):
    (bar,) = bars(visit("distributions", lang=language, **{"class": taught.code}))
    assert {animal for animal in ANIMALS if f"  {animal}: " not in web.text("classroom/names.js")} == set()
    assert bar["text"]["animals"].keys() == {*ANIMALS}
    assert bar["text"]["colours"].keys() == bar["text"]["shades"].keys() == {*COLOURS}
    for of in ("animals", "colours"):
        assert len({*bar["text"][of].values()}) == len(bar["text"][of]), "no two are called the same"
