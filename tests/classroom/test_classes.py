"""Classes begin, are joined and end, and who is who in them."""

import json
import threading
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom import classes as module
from classroom import on_sqlite
from classroom.acts import Person
from classroom.classes import Classes, who
from classroom.codes import read_code
from classroom.errors import ClassError
from classroom.names import ALL, names_of
from classroom.room import TEACHER
from classroom.store import open_store


@pytest.fixture
def classes(tmp_path):
    store = open_store(None, tmp_path)
    yield Classes(store)
    store.close()


def test_a_class_is_begun_and_its_teacher_is_known(classes):
    code, token = classes.open()
    assert read_code(code) == code
    room = classes.room(code)
    assert who(room, token) == Person(TEACHER)
    assert room.members == {}


def test_two_classes_have_two_codes(classes, monkeypatch):
    made = iter(["FRG2Y7", "FRG2Y7", "FRG2Y7", "FRG2Y8"])
    monkeypatch.setattr(module, "new_code", lambda: next(made))
    (first, teacher), (second, another) = classes.open(), classes.open()
    assert (first, second) == ("FRG2Y7", "FRG2Y8")
    assert who(classes.room(first), teacher)
    assert not who(classes.room(first), another)


def test_whoever_joins_is_known_by_what_they_were_given(classes):
    code, _ = classes.open()
    joined = [classes.join(code) for _ in range(3)]
    room = classes.room(code)
    assert [who(room, token) for _, token in joined] == [Person("1"), Person("2"), Person("3")]
    assert {found for found, _ in joined} == {code}
    assert len({*room.members.values()}) == 3


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: f" {code[:3]} {code[3:]} ", lambda code: f"{code[:3]}-{code[3:]}"]
)
def test_a_code_is_taken_as_it_is_typed(classes, typed):
    code, _ = classes.open()
    assert classes.join(typed(code))[0] == classes.room(typed(code)).code == code


@pytest.mark.parametrize("text", ["", "FRG2Y7", "no code", "x" * 5000])
def test_a_code_that_is_none_is_said(classes, text):
    for look in (classes.room, classes.join):
        with pytest.raises(ClassError, match="There is no class") as raised:
            look(text)
        assert text[:20] in str(raised.value)
        assert len(str(raised.value)) < 150


def test_a_secret_of_another_opens_nothing(classes):
    code, teacher = classes.open()
    _, first = classes.join(code)
    _, second = classes.join(code)
    other, others_teacher = classes.open()
    room, secrets = classes.room(code), [token.split(".")[1] for token in (teacher, first, second)]
    assert who(room, others_teacher) is None
    assert who(classes.room(other), first) is None
    for member, secret in (
        ("teacher", secrets[1]),
        ("1", secrets[0]),
        ("1", secrets[2]),
        ("3", secrets[2]),
        ("members", "1"),
    ):
        assert who(room, f"{member}.{secret}") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text().map("teacher.{}".format) | st.text().map("1.{}".format) | st.just("1.\ud800"))
def test_no_text_is_taken_for_a_secret(classes, token):
    code, _ = classes.open()
    classes.join(code)
    assert who(classes.room(code), token) is None


def test_no_secret_is_kept(classes):
    code, teacher = classes.open()
    _, student = classes.join(code)
    kept = json.dumps(classes.store.entries(code))
    assert not [token for token in (teacher, student) if token.split(".")[1] in kept]


def test_a_full_class_says_so(classes):
    classes.most_members = 2
    code, _ = classes.open()
    classes.join(code)
    classes.join(code)
    for _ in range(2):
        with pytest.raises(ClassError, match="is full: it has 2 members"):
            classes.join(code)
    assert len(classes.room(code).members) == 2


def test_of_a_whole_class_that_joins_at_once_nobody_has_the_name_of_another(classes):
    code, _ = classes.open()
    many = 60
    ready = threading.Barrier(many)

    def join() -> None:
        ready.wait()
        classes.join(code)

    threads = [threading.Thread(target=join) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    members = classes.room(code).members
    assert [*members] == [str(number + 1) for number in range(many)]
    assert len({*members.values()}) == many


def test_whoever_comes_does_not_get_what_somebody_has_changed_to(classes):
    code, _ = classes.open()
    classes.join(code)
    room, second = classes.room(code), names_of(code)[1]
    classes.change(room, {"member:1": {**room.entries["member:1"], "colour": second.colour, "animal": second.animal}})
    classes.join(code)
    assert len({*classes.room(code).members.values()}) == 2


def test_a_class_of_more_than_there_are_names_still_has_one_for_each(classes):
    code, _ = classes.open()
    classes.store.put(code, {"members": len(ALL)})
    classes.join(code)
    assert [*classes.room(code).members.values()] == [names_of(code)[0]]


def test_a_class_is_gone_after_its_time(tmp_path, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(on_sqlite, "time", SimpleNamespace(time=lambda: now[0]))
    store = open_store(None, tmp_path)
    classes = Classes(store, lasts=3600)
    code, _ = classes.open()
    room = classes.room(code)
    now[0] += 3601
    with pytest.raises(ClassError, match=f"There is no class {code}"):
        classes.room(code)
    with pytest.raises(ClassError, match=f"There is no class {code}"):
        classes.join(code)
    with pytest.raises(ClassError, match=f"There is no class {code}"):
        classes.do(room, Person(TEACHER), {"do": "call"})
    store.close()


def test_a_teacher_ends_a_class_at_once_and_no_student_does(classes):
    code, _ = classes.open()
    classes.join(code)
    room = classes.room(code)
    with pytest.raises(ClassError):
        classes.do(room, Person("1"), {"do": "end"})
    assert classes.room(code)
    classes.do(room, Person(TEACHER), {"do": "end"})
    assert classes.store.entries(code) is None
    with pytest.raises(ClassError, match="There is no class"):
        classes.do(room, Person("1"), {"do": "rename"})


def test_what_is_done_is_kept_and_what_changes_nothing_is_no_news(classes):
    code, _ = classes.open()
    told = []
    classes.store.watch(told.append)
    classes.do(classes.room(code), Person(TEACHER), {"do": "lead", "page": "elbo", "query": {"w": "2"}})
    assert classes.room(code).lead.query == {"w": "2"}
    classes.do(classes.room(code), Person(TEACHER), {"do": "lead", "page": "elbo", "query": {"w": "2"}})
    assert told == [code]
