"""What many hands have done on a step, as one picture.

A hand is the address of somebody's page: all that they have set there follows from it.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from time import monotonic
from typing import TypeVar

import streamlit as st

from ui import i18n, state
from ui.components.classroom.words import ANIMALS, COLOURS
from ui.fields import STEPS
from ui.fields.field import Field
from ui.i18n import gettext as _
from vae_core.errors import VaeCoreError
from vae_core.figures.persons import Person

T = TypeVar("T")

PATIENCE = 0.8  # seconds of computing in one look; what is left comes with the next


@dataclass(frozen=True)
class Hand:
    """What somebody shows.

    Attributes:
        member: tells hands apart, and nothing else.
        colour, animal: what they are called, as :mod:`classroom.names` has it.
        query: of the address of their page.
    """

    member: str
    colour: str
    animal: str
    query: Mapping[str, str]

    @property
    def person(self) -> Person:
        """As figures show them, in the reader's language."""
        colour, animal = COLOURS.get(self.colour, self.colour), ANIMALS.get(self.animal, self.animal)
        return Person(_("{colour} {animal}").format(colour=_(colour), animal=_(animal)), self.colour)


@dataclass(frozen=True)
class Pool:
    """What comes of the hands of one step.

    Attributes:
        title: marked for translation.
        show: draws it, in a section, and returns whether it will be another one soon without anybody's doing.
        seeds: settings in which hands must differ, for the same seed gives the same draws.
    """

    title: str
    show: Callable[[Sequence[Hand]], bool]
    seeds: tuple[Field[int], ...] = ()


_pools: dict[tuple[str, str], Pool] = {}

Read = list[tuple[Hand, T]]


def register(page: str, step: str, pool: Pool) -> None:
    """Have :func:`pool_of` know it."""
    _pools[page, step] = pool


def pool_of(page: str, step: str) -> Pool | None:
    """What the hands of a step make together; ``None`` where nothing is made of them.

    An empty name is the first step of the lesson. A lesson's pools are known once somebody has opened it.
    """
    return _pools.get((page, step or (STEPS[page].names[0] if page in STEPS else "")))


def sow(pool: Pool, member: str) -> None:
    """Give a person's page seeds of its own: else all draw the same."""
    for seed in pool.seeds:
        number = int.from_bytes(sha256(f"{member} {seed.key}".encode()).digest()[:4])
        state.put(seed, number % (seed.kind.high + 1))


def show(pool: Pool, hands: Sequence[Hand]) -> bool:
    """Draw what ``hands`` make together; returns whether it will soon be another picture without anybody's doing."""
    if not hands:
        st.caption(_("Nobody has shown a hand yet."))
        return False
    return pool.show(hands)


def read(hands: Iterable[Hand], page: str, take: Callable[[], T]) -> Read[T]:
    """What ``take`` finds on ``page`` with the settings of each hand; a bad one is its default, as in any address.

    Left out is who shows what is not here (any more), such as a run that was deleted.
    """
    language, found = i18n.language(), []
    for hand in hands:
        with state.apart(page, hand.query, language):
            try:
                found.append((hand, take()))
            except VaeCoreError:
                continue
    return found


def agreed(found: Read[T], by: Callable[[T], Hashable]) -> Read[T]:
    """Those that agree with most others in what must be the same; of several as many, whose first one came first."""
    keys = [by(value) for _hand, value in found]
    most = max(keys, key=Counter(keys).__getitem__, default=None)
    return [each for each, key in zip(found, keys, strict=True) if key == most]


def in_time(works: Iterable[Callable[[], T]], patience: float = PATIENCE) -> list[T]:
    """What comes of ``works``, in order, at least of the first one, until ``patience`` ends.

    Each is remembered by whoever does it: the next look goes on where this one stops.
    """
    until, done = monotonic() + patience, []
    for work in works:
        if done and monotonic() > until:
            break
        done.append(work())
    return done


# ---- in words ---------------------------------------------------------------------------------------


def people(count: int) -> str:
    """How many they are."""
    return _("one person") if count == 1 else _("{n} people").format(n=count)


def say_left_out(reasons: Mapping[str, int]) -> None:
    """Who is not in the picture, and why: sentences with an ``{n}``, and how many there are of each."""
    told = [reason.format(n=count) for reason, count in reasons.items() if count]
    if told:
        st.caption(_("Left out: {reasons}.").format(reasons=", ".join(told)))


def table(header: Sequence[str], rows: Iterable[tuple[Hand, Sequence[str]]]) -> None:
    """Persons, each by colour and name, and a few numbers of each beside them."""
    lines = [_row("th", map(escape, header))]
    for hand, cells in rows:
        lines.append(_row("td", (named(hand.person), *map(escape, cells))))
    st.html(f'<table class="persons">{"".join(lines)}</table>')


def _row(kind: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{kind}>{cell}</{kind}>' for cell in cells)}</tr>"


def named(person: Person, words: str | None = None) -> str:
    """A person in HTML: a dot of their colour, and what they are called, or other ``words``."""
    shade, said = person.shade, escape(person.name if words is None else words)
    return f'<i style="background: light-dark({shade.light}, {shade.dark})"></i>{said}'
