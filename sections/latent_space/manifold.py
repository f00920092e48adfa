"""The plane as a grid of digits: what every place decodes to, at a glance."""

from collections.abc import Sequence

import streamlit as st

from sections.latent_space import lesson_models
from ui import lesson
from ui.components.walk import walk
from ui.fields.latent_walk import GRID_OF, MANIFOLD, SIZES, SPACING
from ui.i18n import gettext as _
from ui.library import Model
from vae_core.analysis import paths


@lesson.section(shares=(GRID_OF, SPACING))
def manifold() -> None:
    models = lesson_models.models()
    st.markdown(_words(models))
    walk(
        "manifold",
        models,
        MANIFOLD,
        options={"coordinates": _coordinates()},
        title=_("The plane as a grid of decoded pictures"),
        key=lesson_models.key("manifold"),
    )
    lesson.code(paths.coordinates)


def _coordinates() -> dict[str, dict[int, list[float]]]:
    return {spacing: {n: paths.coordinates(n, spacing).round(6).tolist() for n in SIZES} for spacing in paths.SPACINGS}


def _words(models: Sequence[Model]) -> str:
    words = _(
        "Each cell is a position $z$ and what the decoder draws there. With **equal probability** a draw from the "
        "prior $N(0, I)$ falls into each cell equally often: the cells crowd where the prior is dense. With **equal "
        "steps** from −3 to 3 the rare outskirts take as much room as the middle. Click a cell, and $z$ goes there."
    )
    if models[0].latent_dim == 2:
        return words
    return f"{words} " + _(
        "Two dimensions vary here, those on the axes of the map below; all the others stay at your $z$. Drag one of "
        "their sliders and watch the grid follow."
    )
