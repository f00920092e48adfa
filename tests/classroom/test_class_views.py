"""What of a class reaches whose screen."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from played import LANGUAGES, MEMBERS, Played, asked, classes, do, messages, people

from classroom.acts import Person
from classroom.room import CLOSED, OPEN, Room
from classroom.views import common, own, view
from classroom.wording import parts

# All that a student's page is told: web/classroom/view.js has the same.
OF_A_CLASS = {"code", "lead", "mode", "call", "collecting", "here", "question", "role", "me", "mine"}
OF_A_QUESTION = {"number", "stage", "page", "step", "prompt", "options", "answer", "reason", "tally"}


def changed(room: Room, of: str, **parts: Any) -> Room:
    """A class in which all entries under a kind of key have other parts, as far as they have them."""
    entries = {
        key: {**value, **{name: part for name, part in parts.items() if name in value}} if key.startswith(of) else value
        for key, value in room.entries.items()
    }
    return Room(room.code, entries)


def shown(room: Room, member: str, language: str) -> str:
    return json.dumps(view(room, Person(member), language))


@pytest.fixture
def played() -> Played:
    return Played()


# ---- what no student sees ---------------------------------------------------------------------------


@given(classes(), st.sampled_from(MEMBERS), st.sampled_from(LANGUAGES))
def test_a_student_is_told_what_is_everybodys_and_their_own(played, member, language):
    told = played.sees(member, language)
    assert told.keys() == OF_A_CLASS
    assert told["me"] == {name: played.entries[f"member:{member}"][name] for name in ("colour", "animal")}
    if told["question"] is not None:
        assert told["question"].keys() == OF_A_QUESTION
    assert told["mine"] is None or told["mine"].keys() == {"option", "right"}


@given(asked(), st.booleans(), st.sampled_from(MEMBERS), st.sampled_from(LANGUAGES))
def test_what_is_right_reaches_no_student_before_it_is_told(played, is_closed, member, language):
    if is_closed:
        played.teach("close")
    room, question = played.room, played.room.question
    told = played.sees(member, language)
    assert told["question"]["answer"] is None
    assert told["question"]["reason"] == []
    assert (told["mine"] or {"right": None})["right"] is None
    # Were something else right, for some other reason, the page would say the same.
    otherwise = changed(room, "question:", answer=(question.answer or 0) + 1)
    otherwise = changed(otherwise, f"answer:{question.number}:", is_right=True)
    assert shown(otherwise, member, language) == shown(room, member, language)


@given(asked(), st.sampled_from(MEMBERS), st.integers(0, 2))
def test_how_others_answer_reaches_no_student_while_the_question_is_open(played, member, option):
    room, question = played.room, played.room.question
    entries = dict(room.entries)
    for other in {*MEMBERS} - {member}:
        entries[f"answer:{question.number}:{other}"] = {"option": option, "is_right": True}
    assert shown(Room(room.code, entries), member, "en") == shown(room, member, "en")


@given(classes(), st.sampled_from(MEMBERS))
def test_nobody_else_reaches_a_student(played, member):
    entries = dict(played.room.entries)
    for other in {*MEMBERS} - {member}:
        entries[f"member:{other}"] = {"number": 9, "colour": "other", "animal": "other", "secret": "other"}
        entries[f"hand:elbo:known:{other}"] = {"w": "other"}
        entries[f"hidden:{other}"] = True
    entries["teacher"] = "other"
    assert shown(Room(played.room.code, entries), member, "en") == shown(played.room, member, "en")


@given(classes(), people, st.sampled_from(LANGUAGES))
def test_no_secret_reaches_anybody(played, person, language):
    assert "digest" not in shown(played.room, person.member, language)


@given(classes(), st.lists(messages, max_size=3), st.sampled_from(MEMBERS), st.sampled_from(LANGUAGES))
def test_the_parts_that_all_share_and_ones_own_are_the_whole(played, sent, member, language):
    for message in sent:
        do(played, Person("1"), message)
    room = played.room
    assert {**common(room, language), **own(room, Person(member))} == view(room, Person(member), language)


# ---- what is seen when ------------------------------------------------------------------------------


def test_a_question_is_told_bit_by_bit(played):
    played.ask_step(right=1)
    played.answer("1", 1)
    played.answer("2", 0)
    asked = played.sees("1")
    assert asked["question"]["stage"] == OPEN
    assert [part["text"] for (part,) in asked["question"]["options"]] == ["en 0", "en 1", "en 2"]
    assert asked["question"]["prompt"][1].keys() == {"math", "tex"}
    assert asked["question"]["tally"] is None
    assert asked["mine"] == {"option": 1, "right": None}
    assert played.sees("3")["mine"] is None
    played.teach("close")
    closed = played.sees("1")
    assert closed["question"]["stage"] == CLOSED
    assert closed["question"]["tally"] == [1, 1, 0]
    played.teach("reveal")
    told = [played.sees(member) for member in MEMBERS]
    assert [each["question"]["answer"] for each in told] == [1, 1, 1]
    assert [each["mine"] and each["mine"]["right"] for each in told] == [True, False, None]
    assert told[0]["question"]["reason"] == [{"text": "the reason"}]
    played.teach("dismiss")
    assert played.sees("1")["question"] is None


@pytest.mark.parametrize("member", ["teacher", "1"])
def test_everybody_reads_a_step_s_question_in_their_language(played, member):
    played.ask_step()
    for language in LANGUAGES:
        first, *_rest = played.sees(member, language)["question"]["prompt"]
        assert first == {"text": f"{language}: "}
    played.ask()
    for language in LANGUAGES:
        assert played.sees(member, language)["question"]["prompt"] == [{"text": "Which?"}]


def test_who_has_answered_for_a_page_of_their_own_has_not_answered_this(played):
    number = played.ask_step(right=1)
    played.answer("1", 0)
    played.change({f"answer:{number}:2": {"option": 1, "is_right": True, "is_own": True}})
    assert played.sees("2")["mine"] is None
    answers = played.sees("teacher")["answers"]
    assert answers == {"all": 2, "own": 1, "own_right": 1}
    played.teach("close")
    assert played.sees("1")["question"]["tally"] == [1, 0, 0]
    played.teach("reveal")
    assert played.sees("2")["mine"] is None


# ---- the teacher's ----------------------------------------------------------------------------------


def test_a_teacher_sees_who_is_there_and_whether_they_follow(played):
    played.teach("hide", member="3", on=True)
    told = played.sees("teacher")
    assert (told["here"], told["with"]) == (2, 1)
    assert [(each["member"], each["here"], each["hidden"]) for each in told["members"]] == [
        ("1", True, False),
        ("2", True, False),
        ("3", False, True),
    ]
    played.change({"present:there": {"2": True, "3": False}})
    told = played.sees("teacher")
    assert (told["here"], told["with"]) == (3, 2), "a page on another server counts as well"


def test_a_teacher_sees_how_many_have_answered_and_how_once_it_is_closed(played):
    played.ask(right=2)
    played.answer("1", 2)
    told = played.sees("teacher")
    assert told["answers"] == {"all": 1, "own": 0, "own_right": 0}
    assert told["question"]["tally"] is told["question"]["answer"] is told["asked"][0]["tally"] is None
    played.teach("close")
    told = played.sees("teacher")
    assert told["question"]["tally"] == told["asked"][0]["tally"] == [0, 0, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_teacher_looks_back_in_their_own_language(played, language):
    played.ask_step(right=2)
    played.answer("1", 0)
    played.teach("reveal")
    played.ask(right=None, many=2)
    step, own_question = played.sees("teacher", language)["asked"]
    assert step["prompt"] == parts(f"{language}: $x^2$?")
    assert step["options"] == [parts(f"{language} {n}") for n in range(3)]
    assert (step["answer"], step["tally"], step["page"], step["query"]) == (
        2,
        [1, 0, 0],
        "elbo",
        {"step": "known", "w": "2"},
    )
    assert (own_question["prompt"], own_question["answer"], own_question["query"]) == (parts("Which?"), None, None)


def test_a_teacher_sees_how_many_hands_there_are(played):
    played.lead()
    played.teach("collect", on=True, page="elbo", step="known")
    for member in MEMBERS:
        played.learn(member, "give", page="elbo", query={"w": member})
    played.teach("hide", member="2", on=True)
    assert played.sees("teacher")["hands"] == 2
    assert played.sees("1")["collecting"] == {"page": "elbo", "step": "known", "number": 2}
    played.teach("collect", on=False)
    assert played.sees("teacher")["hands"] == 0


def test_a_teacher_finds_what_was_kept(played):
    played.lead("elbo", w="2")
    played.teach("snap")
    assert played.sees("teacher")["snapshots"] == [{"number": 1, "page": "elbo", "query": {"w": "2"}, "question": None}]
