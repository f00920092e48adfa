"""One digit through the AE and the VAE at once, tensor by tensor."""

import streamlit as st

from ui import digit, digit_controls, lesson, library, state
from ui.components.dataflow import dataflow
from ui.components.drawing import channel
from ui.fields.autoencoders import DIGIT, DIMENSION, FLOW, SHIFT, STAGE
from ui.i18n import gettext as _


@lesson.section(shares=DIGIT.all)
def flow() -> None:
    st.markdown(
        _("Choose a digit, or draw one: both models follow your pen, from 784 pixels to eight numbers and back.")
    )
    digit_controls.choose(DIGIT)
    shown = digit.current(DIGIT)
    models = {kind: library.pretrained(f"mnist-{kind}-8d") for kind in ("vae", "ae")}
    is_drawn = state.get(DIGIT.source) == "drawn"
    dataflow(models, shown, FLOW, channel=channel(DIGIT) if is_drawn else None, key="flow")


def names_in_the_notes() -> None:
    """Slip 7: what the notes call θ, "encoder" and "posterior"."""
    lesson.check_the_notes(
        _(
            "the encoder gives the mean $\\mu$ and the standard deviation $\\theta$; a sample then passes through the "
            "*encoder* again, and the matrix [128, 784] that comes out is the posterior $p(z∣x)$."
        ),
        _(
            "the standard deviation is $\\sigma$; $\\theta$ is the usual name of the weights. It is the *decoder* that "
            "turns $z$ into [128, 784], and what comes out are the parameters of $p(x∣z)$, a distribution over images. "
            "A posterior is over $z$: the encoder's $q(z∣x) = N(\\mu, \\sigma^2)$ stands in for the true $p(z∣x)$."
        ),
        lambda: state.put(STAGE, 3),
        key="names",
    )


def continuous_codes() -> None:
    """Slip 6: an autoencoder's codes are points like any others."""
    lesson.check_the_notes(
        _("the AE gives values that are discrete, the VAE continuous ones, and therefore it is better."),
        _(
            "both decoders take any $z$ of a continuous space: drag $\\mu +$ in the diagram, and *both* pictures "
            "change without a jump. What the AE lacks is a reason to care: nothing in its loss speaks of the $z$ "
            "beside its point, while the VAE is asked for the digit again at every $z$ that $\\varepsilon$ leads to."
        ),
        _move_a_little,
        key="continuous",
    )


def _move_a_little() -> None:
    state.put(STAGE, 3)
    state.put(DIMENSION, 3)
    state.put(SHIFT, 0.6)
