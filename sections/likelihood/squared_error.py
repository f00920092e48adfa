"""With σ fixed, −log L is squared error: the bridge to the autoencoder."""

import streamlit as st

from ui import lesson, state
from ui.components.figure import Handle, live_figure, slider_for
from ui.fields.likelihood import DATA, ERROR_DEVIATION, ERROR_MEAN
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import log_likelihood as figures
from vae_core.printing import readable, short
from vae_core.probability import squared_error as model
from vae_core.probability.likelihood import observations
from vae_core.probability.likelihood_window import window
from vae_core.probability.notation import factor, number
from vae_core.probability.squared_error import SquaredError

STEPS = 161
CLOSE = 0.02


@lesson.section()
def squared_error() -> None:
    st.markdown(
        _(
            "Keep $\\sigma$ fixed, and of $-\\log L$ only the squared distances still depend on $\\mu$. "
            "Drag $\\mu$; then change $\\sigma$ and watch the bottom of the bowl."
        )
    )
    x, mean, deviation = observations(state.get(DATA)), state.get(ERROR_MEAN), state.get(ERROR_DEVIATION)
    shown = window(x, mean, 1.0)
    means = shown.means(STEPS)
    now, row = model.squared_error(x, mean, deviation), model.squared_error(x, means, deviation)
    with st.container(key="squared_error_words"):
        lesson.reading(_reading(now))
    left, right = st.columns(2, gap="medium")
    with left:
        _mount_errors(now, row)
    with right:
        live_figure(
            lambda: figures.negative_log_likelihood(row, model.squared_error(x, means, 1.0)),
            [_guess(mean, now.excess)],
            key="bowl",
            label=_("The negative log likelihood over μ, above its lowest value"),
            view=f"{shown.low}",
        )
    st.latex(coloured(_formula(now, len(x))))
    st.markdown(
        _(
            "**The bridge:** an autoencoder that minimises squared error maximises a normal likelihood whose mean is "
            "its output; in a VAE the same $\\sigma$ will set how much reconstruction weighs against KL."
        )
    )
    lesson.code(model.squared_error)


def _mount_errors(now: SquaredError, row: SquaredError) -> None:
    live_figure(
        lambda: figures.squared_error(row),
        [
            _guess(float(now.means[0]), now.squared_errors),
            slider_for(ERROR_DEVIATION, "σ", _("Standard deviation"), symbol="sigma", logarithmic=True),
        ],
        key="squared_error",
        label=_("The sum of squared errors over μ"),
        view=f"{row.means[0]}",
    )


def _guess(mean: float, value) -> Handle:
    return Handle(
        "guess",
        "μ",
        _("Mean of the model"),
        mean,
        float(value[0]),
        lambda x, _y: state.put(ERROR_MEAN, x),
        along=0,
        symbol="mu",
    )


def _reading(now: SquaredError) -> str:
    mean, deviation = float(now.means[0]), short(now.standard_deviation)
    if abs(mean - now.minimiser) < CLOSE * max(1.0, abs(now.minimiser)):
        return _(
            "The bottom, for squared error and for $-\\log L$ alike: $\\hat\\mu$ = {best}. $\\sigma$ makes the bowl "
            "steeper or flatter and leaves its bottom where it is."
        ).format(best=readable(now.minimiser, 3))
    return _(
        "With σ = {sigma} each unit of squared error costs {weight} nats; the slope at μ is {slope} nats per unit, "
        "and it points to the same {best} for every σ."
    ).format(
        sigma=deviation,
        weight=short(now.gradient_scale / 2),
        slope=readable(float(now.slopes[0]), 3),
        best=readable(now.minimiser, 3),
    )


def _formula(now: SquaredError, n: int) -> str:
    deviation = factor(now.standard_deviation)
    errors, total = float(now.squared_errors[0]), float(now.negative_log_likelihoods[0])
    return (
        r"\begin{aligned} -\log L &= \frac{\textstyle\sum_i (<x>_i - <mu>)^2}{2<sigma>^2} + n \log <sigma> "
        r"+ \tfrac n2 \log 2\pi \\"
        rf"&= \frac{{{number(errors)}}}{{2 \cdot {deviation}^2}} + {n} \log {deviation} + {number(now.constant)} "
        rf"= {number(total)} \end{{aligned}}"
    )
