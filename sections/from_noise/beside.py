"""One noise, brought back with chance and without, in few steps and in many."""

import streamlit as st

from sections.from_noise.models import models
from sections.from_noise.questions import how_often_the_same
from ui import late, lesson, predict, state, steps
from ui.components import denoise
from ui.fields.from_noise import BESIDE, COUNT, MOMENT, SAMPLER, STEPS
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion.sampling import sample

# Of images a step takes a fiftieth of a second, twice that with guidance.
COUNTS = {"codes": (5, 10, 25, 100), "pixels": (4, 8, 16, 32)}


@lesson.section(shares=(*BESIDE.values(), SAMPLER, COUNT))
def beside() -> None:
    st.markdown(
        _(
            "All twelve set out from the same noise. Read along the rows: do few steps lead where many lead? Take "
            "other noise, another digit, or none told; press a picture to see its way."
        )
    )
    if predict.first("beside", how_often_the_same):
        lesson.reading(_reading())
    denoise.beside(
        models(),
        BESIDE,
        counts=COUNTS,
        opened=_open,
        elsewhere=tuple(BESIDE) if steps.are_all_on_screen() else (),
        title=_("Same noise, three ways back"),
        key="denoise_beside",
    )
    _explained()
    lesson.code(sample, late.returns.returns.few_and_many)


def _open(sampler: str, count: int) -> None:
    state.put(SAMPLER, sampler)
    state.put(COUNT, count)
    state.put(MOMENT, MOMENT.default)
    steps.show(STEPS, "way")


def _reading() -> str:
    chance, without = (late.returns.few_and_many(kind) for kind in ("ancestral", "ddim"))
    return _(
        "Of 100 noises with no digit told, {few} steps of DDIM lead to the same digit as {many} for {without} %; with "
        "chance for {chance} %: each draw on the way decides anew."
    ).format(
        few=late.returns.FEW,
        many=late.returns.MANY,
        without=f"{100 * without.share:.0f}",
        chance=f"{100 * chance.share:.0f}",
    )


def _explained() -> None:
    st.latex(
        coloured(
            r"<x>_s = \alpha_s\, \hat{<x>}_0 + \sqrt{\sigma_s^2 - \tilde{<sigma>}^2}\ \hat{<epsilon>}"
            r" + \tilde{<sigma>}\, <epsilon>, \qquad \tilde{<sigma>} = 0 \text{ in DDIM}"
        )
    )
    st.caption(
        _(
            "Beside each picture: how much of its ink lies elsewhere than in the last picture of its row, "
            "$\\sum|a - b|\\,/\\sum(a + b)$. The probability flow asks twice a step, and is nearer its goal sooner."
        )
    )
