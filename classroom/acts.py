"""What people do in a class: each act looks at the room and at a message, and says what changes in the store.

What a browser sends is checked here, like what comes in by every other door: who may, what, and how much of it.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from classroom.errors import ClassError
from classroom.names import spare_name
from classroom.room import CLOSED, FOLLOW, MODES, OPEN, PAUSE, REVEALED, TEACHER, Room, seen

Changes = dict[str, Any]  # entries of the store; None takes one away
Message = Mapping[str, Any]

MOST_TEXT = 4000  # characters of an address: a drawing is some hundred
MOST_SNAPSHOTS, MOST_QUESTIONS = 200, 500
OPTIONS = range(2, 7)  # how many a question may have
PROMPT, OPTION = 300, 120  # characters
PAGE = re.compile(r"[a-z_]{1,40}")
STEP = re.compile(r"[a-z-]{1,40}")


@dataclass(frozen=True)
class Person:
    """Somebody with a right in a class: its teacher, or a member."""

    member: str

    @property
    def is_teacher(self) -> bool:
        return self.member == TEACHER


def act(room: Room, person: Person, message: Message) -> Changes:
    """What a message changes.

    Raises:
        ClassError: it means nothing, or the person has no right to it.
    """
    name = message.get("do")
    if not isinstance(name, str):
        raise _nonsense()
    teachers, everybodys = TEACHERS.get(name), STUDENTS.get(name)
    try:
        if teachers is not None and person.is_teacher:
            return teachers(room, message)
        if everybodys is not None and not person.is_teacher:
            return everybodys(room, person, message)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _nonsense() from error
    raise ClassError("Only the teacher of a class can do this.") if teachers else _nonsense()


# ---- the teacher's ----------------------------------------------------------------------------------


def lead(room: Room, message: Message) -> Changes:
    """Everybody goes to an address of a page."""
    at = {"page": _matching(PAGE, message["page"]), "query": _query(message["query"])}
    before = room.lead
    if before is not None and (before.page, before.query) == (at["page"], at["query"]):
        return {}
    return {"lead": {**at, "number": before.number + 1 if before else 1}}


def set_mode(room: Room, message: Message) -> Changes:
    """All follow, or roam within the lesson, or look up from their screens. Whoever was away is back after a pause."""
    mode = MODES[MODES.index(message["mode"])]
    called = {"call": room.call + 1} if mode == FOLLOW and room.mode == PAUSE else {}
    return {"mode": mode} | called


def call(room: Room, _message: Message) -> Changes:
    """All come back to where the teacher is."""
    return {"call": room.call + 1, "mode": FOLLOW}


def ask(room: Room, message: Message) -> Changes:
    """A question of the teacher's own; ``right`` is the number of the right option, if there is one."""
    options = [_text(option, OPTION) for option in message["options"]]
    right = message.get("right")
    words = {"": {"prompt": _text(message["prompt"], PROMPT), "options": options, "reason": ""}}
    return asking(room, words, None if right is None else _among(right, len(options)))


def asking(room: Room, words: Mapping[str, Mapping[str, Any]], answer: int | None, **where: Any) -> Changes:
    """A question opens. ``where`` it belongs: its ``page``, ``step`` and ``query``."""
    if any(len(each["options"]) not in OPTIONS for each in words.values()):
        raise ClassError("A question has two to six answers.")
    if len(room.questions) >= MOST_QUESTIONS:
        raise ClassError("This class has been asked {n} questions, which is all that is kept of one.", n=MOST_QUESTIONS)
    number = len(room.questions) + 1
    return {f"question:{number}": {"words": words, "answer": answer, "stage": OPEN, **where}, "asked": number}


def close(room: Room, _message: Message) -> Changes:
    """No answer to the question is taken any more."""
    return _put_stage(room, CLOSED)


def reveal(room: Room, _message: Message) -> Changes:
    """Its answer is told, and what it was asked about is seen."""
    question = room.question
    shown = show(room, question.page, question.step) if question and question.page else {}
    return _put_stage(room, REVEALED) | shown


def show(room: Room, page: str, step: str, is_seen: bool = True) -> Changes:
    """What a step asks before it shows it is seen by all, or hidden again: they take over once more what they see."""
    return {seen(page, step): is_seen or None} | _led_anew(room)


def dismiss(room: Room, _message: Message) -> Changes:
    """The question leaves the screens. Where it was open, it is closed."""
    question = room.question
    return {"asked": None} | (_put_stage(room, CLOSED) if question and question.stage == OPEN else {})


def collect(room: Room, message: Message) -> Changes:
    """What all do on a step becomes one picture, from now on; or no more, and all are back where the teacher is."""
    if room.lead is None:
        return {}
    led = _led_anew(room)
    if not message["on"]:
        return {"collecting": None} | led
    where = {"page": _matching(PAGE, message["page"]), "step": _matching(STEP, message["step"])}
    return {"collecting": {**where, "number": led["lead"]["number"]}} | led


def snap(room: Room, _message: Message) -> Changes:
    """Keep where the class is and how it has answered."""
    if room.lead is None:
        return {}
    if len(room.snapshots) >= MOST_SNAPSHOTS:
        raise ClassError("This class has {n} snapshots, which is all that is kept of one.", n=MOST_SNAPSHOTS)
    asked, number = room.question, len(room.snapshots) + 1
    kept = {"number": number, "page": room.lead.page, "query": room.lead.query, "question": asked and asked.number}
    return {f"snapshot:{number}": kept}


def hide(room: Room, message: Message) -> Changes:
    """What a member has made is taken off the projector, or put back."""
    if message["member"] not in room.members:
        raise _nonsense()
    return {f"hidden:{message['member']}": True if message["on"] else None}


# ---- the students' ----------------------------------------------------------------------------------


def answer(room: Room, person: Person, message: Message) -> Changes:
    """Answer the question on screen; until it is closed, another answer takes its place."""
    question = room.question
    if question is None or question.stage != OPEN or question.number != message["question"]:
        raise ClassError("This question takes no answers any more.")
    option = _among(message["option"], len(next(iter(question.words.values())).options))
    is_right = None if question.answer is None else option == question.answer
    return {f"answer:{question.number}:{person.member}": {"option": option, "is_right": is_right}}


def give(room: Room, person: Person, message: Message) -> Changes:
    """What the student's page shows, where the hands of its step are collected."""
    if room.collecting is None:
        return {}
    page, step = room.collecting
    if message["page"] != page:
        return {}
    return {f"hand:{page}:{step}:{person.member}": _query(message["query"])}


def rename(room: Room, person: Person, _message: Message) -> Changes:
    """Another colour and animal."""
    kept = room.entries[f"member:{person.member}"]
    name = spare_name(room.members.values(), random.Random())
    return {f"member:{person.member}": {**kept, "colour": name.colour, "animal": name.animal}}


TEACHERS: Mapping[str, Callable[[Room, Message], Changes]] = {
    "lead": lead,
    "mode": set_mode,
    "call": call,
    "ask": ask,
    "close": close,
    "reveal": reveal,
    "dismiss": dismiss,
    "collect": collect,
    "snap": snap,
    "hide": hide,
}
STUDENTS: Mapping[str, Callable[[Room, Person, Message], Changes]] = {
    "answer": answer,
    "give": give,
    "rename": rename,
}


def _nonsense() -> ClassError:
    return ClassError("This is nothing that can be done in a class.")


def _led_anew(room: Room) -> Changes:
    """All take over once more where the teacher is."""
    return {"lead": {**room.entries["lead"], "number": room.lead.number + 1}} if room.lead else {}


def _put_stage(room: Room, stage: str) -> Changes:
    question = room.question
    if question is None:
        return {}
    key = f"question:{question.number}"
    return {key: {**room.entries[key], "stage": stage}}


def _query(query: Mapping[str, str]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in query.values()):
        raise ValueError("An address says texts.")
    if sum(len(name) + len(value) for name, value in query.items()) > MOST_TEXT:
        raise ClassError("This page says more than a class can take over.")
    return dict(query)


def _matching(pattern: re.Pattern, text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _text(text: str, most: int) -> str:
    found = text.strip()
    if not 0 < len(found) <= most:
        raise ClassError(
            "A question has {prompt} letters at most and each answer {option}, and none is empty.",
            prompt=PROMPT,
            option=OPTION,
        )
    return found


def _among(number: int, many: int) -> int:
    if type(number) is not int or number not in range(many):  # JSON's true is none
        raise ValueError("There is no such answer.")
    return number
