"""Gradient ascent: θ climbs log L step by step, where no closed form is at hand."""

import streamlit as st

from sections.likelihood import plane
from sections.likelihood.questions import let_it_climb
from sections.likelihood.reading import reading
from sections.likelihood.theta import Theta, climbing_controls, theta
from ui import lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.likelihood import CLIMB_STEP, DATA, DEVIATION, MEAN, RATE
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import log_likelihood as figures
from vae_core.probability import ascent
from vae_core.probability import likelihood as model
from vae_core.probability.likelihood import Likelihood, Maximum
from vae_core.probability.likelihood_window import window
from vae_core.probability.notation import factor, number


@lesson.section(shares=(DATA, MEAN, DEVIATION, RATE, CLIMB_STEP))
def climbing() -> None:
    st.markdown(
        _(
            "Where there is no formula for the maximum, climb: each step goes along the slope of $\\log L$, $\\eta$ "
            "times its length. Put $\\theta$ somewhere on the map and press Play. Then make $\\eta$ large."
        )
    )
    x, here = model.observations(state.get(DATA)), theta()
    at, best = model.likelihood(x, here.mean, here.standard_deviation), model.maximum(x)
    left, right = st.columns(2, gap="medium")
    with left:
        plane.mount("climbed", here, at, best, window(x, state.get(MEAN), state.get(DEVIATION)))
    with right:
        _mount(here, at, best)
    if predict.first("ascent", let_it_climb):
        reading(here, at, best)
    st.latex(_step(here, at))
    lesson.code(ascent.gradient, ascent.ascend)


def _mount(here: Theta, at: Likelihood, best: Maximum) -> None:
    """log L after each step, and the way to take them."""
    live_figure(
        lambda: figures.learning_curve(here.path, here.step, len(at.x), best, words=figures.Words(step=_("step"))),
        climbing_controls(here),
        key="climb",
        label=_("Log L after each step of gradient ascent"),
        view=f"{len(here.path.means)}",
    )


def _step(here: Theta, at: Likelihood) -> str:
    """The step that gradient ascent takes from here, on (1/n) log L."""
    along_mean, along_log_width = here.path.gradients[here.step].tolist()
    rate = number(state.get(RATE))
    return coloured(
        r"\begin{aligned}"
        r"<mu> &\leftarrow <mu> + \eta\,\frac{\bar{<x>} - <mu>}{<sigma>^2}"
        rf" = {number(at.mean)} + {rate} \cdot {factor(along_mean)} \\[3pt]"
        r"\log <sigma> &\leftarrow \log <sigma> + \eta\,"
        r"\Big(\frac{s^2 + (\bar{<x>} - <mu>)^2}{<sigma>^2} - 1\Big) \\[3pt]"
        rf"&\phantom{{\leftarrow}}\; = \log {number(at.standard_deviation)} + {rate} \cdot {factor(along_log_width)}"
        r"\end{aligned}"
    )
