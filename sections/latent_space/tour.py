"""A tour through draws from the prior, that goes on by itself."""

import streamlit as st

from sections.latent_space import lesson_models
from ui import lesson
from ui.components.walk import walk
from ui.fields.latent_walk import TOUR, TOURING
from ui.i18n import gettext as _


@lesson.section()
def tour() -> None:
    models = lesson_models.models()
    st.markdown(
        _(
            "Both decoders follow the same way: from one draw of $N(0, I)$ to the next, slowly at each stop. Press "
            "**P** for the whole screen; the tour then starts by itself and needs nobody. When is a picture no digit, "
            "and on whose side?"
        )
    )
    walk(
        "tour",
        models,
        TOURING,
        options={"seeds": TOUR.kind.high},
        title=_("A tour of the prior"),
        key=lesson_models.key("tour"),
    )
