"""A lesson as a walk of steps: one idea on screen, the list of all, and the way on and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from ui import lessons, navigation, pools, state
from ui.components.heading import Act, heading
from ui.fields import STEPS
from ui.fields.steps import ALL, Steps
from ui.guide import Stop
from ui.i18n import gettext as _
from ui.notes import Note
from ui.pools import Pool

ANSWERED: Note[frozenset[str]] = Note("steps answered", frozenset())  # of each lesson
HAS_NEWS = Note("steps have news", False)  # for what is drawn around a step


@dataclass(frozen=True)
class Step:
    """One step of a lesson.

    Attributes:
        name: in the address; one of the names of the lesson's :class:`~ui.fields.steps.Steps`, which its
            :class:`~ui.lessons.Lesson` gives a title.
        parts: what is drawn, in order. Steps may share some; where the whole lesson is on one page, each is there once.
        choices: draws what the step is about, above it.
        pooled: what a class has done on it, as one picture.
    """

    name: str
    parts: tuple[Callable[[], None], ...]
    choices: Callable[[], None] | None = None
    pooled: Pool | None = None


def lead(of: Steps, steps: Sequence[Step], title: str, acts: Mapping[str, Act], guide: Sequence[Stop]) -> None:
    """The heading of the lesson, and the list of its steps beside it.

    Raises:
        ValueError: the steps are not those that ``of`` names.
    """
    if tuple(step.name for step in steps) != of.names:
        raise ValueError(f"the steps of {of.page} are {of.names}")
    for step in steps:
        if step.pooled is not None:
            pools.register(of.page, step.name, step.pooled)
    entries = [{"name": step.name, "title": _title(of, step)} for step in steps]
    entries.append({"name": ALL, "title": _("All on one page")})
    number = at(of)
    place = len(steps) if number is None else number
    turn = partial(navigation.turn_to, of)
    state.note(HAS_NEWS, False)
    navigation.draw(entries, entries[place]["name"], state.noted(ANSWERED.of(of.page)))
    heading(title, entries, place, acts, guide, turn_to=turn)


def choose(of: Steps, steps: Sequence[Step]) -> None:
    """What the step on screen is about; or each of them, once."""
    number = at(of)
    shown = steps if number is None else steps[number : number + 1]
    for choices in dict.fromkeys(step.choices for step in shown if step.choices is not None):
        choices()


def draw(of: Steps, steps: Sequence[Step], beside: Callable[[str], None]) -> None:
    """The step on screen, and the way on, with what ``beside`` draws for its name; or all of them."""
    number = at(of)
    if number is None:
        _draw_all(of, steps)
        return
    for part in steps[number].parts:
        part()
    with st.container(horizontal=True, horizontal_alignment="right"):
        beside(steps[number].name)
        if number + 1 < len(steps):
            _lead_on(of, steps[number + 1])


def show(of: Steps, name: str) -> None:
    """Go to the step where it is seen what a button has changed; where all are on screen, it is."""
    if state.get(of) != ALL:
        navigation.turn_to(of, name)


def at(of: Steps) -> int | None:
    """The number of the step on screen, from 0; ``None`` where all are."""
    name = state.get(of)
    if name == ALL:
        return None
    return of.names.index(name) if name else 0


def on_screen() -> str:
    """The name of the step on screen; empty on a page without steps."""
    of = STEPS.get(state.page())
    return "" if of is None else state.get(of) or of.names[0]


def answered(name: str) -> None:
    """Note that somebody has answered a question of a step of the lesson on screen."""
    note = ANSWERED.of(state.page())
    state.note(note, state.noted(note) | {name})
    state.note(HAS_NEWS, True)


def are_all_on_screen() -> bool:
    """Whether the whole lesson is on one page."""
    step = STEPS.get(state.page())
    return step is not None and state.get(step) == ALL


def _title(of: Steps, step: Step) -> str:
    return _(lessons.named(of.page).steps[step.name])


def _draw_all(of: Steps, steps: Sequence[Step]) -> None:
    drawn = set()
    for step in steps:
        st.header(_title(of, step), anchor=step.name)
        for part in step.parts:
            if part not in drawn:
                part()
        drawn.update(step.parts)


def _lead_on(of: Steps, to: Step) -> None:
    st.button(
        _("Next: {title}").format(title=_title(of, to)),
        key="way:next",
        icon=":material/arrow_forward:",
        type="primary",
        on_click=lambda: navigation.turn_to(of, to.name),
    )
