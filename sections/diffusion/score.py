"""Denoiser, noise and score: one function of x_t under three names."""

import streamlit as st

from sections.diffusion.choices import plane, within
from sections.diffusion.questions import where_the_guess_lies
from ui import lesson, predict, state
from ui.components.figure import Handle, live_figure, slider_for
from ui.fields.diffusion import LEVEL, PLACE, PLANE, POINTS
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion.mixture import DiagonalMixture, noise_in, score_of
from vae_core.diffusion.names import Names, three_names
from vae_core.diffusion.particles import SCHEDULE
from vae_core.figures import score_field as figures
from vae_core.printing import fixed, short


@lesson.section(shares=(PLANE, POINTS, LEVEL, PLACE))
def score() -> None:
    st.markdown(
        _(
            "To go back a step one must know where $x_t$ came from. Drag it: the dot is the mean of all $x_0$ that it "
            "may have come from, the short arrows say at every place which way the data lie."
        )
    )
    data, t, (x, y) = plane(), state.get(LEVEL), state.get(PLACE)
    found = three_names(data, SCHEDULE, t, (x, y))
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        live_figure(
            lambda: figures.field(data, found.signal, found.noise, found.x_t, _figure_words()),
            [
                Handle("place", "x_t", _("What is seen"), x, y, _put, "xy", symbol="x"),
                slider_for(LEVEL, "t", _("Step of the noise"), symbol="sigma", step=1),
            ],
            key="score",
            label=_("The noisy data in the plane with the field of scores, and one place with its guess"),
            view=state.get(PLANE),
        )
    with words.container(key="score_words"):
        if predict.first("score", where_the_guess_lies):
            _words(found)
    lesson.code(DiagonalMixture.posterior, noise_in, score_of)


def _put(x: float, y: float) -> None:
    state.put(PLACE, (within(x), within(y)))


def _figure_words() -> figures.Words:
    return figures.Words(_("score, everywhere"), "E[<i>x</i>₀∣<i>x<sub>t</sub></i>]")


def _words(found: Names) -> None:
    lesson.reading(
        _(
            "Three names, one function: know one of them, and with $\\alpha_t$ and $\\sigma_t$ you know the others. "
            "A network may learn whichever it likes."
        )
    )
    st.latex(coloured(_equations(found)))
    lesson.table(
        (_("at $x_t$"), "$x_1$", "$x_2$"),
        [
            (name, *(fixed(float(value)) for value in vector[0]))
            for name, vector in (
                (_("what is seen, $x_t$"), found.x_t),
                (_("the guess, $E[x_0∣x_t]$"), found.denoised),
                (_("the noise, $E[\\varepsilon∣x_t]$"), found.noise_found),
                (_("the score, $\\nabla \\log q(x_t)$"), found.score),
            )
        ],
    )
    st.caption(
        _(
            "The score is worked out by itself, from the gradient of each bell; it agrees with the noise to {error}. "
            "That it must is Tweedie's formula."
        ).format(error=short(found.disagreement, 1) if found.disagreement > 1e-12 else "10⁻¹²")
    )


def _equations(found: Names) -> str:
    return (
        r"\begin{aligned} <x>_t &= \alpha_t\, \hat{<x>}_0 + \sigma_t\, \hat{<epsilon>} \\"
        rf" \alpha_t &= {short(found.signal)},\quad \sigma_t = {short(found.noise)} \\"
        r" \nabla \log <q>(<x>_t) &= -\hat{<epsilon>} / \sigma_t \end{aligned}"
    )
