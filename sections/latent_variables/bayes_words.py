"""From x back to z, in words and numbers."""

import streamlit as st

from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.printing import adding_up, decimals_of, fixed, readable, short
from vae_core.probability.ancestral import Bayes
from vae_core.probability.notation import factor, number

# Densities below this are powers of ten.
FAR_OUT = 1e-4


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
    shares = adding_up(1.0, terms.posterior.tolist())
    columns = zip(terms.prior, terms.likelihood, _summands(terms), shares, strict=True)
    rows = [
        (str(k), f"{short(weight)} · {readable(float(height), 2)} {product}", fixed(share))
        for k, (weight, height, product, share) in enumerate(columns, 1)
    ]
    total = (f"$p(x)$ = {_evidence(terms)}", fixed(1.0))
    lesson.table(("$z$", "$P(z)\\,p(x∣z)$", "$P(z∣x)$"), [*rows, ("", *total)])


def _summands(terms: Bayes) -> list[str]:
    """The products, to the decimals of their sum, and adding up to it. Far out each is a power of ten of its own."""
    exact = terms.joint.tolist()
    if terms.evidence < FAR_OUT:
        return [f"= {readable(product, 2)}" for product in exact]
    shown = adding_up(terms.evidence, exact, _decimals(terms))
    pairs = zip(exact, shown, strict=True)
    return [
        f"{'≈' if product and not printed else '='} {fixed(printed, _decimals(terms))}" for product, printed in pairs
    ]


def _evidence(terms: Bayes) -> str:
    return readable(terms.evidence, 2) if terms.evidence < FAR_OUT else fixed(terms.evidence, _decimals(terms))


def _decimals(terms: Bayes) -> int:
    return decimals_of([terms.evidence])
