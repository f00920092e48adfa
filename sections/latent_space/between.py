"""From one digit to another: what the decoders draw on the way."""

import streamlit as st

from sections.latent_space import in_a_plane, lesson_models
from sections.latent_space.questions import way
from ui import lesson, predict, state
from ui.components.walk import walk
from ui.fields.latent_space import LATENT_DIM
from ui.fields.latent_walk import ENDS, PATH
from ui.i18n import gettext as _
from vae_core.analysis import paths

FRAMES = 13


@lesson.section(shares=(ENDS, LATENT_DIM))
def between() -> None:
    models = lesson_models.models()
    st.markdown(
        _(
            "Choose two digits. Each model encodes both and goes from the one code to the other: **straight**, "
            "$(1-t)\\,a + t\\,b$, or **spherical**, along a great circle around the origin. In many dimensions "
            "nearly all of the prior lies near a sphere, and the straight way cuts through its empty middle "
            "(White 2016); in two there is no such shell."
        )
    )
    _watch()
    if predict.first("path", way):
        walk(
            "path",
            models,
            PATH,
            options={"frames": FRAMES},
            title=_("From one digit to another"),
            key=lesson_models.key("between"),
        )
    lesson.code(paths.straight, paths.spherical)


def _watch() -> None:
    """The distance to the nearest code: where it grows, the decoder is on its own."""
    if in_a_plane.is_on_screen():
        here, there = (in_a_plane.farthest_on_the_ways(state.get(ENDS), size) for size in (2, 8))
        in_a_plane.say(
            _(
                "The plane is full of codes: the nearest is at most {here} away. In eight dimensions there is room "
                "between them: up to {there}."
            ).format(here=here, there=there),
            key="ways_in_8d",
        )
    else:
        st.markdown(
            _(
                "Watch the distance to the nearest code: where it grows, the decoder is asked for what it was never "
                "shown."
            )
        )
