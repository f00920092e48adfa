"""The gap of a thousand digits: few of them make most of it, and most of it is the one encoder's."""

import streamlit as st

from sections.elbo.gap_questions import are_the_means_apart, how_far_is_the_mean
from sections.elbo.gap_words import caption, figure_words, reading, table
from ui import gaps, lesson, predict, state, steps
from ui.components.figure import Press, Slider, live_figure, slider_for
from ui.fields.elbo import DIGIT, FLIP, PIXELS, RANK, SPLIT, STEPS, SUBJECT, Q
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.analysis import gaps as core
from vae_core.figures import gaps as figures

NAMES = {"test": mark("Test digits"), "train": mark("Training digits")}


@lesson.section(shares=(*SUBJECT, Q, SPLIT, RANK))
def gaps_of_many() -> None:
    st.markdown(
        _(
            "One digit hides the story. Here are the gaps of a thousand, each laid open by quadrature. They go from "
            "hundredths of a nat to hundreds, so the axes are logarithmic. Click on a gap: which digit is it?"
        )
    )
    split = state.get(SPLIT)
    place = gaps.place(split, state.get(RANK))
    _choices(split, place)
    may_see = predict.first("gaps", how_far_is_the_mean, are_the_means_apart)
    if may_see:
        lesson.reading(reading(split))
    live_figure(
        lambda: _figure(split, place, may_see),
        _controls(split),
        key="gaps",
        label=_("The gaps of a thousand digits as a histogram, their two parts against each other, and one digit"),
        wide=True,
        view=split,
    )
    if not gaps.are_here(split):
        st.caption(_("The files of MNIST are not on this server: the numbers are here, the digits cannot be opened."))
    if may_see:
        st.latex(coloured(_equation()))
        table()
        caption(split)
    lesson.code(core.levels, core.measure)


def _equation() -> str:
    approximation, amortisation, independent = _("approximation"), _("amortisation"), _("independent coordinates")
    return (
        rf"\log <p>(<x>) - L_b = \underbrace{{\log <p>(<x>) - L_b[<q>^*]}}_{{\text{{{approximation}}}}} +"
        rf" \underbrace{{L_b[<q>^*] - L_b[<q>]}}_{{\text{{{amortisation}}}}},"
        rf" \qquad <q>^* = \operatorname*{{arg\,max}}_{{\text{{{independent}}}}} L_b"
    )


def _choices(split: str, place: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            SPLIT,
            st.segmented_control,
            _("Which digits"),
            gaps.SPLITS,
            required=True,
            format_func=lambda name: _(NAMES[name]),
            label_visibility="collapsed",
        )
        st.button(
            _("Lay this digit open"),
            key="open:gap",
            icon=":material/open_in_full:",
            disabled=not gaps.are_here(split),
            on_click=lambda: _open(split, place),
            help=_("It becomes the digit of this lesson, with the pixels that it was measured with"),
        )


def _open(split: str, place: int) -> None:
    """The digit in this place becomes that of the lesson, pixel by pixel as it was measured."""
    if split == "test":
        state.put(DIGIT.image, int(gaps.of(split).number[place]))
        state.put(DIGIT.source, "dataset")
    else:
        state.put(DIGIT.learned, place)
        state.put(DIGIT.source, "learned")
    state.put(PIXELS, "sampled")
    state.put(FLIP, place)
    state.put(Q, ())
    steps.show(STEPS, "evidence")


def _figure(split: str, place: int, is_told: bool):
    others = next(other for other in gaps.SPLITS if other != split)
    shown = gaps.of(split), gaps.of(others), place, gaps.picture(split, place)
    return figures.spread(*shown, figure_words(split, others, place), is_told=is_told)


def _controls(split: str) -> list[Press | Slider]:
    return [
        Press(
            _("A click on a gap, or near a dot, shows whose it is; the slider goes through all, the largest first."),
            lambda nats, _count: state.put(RANK, gaps.rank_by_total(split, nats)),
            name="histogram",
        ),
        Press("", lambda first, second: state.put(RANK, gaps.rank_by_parts(split, first, second)), 1, "scatter"),
        slider_for(RANK, "n", _("The n-th largest gap"), symbol="kl", step=1),
    ]
