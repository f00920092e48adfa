"""A class as it stands: what the store keeps of it, read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from classroom.names import Name

TEACHER = "teacher"
# How the class is led: everybody where the teacher is; each for themselves within the lesson; nobody looks at a screen.
FOLLOW, ROAM, PAUSE = MODES = ("follow", "roam", "pause")
# How far a question has come: asked; no answer is taken any more; the right one is told.
OPEN, CLOSED, REVEALED = STAGES = ("open", "closed", "revealed")


@dataclass(frozen=True)
class Lead:
    """Where the teacher is.

    Attributes:
        page, query: a lesson, and the settings of its address.
        number: counts what everybody is to take over.
    """

    page: str
    query: Mapping[str, str]
    number: int


@dataclass(frozen=True)
class Words:
    """A question in one language. The reason comes with the right answer, and only questions of steps have one."""

    prompt: str
    options: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class Question:
    """Something that a class is asked.

    Attributes:
        number: from 1, in the order in which they were asked.
        words: by language; a teacher's own question has the one it was written in, under ``""``.
        answer: the number of the right option, where there is one.
        stage: one of :data:`STAGES`.
        page, step, query: where it belongs; all empty for a teacher's own.
    """

    number: int
    words: Mapping[str, Words]
    answer: int | None
    stage: str
    page: str = ""
    step: str = ""
    query: Mapping[str, str] | None = None

    def in_language(self, language: str) -> Words:
        """The question as somebody reads it; in whatever language it has, where it lacks theirs."""
        return self.words.get(language) or next(iter(self.words.values()))


@dataclass(frozen=True)
class Answer:
    """What somebody has answered.

    Attributes:
        option: its number.
        is_right: whether it is; ``None`` where nothing is.
        is_own: whether it answers for a page that the student has set up, whose options are others.
    """

    option: int
    is_right: bool | None
    is_own: bool = False


class Room:
    """What is known of a class at one time.

    Attributes:
        code: its code.
        entries: all that the store has of it.
    """

    def __init__(self, code: str, entries: Mapping[str, Any]):
        self.code, self.entries = code, entries

    def under(self, kind: str) -> Iterator[tuple[str, Any]]:
        """What is kept under a kind of key: what follows the kind, and the value."""
        return ((key[len(kind) + 1 :], self.entries[key]) for key in self.entries if key.startswith(f"{kind}:"))

    @cached_property
    def lead(self) -> Lead | None:
        """``None`` before the teacher has led anywhere."""
        kept = self.entries.get("lead")
        return Lead(**kept) if kept else None

    @property
    def mode(self) -> str:
        return self.entries.get("mode", FOLLOW)

    @property
    def call(self) -> int:
        """How often all have been called back."""
        return self.entries.get("call", 0)

    @cached_property
    def members(self) -> dict[str, Name]:
        """The students, by their keys, in the order in which they came."""
        found = sorted(self.under("member"), key=lambda pair: pair[1]["number"])
        return {member: Name(kept["colour"], kept["animal"]) for member, kept in found}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All that was asked, in order."""
        found = (_question(int(number), kept) for number, kept in self.under("question"))
        return tuple(sorted(found, key=lambda question: question.number))

    @property
    def question(self) -> Question | None:
        """The one on screen."""
        asked = self.entries.get("asked")
        return next((question for question in self.questions if question.number == asked), None)

    def answers(self, number: int) -> dict[str, Answer]:
        """The answers to a question, by member."""
        return {member: Answer(**kept) for member, kept in self.under(f"answer:{number}")}

    def tally(self, question: Question) -> list[int]:
        """How many have chosen each option of it, those who answered for a page of their own left out."""
        counted = Counter(each.option for each in self.answers(question.number).values() if not each.is_own)
        options = next(iter(question.words.values())).options
        return [counted[number] for number in range(len(options))]

    def is_seen(self, page: str, step: str) -> bool:
        """Whether what a step asks before it shows it is no secret any more."""
        return seen(page, step) in self.entries

    def last_question(self, page: str, step: str) -> Question | None:
        """What was asked last on a step."""
        return next((each for each in reversed(self.questions) if (each.page, each.step) == (page, step)), None)

    def times_asked(self, page: str, step: str) -> int:
        """How often something was asked on a step."""
        return sum((each.page, each.step) == (page, step) for each in self.questions)

    @property
    def collecting(self) -> tuple[str, str] | None:
        """The lesson and the step whose hands are collected."""
        kept = self.entries.get("collecting")
        return (kept["page"], kept["step"]) if kept else None

    def hands(self, page: str, step: str) -> dict[str, Mapping[str, str]]:
        """What each member's address says on a step, in the order in which they came; without those taken off."""
        found = dict(self.under(f"hand:{page}:{step}"))
        shown = (member for member in self.members if member in found and f"hidden:{member}" not in self.entries)
        return {member: found[member] for member in shown}

    @cached_property
    def snapshots(self) -> tuple[Mapping[str, Any], ...]:
        """What the teacher has kept along the way, in order."""
        return tuple(kept for _, kept in sorted(self.under("snapshot"), key=lambda pair: int(pair[0])))

    @cached_property
    def present(self) -> dict[str, bool]:
        """Who has a page open, on whichever server, and whether they are with the class."""
        found: dict[str, bool] = {}
        for _, here in self.under("present"):
            for member, is_with in here.items():
                found[member] = found.get(member, False) or is_with
        return found


def seen(page: str, step: str) -> str:
    """The key of what :meth:`Room.is_seen` tells."""
    return f"seen:{page}:{step}"


def _question(number: int, kept: Mapping[str, Any]) -> Question:
    words = {
        language: Words(each["prompt"], tuple(each["options"]), each["reason"])
        for language, each in kept["words"].items()
    }
    return Question(**{**kept, "number": number, "words": words})
