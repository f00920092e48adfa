"""Arithmetic with codes: take away what makes a 4, add what makes a 9."""

import streamlit as st

from sections.latent_space import in_a_plane, lesson_models
from sections.latent_space.questions import in_the_other_space
from ui import coded, lesson, predict, state
from ui.components.walk import walk
from ui.fields.latent_space import LATENT_DIM
from ui.fields.latent_walk import ARITHMETIC, TERMS
from ui.i18n import gettext as _
from vae_core.analysis import paths

EXAMPLES = (("4", "m4", "m9"), ("8", "m5", "m3"), ("m8", "m3", "m1"))


@lesson.section(shares=(TERMS, LATENT_DIM))
def arithmetic() -> None:
    models = lesson_models.models()
    st.markdown(
        _(
            "$A - B + C$ with codes: take one hand's 4, subtract the mean of all 4s, add the mean of all 9s. What is "
            "left of $A$ is its style, if the space keeps style and digit apart. That is a hope, not a promise: look "
            "at what comes out. With $B = A$ it is exact, and nothing but $C$ remains."
        )
    )
    predict.first("arithmetic", in_the_other_space)
    with st.container(horizontal=True):
        for terms in EXAMPLES:
            st.button(_written(terms), on_click=lambda terms=terms: state.put(TERMS, terms), key=f"sum:{terms}")
    if in_a_plane.is_on_screen():
        _overlap()
    walk(
        "arithmetic",
        models,
        ARITHMETIC,
        options={},
        title=_("Arithmetic with codes"),
        key=lesson_models.key("arithmetic"),
    )
    lesson.code(paths.class_mean)


def _overlap() -> None:
    """In a plane, what is called a 4 may be drawn as a 9."""
    words = _("In two dimensions the codes of different digits overlap, so that a mean may not be drawn as its digit.")
    in_a_plane.say(f"{words} {in_a_plane.means_among_others(state.get(TERMS))}", key="sums_in_8d")


def _written(terms: tuple[str, ...]) -> str:
    """What buttons say: ``"a 4 − mean of 4s + mean of 9s"``."""
    a, b, c = (_word(term) for term in terms)
    return _("{a} − {b} + {c}").format(a=a, b=b, c=c)


def _word(term: str) -> str:
    if term.startswith("m"):
        return _("mean of {digit}s").format(digit=term[1:])
    return _("this {digit}").format(digit=coded.digit(term))
