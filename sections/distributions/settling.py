"""Frequencies and averages settle as draws arrive, and for one family they do not."""

import math

import streamlit as st

from ui import lesson, state
from ui.components.figure import live_figure, slider_for
from ui.fields.distributions import DRAWS, LEFT, MEMBER, RIGHT, SEED
from ui.i18n import gettext as _
from vae_core.figures import distributions as figures
from vae_core.printing import readable, short, with_error
from vae_core.probability import events, moments
from vae_core.probability.moments import Existence, Moment, Moments


@lesson.section(shares=(DRAWS, SEED))
def settling() -> None:
    st.markdown(
        _(
            "Draw from your distribution, again and again. The first picture: how often a draw fell between $x_1$ "
            "and $x_2$. The second: the average of all draws so far."
        )
    )
    member, n, seed = state.get(MEMBER), state.get(DRAWS), state.get(SEED)
    frequency = events.running_frequency(member, state.get(LEFT), state.get(RIGHT), n, seed)
    mean = moments.running_mean(member, n, seed)
    band = _("± 2 standard errors")
    left, right = st.columns(2, gap="large")
    with left:
        live_figure(
            lambda: figures.running_frequency(frequency, frequency=_("frequency so far"), exact=_("exact"), band=band),
            [slider_for(DRAWS, "n", _("Number of draws"), logarithmic=True, step=1)],
            key="frequency",
            label=_("Frequency of the event as draws arrive"),
            view=f"{member}",
        )
    with right:
        live_figure(
            lambda: figures.running_mean(mean, sample=_("mean of the sample so far"), band=band),
            key="running_mean",
            label=_("Mean of the sample as draws arrive"),
            view=f"{member}",
        )
    st.button(_("Draw anew"), icon=":material/casino:", on_click=lambda: state.draw_anew(SEED))
    moments_of_x = moments.moments(member, n, seed)
    _reading(moments_of_x, n)
    _table(moments_of_x, n)
    lesson.code(moments.mean_by_integral, moments.variance_by_integral, moments.sample_mean, moments.sample_variance)


def _reading(moments_of_x: Moments, n: int) -> None:
    mean = moments_of_x.mean
    if mean.existence is Existence.ABSENT:
        lesson.reading(
            _(
                "This distribution has **no mean**: $\\int x f(x)\\,dx$ diverges on both sides. The running mean never "
                "settles: whenever it seems to, one huge draw throws it off again."
            )
        )
    elif moments_of_x.variance.existence is not Existence.FINITE:
        lesson.reading(_("The mean exists but the variance is infinite: the running mean settles, with long jumps."))
    else:
        lesson.reading(
            _(
                "After {n} draws the mean of the sample is {sample}; E[X] is {mean}. "
                "Four times the draws halve the error."
            ).format(n=n, sample=with_error(mean.sample.value, mean.sample.standard_error), mean=readable(mean.formula))
        )


def _table(moments_of_x: Moments, n: int) -> None:
    lesson.table(
        ("", _("by formula"), _("by integral or sum"), _("from {n} draws").format(n=n)),
        [(_("mean"), *_three(moments_of_x.mean)), (_("variance"), *_three(moments_of_x.variance))],
    )


def _three(moment: Moment) -> tuple[str, str, str]:
    sample = moment.sample
    if sample is None:
        drawn = _("needs two draws")
    elif moment.existence is not Existence.FINITE:
        drawn = readable(sample.value)
    elif math.isinf(sample.standard_error):
        drawn = _("{value}, error unknown").format(value=readable(sample.value, 3))
    else:
        drawn = with_error(sample.value, sample.standard_error)
    if moment.existence is Existence.ABSENT:
        return _("does not exist"), _("does not exist"), drawn
    formula, integral = readable(moment.formula, 5), readable(moment.integral, 5)
    if formula == integral:  # 1, not 1.0000
        formula = integral = short(moment.formula, 5)
    return formula, integral, drawn
