"""To raise the likelihood is to come nearer, in KL, to the distribution of the data."""

import streamlit as st

from ui import lesson, state
from ui.components.figure import Handle, live_figure, slider_for
from ui.fields.likelihood import BIN, DATA, FIT_DEVIATION, FIT_MEAN
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import log_likelihood as figures
from vae_core.printing import readable, what_is_left
from vae_core.probability import empirical as model
from vae_core.probability.empirical import Matching
from vae_core.probability.likelihood import observations
from vae_core.probability.likelihood_window import Window, window
from vae_core.probability.notation import amount

STEPS = 161
CLOSE = 0.005


@lesson.section()
def nearest() -> None:
    st.markdown(
        _(
            "$\\hat p$ is the data's own distribution: each bin with its share of the points; $m$ is the model's mass "
            "of a bin. Drag $\\mu$ in either picture: what the likelihood gains, KL loses."
        )
    )
    x, mean, deviation, width = (
        observations(state.get(DATA)),
        state.get(FIT_MEAN),
        state.get(FIT_DEVIATION),
        state.get(BIN),
    )
    shown = window(x, mean, 1.0)
    now, row = (model.matching(x, means, deviation, width) for means in (mean, shown.means(STEPS)))
    with st.container(key="nearest_words"):
        lesson.reading(_reading(now, row))
    left, right = st.columns(2, gap="medium")
    with left:
        _mount_bins(now, shown)
    with right:
        live_figure(
            lambda: figures.matching(row, words=_words()),
            [_mean(mean, value, along) for along, value in enumerate((now.divergences, now.mean_log_likelihoods))],
            key="mirror",
            label=_("KL and the log likelihood over μ, mirror images"),
            view=f"{shown.low}",
        )
    st.latex(coloured(_formula(now)))
    lesson.code(model.empirical, model.matching)


def _mount_bins(now: Matching, shown: Window) -> None:
    mean, deviation, width = float(now.means[0]), now.standard_deviation, now.empirical.width
    x = shown.means(2 * STEPS)
    masses = model.bin_masses(x, width, mean, deviation)
    live_figure(
        lambda: figures.bins(now.empirical, x, masses, words=_words()),
        [
            _mean(mean, model.bin_masses(now.means, width, mean, deviation), None),
            slider_for(FIT_DEVIATION, "σ", _("Standard deviation"), symbol="sigma", logarithmic=True),
            slider_for(BIN, "Δ", _("Width of a bin"), logarithmic=True),
        ],
        key="bins",
        label=_("The share of the data in each bin, and the model's"),
        view=f"{shown.low}",
    )


def _mean(mean: float, value, along: int | None) -> Handle:
    return Handle(
        "mean",
        "μ",
        _("Mean of the model"),
        mean,
        float(value[0]),
        lambda x, _y: state.put(FIT_MEAN, x),
        along=along,
        symbol="mu",
    )


def _reading(now: Matching, row: Matching) -> str:
    gap = float(row.mean_log_likelihoods.max() - now.mean_log_likelihoods[0])
    if gap < CLOSE:
        return _(
            "Here both are at their best: the likelihood is as high and KL as small as this $\\sigma$ allows. The most "
            "likely model is the nearest one."
        )
    return _(
        "KL is {kl} nats; move $\\mu$ to {best} and it falls by {gap}, exactly what the average log likelihood gains. "
        "Their sum {sum} belongs to the data alone."
    ).format(
        kl=readable(float(now.divergences[0]), 3),
        best=readable(row.best_mean, 3),
        gap=readable(gap, 3),
        sum=readable(-now.empirical.entropy, 3),
    )


def _formula(now: Matching) -> str:
    mean, total = float(now.mean_log_likelihoods[0]), -now.empirical.entropy
    divergence = what_is_left(total, mean, float(now.divergences[0]))
    return (
        r"\begin{aligned} \tfrac1n \textstyle\sum_i \log m(<x>_i) \;+\; <kl>(\hat p \,\|\, m) &= -H(\hat p) \\"
        rf"{amount(mean)} + {amount(divergence)} &= {amount(total)} \end{{aligned}}"
    )


def _words() -> figures.Words:
    return figures.Words(sum=_("sum"), data=_("data"), model=_("model"))
