"""What a plane cannot show: its codes lie everywhere, and those of classes overlap. Eight dimensions are a press away.

It is said of the pretrained models only: no others have another size to go to.
"""

import streamlit as st

from sections.latent_space import lesson_models
from ui import coded, own_models, state
from ui.components.decoder import TITLES
from ui.fields.latent_space import LATENT_DIM
from ui.i18n import gettext as _
from vae_core.printing import readable


def is_on_screen() -> bool:
    """Whether the lesson shows the pretrained models of two dimensions."""
    return not own_models.are_asked_for() and state.get(LATENT_DIM) == 2


def say(words: str, *, key: str) -> None:
    """``words`` on what is on screen, and the way to where it is otherwise; ``key`` is unique on the page."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words)
        st.button(_("See it in 8-D"), icon=":material/zoom_out_map:", key=key, on_click=_leave)


def _leave() -> None:
    state.put(LATENT_DIM, 8)


def means_among_others(terms: tuple[str, ...]) -> str:
    """Which means of ``terms`` lie among the codes of another digit, model by model; empty where none does."""
    return " ".join(
        _("{model}: the code nearest to the mean of all {digit}s is a {other}.").format(
            model=TITLES[model.kind], digit=digit, other=other
        )
        for model in lesson_models.models()
        for digit, other in coded.strayed(model, terms)
    )


def farthest_on_the_ways(ends: tuple[str, str], size: int) -> str:
    """How far from the nearest code the ways lead at most, in the models with so many dimensions."""
    return readable(max(coded.farthest(model, ends) for model in lesson_models.pretrained(size)), 2)
