"""The terms for one x and one q, in words and numbers."""

import streamlit as st

from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import nats, readable, short
from vae_core.probability.exact_bound import Account, ExactBound, by_integration
from vae_core.probability.notation import amount, factor, number

# Nearer than this, in nats, q is the posterior to the digits that an address keeps.
NOTHING = 5e-5

READINGS = {
    "none": mark(
        "**$q$ is the posterior**: $\\mathrm{{KL}} = 0$, and $L_b = \\log p(x) = {level}$. "
        "No other $q$ reaches as high."
    ),
    "prior": mark(
        "$q$ is the prior, as if $x$ had not been seen: it costs no $\\mathrm{{KL}}(q\\|p(z))$, and yet $L_b$ lies "
        "{gap} nats below $\\log p(x)$."
    ),
    "mean": mark(
        "$L_b$ lies {gap} nats below $\\log p(x)$, {share} % of them because $q$'s mean is not the posterior's: "
        "drag it to {mean}."
    ),
    "wide": mark(
        "$L_b$ lies {gap} nats below $\\log p(x)$, {part} % of them because $q$ is too wide: "
        "the posterior's $\\sigma$ is {deviation}."
    ),
    "narrow": mark(
        "$L_b$ lies {gap} nats below $\\log p(x)$, {part} % of them because $q$ is too narrow: "
        "the posterior's $\\sigma$ is {deviation}."
    ),
}


def reading(bound: ExactBound) -> None:
    """What q is worth now, and what is wrong with it."""
    account = bound.account
    share = 100 * bound.of_mean / account.kl_posterior if account.kl_posterior else 0.0
    lesson.reading(
        _(READINGS[_fault(bound)]).format(
            level=nats(account.log_evidence),
            gap=readable(account.kl_posterior, 3),
            share=f"{share:.0f}",
            part=f"{100 - share:.0f}",
            mean=short(bound.posterior.means.item()),
            deviation=short(bound.posterior.standard_deviation),
        )
    )


def _fault(bound: ExactBound) -> str:
    if bound.account.kl_posterior < NOTHING:
        return "none"
    if bound.account.kl_prior < NOTHING:
        return "prior"
    if bound.of_mean > bound.of_variance:
        return "mean"
    return "wide" if bound.q.variance > bound.posterior.variance else "narrow"


def formulas(bound: ExactBound) -> None:
    """The equation and the bound with today's numbers; below them the two normals that follow from the model."""
    st.latex(coloured(equation(bound.account)))
    st.latex(coloured(_model(bound)))


def equation(account: Account, q: str = "<q>(<z>)") -> str:
    """log p(x) = L_b + KL and L_b by its two terms, with their numbers; ``q`` as it is written there."""
    terms = account.printed()
    adds_up = abs(terms.bound + terms.kl_posterior - terms.log_evidence) < 1e-9
    equals = "=" if adds_up else r"\approx"
    level, bound, reconstruction, gap, price = (
        amount(value)
        for value in (terms.log_evidence, terms.bound, terms.reconstruction, terms.kl_posterior, terms.kl_prior)
    )
    return (
        rf"\begin{{aligned}} \log <p>(<x>) &= L_b + <kl>\big({q}\|<p>(<z>\mid <x>)\big) \\"
        rf"{level} &{equals} {bound} + {gap} \\[6pt]"
        rf"L_b &= \mathrm{{E}}_{{<q>}}[\log <p>(<x>\mid <z>)] - <kl>\big({q}\|<p>(<z>)\big) \\"
        rf"{bound} &= {reconstruction} - {price} \end{{aligned}}"
    )


def _model(bound: ExactBound) -> str:
    model, w, b = bound.model, factor(bound.model.weights[0]), factor(bound.model.offset[0])
    variance = rf"{w}^2 + {number(model.noise)}^2"
    mean, deviation = bound.posterior.means.item(), bound.posterior.standard_deviation
    return (
        r"\begin{aligned} <p>(<x>) &= \mathcal{N}(b,\; w^2 + s^2)"
        rf" = \mathcal{{N}}({number(model.offset[0])},\; {variance}) \\[3pt]"
        r"<p>(<z>\mid <x>) &= \mathcal{N}\Big(\tfrac{w\,(<x> - b)}{w^2 + s^2},\; \tfrac{s^2}{w^2 + s^2}\Big) \\"
        rf"&= \mathcal{{N}}\Big(\tfrac{{{w}\,({number(bound.x)} - {b})}}{{{variance}}},\;"
        rf"\tfrac{{{number(model.noise)}^2}}{{{variance}}}\Big) \\"
        rf"&= \mathcal{{N}}({number(mean)},\; {number(deviation)}^2) \end{{aligned}}"
    )


def table(bound: ExactBound) -> None:
    """Every term by its formula and by an integral over z."""
    exact, integral = bound.account.printed(), by_integration(bound).printed()
    rows = (
        ("log p(x)", "log_evidence"),
        ("$L_b$", "bound"),
        ("KL(q‖p(z∣x))", "kl_posterior"),
        ("$\\mathrm{E}_q$[log p(x∣z)]", "reconstruction"),
        ("KL(q‖p(z))", "kl_prior"),
    )
    lesson.table(
        (_("in nats"), _("formula"), _("integral over z")),
        [(name, nats(getattr(exact, term)), nats(getattr(integral, term))) for name, term in rows],
    )
    st.caption(
        _(
            "Each line is computed by itself, none as the difference of two others: that the first is the sum of the "
            "next two is found, not assumed."
        )
    )
