"""Predict first: where the answer would stand, the question does, until somebody has chosen or wants to be shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from ui import live, state, steps
from ui.fields.app import ASKS
from ui.i18n import gettext as _
from ui.i18n import language
from ui.in_class import asked as asked_in_class
from ui.notes import Note
from ui.questions import SIGN, Question, invite, judge, options


@dataclass(frozen=True)
class Asked:
    """How far somebody has come with the questions of a step, which are asked in turn.

    Attributes:
        turn: how many were asked before.
        question: the last one that was answered, as it was then.
        chosen: the number of the option.
        may_see: whether the answer is no secret any more.
    """

    turn: int = 0
    question: Question | None = None
    chosen: int = 0
    may_see: bool = False


ASKED: Note[Mapping[str, Asked]] = Note("asked", {})  # of each lesson, by step
GUESSES: Note[Mapping[str, int]] = Note("guesses", {})  # of each lesson, by prompt: chosen before there was an answer


def first(step: str, *questions: Callable[[], Question | None]) -> bool:
    """Ask one of ``questions`` about the state of the page, and return whether what answers it may be seen.

    It may where somebody has chosen an answer or wants none, where nothing is asked in this visit, where a whole lesson
    is on one page, and where there is nothing to ask.
    """
    if live.listener() is not None or not is_wanted():
        return True
    asked, held = _asked(step), asked_in_class.held(step)
    if held is not None and held.is_with:
        return held.first(questions)
    if asked.may_see:
        if asked.question is not None:
            judge(asked.question, asked.chosen)
        return True
    question = questions[asked.turn % len(questions)]()
    if question is not None:
        _ask(step, asked, question)
    return question is None


def again(step: str) -> None:
    """A button that asks once more, of the page as it is then, where somebody has seen the answer."""
    asked, held = _asked(step), asked_in_class.held(step)
    if held is not None and held.is_with:
        held.again()
    elif asked.may_see and is_wanted():
        st.button(
            _("Ask me again"),
            key=f"again:{step}",
            icon=SIGN,
            help=_("A question about the page as you have left it"),
            on_click=lambda: _put(step, Asked(turn=asked.turn + 1)),
        )


def is_wanted() -> bool:
    """Whether to ask at all: not where a whole lesson is on one page, to be printed."""
    return state.get(ASKS) and not steps.are_all_on_screen()


def begin_anew() -> None:
    """Ask on the lesson on screen as if nobody had answered."""
    state.note(_all_asked(), {})
    state.note(GUESSES.of(state.page()), {})


def switch() -> None:
    """Whether to be asked at all, in the sidebar."""
    with st.sidebar:
        state.switch(ASKS, _("Predict first"), help=_("Steps ask before they show the answer"))


def _ask(step: str, asked: Asked, question: Question) -> None:
    def choose(number: int) -> None:
        _put(step, replace(asked, question=question, chosen=number, may_see=True))
        held = asked_in_class.held(step)
        if held is not None:
            held.answer(number, number == question.answer)
        steps.answered(step)

    # A key made of the question itself: when the page moves on, an old choice does not stick to a new question.
    bound = state.bind(_all_asked(), None, choose, f"{step}:{question}")
    with st.container(border=True, key=f"ask_{step}"):
        invite(question.prompt)
        with st.container(horizontal=True, vertical_alignment="center"):
            options(question.prompt, question.options, label_visibility="collapsed", **bound)
            st.button(
                _("Just show me"),
                key=f"see:{step}",
                type="tertiary",
                icon=":material/visibility:",
                on_click=lambda: _put(step, replace(asked, question=None, may_see=True)),
            )


def _asked(step: str) -> Asked:
    return state.noted(_all_asked()).get(step, Asked())


def _put(step: str, asked: Asked) -> None:
    state.note(_all_asked(), {**state.noted(_all_asked()), step: asked})
    state.note(steps.HAS_NEWS, True)


def _all_asked() -> Note[Mapping[str, Asked]]:
    return ASKED.of(f"{state.page()}:{language()}")
