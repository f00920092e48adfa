"""Latent space: drag a point, two decoders answer; then see the whole space and the ways through it."""

import streamlit as st

from sections.latent_space.along import point, why
from sections.latent_space.arithmetic import arithmetic
from sections.latent_space.between import between
from sections.latent_space.guide import GUIDE
from sections.latent_space.manifold import manifold
from sections.latent_space.tour import tour
from sections.latent_space.traversals import traversals
from ui import lesson, model_files, own_models, state
from ui.fields.latent_space import LATENT_DIM
from ui.fields.latent_steps import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

own = own_models.opened()
if own:
    question, introduction = own_models.introduction(
        of_a_run=_(
            "Drag the point on the map, or a slider: the decoders are those of your run, and the dots are its codes of "
            "held-out images."
        ),
        of_a_file=_(
            "Drag the point on the map, or a slider: the decoders are those of your file, and the dots are its codes "
            "of test images of {dataset}."
        ),
        of_a_decoder=_(
            "Drag the point on the map, or a slider: the decoder is that of your file. Without its encoder there are "
            "no codes; the circles on the map are the prior's."
        ),
    )
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
    model_files.open_files()


lesson.walk(
    STEPS,
    introduction,
    Step("space", (point, own_models.say_what_was_assumed, why)),
    Step("manifold", (manifold, point)),
    Step("traversals", (*own_models.of_codes(traversals), point)),
    Step("path", (*own_models.of_codes(between), point)),
    Step("arithmetic", (*own_models.of_codes(arithmetic), point)),
    Step("tour", (tour, point)),
    choices=choices,
    question=question,
    guide=GUIDE,
)
