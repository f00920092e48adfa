"""The notes' equations (1) to (14), each with its value for the image and the q on screen."""

import streamlit as st

from sections.elbo import derivation_lines as lines
from sections.elbo.evidence import yours
from sections.elbo.subject import inference
from ui import lesson
from ui.fields.elbo import SUBJECT, Q
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis import derivation as core


@lesson.section(shares=(*SUBJECT, Q))
def derivation() -> None:
    st.markdown(
        _(
            "The lines of the notes, with their numbers. Beside each stands its value for the image above and your "
            "$q$, every integral computed by itself, and why it equals the line before: **equal lines show equal "
            "numbers**. Where the notes slip, the line is the corrected one; the boxes say what was changed."
        )
    )
    numbers = inference().derivation(yours())
    for title, written in (
        (_("From the evidence to two terms"), lines.to_two_terms(numbers)),
        (_("The second cannot be negative: what is left is a bound"), lines.to_the_bound(numbers)),
        (_("The bound falls into the two terms of the loss"), lines.to_the_loss(numbers)),
        (_("The first in closed form, the second as an expectation"), lines.to_the_code(numbers)),
    ):
        st.markdown(f"**{title}**")
        st.latex(coloured(written))
    lesson.code(core.derive)
