"""A part of a lesson that runs by itself when something in it moves, and the page with it where others show that."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from ui import live, metering, running, state, undo
from ui.fields.field import Field
from ui.i18n import translated
from ui.notes import Note
from ui.steps import HAS_NEWS
from vae_core.errors import VaeCoreError

WALK = "walk"
SHOWN: Note[Mapping[str, frozenset[Field]]] = Note("shown by parts", {})  # of each part on screen, what others show too


def section(
    *, shares: Sequence[Field] = (), every: Callable[[], float | None] = lambda: None
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function a part of a lesson that runs by itself when something in it moves.

    Args:
        shares: fields that other sections show too; those follow when the hand lets go.
        every: after how many seconds it runs again by itself, asked whenever it has run; ``None``: not at all.

    An error of the core in it is shown as a sentence.
    """

    def decorate(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__}.{function.__name__}"
        live.SECTIONS[name] = function

        def place() -> None:
            pace = every()

            @functools.wraps(function)
            def run() -> None:
                _shows(name, shares)
                state.write_url()  # the browser hears of it before it is sent the figures
                try:
                    with running.section(name), metering.timed(name, "page"):
                        function()
                except VaeCoreError as error:
                    st.error(translated(error), icon=":material/error:")
                if not state.noted(state.MOVING):
                    undo.remember()
                    # Only the page can say how often a section runs by itself.
                    if _is_seen_elsewhere(name, shares) or state.noted(HAS_NEWS) or every() != pace:
                        st.rerun()
                    state.write_url()

            st.fragment(run, run_every=pace)()

        return place

    return decorate


def _shows(part: str, fields: Iterable[Field]) -> None:
    if live.listener() is None:
        state.note(SHOWN, {**state.noted(SHOWN), part: frozenset(fields)})


def _is_seen_elsewhere(section: str, shares: Iterable[Field]) -> bool:
    """Whether something else on screen shows what this section has changed, or another step is to be shown."""
    parts = state.noted(SHOWN)
    others = frozenset().union(*(fields for part, fields in parts.items() if part != section))
    return state.is_stale((others & {*shares}) | parts.get(WALK, frozenset()))
