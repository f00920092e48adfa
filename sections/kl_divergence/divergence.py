"""P and Q under the hand, and below them where the divergence comes from."""

import streamlit as st

from sections.kl_divergence import comparison, directions
from sections.kl_divergence.questions import change_of_q, direction
from ui import families, lesson, predict, state
from ui.components.figure import Handle, Slider, live_figure, slider_for
from ui.fields.kl_divergence import DRAWS, SEED, UNIT, P, Q
from ui.i18n import gettext as _
from ui.table_editor import edit_table
from vae_core.figures import kl_divergence as figures
from vae_core.probability import closed_forms, divergences
from vae_core.probability.divergences import compare
from vae_core.probability.kl_pointwise import in_bits, pointwise


@lesson.section(shares=(P, Q))
def divergence() -> None:
    st.markdown(
        _(
            "Drag the points of $p$ and $q$. Below, $p \\log\\frac{p}{q}$: above zero it pulls "
            "$\\mathrm{KL}(P\\|Q)$ up, below zero down."
        )
    )
    picture, words = st.columns([3, 2], gap="large")
    p, q = state.get(P), state.get(Q)
    amounts = compare(p, q, state.get(DRAWS), state.get(SEED))
    one, other = pointwise(p, q), pointwise(q, p)
    if comparison.is_in_bits():
        one, other = in_bits(one), in_bits(other)
    with picture:
        live_figure(
            lambda: figures.pointwise_divergence(one, words=_words(), log="log₂" if comparison.is_in_bits() else "log"),
            _controls(figures.aside(one)),
            key="divergence",
            label=_("Densities or masses of P and Q above, p log(p/q) below, over the same x"),
            view=f"{p.family}:{q.family}",
        )
        _tables()
    with words.container(key="divergence_words"):
        may_see = predict.first("divergence", direction, change_of_q)
        if may_see:
            comparison.reading(p, q, amounts)
            directions.formulas(p, q, amounts, (one, other))
    _choices()
    if may_see:
        with st.container(key="divergence_table"):
            comparison.table(amounts, p.distribution.is_discrete)
    lesson.code(divergences.kl_integrand, divergences.kl_divergence, divergences.jensen_shannon, closed_forms.normal)


def _controls(aside: float) -> list[Handle | Slider]:
    return [
        *families.grips(P, symbol="p", of="p", aside=-aside),
        *families.grips(Q, symbol="q", of="q", aside=aside),
        *families.sliders(P, of="p", symbol="p"),
        *families.sliders(Q, of="q", symbol="q"),
        slider_for(DRAWS, "n", _("Number of draws"), logarithmic=True, step=1),
    ]


def _tables() -> None:
    """How many components or values, and the tables to type into."""
    with st.container(horizontal=True):
        families.choose_size(P, _("How many in P"))
        families.choose_size(Q, _("How many in Q"))
    sides = [(P, "P"), (Q, "Q")]
    tables = [(field, name) for field, name in sides if state.get(field).family == "categorical"]
    if tables:
        for column, (field, name) in zip(st.columns(len(tables)), tables, strict=True):
            with column:
                st.caption(_("The table of {distribution}").format(distribution=name))
                edit_table(field, key=f"kl_table_{field.name}")


def _choices() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            UNIT,
            st.segmented_control,
            _("Unit"),
            UNIT.kind.options,
            required=True,
            format_func={"nats": _("nats"), "bits": _("bits")}.get,
            label_visibility="collapsed",
        )
        st.button(_("Draw anew"), icon=":material/casino:", on_click=lambda: state.draw_anew(SEED))


def _words() -> figures.Words:
    return figures.Words(
        up=_("pulls up"), down=_("pulls down"), impossible=_("Q cannot be here"), tail=_("the tail adds up to ∞")
    )
