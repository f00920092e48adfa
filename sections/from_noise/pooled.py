"""Everybody's noise becomes a digit."""

from collections.abc import Sequence

import streamlit as st

from sections.from_noise.models import CODES, PIXELS
from ui import late, lesson, pools, state
from ui.fields.from_noise import COUNT, DIGIT, GUIDANCE, MODEL, PAGE, SAMPLER, SEED
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.ink import in_grid, markup
from ui.pools import Hand, Pool
from vae_core.figures.pictures import mosaic

DENOISERS = {"codes": CODES, "pixels": PIXELS}
SURE = 0.5  # the classifier finds this digit likelier than all others together


def noises(hands: Sequence[Hand]) -> bool:
    """Show what becomes of them."""
    found = pools.read(hands, PAGE, _way)
    each_once = list({way: (hand, way) for hand, way in reversed(found)}.values())[::-1]
    each_once.sort(key=lambda each: -1 if each[1].digit is None else each[1].digit)
    digits = late.noises.digits([way for _hand, way in each_once])
    known = [(hand, way, digits[way]) for hand, way in each_once if way in digits]
    _reading(known)
    st.html(in_grid([_cell(*each) for each in known]))
    pools.say_left_out(
        {
            _("{n} with the same noise and settings as somebody else"): len(found) - len(each_once),
            _("{n} still on the way"): len(each_once) - len(known),
        }
    )
    return len(known) < len(each_once)


def _way():
    digit = state.get(DIGIT)
    is_told = digit >= 0
    return late.noises.Way(
        DENOISERS[state.get(MODEL)],
        digit if is_told else None,
        state.get(GUIDANCE) if is_told else 0.0,
        state.get(SAMPLER),
        state.get(COUNT),
        state.get(SEED),
    )


def _cell(hand: Hand, _way, digit) -> tuple[str, str]:
    person = hand.person
    label = _("{name}: read as {digit} ({share} % sure)").format(
        name=person.name, digit=digit.taken_for, share=f"{100 * digit.surely:.0f}"
    )
    return markup(mosaic(digit.picture[None], 1), label), pools.named(person)


def _reading(known: Sequence[tuple]) -> None:
    told = [(way, digit) for _hand, way, digit in known if way.digit is not None]
    untold = [digit for _hand, way, digit in known if way.digit is None]
    right = sum(digit.taken_for == way.digit for way, digit in told)
    sentences = []
    if told:
        sentences.append(
            _("Noise became digits: a plain classifier reads {right} of {all} as the digit that was asked for.").format(
                right=right, all=len(told)
            )
        )
    if untold:
        sentences.append(
            _("Of {all} that nobody asked for a digit it is fairly sure of {sure}, and reads: {kinds}.").format(
                all=len(untold),
                sure=sum(digit.surely > SURE for digit in untold),
                kinds=", ".join(map(str, sorted({digit.taken_for for digit in untold}))),
            )
        )
    lesson.reading(" ".join(sentences))


NOISES_OF_ALL = Pool(mark("Everybody's noise becomes a digit"), noises, seeds=(SEED,))
