"""What a question to predict says: before it is answered, and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.i18n import gettext as _

SIGN = ":material/psychology_alt:"


@dataclass(frozen=True)
class Question:
    """Something to predict before it is seen.

    Attributes:
        prompt: the question, about the state on screen.
        options: what can be answered.
        answer: number of the right option, computed.
        reason: why, with the numbers.
    """

    prompt: str
    options: tuple[str, ...]
    answer: int
    reason: str


def judge(question: Question, chosen: int) -> None:
    """Say what is right, and why."""
    if chosen == question.answer:
        st.success(_("Yes. {reason}").format(reason=question.reason), icon=":material/check:")
    else:
        right = question.options[question.answer]
        st.info(
            _("It is: {answer}. {reason}").format(answer=right, reason=question.reason), icon=":material/lightbulb:"
        )


def invite(to: str) -> None:
    """Say that something is to be predicted before it is seen."""
    st.markdown(f"{SIGN} " + _("**Predict first.** {question}").format(question=to))


def options(label: str, of: Sequence[str], **bound) -> None:
    """What can be answered, to choose from."""
    st.pills(label, range(len(of)), format_func=of.__getitem__, **bound)
