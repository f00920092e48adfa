"""The start: what this is, a digit to drag, and the path through the lessons."""

import streamlit as st

from ui import library, navigation
from ui.components.course import course
from ui.components.decoder import decoder
from ui.components.lobby import lobby
from ui.i18n import gettext as _

st.title("VAE Playground")
st.markdown(
    _(
        "**Drag the point, and a digit appears. The lessons below explain why.** "
        "Each dot is the code of a handwritten digit, placed by a network that had never seen it. "
        "Every picture is made by the decoder, on a dot as well as between the dots."
    )
)
decoder([library.pretrained("mnist-vae-2d")], None, key="home")

lobby()

st.header(_("The path"), anchor="path")
course(go=navigation.go)
