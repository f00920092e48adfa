"""A finite mixture: sampling z first and then x, and guessing z back from x."""

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from sections.latent_variables import bayes_words
from sections.latent_variables.questions import most_responsible, twice_the_weight
from ui import families, lesson, predict, state
from ui.components.figure import Handle, Slider, live_figure, player_for
from ui.fields.latent_variables import DRAW_STEP, FULL, MIXTURE, SEED, VALUE
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import ancestral as figures
from vae_core.printing import short
from vae_core.probability.ancestral import Bayes, Story, ancestral_sample, bayes, mixture_curves, outlook, story
from vae_core.probability.families import Member
from vae_core.probability.mixture import Mixture
from vae_core.probability.notation import number

# The first draws can be watched one by one.
SLOW, SLOW_STEPS, FAST = 0.6, 24, 0.05


@lesson.section(shares=(MIXTURE, VALUE))
def ancestral() -> None:
    st.markdown(
        _(
            "Press Play: each draw first picks a component $z$ by its weight $P(z)$, then an $x$ from that component's "
            "bell. Then forget the $z$, drag $x$, and ask which component it came from."
        )
    )
    picture, words = st.columns([3, 2], gap="large")
    member, step, x = state.get(MIXTURE), state.get(DRAW_STEP), state.get(VALUE)
    mixture = member.distribution
    told, terms = story(mixture, step, state.get(SEED)), bayes(mixture, x)
    with picture:
        drawn = mixture_curves(mixture, told.draws, window=outlook(mixture), full=FULL)
        live_figure(
            lambda: figures.finite_mixture(drawn, told, terms, share=_("share of the draws")),
            [*_handles(member, terms), _player(step), *_sliders(member)],
            key="ancestral",
            label=_("A mixture of normal densities over x, its draws, P(z), and P(z∣x)"),
            view=str(len(member.blocks)),
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            families.choose_size(MIXTURE, _("Components"))
            st.button(_("Draw anew"), icon=":material/casino:", on_click=_draw_anew)
    with words.container(key="ancestral_words"):
        _reading(told, float(mixture.weights[told.z or 0]))
        if predict.first("ancestral", most_responsible, twice_the_weight):
            st.latex(_sum(member))
            bayes_words.backwards(terms)
    lesson.code(ancestral_sample, Mixture.component_densities, bayes)


def _draw_anew() -> None:
    state.draw_anew(SEED)
    state.put(DRAW_STEP, 0)


def _player(step: int):
    return player_for(DRAW_STEP, _("Step"), 2 * FULL, pause=SLOW if step < SLOW_STEPS else FAST)


def _handles(member: Member, terms: Bayes) -> Iterator[Handle]:
    """x and the components on the densities, and the weights on their bars."""
    for number_of, grip in enumerate(families.grips(MIXTURE)):
        yield replace(grip, symbol=figures.CLASSES[number_of // 2])
    yield Handle(
        "x",
        "x",
        _("The x that was seen"),
        terms.x,
        terms.evidence,
        lambda x, _y: state.put(VALUE, x),
        along=2 * len(member.blocks),
        rule=True,
    )
    for k, weight in enumerate(terms.prior):
        yield Handle(
            f"weight:{k}",
            "",
            _("P(z = {number}): drag it, and the others make room").format(number=k + 1),
            k + 1,
            float(weight),
            lambda _x, y, k=k: state.put(MIXTURE, member.with_parameter(3 * k, y)),
            moves="y",
            panel=2,
            symbol=figures.CLASSES[k],
        )


def _sliders(member: Member) -> Iterator[Slider]:
    """The weights once more; means and widths are grabbed in the figure."""
    for k, slider in enumerate(families.sliders(MIXTURE, only=("weight",))):
        sign = f"P(z={k + 1})"
        yield replace(slider, sign=sign, label=_("Weight {sign}").format(sign=sign), symbol=figures.CLASSES[k])


def _reading(told: Story, weight: float) -> None:
    draws = told.draws
    if told.z is None:
        lesson.reading(_("Nothing has been drawn yet. One step draws $z$, the next one its $x$."))
        return
    if told.is_open:
        text = _("Draw {n}: **z = {z}** has been picked. Its bell alone now decides where x will fall.")
        lesson.reading(text.format(n=len(draws.x) + 1, z=told.z + 1))
        return
    text = _(
        "Draw {n}: from z = {z} came **x = {x}**. So far {count} of {n} draws have this z; its weight is {weight}."
    )
    lesson.reading(
        text.format(
            n=len(draws.x), z=told.z + 1, x=short(draws.x[-1]), count=draws.counts[told.z], weight=short(weight)
        )
    )


def _sum(member: Member) -> str:
    terms = (rf"{number(w)}\cdot\mathcal{{N}}(<x>;\, {number(m)},\, {number(s)}^2)" for w, m, s in member.blocks)
    general = r"<p>(<x>) &= \sum_{<z>} P(<z>)\, <p>(<x>\mid <z>)"
    return coloured(rf"\begin{{aligned}} {general} \\ &= " + r" \\ &\quad + ".join(terms) + r"\end{aligned}")
