"""The data: placed by hand, or drawn from a truth that stays hidden until it is revealed."""

import streamlit as st

from sections.likelihood.theta import settle, theta
from ui import state
from ui.components.figure import Handle, Press
from ui.fields.field import Field
from ui.fields.likelihood import DATA, MOST_POINTS, REVEAL, SEED, SIZE, TRUTH, drawn
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import short
from vae_core.probability.likelihood import TRUTHS, secret_truth
from vae_core.probability.likelihood_window import Window

SHAPES = {"normal": mark("a normal"), "laplace": mark("a Laplace"), "mixture": mark("two normals, mixed")}


def controls(shown: Window) -> list[Handle | Press]:
    """A handle for each point, and a click for one more."""
    values = state.get(DATA)
    points = [_point(index, value, len(values) > 1, shown) for index, value in enumerate(values)]
    if len(values) == MOST_POINTS:
        return points
    return [*points, Press(_("A click adds a point; a double click or Delete takes one away."), _add)]


def _point(index: int, value: float, can_go: bool, shown: Window) -> Handle:
    return Handle(
        f"x{index + 1}",
        "",
        _("Data point {number}").format(number=index + 1),
        value,
        0.0,
        lambda x, _y: _replace(index, (x,)),
        remove=(lambda: _replace(index, ())) if can_go else None,
        low=shown.low,
        high=shown.high,
    )


def _replace(index: int, by: tuple[float, ...]) -> None:
    settle()
    values = state.get(DATA)
    state.put(DATA, (*values[:index], *by, *values[index + 1 :]))


def _add(x: float, _y: float) -> None:
    settle()
    state.put(DATA, (*state.get(DATA), x))


def draw_controls() -> None:
    """What the data are drawn from, how many, and the truth for those who have guessed."""
    with st.container(horizontal=True):
        _choose(TRUTH, _("Hidden truth"), TRUTHS, format_func=lambda shape: _(SHAPES[shape]), width=210)
        _choose(SIZE, _("How many"), range(1, MOST_POINTS + 1), width=100)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Draw data"), icon=":material/casino:", on_click=_draw_anew)
        st.button(
            _("Add a point"),
            icon=":material/add:",
            on_click=lambda: _add(theta().mean, 0.0),
            disabled=len(state.get(DATA)) == MOST_POINTS,
            help=_("At μ; from there a pointer or the arrow keys move it"),
        )
        is_revealed = state.switch(REVEAL, _("Reveal the truth"))
    if is_revealed:
        st.caption(_truth_in_words())


def _choose(field: Field, label: str, options, **settings) -> None:
    def take(chosen) -> None:
        state.put(field, chosen)
        _draw()

    st.selectbox(label, options, **state.bind(field, state.get(field), take), **settings)


def _draw_anew() -> None:
    state.draw_anew(SEED)
    state.put(REVEAL, False)
    _draw()


def _draw() -> None:
    settle()
    state.put(DATA, drawn(state.get(TRUTH), state.get(SIZE), state.get(SEED)))


def _truth_in_words() -> str:
    truth = secret_truth(state.get(TRUTH), state.get(SEED)).distribution
    words = _("The truth has mean {mean} and standard deviation {deviation}.").format(
        mean=short(truth.mean()), deviation=short(truth.variance() ** 0.5)
    )
    if state.get(DATA) == drawn(state.get(TRUTH), state.get(SIZE), state.get(SEED)):
        return words
    return words + " " + _("Some points have been moved by hand since.")
