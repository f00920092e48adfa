"""The way to other lessons, in the sidebar; below the one on screen is room for its steps."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from ui import state
from ui.components.contents import Entry, contents
from ui.fields import STEPS
from ui.fields.app import OWN
from ui.fields.steps import Steps
from ui.lessons import HOME, LESSONS, Lesson
from ui.notes import Note

GOING: Note[str | None] = Note("going", None)  # to which lesson
THERE: Note[Mapping[str, str] | None] = Note("settings there", None)  # that it is to begin with


@dataclass(frozen=True)
class _Sidebar:
    """Where the list stands, and what is in it."""

    place: Any
    parts: Mapping[str, Sequence[Lesson]]
    current: Lesson


_sidebar: ContextVar[_Sidebar | None] = ContextVar("sidebar", default=None)


def prepare(parts: Mapping[str, Sequence[Lesson]], current: Lesson) -> None:
    """Keep a place for the list of lessons; ``current`` is on screen."""
    _sidebar.set(_Sidebar(st.sidebar.container(), parts, current))


def draw(
    steps: Sequence[Entry] = (),
    step: str = "",
    answered: Collection[str] = (),
) -> None:
    """Fill it, once in a run: a lesson before its first step, so that it is there at once."""
    sidebar = _sidebar.get()
    if sidebar is None:
        return
    _sidebar.set(None)

    with sidebar.place:
        contents(sidebar.parts, sidebar.current, steps, step, answered, go=go)


def go(message: Mapping[str, Any]) -> None:
    """Follow what a list of lessons and steps has told.

    Args:
        message: the name of a ``"page"``, of a ``"step"`` of it, or of the one on screen, where there is no page; or
            the settings of an ``"address"`` within the lesson.
    """
    if "address" in message:
        state.return_to(message["address"])
        return
    page = message.get("page", state.page())
    if "step" in message:
        turn_to(STEPS[page], message["step"])
    if page != state.page():
        state.note(GOING, page)


def turn_to(of: Steps, name: str) -> None:
    """Go to a step. What filled the screen on the one before does not do so any more."""
    state.put(of, name)
    if of.named_by is not None:
        state.put(of.named_by, of.named_by.default)


def follow(page: str, query: Mapping[str, str]) -> None:
    """Go where somebody else is: to the settings of an address of a lesson; what is one's own stays."""
    own = {field.name for field in OWN}
    there = {name: value for name, value in query.items() if name not in own}
    there |= {name: value for name, value in state.address_of(None).items() if name in own}
    if page == state.page():
        state.take_over(there)
    elif any(lesson.name == page for lesson in (HOME, *LESSONS)):
        state.note(GOING, page)
        state.note(THERE, there)


def arrive() -> None:
    """Begin with the settings that one has come for."""
    there = state.noted(THERE)
    if there is not None:
        state.note(THERE, None)
        state.take_over(there)


def destination() -> str | None:
    """The lesson that somebody has chosen.

    It is until the page has been drawn: Streamlit's order to go there, and the run that follows it, are overtaken by
    what the page before says meanwhile, and would be forgotten.
    """
    return state.noted(GOING)


@contextmanager
def arriving() -> Iterator[None]:
    """The page is drawn; with that somebody who has chosen it has come, unless they are asked once more."""
    try:
        yield
    except RerunException:
        raise
    except BaseException:
        state.note(GOING, None)
        raise
    state.note(GOING, None)


def has_moved(lesson: Lesson, query: Mapping[str, str]) -> Lesson | None:
    """The lesson that has taken the step which an older address of this one means."""
    with_steps = (each for each in LESSONS if each.name in STEPS)
    return next((each for each in with_steps if STEPS[each.name].are_meant_by(lesson.name, query)), None)
