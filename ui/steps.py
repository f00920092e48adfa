"""A lesson as a walk of steps: one idea on screen, the list of all, and the way on and back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from ui import navigation, state
from ui.fields.steps import ALL, Steps
from ui.i18n import gettext as _
from ui.notes import Note

SEEN: Note[frozenset[str]] = Note("steps seen", frozenset())  # of each lesson


@dataclass(frozen=True)
class Step:
    """One step of a lesson.

    Attributes:
        name: in the address; one of the names of the lesson's :class:`~ui.fields.steps.Steps`.
        title: the idea, in a few words.
        parts: what is drawn, in order. Steps may share some; where the whole lesson is on one page, each is there once.
    """

    name: str
    title: str
    parts: tuple[Callable[[], None], ...]


def draw(of: Steps, steps: Sequence[Step]) -> None:
    """The step on screen between the ways to the others; or all of them, one below the other.

    Raises:
        ValueError: the steps are not those that ``of`` names.
    """
    if tuple(step.name for step in steps) != of.names:
        raise ValueError(f"the steps of {of.page} are {of.names}")
    number = at(of)
    _contents(of, steps, number)
    if number is None:
        _draw_all(steps)
        return
    step = steps[number]
    seen = SEEN.of(of.page)
    state.note(seen, state.noted(seen) | {step.name})
    _head(of, steps, number)
    for part in step.parts:
        part()
    _foot(of, steps, number)


def turn_to(of: Steps, name: str) -> None:
    """Go to a step. What filled the screen on the one before does not do so any more."""
    state.put(of, name)
    if of.named_by is not None:
        state.put(of.named_by, of.named_by.default)


def show(of: Steps, name: str) -> None:
    """Go to the step where it is seen what a button has changed; where all are on screen, it is."""
    if state.get(of) != ALL:
        turn_to(of, name)


def at(of: Steps) -> int | None:
    """The number of the step on screen, from 0; ``None`` where all are."""
    name = state.get(of)
    if name == ALL:
        return None
    return of.names.index(name) if name else 0


def _draw_all(steps: Sequence[Step]) -> None:
    drawn = set()
    for step in steps:
        st.header(step.title, anchor=step.name)
        for part in step.parts:
            if part not in drawn:
                part()
        drawn.update(step.parts)


def _head(of: Steps, steps: Sequence[Step], number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="step_head"):
        st.header(steps[number].title, anchor=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
            st.markdown(f":small[{number + 1} / {len(steps)}]", width="content")
            _way(of, "", number - 1, steps, key="way:back", icon=":material/chevron_left:", shortcut="B")
            _way(of, "", number + 1, steps, key="way:on", icon=":material/chevron_right:", shortcut="N")


def _foot(of: Steps, steps: Sequence[Step], number: int) -> None:
    if number + 1 < len(steps):
        label = _("Next: {title}").format(title=steps[number + 1].title)
        with st.container(horizontal=True, horizontal_alignment="right"):
            _way(of, label, number + 1, steps, key="way:next", icon=":material/arrow_forward:", type="primary")


def _way(of: Steps, label: str, number: int, steps: Sequence[Step], *, key: str, **settings) -> None:
    """A button to another step; it rests where there is none."""
    is_there = 0 <= number < len(steps)
    st.button(
        label,
        key=key,
        on_click=lambda: turn_to(of, steps[number].name),
        help=steps[number].title if is_there and not label else None,
        disabled=not is_there,
        **settings,
    )


def _contents(of: Steps, steps: Sequence[Step], number: int | None) -> None:
    seen = state.noted(SEEN.of(of.page))
    with navigation.below().container(key="steps", gap=None):
        for i, step in enumerate(steps):
            icon = "radio_button_checked" if i == number else "check_circle" if step.name in seen else "circle"
            _way(of, step.title, i, steps, key=f"step:{step.name}", icon=f":material/{icon}:", type="tertiary")
        st.button(
            _("All on one page"),
            key="step:all",
            icon=":material/unfold_more:",
            type="tertiary",
            on_click=lambda: turn_to(of, ALL),
            disabled=number is None,
        )
    key = state.bind(of, None if number is None else of.names[number])
    with st.container(key="steps_compact"):
        st.selectbox(
            _("In this lesson"),
            of.names,
            key=key,
            on_change=lambda: turn_to(of, state.widget_value(key)),
            format_func={step.name: step.title for step in steps}.get,
            label_visibility="collapsed",
            placeholder=_("All on one page"),
        )
