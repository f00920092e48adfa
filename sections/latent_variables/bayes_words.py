"""From x back to z, in words and numbers."""

import streamlit as st

from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.printing import readable, short
from vae_core.probability.ancestral import Bayes
from vae_core.probability.notation import factor, number


def backwards(terms: Bayes) -> None:
    """Bayes' formula for the component that explains x best, and the table for all of them."""
    best = int(terms.posterior.argmax())
    _reading(terms, best)
    st.latex(coloured(_formula(terms, best)))
    _table(terms)
    if terms.evidence == 0:
        text = _("So far out every density is too small for the computer; logarithms still tell: log p(x) = {value}.")
        st.caption(text.format(value=readable(terms.log_evidence, 5)))


def _reading(terms: Bayes, best: int) -> None:
    text = _("At x = {x} the best explanation is z = {z}: P(z = {z}∣x) = {after}. Before x was seen it was {before}.")
    lesson.reading(
        text.format(
            x=short(terms.x),
            z=best + 1,
            after=readable(float(terms.posterior[best]), 3),
            before=short(float(terms.prior[best])),
        )
    )


def _formula(terms: Bayes, best: int) -> str:
    z = best + 1
    if terms.evidence > 0:
        above = rf"{number(terms.prior[best])} \cdot {factor(terms.likelihood[best])}"
        numbers = rf"\frac{{{above}}}{{{number(terms.evidence)}}} = {number(terms.posterior[best])}"
    else:
        numbers = number(terms.posterior[best])
    formula = rf"P(<z>{{=}}{z}\mid <x>) &= \frac{{P(<z>{{=}}{z})\, <p>(<x>\mid <z>{{=}}{z})}}{{<p>(<x>)}}"
    return rf"\begin{{aligned}} {formula} \\ &= {numbers} \end{{aligned}}"


def _table(terms: Bayes) -> None:
    columns = zip(terms.prior, terms.likelihood, terms.joint, terms.posterior, strict=True)
    rows = [
        (str(k), f"{short(weight)} · {_cell(height)} {_equals(product, terms.evidence)}", f"{share:.3f}")
        for k, (weight, height, product, share) in enumerate(columns, 1)
    ]
    lesson.table(("$z$", "$P(z)\\,p(x∣z)$", "$P(z∣x)$"), [*rows, ("", f"$p(x)$ = {_cell(terms.evidence)}", "1")])


def _equals(product: float, total: float) -> str:
    """A summand too small to matter is not written out."""
    return f"= {_cell(product)}" if product >= total / 2000 else "≈ 0"


def _cell(value: float) -> str:
    """As many digits as a narrow column holds."""
    return readable(float(value), 3 if value >= 0.1 else 2 if value >= 1e-3 else 1)
