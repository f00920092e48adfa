"""P and Q: two families of the same kind, chosen above the figure and exchanged at a press."""

import streamlit as st

from ui import families, state
from ui.fields.kl_divergence import P, Q
from ui.i18n import gettext as _
from vae_core.probability.families import CONTINUOUS, DISCRETE, FAMILIES, Member

# What Q becomes when P changes its kind: something not far from where P's families start.
PARTNERS = {
    "bernoulli": Member("bernoulli", (0.8,)),
    "categorical": Member("categorical", (1.0, 0.25, 2.0, 0.25, 3.0, 0.25, 4.0, 0.25)),
}

COMPACT = {"width": 170, "label_visibility": "collapsed"}


def choose_pair() -> None:
    """The families of P and Q, and between them the button that exchanges the two."""
    families.choose_family(P, "P", tuple(FAMILIES), then=_follow, prefix="P: ", **COMPACT)
    st.button("⇄", on_click=_exchange, help=_("Exchange P and Q"))
    if not _is_pair():
        # Only an address can say so; an answer is given instead of a traceback.
        st.toast(_("P and Q must both be discrete or both be continuous: Q has been replaced."))
        _follow(state.get(P))
    families.choose_family(Q, "Q", _alike(state.get(P)), prefix="Q: ", **COMPACT)


def _exchange() -> None:
    p, q = state.get(P), state.get(Q)
    state.put(P, q)
    state.put(Q, p)


def _follow(p: Member) -> None:
    """Q stays as long as it is of P's kind."""
    if not _is_pair():
        normal, poisson = Member("normal", (1.0, 2.0)), Member("poisson", (3.0,))
        state.put(Q, PARTNERS.get(p.family, poisson if p.distribution.is_discrete else normal))


def _is_pair() -> bool:
    return state.get(P).distribution.is_discrete == state.get(Q).distribution.is_discrete


def _alike(p: Member) -> tuple[str, ...]:
    """The families of P's kind."""
    kind = DISCRETE if p.distribution.is_discrete else CONTINUOUS
    return tuple(family.name for family in kind)
