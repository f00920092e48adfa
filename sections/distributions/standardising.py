"""The normal on its own scale and on the standard one."""

import streamlit as st

from ui import families, lesson, state
from ui.components.figure import Handle, live_figure
from ui.fields.distributions import STANDARDISED, VALUE
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import distributions as figures
from vae_core.printing import readable, short
from vae_core.probability import shapes
from vae_core.probability.curves import heights
from vae_core.probability.notation import factor, number
from vae_core.probability.scipy_families import normal
from vae_core.probability.shapes import Standardisation


@lesson.section()
def standardising() -> None:
    st.markdown(
        _(
            "Drag $x$, or pull the normal itself by $\\mu$ and $\\sigma$. Counted in standard deviations from the "
            "mean, every normal looks the same."
        )
    )
    picture, words = st.columns([3, 2], gap="large")
    mean, deviation = state.get(STANDARDISED).parameters
    standardised = shapes.standardisation(mean, deviation, state.get(VALUE))
    with picture:
        live_figure(
            lambda: figures.standardising(standardised),
            [_value(standardised), *families.grips(STANDARDISED), *families.sliders(STANDARDISED)],
            key="standardising",
            label=_("A normal density over x, and the standard normal density over z"),
        )
    with words:
        _words(standardised)
    lesson.code(shapes.standardised, shapes.probability_within)


def _value(standardised: Standardisation) -> Handle:
    height, _below = heights(normal(standardised.mean, standardised.standard_deviation), standardised.x)
    return Handle("x", "x", _("The value x"), standardised.x, height, lambda x, _y: state.put(VALUE, x), rule=True)


def _words(standardised: Standardisation) -> None:
    lesson.reading(
        _("x = {x} lies {z} standard deviations {side} the mean; {share} % of all draws are smaller.").format(
            x=short(standardised.x),
            z=readable(abs(standardised.z), 3),
            side=_("above") if standardised.z >= 0 else _("below"),
            share=readable(100 * standardised.probability, 3),
        )
    )
    numbers = (
        rf"\frac{{{number(standardised.x)} - {factor(standardised.mean)}}}"
        rf"{{{number(standardised.standard_deviation)}}} = {number(standardised.z)}"
    )
    st.latex(coloured(r"<z> = \frac{<x> - <mu>}{<sigma>} = " + numbers))
    lesson.table(
        ("", "", "P"),
        [
            (f"μ ± {band.k}σ", f"{short(band.low)} … {short(band.high)}", f"{band.probability:.4f}")
            for band in standardised.bands
        ],
    )
