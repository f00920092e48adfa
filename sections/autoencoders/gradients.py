"""How far single-draw gradients scatter: through z, and without a way through it."""

import streamlit as st

from sections.autoencoders import gradients_words, measured
from sections.autoencoders.questions import added
from sections.autoencoders.sampling import dimension_slider
from ui import lesson, predict, state
from ui.components.figure import live_figure, slider_for
from ui.fields.autoencoders import DRAWS, DRAWS_SEED, LATENT_DIMENSION, MEAN_MOVE, PARAMETER, WIDENING
from ui.i18n import gettext as _
from vae_core.analysis import gradient_estimators
from vae_core.analysis.gradient_estimators import Estimate
from vae_core.figures import gradient_estimators as figures

LETTERS = {"mu": "μ", "sigma": "σ"}


@lesson.section(shares=(LATENT_DIMENSION, MEAN_MOVE, WIDENING, DRAWS_SEED, PARAMETER, DRAWS))
def gradients() -> None:
    st.markdown(
        _(
            "There is one: make draws that turned out well more probable, "
            "$\\nabla \\mathbb{E}_q[L] = \\mathbb{E}_q[L\\, \\nabla \\log q]$. It needs the number "
            "$L = -\\log p(x|z)$ of each draw, and never asks the decoder which way is better. Both ways have the same "
            "mean. How far does a single draw stray from it?"
        )
    )
    _choices()
    shown, parameter, j = measured.picture(), state.get(PARAMETER), state.get(LATENT_DIMENSION) - 1
    q = measured.now(shown)
    drawn = measured.draws(shown, q, state.get(DRAWS_SEED)).take(state.get(DRAWS))
    estimates = gradient_estimators.compare(drawn, parameter)
    reference = measured.reference(shown, q, parameter)
    _figure(estimates, float(reference.average[j]), j)
    with st.container(key="gradients_words"):
        if predict.first("gradients", added):
            gradients_words.explain(q, drawn, estimates, reference, j)
    lesson.code(
        gradient_estimators.draw,
        gradient_estimators.reparameterised,
        gradient_estimators.score,
        gradient_estimators.score_function,
        gradient_estimators.score_function_with_baseline,
    )


def _choices() -> None:
    letter = {name: f"{sign}{_index(state.get(LATENT_DIMENSION))}" for name, sign in LETTERS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.choose(
            PARAMETER,
            st.segmented_control,
            _("Gradient with respect to"),
            PARAMETER.kind.options,
            required=True,
            format_func=letter.get,
        )
        st.button(
            _("Draw ε anew"),
            icon=":material/casino:",
            key="draw:gradients",
            on_click=lambda: state.draw_anew(DRAWS_SEED),
        )


def _figure(estimates: tuple[Estimate, ...], reference: float, j: int) -> None:
    titles = gradients_words.titles()
    scatters = [
        figures.Scatter(
            each.name, titles[each.name], each.samples[:, j], float(each.average[j]), float(each.standard_error[j])
        )
        for each in estimates
    ]
    live_figure(
        lambda: figures.gradient_scatter(
            scatters,
            reference,
            f"∂<i>L</i>/∂<i>{LETTERS[state.get(PARAMETER)]}</i>{_index(j + 1)}",
            single=_("single draws"),
            means=_("mean ± standard error"),
            exact=_("mean of {count} other draws").format(count=measured.REFERENCE_DRAWS),
        ),
        [slider_for(DRAWS, "n", _("Draws"), symbol="epsilon", logarithmic=True, step=1), dimension_slider()],
        key="gradients",
        wide=True,
        label=_("Histograms of the gradients from single draws of three estimators, and their means"),
        view=f"{state.get(PARAMETER)} {j}",
    )


def _index(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
