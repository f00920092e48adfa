"""Classes in tests, without a store: what people do in one, and whatever they may do in any."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from classroom import acts
from classroom.acts import Person, act
from classroom.errors import ClassError
from classroom.names import ALL
from classroom.room import TEACHER, Room
from classroom.views import View, view

CODE = "FRG2Y7"
LANGUAGES = ("en", "zh_CN", "es")
TEACHER_OF_IT = Person(TEACHER)
MEMBERS = ("1", "2", "3")
# A question as a step asks it, of the second language's own words.
WORDS = {
    language: {
        "prompt": f"{language}: $x^2$?",
        "options": [f"{language} {n}" for n in range(3)],
        "reason": "the reason",
    }
    for language in LANGUAGES
}
STEP = {"page": "elbo", "step": "known", "query": {"step": "known", "w": "2"}}


class Played:
    """A class of three, as the store would have it."""

    def __init__(self):
        members = {
            f"member:{member}": {
                "number": int(member),
                "colour": ALL[7 * int(member)].colour,
                "animal": ALL[7 * int(member)].animal,
                "secret": f"digest of {member}",
            }
            for member in MEMBERS
        }
        here = {"1": True, "2": False}
        self.entries: dict[str, Any] = {"teacher": "digest", "ends": 1e9, "members": 3, "present:here": here, **members}

    @property
    def room(self) -> Room:
        return Room(CODE, dict(self.entries))

    def change(self, changes: acts.Changes) -> acts.Changes:
        """Write what an act says, as both stores do: in JSON."""
        written = json.loads(json.dumps(changes, allow_nan=False))
        together = self.entries | written
        self.entries = {key: value for key, value in together.items() if value is not None}
        return written

    def teach(self, do: object, **message: Any) -> acts.Changes:
        return self.change(act(self.room, TEACHER_OF_IT, {"do": do, **message}))

    def learn(self, member: str, do: object, **message: Any) -> acts.Changes:
        return self.change(act(self.room, Person(member), {"do": do, **message}))

    def lead(self, page: str = "elbo", **query: str) -> None:
        self.teach("lead", page=page, query=query)

    def ask(self, right: int | None = 1, many: int = 3) -> int:
        """The teacher's own question; its number."""
        self.teach("ask", prompt="Which?", options=[f"option {n}" for n in range(many)], right=right)
        return self.room.question.number

    def ask_step(self, right: int = 1) -> int:
        """What a step asks, in three languages; its number."""
        self.change(acts.asking(self.room, WORDS, right, **STEP))
        return self.room.question.number

    def answer(self, member: str, option: int) -> None:
        self.learn(member, "answer", question=self.room.question.number, option=option)

    def sees(self, member: str, language: str = "en") -> View:
        """The class on somebody's screen."""
        return json.loads(json.dumps(view(self.room, Person(member), language)))


# ---- whatever browsers may send ---------------------------------------------------------------------

texts = st.text(max_size=12) | st.text(st.characters(), max_size=5) | st.just("\ud800")
scalars = st.none() | st.booleans() | st.integers(-2, 9) | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars, lambda each: st.lists(each, max_size=7) | st.dictionaries(texts, each, max_size=4), max_leaves=12
)
NAMES = sorted({*acts.TEACHERS, *acts.STUDENTS, "with", "end", "enter"})

queries = st.dictionaries(st.sampled_from(["step", "w", "x1", "lang"]) | texts, texts, max_size=3)
places = {"page": st.sampled_from(["home", "elbo", "latent_map"]), "query": queries}
options = st.lists(st.sampled_from(["yes", "no", "$\\frac12$"]), min_size=2, max_size=6)
SOUND = {
    "lead": places,
    "mode": {"mode": st.sampled_from(["follow", "roam", "pause"])},
    "ask": {"prompt": st.sampled_from(["Which?", "**This**?"]), "options": options, "right": st.none() | st.just(1)},
    "collect": {"on": st.booleans(), "page": places["page"], "step": st.sampled_from(["known", "draws"])},
    "hide": {"member": st.sampled_from(MEMBERS), "on": st.booleans()},
    "answer": {"question": st.integers(1, 4), "option": st.integers(0, 5)},
    "give": places,
}
# One that a page would send, and the same with anything in the place of a part of it, or without that.
sound = st.sampled_from(NAMES).flatmap(lambda name: st.fixed_dictionaries({"do": st.just(name), **SOUND.get(name, {})}))
spoilt = st.tuples(
    sound,
    st.dictionaries(st.sampled_from(["do", *(name for of in SOUND.values() for name in of)]), anything, max_size=2),
).map(lambda pair: {**pair[0], **pair[1]})
missing = st.tuples(sound, st.integers(0, 3)).map(
    lambda pair: dict(part for number, part in enumerate(pair[0].items()) if number != pair[1])
)
messages = sound | spoilt | missing | st.dictionaries(texts, anything, max_size=3)
people = st.sampled_from([TEACHER_OF_IT, *map(Person, MEMBERS)])


@st.composite
def classes(draw: st.DrawFn, longest: int = 20) -> Played:
    """A class after some while, its last question a step's or a teacher's own, at any stage."""
    played = Played()
    for _ in range(draw(st.integers(0, longest))):
        if draw(st.integers(0, 5)) == 0:
            played.ask_step(draw(st.integers(0, 2)))
        do(played, draw(people), draw(sound))
    return played


@st.composite
def asked(draw: st.DrawFn) -> Played:
    """The same, while a question is open that some have answered."""
    played = draw(classes(longest=10))
    if draw(st.booleans()):
        played.ask_step(draw(st.integers(0, 2)))
    else:
        played.ask(draw(st.none() | st.integers(0, 2)))
    for member in draw(st.lists(st.sampled_from(MEMBERS), max_size=4)):
        played.answer(member, draw(st.integers(0, 2)))
    return played


def do(played: Played, person: Person, message: Mapping[str, Any]) -> acts.Changes:
    """What becomes of a message: changes, or nothing where it is refused."""
    with suppress(ClassError):
        return played.change(act(played.room, person, message))
    return {}
