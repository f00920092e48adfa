"""The two steps in turn: q to the posterior, the model to its best under q; then with a q that is too poor."""

import streamlit as st

from sections.elbo import alternating_words
from ui import lesson, state
from ui.components.figure import Handle, Player, Press, Slider, live_figure, player_for, slider_for
from ui.fields import elbo as fields
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures import alternating as figures
from vae_core.probability import alternating as core
from vae_core.probability.alternating import Alternation, Family
from vae_core.probability.linear_gaussian import LinearGaussian

FAMILIES = {
    "free": mark("any normal"),
    "fixed": mark("of one width"),
    "shared": mark("the same for all x"),
}
PAUSE = 0.5


@lesson.section()
def alternating() -> None:
    st.markdown(
        _(
            "Now the model is unknown: 40 data, $x∣z \\sim \\mathcal{N}(wz + b, s^2 I)$ in the plane. **E step**: "
            "every $q_i$ goes to its posterior, the model is held. **M step**: every $q_i$ is held, $w$, $b$ and $s$ "
            "go to where $\\sum L_b$ is highest. Press Play. Then allow only a poor $q$."
        )
    )
    start = LinearGaussian(
        state.get(fields.START_WEIGHTS), state.get(fields.START_OFFSET), state.get(fields.START_NOISE)
    )
    family = Family(state.get(fields.FAMILY), state.get(fields.FIXED_DEVIATION))
    film, step = core.film(state.get(fields.SEED), start, family), state.get(fields.HALF_STEP)
    best = core.maximum_likelihood(film.x)
    live_figure(
        lambda: figures.two_steps(film, step, best, _datum(), words=_words()),
        _controls(film, family),
        key="alternating",
        wide=True,
        label=_("The model among the data, both sums after each half step, and one q with its posterior"),
        view=str(state.get(fields.SEED)),
    )
    alternating_words.reading(film, step, family)
    _choices(best)
    with st.container(key="alternating_table"):
        alternating_words.table(film, step, family, core.hidden_truth(state.get(fields.SEED)))
    alternating_words.formulas(film, step, family, _datum())
    lesson.code(core.e_step, core.m_step, core.alternate, core.maximum_likelihood, core.best_model)


def _words() -> figures.Words:
    return figures.Words(_("mean of its q"), _("maximum likelihood"), _("half step"), "Σ KL", _("nats"))


def _datum() -> int:
    """Number of the datum whose q is shown, from 0."""
    return state.get(fields.DATUM) - 1


def _choices(best: LinearGaussian) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.choose(
            fields.FAMILY,
            st.segmented_control,
            _("Every $q_i$ may be"),
            tuple(FAMILIES),
            required=True,
            format_func=lambda name: _(FAMILIES[name]),
        )
        st.button(
            _("Start from the best model"),
            icon=":material/flag:",
            on_click=lambda: _start_from(best),
            help=_("Both steps start from the model of maximum likelihood"),
        )
        st.button(_("New data"), icon=":material/casino:", on_click=_draw_anew)


def _start_from(model: LinearGaussian) -> None:
    state.put(fields.START_WEIGHTS, model.weights)
    state.put(fields.START_OFFSET, model.offset)
    state.put(fields.START_NOISE, model.noise)
    state.put(fields.HALF_STEP, 0)


def _draw_anew() -> None:
    state.draw_anew(fields.SEED)
    state.put(fields.HALF_STEP, 0)


def _controls(film: Alternation, family: Family) -> list[Handle | Slider | Player | Press]:
    (b1, b2), (w1, w2) = film.models[0].offset, film.models[0].weights
    sliders = [
        slider_for(fields.START_NOISE, "s_0", _("s at the start"), symbol="sigma", logarithmic=True),
        slider_for(fields.DATUM, "i", _("Number of the datum whose q is shown"), step=1),
    ]
    if family.name == "fixed":
        sliders.append(
            slider_for(fields.FIXED_DEVIATION, "σ_q", _("The width that every q has"), symbol="q", logarithmic=True)
        )
    return [
        Handle("from", "b_0", _("b at the start"), b1, b2, _move_offset, moves="xy", symbol="mu"),
        Handle("along", "w_0", _("The end of w at the start"), b1 + w1, b2 + w2, _turn, moves="xy", symbol="mu"),
        Press(_("A click near one of the data shows its q on the lower right."), lambda x, y: _choose(film, x, y)),
        player_for(fields.HALF_STEP, _("Half step"), core.HALF_STEPS, pause=PAUSE),
        *sliders,
    ]


def _move_offset(x: float, y: float) -> None:
    state.put(fields.START_OFFSET, (x, y))


def _turn(x: float, y: float) -> None:
    """The end of w goes to (x, y), the other end stays."""
    b1, b2 = state.get(fields.START_OFFSET)
    state.put(fields.START_WEIGHTS, (x - b1, y - b2))


def _choose(film: Alternation, x: float, y: float) -> None:
    state.put(fields.DATUM, core.nearest(film.x, (x, y)) + 1)
