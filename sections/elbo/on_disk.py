"""The bound is a file size: digits are coded one after the other, and what z has cost comes back in part."""

import streamlit as st

from sections.elbo.questions import how_much_comes_back
from ui import late, lesson, predict, state
from ui.components.figure import live_figure, player_for
from ui.fields.elbo import CODED, LEVELS, PILE
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures import bits_back as figures
from vae_core.printing import fixed, readable

NAMES = {"binary": mark("Black or white"), "grey": mark("256 levels of grey")}


@lesson.section(shares=(LEVELS, CODED, PILE))
def on_disk() -> None:
    st.markdown(
        _(
            "A bound on $-\\log p(x)$ is a bound on a file. Each digit takes its $z$ off the stack: old bits choose "
            "it, by $q(z∣x)$. Then $x$ given $z$ is written, and $z$ itself. Whoever reads finds $z$, and gets the old "
            "bits back."
        )
    )
    _choices()
    pile, count = late.piles.pile(state.get(LEVELS), state.get(PILE)), state.get(CODED)
    may_see = predict.first("on-disk", how_much_comes_back)
    if may_see:
        lesson.reading(_reading(pile, count))
    live_figure(
        lambda: late.piles.figure(pile, count, _figure_words(count), is_told=may_see),
        [player_for(CODED, _("Digits on the stack"), len(pile.bills), pause=0.1)],
        key="on_disk",
        label=_("A hundred digits, the bits on the stack as they are coded, and what the last one has cost"),
        wide=True,
    )
    if may_see:
        _words(pile)
    lesson.code(late.piles.BitsBack.push, late.piles.BitsBack.pop)


def _choices() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            LEVELS,
            st.segmented_control,
            _("Pixels"),
            LEVELS.kind.options,
            format_func=lambda name: _(NAMES[name]),
            required=True,
            label_visibility="collapsed",
        )
        st.button(_("Other digits"), icon=":material/casino:", key="draw:pile", on_click=lambda: state.draw_anew(PILE))


def _figure_words(count: int) -> figures.Words:
    return figures.Words(
        _("digits"),
        _("bits"),
        _("on the stack"),
        "−ELBO",
        _("digit {number}").format(number=count),
        (_("<i>x</i> given <i>z</i>"), "<i>z</i>", _("back")),
    )


def _reading(pile, count: int) -> str:
    return _(
        "{count} digits take {bits} bits, with the {start} that lay there at first. By the bound they should take "
        "{bound}."
    ).format(
        count=count,
        bits=fixed(pile.height(count), 0),
        start=pile.start,
        bound=fixed(pile.start + count * pile.bound, 0),
    )


def _words(pile) -> None:
    st.latex(coloured(_cost()))
    total, count = pile.mean("total") * len(pile.bills) / 8, len(pile.bills)
    rows = [(_("bits back"), fixed(total / count, 1))]
    rows += [(name, fixed(size / count, 1)) for name, size in pile.rivals.items() if name in ("bz2", "xz", "gzip")]
    lesson.table((_("bytes a digit"), ""), rows)
    whose = _("Test images of MNIST") if pile.are_real else _("Digits decoded from the codes of test images")
    text = {"binary": _of_binary, "grey": _of_grey}[pile.kind]()
    st.caption(text.format(whose=whose, code=readable(pile.mean("code"), 3), back=readable(pile.mean("back"), 2)))


def _cost() -> str:
    back = _("back")
    return (
        r"\underbrace{-\log_2 <p>(<x>\mid <z>)}_{<x>\mid <z>} \underbrace{-\,\log_2 <p>(<z>)}_{<z>} "
        rf"\underbrace{{+ \log_2 <q>(<z>\mid <x>)}}_{{\text{{{back}}}}}, "
        r"\qquad \mathbb{E}_{<q>}[\,\cdot\,] = -L_b / \ln 2"
    )


def _of_binary() -> str:
    return _(
        "{whose}, each pixel black or white by chance. Of {code} bits for $z$, {back} come back on average: $z$ "
        "may be written as finely as one likes, for what that costs more comes back. With few digits other "
        "compressors have not learned yet what digits are like; over ten thousand bz2 comes near. "
        "`python -m vae_core compress` does the same for files."
    )


def _of_grey() -> str:
    return _(
        "{whose} as they are, under a VAE with 20 latent dimensions that gives each of the 256 levels of a pixel a "
        "probability (beta-binomial). Of {code} bits for $z$, {back} come back on average. Most bits go where ink "
        "ends: which grey an edge has is all but chance. `python -m vae_core compress` with "
        "`--model mnist-grey-vae-20d` does the same for files."
    )
