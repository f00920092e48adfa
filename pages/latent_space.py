"""Latent space: drag a point, two decoders answer; then see the whole space, its ways and its holes."""

from functools import partial

import streamlit as st

from sections.latent_space import along, files, lesson_models, own_models
from sections.latent_space.arithmetic import arithmetic
from sections.latent_space.between import between
from sections.latent_space.holes import holes
from sections.latent_space.manifold import manifold
from sections.latent_space.map import code_map
from sections.latent_space.place import placing
from sections.latent_space.prior_draws import prior_draws
from sections.latent_space.tour import tour
from sections.latent_space.traversals import traversals
from ui import lesson, state
from ui.fields.latent_space import LATENT_DIM
from ui.fields.latent_steps import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

own = own_models.opened()
if own:
    question, introduction = own_models.introduction()
else:
    question = None
    introduction = _(
        "Drag the point on the map, or a slider. A variational autoencoder (VAE) and an autoencoder (AE) decode the "
        "same position $z$; both learned from the same 60 000 digits."
    )


def choices() -> None:
    if own:
        own_models.way_back()
    else:
        state.choose(
            LATENT_DIM,
            st.segmented_control,
            _("Size of the latent space"),
            (2, 8),
            format_func=lambda n: _("{n}-D").format(n=n),
            required=True,
            label_visibility="collapsed",
        )
    files.open_files()


models = own or lesson_models.models()
point, why = partial(along.point, models), partial(along.why, models)

lesson.walk(
    STEPS,
    introduction,
    Step("space", _("A point under your hand"), (along.ask, point, why)),
    Step("manifold", _("The whole plane at once"), (manifold, point)),
    Step("traversals", _("One dimension at a time"), (traversals, point)),
    Step("path", _("From one digit to another"), (between, point)),
    Step("arithmetic", _("Arithmetic with codes"), (arithmetic, point)),
    Step("tour", _("A tour of the prior"), (tour, point)),
    Step("holes", _("Where the holes are"), (holes, prior_draws)),
    Step("map", _("A map of thousands of codes"), (code_map,)),
    Step("place", _("Place a new digit"), (placing,)),
    choices=choices,
    question=question,
)
