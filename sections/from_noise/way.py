"""Noise becomes a digit, stop by stop, in the browser."""

import streamlit as st

from sections.from_noise.models import models
from sections.from_noise.questions import where_the_digit_begins
from ui import lesson, predict, state
from ui.components import denoise
from ui.fields.from_noise import BESIDE, COUNT, DIGIT, GUIDANCE, SAMPLER, WAY
from ui.fields.training import DIFFUSION
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.lessons import PAGES
from vae_core.diffusion.sampling import sample

FEW = 6  # steps
LOUD = 2.0


@lesson.section(shares=(*BESIDE.values(), SAMPLER, COUNT))
def way() -> None:
    st.markdown(
        _(
            "The second picture is what the network takes the first one for: at the noise a blur of all that it might "
            "be, in the end one of them. Drag from noise to digit; then take another digit with the same noise, fewer "
            "steps, another way back."
        )
    )
    shown = models()
    schedules = {name: model.schedule for name, model in shown.items()}
    if predict.first("way", lambda: where_the_digit_begins(schedules)):
        lesson.reading(_reading())
    denoise.way(shown, WAY, title=_("From noise to a digit"), key="denoise_way")
    _explained()
    lesson.code(sample)


def _reading() -> str:
    digit, guidance, count = state.get(DIGIT), state.get(GUIDANCE), state.get(COUNT)
    if count < FEW:
        return _("So few steps are leaps: each guess is a blur of all that it might be, and the next one starts there.")
    if digit < 0:
        return _("Nobody says which digit: the noise decides, and early on it may still go several ways.")
    if guidance > LOUD:
        return _("Told {digit} this loudly, it draws what is most typical of a {digit}, and hardly any other.").format(
            digit=digit
        )
    return _("Told {digit}, it finds a {digit} in any noise; other noise is another hand.").format(digit=digit)


def _explained() -> None:
    st.latex(
        coloured(
            r"\hat{v} = v_\theta(<x>_t, \varnothing) + (1 + w)\,\big(v_\theta(<x>_t, y) - v_\theta(<x>_t,"
            r" \varnothing)\big), \qquad \hat{<x>}_0 = \alpha_t <x>_t - \sigma_t \hat{v}"
        )
    )
    st.caption(
        _(
            "The network was told the digit $y$ nine times in ten, so it knows both: what all digits are like, and "
            "each. Guidance $w$ exaggerates the difference. Every picture is computed here, in your browser; a new run "
            "takes the place of one that is still under way."
        )
    )
    st.page_link(
        PAGES / "training.py",
        label=_("Train one in the **lab**, beside an autoencoder and a VAE"),
        icon=":material/labs:",
        query_params={DIFFUSION.name: "True"},
    )
