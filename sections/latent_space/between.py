"""From one digit to another: what the decoders draw on the way."""

import streamlit as st

from sections.latent_space import lesson_models
from sections.latent_space.questions import way
from ui import lesson, predict
from ui.components.walk import walk
from ui.fields.latent_walk import ENDS, PATH
from ui.i18n import gettext as _
from vae_core.analysis import paths

FRAMES = 13


@lesson.section(shares=(ENDS,))
def between() -> None:
    models = lesson_models.models()
    st.markdown(
        _(
            "Choose two digits. Each model encodes both and goes from the one code to the other: **straight**, "
            "$(1-t)\\,a + t\\,b$, or **spherical**, along a great circle around the origin. In many dimensions "
            "nearly all of the prior lies near a sphere, and the straight way cuts through its empty middle "
            "(White 2016); in two there is no such shell. Watch the distance to the nearest code: where it grows, "
            "the decoder is asked for what it was never shown."
        )
    )
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
