"""The curve over x beside log L over (μ, σ): one formula, read as a density and as a likelihood."""

import streamlit as st

from sections.likelihood import plane, points
from sections.likelihood.questions import move_a_point
from sections.likelihood.reading import reading
from sections.likelihood.theta import theta, to_the_maximum
from ui import lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.likelihood import CLIMB_STEP, DATA, DEVIATION, MEAN, RATE, REVEAL, SEED, TRUTH, VIEW
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures import likelihood as figures
from vae_core.printing import adding_up, readable
from vae_core.probability import likelihood as model
from vae_core.probability.curves import curves
from vae_core.probability.likelihood import Likelihood, Maximum, mean_cdf
from vae_core.probability.likelihood_window import Window, window
from vae_core.probability.notation import amount, factor, number, shortened
from vae_core.probability.scipy_families import normal

VIEWS = {"map": mark("Map"), "landscape": mark("Landscape")}
WRITTEN = 2  # factors of the product, and terms of the sum


@lesson.section(shares=(DATA, MEAN, DEVIATION, RATE, CLIMB_STEP))
def both_ways() -> None:
    st.markdown(
        _(
            "In the first picture $x$ runs and $\\theta$ stands still; in the second the data stand still and "
            "$\\theta$ runs. Drag the data. Then drag $\\theta$, and lift the product of the heights."
        )
    )
    x, here = model.observations(state.get(DATA)), theta()
    at, best = model.likelihood(x, here.mean, here.standard_deviation), model.maximum(x)
    shown = window(x, state.get(MEAN), state.get(DEVIATION))
    above = st.columns(2, gap="medium")
    left, right = st.columns(2, gap="medium")
    with left:
        _mount_data(at, shown)
    with right:
        plane.mount("over_theta", here, at, best, shown, is_map=state.get(VIEW) == "map")
    may_see = predict.first("both-ways", move_a_point)
    if may_see:
        for column, formula in zip(above, (_product(at), _sum(at)), strict=True):
            column.latex(formula)
        reading(here, at, best)
    left, right = st.columns(2, gap="medium")
    with left:
        points.draw_controls()
    with right.container(key="theta_words"):
        _theta_controls(best)
        if may_see:
            _table(at, best)
            st.latex(_closed_form(best))
    lesson.code(model.likelihood, model.maximum)


def _mount_data(at: Likelihood, shown: Window) -> None:
    live_figure(
        lambda: _over_data(at, shown),
        points.controls(shown),
        key="over_data",
        label=_("The density over x, with its height over each data point"),
        view=f"{shown.low}",
    )


def _over_data(at: Likelihood, shown: Window):
    density = curves(normal(at.mean, at.standard_deviation), shown.low, shown.high)
    truth = None
    if state.get(REVEAL):
        secret = model.secret_truth(state.get(TRUTH), state.get(SEED))
        truth = curves(secret.distribution, shown.low, shown.high)
    return figures.over_data(density, at, truth=truth, words=plane.words())


def _theta_controls(best: Maximum) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            VIEW,
            st.segmented_control,
            _("View of log L"),
            tuple(VIEWS),
            required=True,
            format_func=lambda view: _(VIEWS[view]),
            label_visibility="collapsed",
        )
        st.button(
            _("Go to the maximum"), icon=":material/landscape_2:", on_click=to_the_maximum, disabled=best.unbounded
        )


def _product(at: Likelihood) -> str:
    heights = shortened([factor(height) for height in at.heights.tolist()], WRITTEN, r" \cdot ")
    value = at.product.formula
    return coloured(
        r"\begin{aligned} L(\theta \mid <x>) &= \textstyle\prod_i f(<x>_i; <mu>, <sigma>) \\"
        rf"&= {f'{heights} = {value}' if len(at.x) > 1 else value} \end{{aligned}}"
    )


def _sum(at: Likelihood) -> str:
    terms = adding_up(at.log_likelihood, at.log_heights.tolist())
    logs = shortened([amount(term) for term in terms], WRITTEN).replace("+ -", "- ")
    value = amount(at.log_likelihood)
    return coloured(
        r"\begin{aligned} \log L(\theta \mid <x>) &= \textstyle\sum_i \log f(<x>_i; <mu>, <sigma>) \\"
        rf"&= {f'{logs} = {value}' if len(at.x) > 1 else value} \end{{aligned}}"
    )


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
