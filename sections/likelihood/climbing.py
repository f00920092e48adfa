"""The climb: log L step by step, the closed form, and what one step of gradient ascent does."""

import streamlit as st

from sections.likelihood.theta import Theta, climbing_controls
from ui import lesson, state
from ui.components.figure import live_figure
from ui.fields.likelihood import RATE
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.printing import readable
from vae_core.figures import log_likelihood as figures
from vae_core.probability.likelihood import Likelihood, Maximum, mean_cdf
from vae_core.probability.notation import factor, number


def mount(here: Theta, at: Likelihood, best: Maximum) -> None:
    """log L after each step, and the way to take them."""
    live_figure(
        lambda: figures.learning_curve(here.path, here.step, len(at.x), best, words=figures.Words(step=_("step"))),
        climbing_controls(here),
        key="climb",
        label=_("Log L after each step of gradient ascent"),
        view=f"{len(here.path.means)}",
    )


def words(here: Theta, at: Likelihood, best: Maximum) -> None:
    """θ against the best θ, the closed form, and the next step of gradient ascent."""
    left, right = st.columns(2, gap="medium")
    with left.container(key="theta_words"):
        _table(at, best)
    with right:
        st.latex(_closed_form(best))
        st.latex(_step(here, at))


def _table(at: Likelihood, best: Maximum) -> None:
    deviation = best.standard_deviation
    share = "—" if best.unbounded else readable(mean_cdf(at.x, best.mean, deviation), 3)
    lesson.table(
        ("", _("θ now"), _("best θ")),
        [
            ("μ", readable(at.mean, 3), readable(best.mean, 3)),
            ("σ", readable(at.standard_deviation, 3), "→ 0" if best.unbounded else readable(deviation, 3)),
            ("log L", readable(at.log_likelihood), readable(best.log_likelihood)),
            (
                _("average of F(xᵢ; θ)"),
                readable(mean_cdf(at.x, at.mean, at.standard_deviation), 3),
                share,
            ),
        ],
    )


def _closed_form(best: Maximum) -> str:
    width = r"\to 0" if best.unbounded else f"= {number(best.standard_deviation)}"
    return coloured(
        rf"\hat{{<mu>}} = \bar{{<x>}} = {number(best.mean)}, \quad "
        rf"\hat{{<sigma>}} = \sqrt{{\tfrac1n \textstyle\sum_i (<x>_i - \hat{{<mu>}})^2}} {width}"
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
