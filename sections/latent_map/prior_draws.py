"""Prior samples against the aggregate posterior: do they come to where the codes are?"""

import streamlit as st

from ui import lesson, library, own_models, state, surveys
from ui.components.decoder import TITLES
from ui.fields.latent_map import DRAWS_SEED, MODELS
from ui.i18n import gettext as _
from vae_core.analysis import holes as core
from vae_core.analysis import survey_results
from vae_core.printing import readable

DRAWS = 2000


@lesson.section(shares=(DRAWS_SEED,))
def prior_draws() -> None:
    models = own_models.models() or [library.pretrained(f"mnist-{name}") for name in MODELS]
    count = len(models[0].encodings.mean)
    st.markdown(
        _(
            "**Prior samples against the aggregate posterior.** {draws} draws of $N(0, I)$, and one draw of $q(z∣x)$ "
            "for each of the {count} held-out images (an AE's code as it is). A prior draw is in a hole where its "
            "nearest code is farther away than {near} % of the codes have theirs. If codes and prior were one "
            "distribution, it would happen to {rest} % of the draws."
        ).format(draws=DRAWS, count=count, near=round(100 * core.NEAR), rest=round(100 * (1 - core.NEAR)))
    )
    rows = []
    for model in models:
        landing = surveys.landing(model, DRAWS, state.get(DRAWS_SEED))
        numbers = 100 * landing.in_hole.mean(), landing.distance, landing.spacing
        title = f"{TITLES[model.kind]}, {model.latent_dim}"
        rows.append([title, *(readable(number, 3) for number in numbers)])
    lesson.table(
        [
            _("Model, dimensions of z"),
            _("in a hole, %"),
            _("draw to nearest code (median)"),
            _("code to nearest code (median)"),
        ],
        rows,
    )
    st.button(_("Draw anew"), icon=":material/casino:", on_click=lambda: state.draw_anew(DRAWS_SEED))
    lesson.code(survey_results.aggregate_draws, core.land)
