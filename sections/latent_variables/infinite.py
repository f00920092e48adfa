"""From K components to the integral."""

import streamlit as st

from sections.latent_variables import model as curve_model
from ui import lesson, state
from ui.components.figure import Player, live_figure, slider_for
from ui.fields.latent_variables import COMPONENTS, MODEL
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import latent_variables as figures
from vae_core.printing import readable
from vae_core.probability import infinite_mixture
from vae_core.probability.infinite_mixture import Approximation
from vae_core.probability.latent_curves import CurveConfig, density, marginal

# From one bell to as many as the slider knows, doubling.
DOUBLINGS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 400)
# Differences that no eye sees, and differences that no eye misses.
SMALL, LARGE = 0.01, 0.3


@lesson.section(shares=MODEL)
def infinite() -> None:
    st.markdown(
        _(
            "Now $z$ is a number, drawn from $N(0, 1)$, and every $z$ has a bell of its own: its centre runs along a "
            "curve $\\mu(z)$. Play, and watch $K$ bells melt into one density. A VAE's decoder is such a curve."
        )
    )
    curve_model.choose_model()
    picture, words = st.columns([3, 2], gap="large")
    config, components = curve_model.model(), state.get(COMPONENTS)
    approximation = infinite_mixture.approximate(config, components)
    draw = figures.curve_on_a_line if config.dimensions == 1 else figures.curve_in_the_plane
    with picture:
        live_figure(
            lambda: draw(approximation, integral=_("integral")),
            [
                _doubling(components),
                slider_for(COMPONENTS, "K", _("Number of components"), symbol="mu", step=1, logarithmic=True),
                *curve_model.model_sliders(),
            ],
            key="infinite",
            label=_("K bells along a curve, their sum, and the integral over all z"),
            view=f"{config.dimensions} {config.curve}",
        )
    with words.container(key="infinite_words"):
        _reading(approximation, components)
        st.latex(coloured(_model(config)))
        st.latex(coloured(_limit(config, components)))
        _distances(approximation, components)
    lesson.code(infinite_mixture.finite_mixture, density, marginal, infinite_mixture.total_variation)


def _doubling(components: int) -> Player:
    step = sum(stop <= components for stop in DOUBLINGS) - 1
    last = len(DOUBLINGS) - 1
    return Player("doubling", _("Step"), step, last, lambda step: state.put(COMPONENTS, DOUBLINGS[step]), pause=0.9)


def _reading(approximation: Approximation, components: int) -> None:
    distance = approximation.total_variation
    if components == 1:
        text = _("One bell stands for all z: on some event it is off by {percent} percentage points.")
    elif distance < SMALL:
        text = _("The {k} bells have melted: no event's probability is off by more than {percent} percentage points.")
    elif distance > LARGE:
        text = _("{k} bells are far too few: on some event their sum is off by {percent} percentage points.")
    else:
        text = _("With {k} bells the sum follows the integral, but is off by up to {percent} percentage points.")
    lesson.reading(text.format(k=components, percent=readable(100 * distance, 2)))


def _model(config: CurveConfig) -> str:
    mean, spread = (formula.replace(" = ", " &= ", 1) for formula in config.formulas())
    return rf"\begin{{aligned}} <z> &\sim \mathcal{{N}}(0, 1) \\ {mean} \\ {spread} \end{{aligned}}"


def _limit(config: CurveConfig, components: int) -> str:
    identity = "" if config.dimensions == 1 else r"\,I"
    bell = rf"\mathcal{{N}}\big(<x>;\, <mu>(<z>),\, <sigma>(<z>)^2{identity}\big)"
    bells = bell.replace("<z>", "<z>_k")
    return (
        rf"\begin{{aligned}} <p>(<x>) &= \int <p>(<z>)\,{bell}\,d<z> \\"
        rf" &\approx \frac{{1}}{{{components}}} \sum_{{k=1}}^{{{components}}} {bells} \end{{aligned}}"
    )


def _distances(approximation: Approximation, components: int) -> None:
    """The distance now, and with twice as many."""
    kept = sorted({components, *(stop for stop in DOUBLINGS if stop > components)})[:3]
    header = ("$K$", *(str(k) for k in kept))
    distances = (infinite_mixture.total_variation(approximation.config, k) for k in kept)
    lesson.table(header, [("TV", *(_distance(value) for value in distances))])
    st.caption(
        _(
            "Each $z_k$ stands for an equal share of $N(0, 1)$. Total variation TV, $\\tfrac12 \\int \\lvert p_K - p "
            "\\rvert\\,dx$, is the most by which the two densities can differ on the probability of any event."
        )
    )


def _distance(value: float) -> str:
    """To what the grid can tell."""
    return f"{value:.3f}" if value >= 0.0005 else "< 0.001"
