"""The section that runs now: its name, and what it draws last.

What answers a hand comes last, wherever it stands on the screen: its answer tells the browser that everything
else in the section is up to date.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import live


@dataclass(frozen=True)
class Section:
    """A section that runs.

    Attributes:
        name: known to :data:`ui.live.SECTIONS`.
        last: what is still to be drawn, each in its place.
    """

    name: str
    last: list[tuple[DeltaGenerator, Callable[[], None]]] = field(default_factory=list)


_running: ContextVar[Section | None] = ContextVar("running", default=None)


@contextmanager
def section(name: str) -> Iterator[None]:
    """Run the section ``name``; where it comes to its end, what was left for :func:`last` is drawn."""
    running = Section(name)
    token = _running.set(running)
    try:
        yield
        for place, draw in running.last:
            with place:
                draw()
    finally:
        _running.reset(token)


def name() -> str:
    """The name of the section that runs."""
    return _running.get().name


def last(draw: Callable[[], None]) -> None:
    """Have ``draw`` fill this place on the screen once everything else in the section is there.

    Who asks for the figures alone sees nothing of it.
    """
    if live.listener() is None:
        _running.get().last.append((st.container(), draw))
