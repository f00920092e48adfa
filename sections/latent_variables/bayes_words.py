"""From x back to z, in words and numbers."""

import streamlit as st

from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.numbers import readable, short
from vae_core.probability.ancestral import Bayes
from vae_core.probability.notation import factor, number


def backwards(found: Bayes) -> None:
    """Bayes' formula for the component that explains x best, and the table for all of them."""
    best = int(found.posterior.argmax())
    _reading(found, best)
    st.latex(coloured(_formula(found, best)))
    _table(found)
    if found.evidence == 0:
        text = _("So far out every density is too small for the computer; logarithms still tell: log p(x) = {value}.")
        st.caption(text.format(value=readable(found.log_evidence, 5)))


def _reading(found: Bayes, best: int) -> None:
    text = _("At x = {x} the best explanation is z = {z}: P(z = {z}∣x) = {after}. Before x was seen it was {before}.")
    lesson.reading(
        text.format(
            x=short(found.x),
            z=best + 1,
            after=readable(float(found.posterior[best]), 3),
            before=short(float(found.prior[best])),
        )
    )


def _formula(found: Bayes, best: int) -> str:
    z = best + 1
    if found.evidence > 0:
        above = rf"{number(found.prior[best])} \cdot {factor(found.likelihood[best])}"
        numbers = rf"\frac{{{above}}}{{{number(found.evidence)}}} = {number(found.posterior[best])}"
    else:
        numbers = number(found.posterior[best])
    formula = rf"P(<z>{{=}}{z}\mid <x>) &= \frac{{P(<z>{{=}}{z})\, <p>(<x>\mid <z>{{=}}{z})}}{{<p>(<x>)}}"
    return rf"\begin{{aligned}} {formula} \\ &= {numbers} \end{{aligned}}"


def _table(found: Bayes) -> None:
    columns = zip(found.prior, found.likelihood, found.joint, found.posterior, strict=True)
    rows = [
        (str(k), f"{short(weight)} · {_cell(height)} {_equals(product, found.evidence)}", f"{share:.3f}")
        for k, (weight, height, product, share) in enumerate(columns, 1)
    ]
    lesson.table(("$z$", "$P(z)\\,p(x∣z)$", "$P(z∣x)$"), [*rows, ("", f"$p(x)$ = {_cell(found.evidence)}", "1")])


def _equals(product: float, total: float) -> str:
    """A summand too small to matter is not written out."""
    return f"= {_cell(product)}" if product >= total / 2000 else "≈ 0"


def _cell(value: float) -> str:
    """As many digits as a narrow column holds."""
    return readable(float(value), 3 if value >= 0.1 else 2 if value >= 1e-3 else 1)
