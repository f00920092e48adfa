"""The bound of a diffusion model, line by line, each with its number for the code of one image."""

import streamlit as st

from sections.from_noise import derivation_lines as lines
from sections.from_noise.questions import how_far_one_look_is_off
from ui import late, lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.from_noise import CHAINS_SEED, IMAGE
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion.derivation import Chains, Mean, chains
from vae_core.figures import denoising_terms as figures
from vae_core.printing import readable


@lesson.section(shares=(IMAGE, CHAINS_SEED))
def derivation() -> None:
    st.markdown(
        _(
            "Every line of the bound with its number, for the code of one image in eight dimensions: fifty chains of "
            "noise, each line by a route of its own. Over the bars, one of the chains, decoded on its way."
        )
    )
    _choose()
    image, seed = state.get(IMAGE), state.get(CHAINS_SEED)
    found, may_see = late.chains.chains(image, seed), predict.first("derivation", how_far_one_look_is_off)
    if may_see:
        lesson.reading(_reading(found))
    live_figure(
        lambda: figures.terms(
            found, late.chains.pictures(image, seed, figures.times(found.schedule.steps)), _figure_words()
        ),
        key="terms",
        label=_("What each step costs in the bound, and what the simple loss counts of it"),
        wide=True,
    )
    if may_see:
        _lines(found)
    lesson.code(Chains, chains)


def _choose() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for field, label, icon in (
            (IMAGE, _("Another image"), "skip_next"),
            (CHAINS_SEED, _("Other noise"), "casino"),
        ):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=f"draw:{field.name}",
                on_click=lambda field=field: state.draw_anew(field),
            )
        st.markdown(
            _("Test image {number}, a {digit}").format(
                number=state.get(IMAGE), digit=late.chains.label_of(state.get(IMAGE))
            )
        )


def _figure_words() -> figures.Words:
    return figures.Words(
        _("nats"), "‖<i>ε</i> − <i>ε̂</i>‖²", _("in the bound"), _("in the simple loss"), _("step <i>t</i>")
    )


def _reading(found: Chains) -> str:
    return _(
        "Half of the {cost} nats that the steps cost in the bound are paid by the first {few} of {all}: by the finest "
        "details, which noise takes away at once. The simple loss looks at all steps alike."
    ).format(
        cost=readable(-found.noises.of_steps.value, 3),
        few=found.steps_for_half,
        all=len(found.noises.steps),
    )


def _lines(found: Chains) -> None:
    looked = late.chains.looked(state.get(IMAGE), state.get(CHAINS_SEED))
    for title, written in (
        (_("From the evidence to a ratio for each step"), lines.to_the_ratios(found)),
        (_("Three kinds of terms"), lines.to_three_kinds(found)),
        (_("The steps' KLs: three formulas for one number"), lines.to_the_noise(found)),
        (_("What a network learns by"), lines.to_the_loss(found, looked)),
    ):
        st.markdown(f"**{title}**")
        st.latex(coloured(written))
    st.caption(_caption(found, looked))


def _caption(found: Chains, looked: Mean) -> str:
    return _(
        "± is the standard error over {count} chains, the same ones in all lines: (1) to (4) agree in every digit, "
        "and so do (5) to (8). From (4) to (5) means take the place of draws: these two agree within their errors. One "
        "look at one step is off by {spread} nats, so (9) is right on average and of little use alone. "
        "Weighed together (Burda et al. 2016), the chains say that $\\log p(x_0)$ is about {evidence} or more; but "
        "they are worth no more than {effective} equal ones, so this end of the gap is not known."
    ).format(
        count=found.x.shape[1],
        spread=readable(found.spread_of_looks, 2),
        evidence=readable(found.evidence, 3),
        effective=readable(found.effective, 2),
    )
