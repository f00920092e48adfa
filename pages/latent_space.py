"""Latent space: drag a point, two decoders answer; then see the whole space, its ways and its holes."""

import streamlit as st

from sections.latent_space import files, lesson_models, own_models
from sections.latent_space.along import along
from sections.latent_space.arithmetic import arithmetic
from sections.latent_space.between import between
from sections.latent_space.holes import holes
from sections.latent_space.manifold import manifold
from sections.latent_space.map import code_map
from sections.latent_space.place import placing
from sections.latent_space.prior_draws import prior_draws
from sections.latent_space.questions import questions
from sections.latent_space.tour import tour
from sections.latent_space.traversals import traversals
from ui import lesson, state
from ui.fields.latent_space import LATENT_DIM, PAGE
from ui.i18n import gettext as _

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


lesson.begin(PAGE, introduction, choices, question=question)

along(own or lesson_models.models())
manifold()
traversals()
between()
arithmetic()
tour()
holes()
prior_draws()
code_map()
placing()
if asked := questions():
    lesson.predict_first(asked)
lesson.end(PAGE)
