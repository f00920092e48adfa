"""A model where all is known: q under the hand, and two bars that trade length under log p(x)."""

import streamlit as st

from sections.elbo import known_words
from sections.elbo.questions import narrower
from ui import lesson, predict, state
from ui.components.figure import Handle, Slider, live_figure, slider_for
from ui.fields.elbo import DEVIATION, MEAN, NOISE, OFFSET, VALUE, WEIGHT
from ui.i18n import gettext as _
from vae_core.figures import linear_gaussian as figures
from vae_core.probability import exact_bound as core
from vae_core.probability import linear_gaussian
from vae_core.probability.exact_bound import BoundCurves, ExactBound
from vae_core.probability.linear_gaussian import LinearGaussian


@lesson.section()
def known() -> None:
    st.markdown(
        _(
            "$z \\sim \\mathcal{N}(0, 1)$, then $x∣z \\sim \\mathcal{N}(wz + b, s^2)$: so simple that nothing has to "
            "be estimated. Drag $q$ towards the posterior: $L_b$ and $\\mathrm{KL}$ trade length, their sum "
            "$\\log p(x)$ stands still. Drag $x$: now the sum moves."
        )
    )
    model = LinearGaussian((state.get(WEIGHT),), (state.get(OFFSET),), state.get(NOISE))
    bound = core.exact_bound(model, state.get(VALUE), state.get(MEAN), state.get(DEVIATION))
    curves = core.bound_curves(bound)
    live_figure(
        lambda: figures.exact_bound(bound, curves, nats=_("nats")),
        _controls(bound, curves),
        key="known",
        label=_("Prior, posterior and q over z, p(x) over x, and the terms of the bound as bars"),
    )
    may_see = predict.first("known", narrower)
    if may_see:
        known_words.reading(bound)
    _buttons(bound)
    if may_see:
        left, right = st.columns(2, gap="large")
        with left.container(key="known_words"):
            known_words.formulas(bound)
        with right.container(key="known_table"):
            known_words.table(bound)
    lesson.code(
        linear_gaussian.posterior,
        linear_gaussian.log_evidence,
        linear_gaussian.expected_log_likelihood,
        linear_gaussian.kl_to_posterior,
        core.by_integration,
    )


def _controls(bound: ExactBound, curves: BoundCurves) -> list[Handle | Slider]:
    mean, deviation = state.get(MEAN), state.get(DEVIATION)
    grips = ("m", "μ_q", _("Mean of q"), mean, _set_mean), ("sd", "σ_q", _("Width of q"), mean + deviation, _set_width)
    return [
        *(
            Handle(name, sign, label, x, figures.height_of_q(bound, x), put, along=figures.Q_TRACE, symbol="q")
            for name, sign, label, x, put in grips
        ),
        Handle(
            "x",
            "x",
            _("The x that was seen"),
            bound.x,
            curves.height,
            lambda x, _y: state.put(VALUE, x),
            panel=1,
            along=figures.EVIDENCE_TRACE,
            rule=True,
        ),
        slider_for(WEIGHT, "w", _("w: how far x goes when z goes by 1"), symbol="mu"),
        slider_for(OFFSET, "b", _("b: where x is when z is 0"), symbol="mu"),
        slider_for(NOISE, "s", _("s: the noise of x around wz + b"), symbol="sigma", logarithmic=True),
    ]


def _set_mean(x: float, _y: float) -> None:
    state.put(MEAN, x)


def _set_width(x: float, _y: float) -> None:
    state.put(DEVIATION, max(x - state.get(MEAN), DEVIATION.kind.low))


def _buttons(bound: ExactBound) -> None:
    with st.container(horizontal=True):
        st.button(
            _("q := posterior"),
            icon=":material/target:",
            on_click=lambda: _become(bound.posterior.means.item(), bound.posterior.standard_deviation),
        )
        st.button(_("q := prior"), icon=":material/restart_alt:", on_click=lambda: _become(0.0, 1.0))


def _become(mean: float, deviation: float) -> None:
    state.put(MEAN, mean)
    state.put(DEVIATION, deviation)
