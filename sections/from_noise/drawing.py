"""A drawing that is noised, and what comes back from there."""

import streamlit as st

from sections.from_noise.models import models
from sections.from_noise.questions import how_many_come_back, noised_share
from ui import digit, digit_controls, late, lesson, predict
from ui.components import denoise
from ui.components.drawing import channel
from ui.fields.from_noise import DRAWN, NOISED
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion.sampling import sample

WAYS = 6
WHOLE = {"codes": 50, "pixels": 25}  # steps from noise alone: of images each takes a fiftieth of a second


def choose() -> None:
    """Where the drawing comes from."""
    digit_controls.choose_source(DRAWN)


@lesson.section(shares=DRAWN.all)
def drawing() -> None:
    st.markdown(
        _(
            "Draw a digit. It is noised up to $t$, and six ways lead back from the same $x_t$, each with chance of its "
            "own. What they agree on has survived the noise. Drag $t$: when is it no longer your digit?"
        )
    )
    if predict.first("drawing", how_many_come_back):
        lesson.reading(_reading())
    is_drawn = digit_controls.is_drawn(DRAWN)
    if is_drawn:
        pad, place = st.columns((2, 5))
        with pad:
            digit_controls.draw(DRAWN)
    else:
        place = st.container()
    with place:
        denoise.noised(
            models(),
            NOISED,
            digit.current(DRAWN).image,
            channel=channel(DRAWN) if is_drawn else None,
            whole=WHOLE,
            ways=WAYS,
            title=_("A drawing, noised and back"),
            key="denoise_drawing",
        )
    _explained()
    lesson.code(sample, late.returns.returns.there_and_back)


def _reading() -> str:
    t, share = noised_share()
    found = late.returns.there_and_back(t).share
    if found > 0.9:
        text = _("Noised to {noised} % of the way, nearly all comes back: {share} % of 500 codes keep their digit.")
    elif found < 0.2:
        text = _("Noised to {noised} % of the way, the digit is gone: {share} % of 500 codes keep theirs, by luck 10.")
    else:
        text = _("Noised to {noised} % of the way, {share} % of 500 codes of test images keep their digit.")
    return text.format(noised=f"{100 * share:.0f}", share=f"{100 * found:.0f}")


def _explained() -> None:
    st.latex(coloured(r"<x>_t = \alpha_t\, <x>_0 + \sigma_t\, <epsilon>"))
    st.caption(
        _(
            "The way back begins where the noise has led, and takes as many steps as that share of a whole way has. "
            "Whoever wants something like the drawing, but cleaner, chooses a small $t$; whoever wants another one, a "
            "large $t$ (Meng et al. 2022, “SDEdit”). A classifier counts which codes keep their digit, told none."
        )
    )
