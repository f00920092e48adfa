"""Play, pause, step and reset; β and the learning rate, also while a run goes on."""

import streamlit as st

from sections.training import asked
from sections.training.progress import ON_SCREEN, progress
from sections.training.setup import settings
from ui import lab, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.lab.events import Record
from vae_core.printing import short

LEARNING_RATES = tuple(10**power * digit for power in (-5, -4, -3, -2, -1) for digit in (1, 2, 5))
BETAS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 100.0)


def forget_what_is_gone() -> None:
    """A run in the address that is not here any more."""
    if asked.record() is None and state.get(fields.RUN) is not None:
        st.warning(_("The run in this address is not here any more. Its settings are; play starts them anew."))
        state.put(fields.RUN, None)
        state.start_run()  # the sections show a page without a run from the start


def transport() -> None:
    """The buttons and how far the run is, on the whole page's run: they concern all of it."""
    record = asked.record()
    state.note(ON_SCREEN, None if record is None else record.state)
    if record is not None and not asked.is_mine():
        st.info(_("You are looking at someone else's run. Play starts one of your own with the same settings."))
    if record is not None and asked.is_mine() and record.is_elsewhere:
        st.info(
            _("Another server trains this run: here you can watch it. Play starts a new one with the same settings.")
        )
    held = asked.in_hand()
    with st.container(horizontal=True, vertical_alignment="bottom", key="transport"):
        settings()
        _play(record, held)
        _button(_("One step"), "skip_next", lambda: _advance(steps=1), help=_("One batch, one update of the weights"))
        _button(_("One epoch"), "fast_forward", lambda: _advance(epochs=1), help=_("Once through all images"))
        _button(_("Reset"), "replay", lambda: asked.start(paused=True), help=_("Back to the same start: same seed"))
        _button(_("New seed"), "casino", _reset_with_new_seed, help=_("Back to another start"))
        if held is not None:
            _button(_("Stop"), "stop", asked.leave, help=_("End the run and keep what it has learned"))
    with st.container(key="dials"):
        _dials()
    sentence = asked.complaint()
    if sentence:
        st.error(sentence, icon=":material/error:")


def _dials() -> None:
    rates, betas, status = st.columns([2, 2, 3], gap="medium")
    with status:
        progress()
    with betas:
        _dial(fields.BETA, _("β, the weight of the KL term (VAE)"), BETAS, "beta")
    with rates:
        _dial(fields.LEARNING_RATE, _("Learning rate"), LEARNING_RATES, "learning_rate")


def _button(label: str, icon: str, action, **settings) -> None:
    st.button(label, icon=f":material/{icon}:", on_click=asked.act(action), **settings)


def _play(record: Record | None, held: Record | None) -> None:
    if held is not None and held.state in ("running", "waiting"):
        action, label, icon = (lambda: asked.tell("pause")), _("Pause"), "pause"
    elif held is not None:
        action, label, icon = (lambda: asked.tell("play")), _("Play"), "play_arrow"
    elif record is not None and record.can_go_on and asked.is_mine():
        action, label, icon = _take_up, _("Go on"), "play_arrow"
    else:
        action, label, icon = asked.start, _("Play"), "play_arrow"
    _button(label, icon, action, type="primary", shortcut="Space")


def _take_up() -> None:
    asked.take_up(state.get(fields.RUN))
    asked.await_news(lambda record: record.state == "running")


def _advance(**distance: int) -> None:
    if asked.in_hand() is None:
        asked.start(paused=True)
    asked.tell("advance", **distance)
    asked.await_news(lambda record: record.state == "paused")


def _reset_with_new_seed() -> None:
    state.draw_anew(fields.SEED)
    asked.start(paused=True)


def _dial(field, label: str, options: tuple[float, ...], setting: str) -> None:
    """A setting that also reaches a run that goes on."""
    value = state.get(field)

    def take(chosen: float) -> None:
        state.put(field, chosen)
        if asked.in_hand() is not None:
            lab.runner().control(state.get(fields.RUN), {"command": "change", setting: state.get(field)})

    choices = sorted({*options, value})
    bound = state.bind(field, value, asked.act(take))
    st.select_slider(label, choices, format_func=lambda v: short(v, 4), **bound)
