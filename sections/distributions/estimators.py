"""Why s² divides by n − 1."""

from functools import partial

import streamlit as st

from sections.distributions.questions import below_the_truth
from ui import lesson, predict, state
from ui.components.figure import live_figure, slider_for
from ui.fields.distributions import MEMBER, SAMPLE_SIZE, SEED
from ui.i18n import gettext as _
from vae_core.figures.distributions import variance_estimators as draw
from vae_core.printing import readable, with_error
from vae_core.probability.moments import Existence, VarianceEstimators, existence, variance_estimators
from vae_core.probability.notation import number


@lesson.section()
def estimators() -> None:
    st.markdown(
        _(
            "2000 times a small sample of $n$ is drawn from your distribution, and its variance estimated both "
            "ways. Each histogram collects the 2000 estimates. Which one is right on average?"
        )
    )
    picture, words = st.columns([3, 2], gap="large")
    member, n = state.get(MEMBER), state.get(SAMPLE_SIZE)
    estimates = variance_estimators(member, n, state.get(SEED))
    with picture:
        live_figure(
            lambda: draw(estimates, average=_("average of the estimates"), expected=_("expected")),
            [slider_for(SAMPLE_SIZE, "n", _("Size of each sample"), step=1)],
            key="estimators",
            label=_("Estimates of the variance in many samples"),
            view=f"{member}",
        )
    with words:
        if predict.first("estimators", partial(below_the_truth, estimates)):
            _words(estimates)
    lesson.code(variance_estimators)


def _words(estimates: VarianceEstimators) -> None:
    if existence(estimates.variance) is not Existence.FINITE:
        lesson.reading(
            _("This distribution has no finite variance; both estimates only grow with the luck of the draw.")
        )
        return
    lesson.reading(
        _(
            "Dividing by $n$ gives {biased} on average, {percent} % of the true {variance}. "
            "Dividing by $n - 1$ repairs it."
        ).format(
            biased=readable(estimates.average_by_n.value, 3),
            percent=readable(100 * estimates.average_by_n.value / estimates.variance, 3)
            if estimates.variance
            else "100",
            variance=readable(estimates.variance, 3),
        )
    )
    n = estimates.n
    st.latex(r"E\Big[\tfrac1n \sum_i (x_i - \bar x)^2\Big] = \frac{n-1}{n}\,\sigma^2")
    st.latex(rf"\frac{{{n - 1}}}{{{n}}} \cdot {number(estimates.variance)} = {number(estimates.expected)}")
    lesson.table(
        ("", _("average"), _("expected")),
        [
            ("÷ n", _estimate(estimates.average_by_n), readable(estimates.expected)),
            ("÷ (n − 1)", _estimate(estimates.average_by_n_minus_1), readable(estimates.variance)),
        ],
    )
    st.caption(
        _("The sample's own mean sits in the middle of the sample, so the distances to it are a little too short.")
    )


def _estimate(estimate) -> str:
    return with_error(estimate.value, estimate.standard_error)
