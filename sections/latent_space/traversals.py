"""Each latent dimension by itself: what it has learned to change."""

import streamlit as st

from sections.latent_space import lesson_models
from ui import lesson
from ui.components.walk import walk
from ui.fields.latent_walk import RANGE, ROWS_OF, TRAVERSALS
from ui.i18n import gettext as _
from vae_core.analysis import paths

COLUMNS = 13


@lesson.section(shares=(ROWS_OF,))
def traversals() -> None:
    models = lesson_models.models()
    st.markdown(
        _(
            "In each row one dimension runs from low to high, in units of $s$, the standard deviation of its codes; "
            "all the others stay at your $z$. The VAE's rows are ordered by $\\mathrm{KL}(q(z_j∣x)\\|p(z_j))$, the "
            "mean over the test images: what the encoder pays in that dimension to say where it is. A dimension that "
            "costs next to nothing says next to nothing, and its row hardly changes. An AE pays nothing anywhere; its "
            "rows stay in their order."
        )
    )
    walk(
        "traversals",
        models,
        TRAVERSALS,
        options={"columns": COLUMNS, "range": {"low": RANGE.kind.low, "high": RANGE.kind.high}},
        title=_("Each latent dimension from low to high"),
        key=lesson_models.key("traversals"),
    )
    lesson.code(paths.mean_kl)
