"""What is said about θ: where it stands, where the top is, and what a step of gradient ascent does."""

import streamlit as st

from sections.likelihood.theta import Theta, climbing_controls
from ui import lesson, state
from ui.components.figure import live_figure
from ui.fields.likelihood import RATE
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.numbers import readable, short
from vae_core.figures import log_likelihood as figures
from vae_core.probability.ascent import largest_steady_rate
from vae_core.probability.likelihood import Likelihood, Maximum, mean_cdf, scientific
from vae_core.probability.notation import factor, number

AT_THE_TOP, AT_THE_END = 0.01, 1e6
MUCH_TO_THE_LEFT = 0.98
FAR_BELOW = 5.0


def reading(here: Theta, at: Likelihood, best: Maximum) -> None:
    """The one thing most worth saying about θ now."""
    if best.unbounded:
        lesson.reading(_without_maximum(here, at))
    elif here.step:
        lesson.reading(_on_the_way(here, at, best))
    elif here.is_at_the_end and here.path.outcome == "diverged":
        lesson.reading(_too_steep_to_start(here))
    else:
        lesson.reading(_standing(at, best))


def _without_maximum(here: Theta, at: Likelihood) -> str:
    reason = _("A single point") if len(at.x) == 1 else _("Data that are all equal")
    return _(
        "{reason}: there is no maximum. Put $\\mu$ on it and squeeze $\\sigma$ towards 0: the peak over the data, and "
        "$L$ with it, grows without end. Here σ = {sigma} and log L = {value}."
    ).format(reason=reason, sigma=readable(here.standard_deviation, 3), value=readable(at.log_likelihood))


def _standing(at: Likelihood, best: Maximum) -> str:
    below = best.log_likelihood - at.log_likelihood
    if below < AT_THE_TOP:
        return _("This is the top: no other normal makes these data likelier. μ is their mean, σ their spread.")
    share = mean_cdf(at.x, at.mean, at.standard_deviation)
    if share > MUCH_TO_THE_LEFT and below > FAR_BELOW:
        return _(
            "$F$ at the data is {share} on average, nearly as large as it can get, and yet log L lies {below} nats "
            "below the top. The CDF counts what lies to the left; likelihood asks for height *at* the data."
        ).format(share=readable(share, 3), below=readable(below, 3))
    lowest = min(range(len(at.x)), key=at.log_heights.__getitem__)
    return _(
        "$\\log L$ lies {below} nats below the top: under the best normal the data are {times} times as "
        "likely. The lowest height, over $x$ = {x}, drags the product down most."
    ).format(
        below=readable(below, 3),
        times=f"$e^{{{number(below)}}} = {scientific(below).formula}$",
        x=short(float(at.x[lowest])),
    )


def _too_steep_to_start(here: Theta) -> str:
    return _(
        "Gradient ascent cannot start here: with σ = {sigma} the slope is so steep that one step of η = {rate} would "
        "leave every bound. A smaller η, or a wider σ to start from, helps."
    ).format(sigma=readable(here.standard_deviation, 3), rate=short(state.get(RATE)))


def _on_the_way(here: Theta, at: Likelihood, best: Maximum) -> str:
    path, rate = here.path, short(state.get(RATE))
    below = readable(best.log_likelihood - at.log_likelihood, 3, unit=AT_THE_END)
    limit = readable(largest_steady_rate(at.x), 3)
    if here.is_at_the_end and path.outcome == "diverged":
        return _(
            "**Diverged** after {step} steps: with η = {rate} each step overshoots by more than the one before, and "
            "the next would leave every bound. Near the top steps shrink only below η = {limit}."
        ).format(step=here.step, rate=rate, limit=limit)
    if here.is_at_the_end and path.outcome == "converged":
        return _(
            "After {step} steps the slope is 0: step by step it found the maximum that the closed form told at once."
        ).format(step=here.step)
    if path.first_fall is not None and here.step >= path.first_fall:
        return _(
            "Step {fall} went down instead of up: η = {rate} is so large that it jumps over the ridge. "
            "Near the top steps shrink only below η = {limit}. Now log L lies {below} nats below the top."
        ).format(fall=path.first_fall, rate=rate, limit=limit, below=below)
    risen = readable(float(path.values[here.step] - path.values[0]) * len(at.x), 3)
    return _("Step {step}: log L has risen by {risen} nats and lies {below} below the top.").format(
        step=here.step, risen=risen, below=below
    )


def mount(here: Theta, at: Likelihood, best: Maximum) -> None:
    """log L after each step, and the way to take them."""
    live_figure(
        figures.learning_curve(here.path, here.step, len(at.x), best, words=figures.Words(step=_("step"))),
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
