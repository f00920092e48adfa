"""Both directions written out, with today's numbers."""

import streamlit as st

from sections.kl_divergence.comparison import in_unit, is_in_bits
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.printing import what_is_left
from vae_core.probability.divergences import Comparison
from vae_core.probability.families import Member
from vae_core.probability.kl_pointwise import Pointwise
from vae_core.probability.notation import amount, factor, number


def formulas(p: Member, q: Member, amounts: Comparison, both: tuple[Pointwise, Pointwise]) -> None:
    """Both directions with their areas, and the formula of two normals."""
    add = r"\sum_x" if p.distribution.is_discrete else r"\int"
    dx = "" if p.distribution.is_discrete else r"\,dx"
    log = r"\log_2" if is_in_bits() else r"\log"
    for (one, other), direction, found in zip(
        (("p", "q"), ("q", "p")), both, (amounts.kl_pq, amounts.kl_qp), strict=True
    ):
        value = in_unit(found.value)
        down = what_is_left(direction.pulling_up, value, direction.pulling_down)
        st.latex(
            coloured(
                rf"\begin{{aligned}} \mathrm{{KL}}({one.upper()}\|{other.upper()}) &= {add} <{one}> {log}"
                rf"\frac{{<{one}>}}{{<{other}>}}{dx} \\ &= {amount(direction.pulling_up)} - {amount(down)}"
                rf" = \mathbf{{{amount(value)}}} \end{{aligned}}"
            )
        )
    if p.family == q.family == "normal":
        st.latex(coloured(_two_normals(p, q, amounts)))


def _two_normals(p: Member, q: Member, amounts: Comparison) -> str:
    (mean_p, sigma_p), (mean_q, sigma_q) = p.parameters, q.parameters
    distance = rf"({number(mean_p)} - {factor(mean_q)})^2"
    return (
        r"\begin{aligned} \mathrm{KL}(P\|Q) &= \log\tfrac{<sigma>_q}{<sigma>_p}"
        r" + \tfrac{<sigma>_p^2 + (<mu>_p - <mu>_q)^2}{2 <sigma>_q^2} - \tfrac12 \\"
        rf"&= \log\tfrac{{{number(sigma_q)}}}{{{number(sigma_p)}}}"
        rf" + \tfrac{{{factor(sigma_p)}^2 + {distance}}}{{2 \cdot {factor(sigma_q)}^2}} - \tfrac12 \\"
        rf"&= {amount(amounts.kl_pq.value)}\text{{ {_('nats')}}} \end{{aligned}}"
    )
