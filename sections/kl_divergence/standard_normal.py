"""KL(N(μ, σ²)‖N(0, 1)): what a VAE's encoder pays for every latent dimension."""

import streamlit as st

from ui import lesson, state
from ui.components.figure import Handle, Slider, live_figure, slider_for
from ui.fields.kl_divergence import LOG_VARIANCE, MEAN, NOTES, VIEW
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures import gaussian_fit as figures
from vae_core.printing import adding_up, fixed, readable, rounded
from vae_core.probability import standard_normal as core
from vae_core.probability.notation import amount, factor, number
from vae_core.probability.standard_normal import Sections

VIEWS = {"map": mark("Map"), "landscape": mark("Landscape")}
# Nearer than this to the prior, nothing is worth mentioning.
NOTHING = 0.005


@lesson.section(shares=(MEAN, LOG_VARIANCE))
def standard_normal() -> None:
    st.markdown(
        _(
            "A VAE asks of each latent dimension how far $q = \\mathcal{N}(\\mu, \\sigma^2)$ is from the prior "
            "$\\mathcal{N}(0, 1)$. Drag $q$ over the plane; beside it, the surface cut along both axes."
        )
    )
    cut = core.sections(state.get(MEAN), state.get(LOG_VARIANCE))
    live_figure(
        lambda: figures.standard_normal_surface(
            cut,
            with_notes=state.get(NOTES),
            solid=state.get(VIEW) == "landscape",
            words=figures.Words(notes=_("the notes, without ½")),
        ),
        _controls(),
        key="standard_normal",
        label=_("KL to the standard normal over μ and log σ², and two cuts through it"),
        view=state.get(VIEW),
    )
    left, right = st.columns(2, gap="large")
    with left:
        _reading(cut)
        _choices()
    with right.container(key="notes_words"):
        st.latex(coloured(_formula(cut)))
        if state.get(NOTES):
            _notes(cut)
    lesson.code(core.kl_parts, core.notes_version)


def _controls() -> list[Handle | Slider]:
    sliders = [
        slider_for(MEAN, "μ", _("Mean"), symbol="mu"),
        slider_for(LOG_VARIANCE, "log σ²", _("Logarithm of the variance"), symbol="sigma"),
    ]
    if state.get(VIEW) == "landscape":
        return sliders

    def place(mean: float, log_variance: float) -> None:
        state.put(MEAN, mean)
        state.put(LOG_VARIANCE, log_variance)

    here = state.get(MEAN), state.get(LOG_VARIANCE)
    ends = {"low": MEAN.kind.low, "high": MEAN.kind.high}
    grip = Handle("point", "q", _("q = N(μ, σ²)"), *here, place, moves="xy", panel=2, symbol="q", **ends)
    return [grip, *sliders]


def _choices() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            VIEW,
            st.segmented_control,
            _("View"),
            tuple(VIEWS),
            required=True,
            format_func=lambda view: _(VIEWS[view]),
            label_visibility="collapsed",
        )
        state.switch(NOTES, _("As the notes write it"))


def _reading(cut: Sections) -> None:
    of_mean, of_variance = cut.parts.of_mean.item(), cut.parts.of_variance.item()
    if cut.kl < NOTHING:
        text = _("$q$ all but is the prior, and costs next to nothing: it also says next to nothing about $x$.")
    elif of_mean > of_variance:
        text = _("Of {kl} nats, {share} % are for standing away from 0: they grow with the square of $\\mu$.")
    elif cut.log_variance < 0:
        text = _("Of {kl} nats, {part} % are for being narrow: halving $\\sigma$ once more costs less than 0.7 nats.")
    else:
        text = _(
            "Of {kl} nats, {part} % are for being wide: too wide costs more than too narrow, $\\sigma^2$ grows fast."
        )
    lesson.reading(
        text.format(
            kl=readable(cut.kl, 3),
            share=readable(100 * of_mean / cut.kl, 3) if cut.kl else "0",
            part=readable(100 * of_variance / cut.kl, 3) if cut.kl else "0",
        )
    )


def _formula(cut: Sections) -> str:
    mean, log_variance, variance = cut.mean, cut.log_variance, cut.variance
    of_mean, of_variance = adding_up(cut.kl, (cut.parts.of_mean.item(), cut.parts.of_variance.item()))
    return (
        r"\begin{aligned} <kl> &= \tfrac12 <mu>^2 + \tfrac12\left(<sigma>^2 - 1 - \log <sigma>^2\right) \\"
        rf"&= \tfrac12 \cdot {factor(mean)}^2 + \tfrac12\left({number(variance)} - 1 - {factor(log_variance)}\right) \\"
        rf"&= {amount(of_mean)} + {amount(of_variance)} = \mathbf{{{amount(cut.kl)}}}"
        rf"\text{{ {_('nats')}}} \end{{aligned}}"
    )


def _notes(cut: Sections) -> None:
    mean, log_variance = factor(cut.mean), factor(cut.log_variance)
    st.latex(
        r"\begin{aligned} &\exp(s) - (1 + s) + m^2, \quad s = \log\sigma^2 \\"
        rf"&= {number(cut.variance)} - (1 + {log_variance}) + {mean}^2 \\"
        rf"&= {fixed(cut.notes)} = 2 \cdot {fixed(rounded(cut.notes) / 2, 4)} \end{{aligned}}"
    )
    st.caption(
        _(
            "And if $\\sigma_i$ is taken at its word, as a standard deviation, the sum is {literal}; for the prior "
            "itself, $\\mu = 0$ and $\\sigma = 1$, it would be {prior} instead of 0."
        ).format(literal=readable(cut.literal, 3), prior=readable(core.notes_literally(0.0, 1.0), 3))
    )
