"""What of a class reaches whose screen: a student never sees what is the teacher's."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from classroom.acts import Person
from classroom.names import Name
from classroom.room import OPEN, REVEALED, Answer, Question, Room
from classroom.wording import parts

View = dict[str, Any]  # JSON; what web/classroom/view.js describes


def view(room: Room, person: Person, language: str) -> View:
    """The class as ``person`` sees it, a question in their ``language``."""
    return {**common(room, language), **(_teachers(room, language) if person.is_teacher else own(room, person))}


def common(room: Room, language: str) -> View:
    """What everybody sees: the same for all who read one language."""
    lead = room.lead
    return {
        "code": room.code,
        "lead": lead and asdict(lead),
        "mode": room.mode,
        "call": room.call,
        "collecting": room.entries.get("collecting"),
        "here": len(room.present),
        "question": room.question and _question(room, room.question, language),
    }


def own(room: Room, person: Person) -> View:
    """What a student sees of themselves."""
    name, question = room.members[person.member], room.question
    answer = question and room.answers(question.number).get(person.member)
    is_to_this = answer is not None and not answer.is_own  # the options of a page of their own are others
    return {
        "role": "student",
        "me": asdict(name),
        "mine": {"option": answer.option, "right": _told(room, answer)} if is_to_this else None,
    }


def _told(room: Room, answer: Answer) -> bool | None:
    """Whether it was right, once that is no secret."""
    return answer.is_right if room.question.stage == REVEALED else None


def _question(room: Room, question: Question, language: str) -> View:
    words = question.in_language(language)
    is_told = question.stage == REVEALED
    return {
        "number": question.number,
        "stage": question.stage,
        "page": question.page,
        "step": question.step,
        "prompt": parts(words.prompt),
        "options": [parts(option) for option in words.options],
        "answer": question.answer if is_told else None,
        "reason": parts(words.reason) if is_told else [],
        "tally": None if question.stage == OPEN else room.tally(question),
    }


def _teachers(room: Room, language: str) -> View:
    question = room.question
    return {
        "role": "teacher",
        "with": sum(room.present.values()),
        "members": [_member(room, member, name) for member, name in room.members.items()],
        "answers": question and _answers(room, question),
        "asked": [_asked(room, each, language) for each in room.questions],
        "snapshots": list(room.snapshots),
        "hands": len(room.hands(*room.collecting)) if room.collecting else 0,
    }


def _member(room: Room, member: str, name: Name) -> View:
    here, hidden = member in room.present, f"hidden:{member}" in room.entries
    return {"member": member, **asdict(name), "here": here, "hidden": hidden}


def _answers(room: Room, question: Question) -> View:
    """How many have answered; how, only once nobody can be led by it any more (``tally``)."""
    answers = room.answers(question.number).values()
    own_pages = [each for each in answers if each.is_own]
    return {"all": len(answers), "own": len(own_pages), "own_right": sum(bool(each.is_right) for each in own_pages)}


def _asked(room: Room, question: Question, language: str) -> Mapping[str, Any]:
    words = question.in_language(language)
    return {
        **{name: getattr(question, name) for name in ("number", "stage", "page", "step", "query", "answer")},
        "prompt": parts(words.prompt),
        "options": [parts(option) for option in words.options],
        "tally": None if question.stage == OPEN else room.tally(question),
        **_answers(room, question),
    }
