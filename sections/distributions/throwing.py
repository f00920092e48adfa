"""An event and how often it comes: a die is thrown, again and again."""

from functools import partial

import streamlit as st

from sections.distributions.choice import event
from sections.distributions.frequency_words import its_error, share
from sections.distributions.questions import nearer
from ui import families, lesson, predict, state
from ui.components.figure import live_figure, slider_for
from ui.fields.distributions import DIE, EVENT, THROW_SEED, THROWS
from ui.i18n import gettext as _
from vae_core.figures.distributions import running_frequency
from vae_core.figures.throws import faces
from vae_core.printing import adding_up, readable, rounded, short
from vae_core.probability import throws as core
from vae_core.probability.families import Member
from vae_core.probability.notation import number, shortened
from vae_core.probability.throws import Throws

WRITTEN = 4  # terms of the sum


@lesson.section()
def throwing() -> None:
    st.markdown(
        _(
            "Throw a die again and again. Nobody knows the next face; how often the event $A$ comes can be known. "
            "Choose its faces, throw more often, and load the die: drag the tops of its bars."
        )
    )
    _choices()
    throws = core.throw(state.get(DIE), event(), state.get(THROWS), state.get(THROW_SEED))
    left, right = st.columns(2, gap="large")
    with left:
        live_figure(
            lambda: faces(throws, in_event=_("in A"), others=_("not in A"), share=_("share so far")),
            [*families.grips(DIE), slider_for(THROWS, "n", _("Number of throws"), logarithmic=True, step=1)],
            key="faces",
            label=_("The probability of each face, and how often it has come"),
            view=f"{len(throws.faces)}",
        )
    with right:
        live_figure(
            lambda: running_frequency(
                throws.running, frequency=_("frequency so far"), exact=_("exact"), band=_("± 2 standard errors")
            ),
            key="throws",
            label=_("How often the event has come, throw by throw"),
        )
    with st.container(key="throwing_words"):
        if predict.first("throws", nearer):
            _tell(throws)
    lesson.code(core.throw)


def _choices() -> None:
    die_faces = [face for face, _probability in state.get(DIE).blocks]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            _("The event A: which faces?"),
            die_faces,
            selection_mode="multi",
            format_func=short,
            **state.bind(EVENT, list(event()), _choose),
        )
        families.choose_size(DIE, _("Faces; two make a coin"))
        st.button(_("Throw anew"), icon=":material/casino:", on_click=partial(state.draw_anew, THROW_SEED))
        st.button(
            _("A fair one"),
            icon=":material/balance:",
            on_click=lambda: state.put(DIE, Member.even(die_faces)),
        )


def _choose(chosen: list[float]) -> None:
    state.put(EVENT, tuple(sorted(chosen)))


def _tell(throws: Throws) -> None:
    lesson.reading(
        _("{hits} of {n} throws were in $A$. That share settles where $P(A)$ is; no single throw does.").format(
            hits=throws.hits, n=throws.n
        )
    )
    left, right = st.columns(2, gap="large")
    left.latex(rf"P(A) = \sum_{{x \in A}} P(X = x) = {_sum(throws)}")
    right.latex(rf"\frac{{n_A}}{{n}} = \frac{{{throws.hits}}}{{{throws.n}}} = {number(throws.frequency.value)}")
    lesson.table(
        ("$P(A)$", _("share of {n} throws, ± its standard error").format(n=throws.n)),
        [(readable(throws.probability), share(throws.frequency))],
    )
    its_error(throws.frequency)


def _sum(throws: Throws) -> str:
    terms, total = throws.probabilities[throws.is_in_event].tolist(), throws.probability
    if len(terms) < 2:
        return number(total)
    if throws.is_fair:
        # As decimals two sixths would not add up to a third.
        faces = len(throws.faces)
        written = [rf"\tfrac{{1}}{{{faces}}}"] * len(terms)
        return rf"{shortened(written, WRITTEN)} = \tfrac{{{len(terms)}}}{{{faces}}} = {number(total)}"
    return f"{shortened([number(term) for term in adding_up(total, terms)], WRITTEN)} = {number(rounded(total))}"
