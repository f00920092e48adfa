"""What people do in a class: who may, what changes, and that nothing else does."""

import json

import pytest
from hypothesis import given
from played import LANGUAGES, MEMBERS, STEP, TEACHER_OF_IT, WORDS, Played, classes, do, messages, people

from classroom import acts
from classroom.acts import MOST_TEXT, OPTION, OPTIONS, PROMPT, Person, act
from classroom.errors import ClassError
from classroom.names import Name
from classroom.room import MODES

# What the largest act leaves in the store: a question of six long answers, in JSON of six bytes a letter.
MOST_BYTES = 8000 + 6 * (MOST_TEXT + PROMPT + OPTIONS[-1] * OPTION)


@pytest.fixture
def played() -> Played:
    return Played()


# ---- who may ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", acts.TEACHERS)
def test_a_student_cannot_do_what_is_the_teachers(played, name):
    played.lead()
    played.ask()
    message = {
        "do": name,
        "page": "elbo",
        "query": {"w": "2"},
        "mode": "pause",
        "member": "2",
        "on": True,
        "step": "known",
    }
    message |= {"prompt": "Which?", "options": ["a", "b"]}
    assert act(played.room, TEACHER_OF_IT, message), "the same words do something for the teacher"
    with pytest.raises(ClassError, match="Only the teacher of a class can do this"):
        act(played.room, Person("1"), message)


@pytest.mark.parametrize("name", acts.STUDENTS)
def test_a_teacher_is_no_student(played, name):
    number = played.ask()
    played.lead()
    played.teach("collect", on=True, page="elbo", step="known")
    message = {"do": name, "question": number, "option": 1, "page": "elbo", "query": {}}
    assert act(played.room, Person("1"), message)
    with pytest.raises(ClassError, match="nothing that can be done"):
        act(played.room, TEACHER_OF_IT, message)


@pytest.mark.parametrize("person", [TEACHER_OF_IT, Person("1")], ids=lambda person: person.member)
@pytest.mark.parametrize("name", ["", "end", "teacher", "__class__", None, 3, [], {}, ["lead"]], ids=repr)
def test_what_means_nothing_is_refused(played, person, name):
    with pytest.raises(ClassError, match="nothing that can be done"):
        act(played.room, person, {"do": name})


@given(classes(), people, messages)
def test_whatever_is_sent_is_refused_in_words_or_leaves_what_can_be_read(played, person, message):
    before = dict(played.entries)
    changes = do(played, person, message)
    assert len(json.dumps(changes)) < MOST_BYTES
    for language in LANGUAGES:
        assert [played.sees(member, language)["code"] for member in ("teacher", *MEMBERS)]
    room = played.room
    for page, step in (("elbo", "known"), *filter(None, [room.collecting])):
        assert room.hands(page, step).keys() <= {*MEMBERS}
    assert {key: played.entries.get(key) for key in ("teacher", "ends", "members")} == {
        key: before[key] for key in ("teacher", "ends", "members")
    }


@given(classes(), messages)
def test_a_student_changes_nothing_but_what_is_theirs(played, message):
    changes = do(played, Person("2"), message)
    assert all(key == "member:2" or (key.split(":")[0] in ("answer", "hand") and key.endswith(":2")) for key in changes)


def test_what_is_packed_within_itself_a_thousand_times_is_refused(played):
    packed = "x"
    for _ in range(5000):
        packed = [packed]
    for message in ({"do": "lead", "page": "elbo", "query": {"w": packed}}, {"do": "ask", "prompt": packed}):
        with pytest.raises(ClassError):
            act(played.room, TEACHER_OF_IT, message)


# ---- where the class is -----------------------------------------------------------------------------


def test_each_step_of_the_teachers_has_a_number_and_the_same_one_none(played):
    played.lead("elbo", w="1")
    assert played.room.lead == acts.Room("", {"lead": {"page": "elbo", "query": {"w": "1"}, "number": 1}}).lead
    assert played.teach("lead", page="elbo", query={"w": "1"}) == {}
    played.lead("elbo", w="2")
    played.lead("latent_map", w="2")
    assert (played.room.lead.page, played.room.lead.number) == ("latent_map", 3)


@pytest.mark.parametrize(
    "place",
    [
        {"page": "elbo"},
        {"query": {}},
        {"page": "../elbo", "query": {}},
        {"page": "Elbo", "query": {}},
        {"page": "elbo\n", "query": {}},
        {"page": "e" * 41, "query": {}},
        {"page": "", "query": {}},
        {"page": ["elbo"], "query": {}},
        {"page": "elbo", "query": []},
        {"page": "elbo", "query": {"w": 1}},
        {"page": "elbo", "query": {"w": None}},
    ],
    ids=repr,
)
def test_where_no_page_is_nobody_is_led(played, place):
    with pytest.raises(ClassError, match="nothing that can be done"):
        played.teach("lead", **place)
    assert played.room.lead is None


def test_an_address_is_taken_up_to_a_length(played):
    played.lead(drawn="x" * (MOST_TEXT - len("drawn")))
    with pytest.raises(ClassError, match="more than a class can take over"):
        played.lead(drawn="x" * (MOST_TEXT - len("drawn") + 1))
    assert played.room.lead.number == 1


def test_how_the_class_is_led(played):
    assert played.room.mode == "follow"
    for mode in MODES:
        played.teach("mode", mode=mode)
        assert played.room.mode == mode
    for mode in ("Follow", "", None, 0, ["roam"]):
        with pytest.raises(ClassError):
            played.teach("mode", mode=mode)
    assert played.room.mode == MODES[-1]


def test_all_are_back_after_a_call_and_after_a_pause(played):
    played.teach("mode", mode="roam")
    played.teach("call")
    assert (played.room.mode, played.room.call) == ("follow", 1)
    played.teach("mode", mode="roam")
    played.teach("mode", mode="follow")
    assert played.room.call == 1, "who is on their own stays so"
    played.teach("mode", mode="pause")
    played.teach("mode", mode="follow")
    assert played.room.call == 2


# ---- questions --------------------------------------------------------------------------------------


def test_a_question_of_the_teachers_own(played):
    number = played.teach("ask", prompt="  Which? ", options=[" a ", "b"], right=1)["asked"]
    asked = played.room.question
    assert (asked.number, asked.answer, asked.stage, asked.page) == (number, 1, "open", "")
    assert asked.in_language("zh_CN") == asked.in_language("")
    assert (asked.in_language("").prompt, asked.in_language("").options) == ("Which?", ("a", "b"))
    assert played.ask(right=None) == number + 1
    assert played.room.question.answer is None


@pytest.mark.parametrize("many", range(9))
def test_a_question_has_two_to_six_answers(played, many):
    options = [f"option {n}" for n in range(many)]
    if many in OPTIONS:
        assert played.teach("ask", prompt="Which?", options=options)
    else:
        with pytest.raises(ClassError, match="two to six answers"):
            played.teach("ask", prompt="Which?", options=options)
        assert played.room.question is None


@pytest.mark.parametrize(
    "part",
    [
        {"prompt": ""},
        {"prompt": " \n"},
        {"prompt": "x" * (PROMPT + 1)},
        {"options": ["a", "x" * (OPTION + 1)]},
        {"options": ["a", " "]},
    ],
)
def test_a_question_is_neither_empty_nor_a_book(played, part):
    with pytest.raises(ClassError, match=f"{PROMPT} letters at most and each answer {OPTION}"):
        played.teach("ask", **{"prompt": "Which?", "options": ["a", "b"], **part})
    assert played.teach("ask", prompt="x" * PROMPT, options=["x" * OPTION, "b"])


@pytest.mark.parametrize("right", [-1, 2, 0.0, "1", True, [0]], ids=repr)
def test_what_is_right_is_one_of_the_answers(played, right):
    with pytest.raises(ClassError):
        played.teach("ask", prompt="Which?", options=["a", "b"], right=right)


def test_of_questions_and_snapshots_there_is_an_end(played, monkeypatch):
    monkeypatch.setattr(acts, "MOST_QUESTIONS", 2)
    monkeypatch.setattr(acts, "MOST_SNAPSHOTS", 2)
    played.lead()
    for _ in range(2):
        played.ask()
        played.teach("snap")
    with pytest.raises(ClassError, match="asked 2 questions"):
        played.ask()
    with pytest.raises(ClassError, match="2 snapshots"):
        played.teach("snap")


def test_a_question_is_answered_until_it_is_closed(played):
    number = played.ask(right=1)
    played.answer("1", 0)
    played.answer("2", 1)
    assert {member: each.is_right for member, each in played.room.answers(number).items()} == {"1": False, "2": True}
    played.answer("1", 1)
    assert played.room.tally(played.room.question) == [0, 2, 0]
    played.teach("close")
    with pytest.raises(ClassError, match="takes no answers any more"):
        played.answer("3", 1)
    played.teach("reveal")
    with pytest.raises(ClassError, match="takes no answers any more"):
        played.answer("3", 1)
    assert played.room.tally(played.room.question) == [0, 2, 0]


def test_who_answers_what_has_no_right_answer_is_neither_right_nor_wrong(played):
    number = played.ask(right=None)
    played.answer("1", 2)
    assert played.room.answers(number)["1"].is_right is None


def test_an_answer_to_another_question_is_none(played):
    first = played.ask()
    played.ask()
    for number in (first, 3, None, "2"):
        with pytest.raises(ClassError):
            played.learn("1", "answer", question=number, option=0)
    assert not played.room.answers(1)
    assert not played.room.answers(2)


@pytest.mark.parametrize("option", [-1, 3, 1.0, "1", None, True, [1]], ids=repr)
def test_an_answer_is_one_of_those_there_are(played, option):
    played.ask(many=3)
    with pytest.raises(ClassError):
        played.answer("1", option)


def test_there_is_nothing_to_answer_close_or_reveal_before_anything_is_asked(played):
    with pytest.raises(ClassError, match="takes no answers"):
        played.learn("1", "answer", question=1, option=0)
    assert [played.teach(name) for name in ("close", "reveal")] == [{}, {}]
    assert played.teach("dismiss") == {"asked": None}


def test_what_a_step_has_asked_is_seen_once_it_is_revealed_and_all_take_it_over(played):
    played.lead("elbo", step="known")
    played.ask_step()
    assert (played.room.question.page, played.room.question.step) == ("elbo", "known")
    assert not played.room.is_seen("elbo", "known")
    played.teach("close")
    assert not played.room.is_seen("elbo", "known")
    played.teach("reveal")
    assert played.room.is_seen("elbo", "known")
    assert not played.room.is_seen("elbo", "evidence")
    assert played.room.lead.number == 2
    assert played.room.question.stage == "revealed"


def test_a_teacher_s_own_question_shows_nothing_of_a_page(played):
    played.lead("elbo", step="known")
    played.ask()
    played.teach("reveal")
    assert played.room.lead.number == 1
    assert not [key for key in played.entries if key.startswith("seen:")]


def test_what_is_shown_may_be_hidden_again(played):
    played.lead("elbo")
    played.change(acts.show(played.room, "elbo", "known"))
    assert played.room.is_seen("elbo", "known")
    played.change(acts.show(played.room, "elbo", "known", is_seen=False))
    assert not played.room.is_seen("elbo", "known")
    assert played.room.lead.number == 3


def test_a_step_whose_languages_have_different_answers_is_not_asked(played):
    words = {**WORDS, "es": {**WORDS["es"], "options": ["una"]}}
    with pytest.raises(ClassError, match="two to six"):
        acts.asking(played.room, words, 0, **STEP)


@pytest.mark.parametrize(("stage", "after"), [(None, "closed"), ("close", "closed"), ("reveal", "revealed")])
def test_a_question_that_is_put_away_takes_no_answers(played, stage, after):
    number = played.ask()
    if stage:
        played.teach(stage)
    played.teach("dismiss")
    assert played.room.question is None
    assert [each.stage for each in played.room.questions] == [after]
    with pytest.raises(ClassError):
        played.learn("1", "answer", question=number, option=0)


def test_what_was_asked_last_on_a_step_is_found(played):
    played.ask_step()
    second = played.ask_step()
    played.ask()
    assert played.room.last_question("elbo", "known").number == second
    assert played.room.last_question("elbo", "evidence") is None


# ---- hands, snapshots, names ------------------------------------------------------------------------


def test_hands_are_collected_where_the_teacher_says(played):
    assert played.teach("collect", on=True, page="elbo", step="known") == {}, "nobody has led anywhere"
    assert played.learn("1", "give", page="elbo", query={"w": "1"}) == {}
    played.lead()
    played.teach("collect", on=True, page="elbo", step="known")
    assert played.entries["collecting"]["number"] == played.room.lead.number == 2, "all begin from the same place"
    assert played.learn("1", "give", page="latent_map", query={"w": "1"}) == {}
    played.learn("2", "give", page="elbo", query={"w": "2"})
    played.learn("1", "give", page="elbo", query={"w": "1"})
    played.learn("2", "give", page="elbo", query={"w": "3"})
    assert played.room.hands("elbo", "known") == {"1": {"w": "1"}, "2": {"w": "3"}}
    assert list(played.room.hands("elbo", "known")) == ["1", "2"], "in the order in which they came"
    assert played.room.hands("elbo", "evidence") == {}
    played.teach("collect", on=False)
    assert played.room.lead.number == 3, "and are back there"
    assert played.learn("3", "give", page="elbo", query={}) == {}
    assert len(played.room.hands("elbo", "known")) == 2


def test_a_hand_is_bounded_as_an_address_is(played):
    played.lead()
    played.teach("collect", on=True, page="elbo", step="known")
    with pytest.raises(ClassError, match="more than a class can take over"):
        played.learn("1", "give", page="elbo", query={"drawn": "x" * MOST_TEXT})


@pytest.mark.parametrize(
    "place", [{"page": "elbo", "step": "Known"}, {"page": "el bo", "step": "known"}, {"page": "elbo"}]
)
def test_hands_are_collected_on_a_step(played, place):
    played.lead()
    with pytest.raises(ClassError):
        played.teach("collect", on=True, **place)
    assert played.room.collecting is None


def test_a_hand_is_taken_off_the_projector_and_put_back(played):
    played.lead()
    played.teach("collect", on=True, page="elbo", step="known")
    played.learn("1", "give", page="elbo", query={"w": "1"})
    played.teach("hide", member="1", on=True)
    assert played.room.hands("elbo", "known") == {}
    played.teach("hide", member="1", on=False)
    assert played.room.hands("elbo", "known") == {"1": {"w": "1"}}
    for member in ("4", "teacher", None, [], {}):
        with pytest.raises(ClassError):
            played.teach("hide", member=member, on=True)


def test_a_snapshot_keeps_where_the_class_is_and_what_it_was_asked(played):
    assert played.teach("snap") == {}
    played.lead("elbo", w="2")
    played.teach("snap")
    number = played.ask()
    played.lead("latent_map")
    played.teach("snap")
    first, second = played.room.snapshots
    assert first == {"number": 1, "page": "elbo", "query": {"w": "2"}, "question": None}
    assert (second["page"], second["question"]) == ("latent_map", number)


def test_another_name_is_nobody_elses_and_nothing_else_changes(played):
    before = played.entries["member:2"]
    others = {name for member, name in played.room.members.items() if member != "2"}
    changed = played.learn("2", "rename")["member:2"]
    name = Name(changed["colour"], changed["animal"])
    assert name != Name(before["colour"], before["animal"])
    assert name not in others
    assert {**before, "colour": name.colour, "animal": name.animal} == changed
    assert list(played.room.members) == [*MEMBERS]
