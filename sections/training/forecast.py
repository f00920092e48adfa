"""What somebody expects of a run, asked before it learns and judged as it does."""

import streamlit as st

from sections.training.progress import pace
from sections.training.questions import Forecast, are_scored, forecasts
from sections.training.shown import Shown, shown
from ui import lab, lesson, predict, questions, state, steps
from ui.fields.training import LATENT, PAGE, RUN
from ui.i18n import gettext as _

CHOSEN = predict.GUESSES.of(PAGE)


@lesson.section(every=pace)
def forecast() -> None:
    """Three questions as long as there is nothing to see; then what has become of the answers."""
    here = shown()
    if here is not None and are_scored(here):
        _judge(here)
    elif predict.is_wanted():
        with st.container(border=True):
            questions.invite(_("What will the run show? Choose, then press play."))
            for each in forecasts(state.get(LATENT)):
                _ask(each)


def _ask(asked: Forecast) -> None:
    def choose(option: int) -> None:
        state.note(CHOSEN, {**state.noted(CHOSEN), asked.prompt: option})
        steps.answered("learn")

    bound = state.bind(CHOSEN, state.noted(CHOSEN).get(asked.prompt), choose, asked.prompt)
    questions.options(asked.prompt, asked.options, **bound)


def _judge(here: Shown) -> None:
    chosen = state.noted(CHOSEN)
    for each in forecasts(lab.experiment(state.get(RUN)).latent_dim):
        if each.prompt in chosen:
            right, reason = each.judge(here)
            questions.judge(questions.Question(each.prompt, each.options, right, reason), chosen[each.prompt])
