"""What the scatter of the estimators costs: in a sentence, in a table, and as formulas with numbers."""

import math

import streamlit as st

from sections.autoencoders import measured
from ui import lesson, state
from ui.fields.autoencoders import PARAMETER
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis.gradient_estimators import Draws, Estimate, kl_gradient
from vae_core.analysis.reparameterisation import Posterior
from vae_core.printing import adding_up, fixed, readable, with_error
from vae_core.probability.notation import factor, number


def titles() -> dict[str, str]:
    """What the estimators are called."""
    return {
        "reparameterised": _("reparameterised"),
        "baseline": _("score function, with a baseline"),
        "score": _("score function"),
    }


def explain(q: Posterior, drawn: Draws, estimates: tuple[Estimate, ...], reference: Estimate, j: int) -> None:
    """The words below the figure, for dimension ``j`` counted from 0."""
    _reading(estimates, j)
    st.latex(coloured(_formulas(drawn, estimates, j)))
    _table(estimates, j)
    _whole_gradient(q, reference, j)


def _reading(estimates: tuple[Estimate, ...], j: int) -> None:
    path, baseline, score = estimates
    needed = float(score.draws_for_one_of(path)[j])
    lesson.reading(
        _(
            "A single score-function gradient scatters {times} times as far as a reparameterised one. To be as sure as "
            "after one reparameterised draw you would need {needed} of its draws; with a baseline, {fewer}."
        ).format(
            times=readable(math.sqrt(needed), 2),
            needed=_count(needed),
            fewer=_count(float(baseline.draws_for_one_of(path)[j])),
        )
    )


def _count(draws: float) -> str:
    """Two digits are all that a measured variance is worth."""
    if not math.isfinite(draws):
        return "∞"
    return readable(draws, 2) if draws < 10 else f"{float(f'{draws:.1e}'):,.0f}".replace(",", " ")


def _table(estimates: tuple[Estimate, ...], j: int) -> None:
    names = titles()
    lesson.table(
        (
            _("{count} draws").format(count=len(estimates[0].samples)),
            _("mean ± standard error"),
            _("scatter of one draw"),
            _("draws worth one"),
        ),
        [
            (
                names[each.name],
                with_error(float(each.average[j]), float(each.standard_error[j])),
                readable(math.sqrt(each.variance[j]), 3),
                _count(float(each.draws_for_one_of(estimates[0])[j])),
            )
            for each in estimates
        ],
    )


def _formulas(drawn: Draws, estimates: tuple[Estimate, ...], j: int) -> str:
    """Each mean, with the numbers of the first draw in it."""
    path, baseline, score = (number(float(each.average[j])) for each in estimates)
    n, d = len(drawn.loss), j + 1
    is_mean = state.get(PARAMETER) == "mu"
    symbol = "<mu>" if is_mean else "<sigma>"
    epsilon = rf"<epsilon>_{{i{d}}}"
    times = "" if is_mean else rf"\,{epsilon}"
    above = epsilon if is_mean else rf"{epsilon}^2 - 1"
    log_slope = rf"\frac{{{above}}}{{<sigma>_{d}}}"
    mean = rf"\tfrac{{1}}{{{n}}} \textstyle\sum_i"
    first = _first_draw(drawn, j, is_mean)
    return (
        rf"\begin{{aligned}} \frac{{\partial}}{{\partial {symbol}_{d}}} \mathbb{{E}}_{{<q>}}[L]"
        rf" &\approx {mean} \frac{{\partial L_i}}{{\partial <z>_{{i{d}}}}}{times} = {path} \\"
        rf" &\approx {mean} (L_i - \bar L_{{\neq i}})\, {log_slope} = {baseline} \\"
        rf" &\approx {mean} L_i\, {log_slope} = {score} \\[4pt]"
        rf" L_1\, \frac{{\partial \log <q>}}{{\partial {symbol}_{d}}} &= {first} \end{{aligned}}"
    )


def _first_draw(drawn: Draws, j: int, is_mean: bool) -> str:
    loss, epsilon, sigma = float(drawn.loss[0]), float(drawn.noise[0, j]), float(drawn.deviation[j])
    above = number(epsilon) if is_mean else rf"{factor(epsilon)}^2 - 1"
    value = loss * (epsilon if is_mean else epsilon**2 - 1) / sigma
    return rf"{number(loss)} \cdot \frac{{{above}}}{{{number(sigma)}}} = {number(value)}"


def _whole_gradient(q: Posterior, reference: Estimate, j: int) -> None:
    """The KL's part, which no draw is needed for."""
    parameter = state.get(PARAMETER)
    kl, data = float(kl_gradient(q, parameter)[j]), float(reference.average[j])
    first, second = adding_up(data + kl, (data, kl))
    second = f"({fixed(second)})" if second < 0 else fixed(second)
    symbol = r"<mu>" if parameter == "mu" else r"<sigma>"
    slope = f"<mu>_{j + 1}" if parameter == "mu" else rf"<sigma>_{j + 1} - \tfrac{{1}}{{<sigma>_{j + 1}}}"
    st.caption(
        _(
            "The baseline is the mean loss of the other draws. The KL term needs no draw at all: its gradient is "
            "exact. Together, the first from {count} other draws:"
        ).format(count=measured.REFERENCE_DRAWS)
    )
    st.latex(
        coloured(
            rf"\frac{{\partial}}{{\partial {symbol}_{j + 1}}} \left(\mathbb{{E}}_{{<q>}}[L] + <kl>\right)"
            rf" = {fixed(first)} + {second} = {fixed(data + kl)}, \qquad \tfrac{{\partial <kl>}}"
            rf"{{\partial {symbol}_{j + 1}}} = {slope}"
        )
    )
