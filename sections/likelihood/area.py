"""Over x the area is 1; over θ it is whatever it is."""

import streamlit as st

from ui import lesson, state
from ui.components.figure import live_figure, slider_for
from ui.fields.likelihood import AREA_DEVIATION, DATA
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import log_likelihood as figures
from vae_core.probability import events
from vae_core.probability import likelihood_totals as totals
from vae_core.probability.curves import curves
from vae_core.probability.likelihood import Statistics, observations, scientific, statistics
from vae_core.probability.likelihood_totals import Total
from vae_core.probability.likelihood_window import window
from vae_core.probability.notation import number
from vae_core.probability.scipy_families import normal

FAR = 12  # standard deviations: beyond lies less than a double can tell from nothing


@lesson.section()
def area() -> None:
    st.markdown(
        _(
            "The same $\\sigma$ in both pictures, your data in the second. Over $x$ the area is always 1. "
            "Over $\\mu$, and over the whole plane of $\\theta$, it is anything: $L$ is no density of $\\theta$."
        )
    )
    x, deviation = observations(state.get(DATA)), state.get(AREA_DEVIATION)
    data = statistics(x)
    density = normal(data.mean, deviation)
    along, whole = totals.total_over_mean(x, deviation), totals.total(x)
    one = events.area(density, data.mean - FAR * deviation, data.mean + FAR * deviation)
    shown = window(x, 0.0, 1.0)
    left, right = st.columns(2, gap="medium")
    with left:
        st.latex(coloured(rf"\int f(<x>; <mu>, <sigma>)\,d<x> = {number(one)}"))
        live_figure(
            lambda: figures.area_over_x(curves(density, shown.low, shown.high)),
            [slider_for(AREA_DEVIATION, "σ", _("Standard deviation"), symbol="sigma", logarithmic=True)],
            key="area_over_x",
            label=_("The density over x and the area under it"),
        )
    with right:
        st.latex(coloured(rf"\int L(<mu>, <sigma> \mid <x>)\,d<mu> = {along.value.formula}"))
        live_figure(
            lambda: figures.area_over_mean(totals.along_mean(x, deviation, shown.low, shown.high)),
            key="area_over_mean",
            label=_("The likelihood over μ and the area under it"),
        )
    _reading(along, data)
    _over_the_plane(whole, data)
    lesson.code(totals.total_over_mean, totals.total)


def _reading(along: Total, data: Statistics) -> None:
    if data.n == 1:
        text = _(
            "With a single point, $x$ and $\\mu$ can trade places in the formula, so the area over $\\mu$ is 1 for "
            "every $\\sigma$. Added up over all $\\sigma$ those ones have no end: over the whole plane it is ∞."
        )
    elif data.n == 2:
        text = _(
            "Two points: integrated over $\\mu$, what is left falls only like $1/\\sigma$, and the area under that has "
            "no end. Over the whole plane it is ∞. From three points on it is finite, unless all are equal."
        )
    elif data.variance == 0:
        text = _("All points are equal: as $\\sigma \\to 0$ the peak grows so fast that the area over the plane is ∞.")
    else:
        text = _(
            "The area over $\\mu$ is {area}, not 1. Nothing is wrong: likelihoods of two θ can be compared, "
            "but no area under them is a probability."
        ).format(area=f"${scientific(along.log_value).formula}$")
    lesson.reading(text)


def _over_the_plane(whole: Total, data: Statistics) -> None:
    start = r"\int_0^\infty\!\!\int L(<mu>, <sigma> \mid <x>)\,d<mu>\,d<sigma>"
    if whole.log_quadrature is None:
        st.latex(coloured(start + r" = \infty"))
        return
    st.latex(
        coloured(
            rf"\begin{{aligned}} {start} &= \frac{{\Gamma\big(\frac{{n-2}}2\big)}}"
            r"{2\,(2\pi)^{\frac{n-1}2}\sqrt n\,(S/2)^{\frac{n-2}2}} \\"
            rf"&= {whole.value.formula} \end{{aligned}}"
        )
    )
    st.caption(
        _("Here $n$ = {n} and $S = \\sum_i (x_i - \\bar x)^2$ = {squares}. Added up on a grid it is {grid}.").format(
            n=data.n,
            squares=f"${number(data.n * data.variance)}$",
            grid=f"${scientific(whole.log_quadrature).formula}$",
        )
    )
