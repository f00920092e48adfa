"""A product of many heights leaves the numbers that a computer has; the sum of their logarithms does not."""

from functools import partial

import streamlit as st

from sections.likelihood.questions import more_draws
from ui import lesson, predict, state
from ui.components.figure import live_figure, slider_for
from ui.fields.likelihood import DRAWS, SPREAD
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import log_likelihood as figures
from vae_core.printing import readable
from vae_core.probability import underflow as model
from vae_core.probability.likelihood import MAX_DATA, draw, hidden_truth, scientific
from vae_core.probability.underflow import Underflow

SEED = 0


@lesson.section(shares=(DRAWS, SPREAD))
def underflow() -> None:
    st.markdown(
        _(
            "Draw $n$ values from $N(0, \\sigma^2)$ and multiply their heights under that very density. "
            "Take more and more of them. What does the computer say?"
        )
    )
    picture, words = st.columns([3, 2], gap="large")
    products = result()
    with picture:
        live_figure(
            lambda: figures.underflow(products, result(MAX_DATA), words=_words()),
            [
                slider_for(DRAWS, "n", _("Number of draws"), step=1),
                slider_for(SPREAD, "σ", _("Standard deviation"), symbol="sigma", logarithmic=True),
            ],
            key="underflow",
            label=_("The likelihood of the first n data, as a product and as a sum of logarithms"),
        )
    with words.container(key="underflow_words"):
        if predict.first("underflow", partial(more_draws, result)):
            _tell(products)
    lesson.code(model.running_likelihood, model.running_product)


def result(n: int | None = None) -> Underflow:
    """For the draws on screen, or for ``n`` of them."""
    spread = state.get(SPREAD)
    return model.running_likelihood(draw(hidden_truth("normal", 0.0, spread), n or state.get(DRAWS), SEED), 0.0, spread)


def _tell(products: Underflow) -> None:
    lesson.reading(_reading(products))
    st.latex(coloured(_formulas(products)))
    st.caption(
        _(
            "A double reaches from {least} to {most}; a logarithm turns the product into a sum of numbers of "
            "ordinary size, and its maximum lies at the same θ."
        ).format(least="4.9 × 10⁻³²⁴", most="1.8 × 10³⁰⁸")
    )


def _reading(products: Underflow) -> str:
    n = int(products.counts[-1])
    if products.vanishes_at is not None:
        return _(
            "From draw {at} on the product is **exactly 0**: every θ looks equally bad, and no slope is left to climb. "
            "The sum of logarithms goes on to {value}."
        ).format(at=products.vanishes_at, value=readable(products.log_likelihood))
    if products.overflows_at is not None:
        return _(
            "These densities are higher than 1, and from draw {at} on the product is **infinite** for a computer. "
            "The sum of logarithms goes on to {value}."
        ).format(at=products.overflows_at, value=readable(products.log_likelihood))
    return _("With {n} draws the product is {product}; the computer can still hold it. Take more.").format(
        n=n, product=f"${scientific(products.log_likelihood).formula}$"
    )


def _formulas(products: Underflow) -> str:
    value = f"{products.log_likelihood:.1f}"
    held = scientific(products.log_likelihood).formula
    if products.vanishes_at is not None:
        held = "0"
    if products.overflows_at is not None:
        held = r"\infty"
    n = int(products.counts[-1])
    return (
        rf"\begin{{aligned}} \prod_{{i=1}}^{{{n}}} f(<x>_i) &= {held} \\"
        rf"\sum_{{i=1}}^{{{n}}} \log f(<x>_i) &= {value} \\"
        rf"e^{{{value}}} &= {scientific(products.log_likelihood).formula} \end{{aligned}}"
    )


def _words() -> figures.Words:
    return figures.Words(
        product=_("product"),
        sum_of_logs=_("sum of logarithms"),
        smallest_double=_("smallest positive double"),
        largest_double=_("largest double"),
    )
