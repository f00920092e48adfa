"""The controls of the map."""

import streamlit as st

from sections.latent_map import choices
from ui import library, own_models, state
from ui.fields import latent_map as fields
from ui.fields.own_models import RUN
from ui.i18n import gettext as _
from ui.i18n import mark

MODELS = {"vae-8d": "VAE, 8-D", "ae-8d": "AE, 8-D", "vae-2d": "VAE, 2-D", "ae-2d": "AE, 2-D"}
OF_A_RUN = ("vae-8d", "ae-8d")  # stand for its VAE and its AE
PROJECTIONS = {"space": mark("The space itself"), "pca": mark("PCA"), "tsne": mark("t-SNE")}
STARTS = {"pca": mark("PCA"), "random": mark("at random")}
BESIDES = {"nothing": mark("one map"), "perplexity": mark("another perplexity"), "seed": mark("run it twice")}


def choose() -> None:
    """Draw them."""
    with st.container(horizontal=True):
        _choose_model()
        _segments(fields.PROJECTION, _("How they are shown"), lambda name: _(PROJECTIONS[name]))
        _segments(fields.MAP_DIMENSIONS, _("Dimensions of the map"), lambda n: f"{n}-D")
        _pick(fields.COUNT, _("Points"), lambda n: _("{n} points").format(n=f"{n:,}".replace(",", "\u2009")))
    if state.get(fields.PROJECTION) == "tsne":
        with st.container(horizontal=True):
            _pick(fields.PERPLEXITY, _("Perplexity"), lambda n: _("perplexity {n}").format(n=n))
            _segments(fields.BESIDE, _("Side by side"), lambda name: _(BESIDES[name]))
            if state.get(fields.BESIDE) == "perplexity":
                _pick(fields.SECOND_PERPLEXITY, _("Second perplexity"), lambda n: _("perplexity {n}").format(n=n))
            with st.popover(_("How it begins"), icon=":material/tune:"):
                _pick(fields.EXAGGERATION, _("Early exaggeration"), str, label_visibility="visible")
                _segments(fields.START, _("Starting from"), lambda name: _(STARTS[name]), label_visibility="visible")
            st.button(
                _("Another seed"),
                icon=":material/casino:",
                key="draw:map",
                on_click=lambda: state.draw_anew(fields.MAP_SEED),
            )


def _choose_model() -> None:
    shelf = library.shelf(state.get(RUN))
    if not own_models.are_asked_for():
        _segments(fields.SHOWN_MODEL, _("Whose codes"), MODELS.get)
    elif len(shelf.members()) > 1:
        state.choose(
            fields.SHOWN_MODEL,
            st.segmented_control,
            _("Whose codes"),
            OF_A_RUN,
            shown=f"{choices.member(shelf)}-8d",
            required=True,
            label_visibility="collapsed",
            format_func=lambda name: choices.kind(name).upper(),
        )


def _segments(field, label: str, name, label_visibility: str = "collapsed") -> None:
    options = field.kind.options
    looks = {"required": True, "format_func": name, "label_visibility": label_visibility}
    state.choose(field, st.segmented_control, label, options, **looks)


def _pick(field, label: str, name, label_visibility: str = "collapsed") -> None:
    options = field.kind.options
    state.choose(field, st.selectbox, label, options, format_func=name, label_visibility=label_visibility, width=150)


def run_twice() -> None:
    """Two maps from two random starts, side by side."""
    state.put(fields.START, "random")
    state.put(fields.BESIDE, "seed")
