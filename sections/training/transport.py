"""Play, pause, step and reset; β and the learning rate, also while a run goes on; how far it is."""

import streamlit as st

from sections.training import asked
from ui import lab, lesson, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.numbers import short
from vae_core.errors import ConfigError
from vae_core.lab.events import Record
from vae_core.lab.runner import RunError

LEARNING_RATES = tuple(10**power * digit for power in (-5, -4, -3, -2, -1) for digit in (1, 2, 5))
BETAS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 100.0)


def transport() -> None:
    """The buttons, on the whole page's run: they concern all of it."""
    found = asked.record()
    if found is None and state.get(fields.RUN) is not None:
        st.warning(_("The run in this address is not here any more. Its settings are; play starts them anew."))
        state.put(fields.RUN, None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _play(found)
        is_alive = found is not None and not found.is_over
        _button(_("One step"), "skip_next", lambda: _advance(steps=1), help=_("One batch, one update of the weights"))
        _button(_("One epoch"), "fast_forward", lambda: _advance(epochs=1), help=_("Once through all images"))
        _button(_("Reset"), "replay", lambda: asked.start(paused=True), help=_("Back to the same start: same seed"))
        _button(_("New seed"), "casino", _reset_with_new_seed, help=_("Back to another start"))
        if is_alive:
            _button(_("Stop"), "stop", asked.leave, help=_("End the run and keep what it has learned"))
    rates, betas = st.columns(2, gap="large")
    with betas:
        _dial(fields.BETA, _("β, the weight of the KL term (VAE)"), BETAS, "beta")
    with rates:
        _dial(fields.LEARNING_RATE, _("Learning rate"), LEARNING_RATES, "learning_rate")
    sentence = asked.complaint()
    if sentence:
        st.error(sentence, icon=":material/error:")


def _button(label: str, icon: str, action, **settings) -> None:
    st.button(label, icon=f":material/{icon}:", on_click=asked.act(action), **settings)


def _play(found: Record | None) -> None:
    if found is not None and found.state in ("running", "waiting"):
        action, label, icon = (lambda: asked.tell("pause")), _("Pause"), "pause"
    elif found is not None and found.state == "paused":
        action, label, icon = (lambda: asked.tell("play")), _("Play"), "play_arrow"
    elif found is not None and found.state == "interrupted":
        action, label, icon = _take_up, _("Go on"), "play_arrow"
    else:
        action, label, icon = asked.start, _("Play"), "play_arrow"
    _button(label, icon, action, type="primary", shortcut="Space")


def _take_up() -> None:
    from ui import visitor

    lab.runner().resume(state.get(fields.RUN), visitor.owner())
    asked.await_news(lambda record: record.state == "running")


def _advance(**distance: int) -> None:
    found = asked.record()
    if found is None or found.is_over:
        asked.start(paused=True)
    asked.tell("advance", **distance)
    asked.await_news(lambda record: record.state == "paused")


def _reset_with_new_seed() -> None:
    state.draw_anew(fields.SEED)
    asked.start(paused=True)


def _dial(field, label: str, options: tuple[float, ...], setting: str) -> None:
    """A setting that also reaches a run that goes on."""
    value = state.get(field)
    key = state.bind(field, value)

    def take() -> None:
        state.put(field, state.widget_value(key))
        found = asked.record()
        if found is not None and not found.is_over:
            lab.runner().control(state.get(fields.RUN), {"command": "change", setting: state.get(field)})

    choices = sorted({*options, value})
    st.select_slider(label, choices, key=key, on_change=asked.act(take), format_func=lambda v: short(v, 4))


def pace() -> float | None:
    """After how many seconds there is something new to say about the run."""
    found = asked.record()
    return None if found is None or found.is_over else 1.0


@lesson.section(every=pace)
def progress() -> None:
    """How far the run is, in one line."""
    found = asked.record()
    if found is None:
        st.caption(_("Press play: an autoencoder and a VAE start from the same weights and see the same batches."))
        return
    if state.noted("state on screen") != found.state:
        before = state.noted("state on screen")
        state.note("state on screen", found.state)
        if before is not None:
            st.rerun()
    parts = [f"**{asked.state_in_words(found)}**", *_facts(found)]
    st.markdown(" · ".join(parts))
    for sentence in filter(None, (found.message, *found.notices)):
        st.warning(sentence)
    _next_settings()


def _facts(found: Record) -> list[str]:
    if found.state == "waiting":
        place = lab.runner().place(state.get(fields.RUN))
        return [_("place {place} in the queue").format(place=place)] if place else []
    members = [member for member in found.members.values() if member.total_steps]
    if not members:
        return []
    slowest = min(members, key=lambda member: member.step)
    facts = [
        _("epoch {epoch} of {epochs}").format(
            epoch=slowest.epoch, epochs=slowest.total_steps // slowest.steps_per_epoch
        ),
        _("step {step}").format(step=slowest.step),
    ]
    if found.state == "running":
        speed = sum(member.images_per_second for member in members)
        facts.append(_("{speed} images/s together").format(speed=f"{speed:,.0f}".replace(",", " ")))
        left = max((member.seconds_left or 0.0 for member in members), default=0.0)
        facts.append(_("{seconds} s left").format(seconds=round(left)))
    return facts


def _next_settings() -> None:
    """Say where the settings on the page are not those of the run on screen."""
    try:
        ran = lab.experiment(state.get(fields.RUN))
        differs = asked.experiment(ran.members, beta=ran.beta, learning_rate=ran.learning_rate) != ran
    except (ConfigError, RunError):
        return
    if differs:
        st.caption(_("The settings above are those of the next run: reset takes them over."))
