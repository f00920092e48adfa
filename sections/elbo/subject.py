"""Which image is laid open, as which pixels, and under which model."""

import streamlit as st

from ui import digit, digit_controls, lesson, state
from ui.fields.elbo import DIGIT, FLIP, PIXELS, SUBJECT
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.inference import Asked, Inference, of
from vae_core.data.dataset import binarise

KINDS = {
    "sampled": mark("Black or white, by chance"),
    "threshold": mark("Black or white, from middle grey"),
    "grey": mark("Grey levels"),
}


def inference() -> Inference:
    """The image on screen under the model that was trained for its kind of pixels."""
    return of(on_screen())


def on_screen() -> Asked:
    """That image, before anything is computed of it."""
    kind, grey = state.get(PIXELS), digit.current(DIGIT).image
    seed = state.get(FLIP) if kind == "sampled" else None
    return Asked(kind, (grey if kind == "grey" else binarise(grey, seed)).tobytes())


@lesson.section(shares=SUBJECT)
def subject() -> None:
    digit_controls.choose(DIGIT)
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            PIXELS,
            st.segmented_control,
            _("Pixels"),
            tuple(KINDS),
            required=True,
            format_func=lambda kind: _(KINDS[kind]),
            label_visibility="collapsed",
        )
        if state.get(PIXELS) == "sampled":
            st.button(
                _("Draw the pixels anew"), icon=":material/casino:", key="flip", on_click=lambda: state.draw_anew(FLIP)
            )
        digit_controls.picture(inference().x, _("The image x, pixel by pixel as it is computed with"))
    if state.get(PIXELS) == "grey":
        _why_only_a_score()


def _why_only_a_score() -> None:
    inferred = inference()
    st.info(
        _(
            "On grey levels the Bernoulli formula is **a score, not a probability**. Over all black and white images "
            "$p(x)$ adds up to 1; over all grey ones this model's formula adds up to $e^{{-{nats}}}$. So the gaps "
            "below still mean what they say, the level $\\log p(x)$ does not: $-100$ here and $-100$ there are two "
            "different things."
        ).format(nats=f"{inferred.missing_normaliser:.0f}"),
        icon=":material/contrast:",
    )
