"""Whose seat in a class a session is, and what its page is told and tells of the class."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from classroom.acts import Person
from classroom.classes import LASTS, who
from classroom.errors import ClassError
from classroom.room import Room
from classroom.store import StoreError
from ui import navigation, pools, qr, state, steps
from ui.components.classroom import Invitation, classroom
from ui.fields.app import CLASS
from ui.in_class import running
from ui.lessons import HOME, Lesson
from ui.notes import Note


@dataclass(frozen=True)
class Seat:
    """A person in a class."""

    code: str
    person: Person


SEAT: Note[Seat | None] = Note("seat", None)
FOLLOWED = Note("followed", 0)  # the number of the teacher's last step that was taken over
IS_FOLLOWING = Note("is following", False)  # whether this run does, among many that do the same
HAS_COME = Note("has come", False)  # whether somebody has just come to a step to which the class was led

# A class that follows runs in turn, a few at a time: a hundred pages at once are all ready when the last one is, and
# each computes for itself what the first would have left for all.
_turns = threading.BoundedSemaphore(2)


def taken() -> Seat | None:
    """The seat of this session in the class of its address."""
    seat = state.noted(SEAT)
    return seat if seat is not None and seat.code == state.get(CLASS) else None


def room() -> Room | None:
    """The class as it stands; ``None`` without a seat in one."""
    seat = taken()
    if seat is None:
        return None
    try:
        # Students see what was pushed last, all the same; a teacher, what they did a moment ago.
        pushed = None if seat.person.is_teacher else running.hub().room(seat.code)
        return pushed or running.classes().room(seat.code)
    except (ClassError, StoreError):
        return None


@contextmanager
def in_turn() -> Iterator[None]:
    """Run the page of somebody who follows when it is their turn."""
    if not state.noted(IS_FOLLOWING):
        yield
        return
    with _turns:
        yield
    state.note(IS_FOLLOWING, False)  # not where the page has sent it on to another


def draw(lesson: Lesson) -> None:
    """The bar of the class, for whoever has come by its address."""
    code = state.get(CLASS)
    if code is None:
        return
    seat, step = taken(), steps.on_screen()
    classroom(
        code,
        lesson.name,
        step,
        followed=state.noted(FOLLOWED),
        is_seated=seat is not None,
        pools=pools.pool_of(lesson.name, step) is not None,
        hours=_hours(),
        invitation=_invitation(code) if seat is not None and seat.person.is_teacher else None,
        told=_hear,
    )


def _hours() -> float:
    """For how many a class is kept; as long as usual, where nothing can be kept at all."""
    with suppress(StoreError):
        return running.lasts() / running.HOUR
    return LASTS / running.HOUR


def _invitation(code: str) -> Invitation | None:
    here = st.context.url
    if not here:
        return None
    # With a slash: below a path, not every proxy knows it without one.
    app = here if state.page() == HOME.name else here.removesuffix(state.page())
    address = f"{app.rstrip('/')}/?{urlencode({CLASS.name: code})}"
    return Invitation(address, qr.svg(address), qr.is_alone(here))


def _hear(message: Mapping[str, Any]) -> None:
    if "token" in message:
        _sit_down(message["token"])
    if message.get("leave"):
        state.put(CLASS, None)
        state.note(SEAT, None)
    if "follow" in message:
        to = message["follow"]
        state.note(FOLLOWED, to["number"])
        state.note(IS_FOLLOWING, True)
        state.note(HAS_COME, True)
        navigation.follow(to["page"], to["query"])


def _sit_down(token: str) -> None:
    code = state.get(CLASS)
    try:
        person = who(running.classes().room(code), token)
    except (ClassError, StoreError):
        return
    if person is not None:
        state.note(SEAT, Seat(code, person))
