"""What somebody expects of a run, asked before it learns and judged as it does."""

import streamlit as st

from sections.training.progress import pace
from sections.training.questions import Forecast, are_scored, forecasts
from sections.training.shown import Shown, shown
from ui import lesson, predict, state, steps
from ui.fields.training import LATENT, PAGE
from ui.i18n import gettext as _

CHOSEN = predict.GUESSES.of(PAGE)  # by the number of the forecast


@lesson.section(every=pace)
def forecast() -> None:
    """Three questions as long as there is nothing to see; then what has become of the answers."""
    here = shown()
    asked = forecasts(state.get(LATENT))
    if here is not None and are_scored(here):
        _judge(asked, here)
    elif predict.is_wanted():
        with st.container(border=True):
            predict.invite(_("What will the run show? Choose, then press play."))
            for number, each in enumerate(asked):
                _ask(number, each)


def _ask(number: int, asked: Forecast) -> None:
    def choose(option: int) -> None:
        state.note(CHOSEN, {**state.noted(CHOSEN), number: option})
        steps.answered("learn")

    bound = state.bind(CHOSEN, state.noted(CHOSEN).get(number), choose, f"{number}:{asked.prompt}")
    predict.options(asked.prompt, asked.options, **bound)


def _judge(asked: list[Forecast], here: Shown) -> None:
    for number, chosen in sorted(state.noted(CHOSEN).items()):
        right, reason = asked[number].judge(here)
        predict.judge(predict.Question(asked[number].prompt, asked[number].options, right, reason), chosen)
