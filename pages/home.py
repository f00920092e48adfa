"""The start: what this is, a digit to drag, and the path through the lessons."""

import streamlit as st

from ui import library
from ui.components.decoder import decoder
from ui.i18n import gettext as _
from ui.lessons import PARTS, Lesson


def card(lesson: Lesson) -> None:
    """One step of the path: a link where the lesson is there, a plain line where it is not yet."""
    if lesson.is_ready:
        st.page_link(lesson.file, label=f"**{_(lesson.title)}**", icon=lesson.icon)
    else:
        soon = _("in preparation")
        st.markdown(f"{lesson.icon} {_(lesson.title)} :gray-badge[{soon}]")
    st.caption(_(lesson.question))


st.title("VAE Playground")
st.markdown(
    _(
        "**Drag the point, and a digit appears. The lessons below explain why.** "
        "Each dot is the code of a handwritten digit, placed by a network that had never seen it. "
        "Every picture is made by the decoder, on a dot as well as between the dots."
    )
)
decoder([library.pretrained("mnist-vae-2d")], None, key="home")

st.header(_("The path"), anchor="path")
for column, (part, lessons) in zip(st.columns(len(PARTS)), PARTS.items(), strict=True):
    with column.container(border=True, height="stretch"):
        st.markdown(f"### {_(part)}")
        for lesson in lessons:
            card(lesson)
