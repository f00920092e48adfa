"""From one noise to another, along an arc and straight, and the digits on the way."""

import streamlit as st

from sections.from_noise.models import CODES
from sections.from_noise.questions import how_far_off_the_shell
from ui import lesson, predict, state
from ui.components import denoise
from ui.fields.from_noise import BETWEEN
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.library.denoisers import Described
from vae_core.analysis.paths import spherical
from vae_core.diffusion.length import half_way, length_of_noise, share_below
from vae_core.printing import readable

CODE = 8  # numbers


@lesson.section()
def between() -> None:
    st.markdown(
        _(
            "Without chance each noise has its digit. Drag from one noise to another: the digit follows, found anew at "
            "every place. On an arc noise keeps its length, on a straight line it does not: compare the two."
        )
    )
    if predict.first("between", how_far_off_the_shell):
        lesson.reading(_reading())
    denoise.between(Described(CODES, ""), BETWEEN, title=_("Between two noises"), key="denoise_between")
    _explained()
    lesson.code(spherical, length_of_noise)


def _reading() -> str:
    usual, half = length_of_noise(CODE)[0], half_way(CODE)
    if state.get(BETWEEN["path"]) == "arc":
        return _(
            "On the arc the length goes evenly from one end's to the other's: there is noise at every place, as the "
            "network knows it."
        )
    return _(
        "Half-way on the straight line noise is {half} long on average, where eight numbers of noise make {usual}: "
        "only {share} % of all noises are as short."
    ).format(half=readable(half, 3), usual=readable(usual, 3), share=f"{100 * share_below(CODE, half):.0f}")


def _explained() -> None:
    st.latex(
        coloured(
            r"\mathbb{E}\,\|<epsilon>\| = \sqrt{2}\,\frac{\Gamma\big(\frac{d+1}{2}\big)}{\Gamma\big(\frac{d}{2}\big)}"
            r" \approx \sqrt{d}, \qquad \operatorname{Var}\|<epsilon>\| < \tfrac{1}{2}"
        )
    )
    st.caption(
        _(
            "The more numbers, the longer noise is, but its length varies no more: it lies on a shell. The middle of "
            "a straight line between two noises is $N(0, I/2)$, shorter by $\\sqrt{2}$. Each digit here takes 20 steps "
            "of DDIM. Beside the strips: the lengths at both ends and half-way."
        )
    )
