"""What every lesson is made of: an opening question, live sections, the notes checked, the way to the next lesson."""

import functools
import inspect
import textwrap
from collections.abc import Callable, Sequence

import streamlit as st

from ui import live, predict, qr, state, undo
from ui.components.heading import Act
from ui.fields.steps import Steps
from ui.guide import Stop
from ui.i18n import gettext as _
from ui.in_class import pooling
from ui.lessons import LESSONS, Lesson, named
from ui.section import SHOWN, WALK, section
from ui.steps import Step, at, choose, draw, lead

__all__ = ["check_the_notes", "code", "code_that_ran", "is_read", "reading", "section", "table", "walk"]


def walk(
    of: Steps,
    introduction: str | None,
    *steps: Step,
    guide: Sequence[Stop],
    choices: Callable[[], None] | None = None,
    question: str | None = None,
) -> None:
    """A lesson: its title, the question that it answers, the step on screen, and the way to the next lesson.

    ``guide`` leads through all of it. ``choices`` draws what concerns the whole lesson, beside the title; ``question``
    takes the place of its own. Without an ``introduction`` there is no question either: what it asks is on screen.
    """
    lesson = named(of.page)
    state.note(SHOWN, {WALK: frozenset({of})})
    lead(of, steps, _(lesson.title), _acts(lesson), guide)
    qr.show()
    number = at(of)
    with st.container(horizontal=True, vertical_alignment="center"):
        if not number and introduction is not None:
            with st.container(key="introduction"):
                st.markdown(f"**{question or _(lesson.question)}** {introduction}")
        if choices is not None:
            choices()
        choose(of, steps)
    pooling.begin()
    draw(of, steps, beside=predict.again)
    if number is None or number == len(steps) - 1:
        _lead_on(lesson)


def _acts(lesson: Lesson) -> dict[str, Act]:
    return {
        "undo": Act("undo", _("Undo"), _("Take back the last change"), undo.take_back, undo.is_possible()),
        "reset": Act(
            "restart_alt",
            _("Start over"),
            _("Everything on this page as it was at first"),
            lambda: _begin_anew(lesson),
        ),
        "share": Act("qr_code_2", _("Share"), _("This page as it stands, as a QR code"), qr.share),
    }


def _begin_anew(lesson: Lesson) -> None:
    undo.remember()  # so that Undo leads back here, also where a run was cut off by this press
    state.reset(lesson.name)
    predict.begin_anew()


def _lead_on(lesson: Lesson) -> None:
    following = LESSONS[LESSONS.index(lesson) + 1 :]
    after = next((each for each in following if each.is_ready), None)
    if after is not None:
        st.page_link(
            after.file,
            label=_("Next: **{title}**. {question}").format(title=_(after.title), question=_(after.question)),
            icon=after.icon,
        )


def is_read() -> bool:
    """Whether somebody will read the section's words: while a hand moves, its figures alone are asked for."""
    return live.listener() is None


def reading(text: str) -> None:
    """One sentence on what is to be seen now."""
    st.markdown(f":material/visibility: {text}")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A few numbers side by side; the first column says what they are."""
    lines = [header, [":--", *["--:"] * (len(header) - 1)], *rows]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def code(*sources: Callable | type, key: str = "") -> None:
    """The source of what computed the numbers above, as it ran.

    With a ``key`` the box stays open when its sources change.
    """

    def show() -> None:
        for source in sources:
            st.code(_source(source), language="python")

    code_that_ran(show, key=key or " ".join(source.__qualname__ for source in sources))


def code_that_ran(show: Callable[[], None], *, key: str) -> None:
    """A box of code. It is made once it is opened, for the browser colours it at length."""
    box = st.expander(_("The code that ran"), icon=":material/code:", key=f"code:{key}", on_change="rerun")
    if box.open:
        with box:
            show()


@functools.cache
def _source(of: Callable | type) -> str:
    return textwrap.dedent(inspect.getsource(inspect.unwrap(of)))


def check_the_notes(says: str, holds: str, show: Callable[[], None] | None = None, *, key: str = "") -> None:
    """A slip in the course notes, corrected in the open; ``show`` sets up the counterexample on the page."""
    with st.container(border=True):
        st.markdown(_("**:material/fact_check: Check the notes**"))
        st.markdown(_("*The notes say:* {says}").format(says=says))
        st.markdown(_("*What holds:* {holds}").format(holds=holds))
        if show is not None:
            st.button(_("Show me"), on_click=show, key=f"show:{key}", icon=":material/play_circle:")
