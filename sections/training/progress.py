"""How far a run is, what befell it, and whether the settings are still its own."""

import streamlit as st

from sections.training import asked
from sections.training.meanwhile import in_words, meanwhile
from sections.training.pictures import signs
from sections.training.settings import experiment
from ui import lab, lesson, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.notes import Note
from vae_core.errors import ConfigError
from vae_core.lab.events import Record
from vae_core.lab.member_record import MemberRecord
from vae_core.lab.runner import RunError

ON_SCREEN: Note[str | None] = Note("state on screen", None)  # of the run, for which the buttons above were made


def pace() -> float | None:
    """After how many seconds there is something new to say about the run."""
    record = asked.record()
    if record is None or record.is_over:
        return None
    return 3.0 if record.state == "waiting" else 1.0  # a class that waits should not keep the server busy with asking


@lesson.section(shares=(fields.RUN,), every=pace)
def progress() -> None:
    """How far the run is, in one line."""
    with st.container(key="status"):
        _status()


def _status() -> None:
    record = asked.record()
    if record is None:
        st.caption(_("Press play: an autoencoder and a VAE start from the same weights and see the same batches."))
        return
    if state.noted(ON_SCREEN) != record.state:
        st.rerun()
    parts = [f"**{asked.state_in_words(record)}**", *_facts(record)]
    st.markdown(" · ".join(parts))
    for sentence in (*_misfortunes(record), *map(translated, record.notices)):
        st.warning(sentence, icon=":material/warning:")
    meanwhile(record)
    _next_settings()


def _misfortunes(record: Record) -> list[str]:
    """How each model ended that did not finish."""
    words = {
        "killed": _("{model}: its process was killed at step {step}. What it had learned until then is kept."),
        "out of memory": _("{model}: more memory is needed than a model may use here. Narrower layers need less."),
        "failed": _("{model}: {message}"),
    }
    ended = {name: member for name, member in record.members.items() if member.ending in words}
    sentences = [
        words[member.ending].format(model=signs()[name], step=member.step, message=translated(member.message))
        for name, member in ended.items()
    ]
    return sentences or ([translated(record.message)] if record.message else [])


def _facts(record: Record) -> list[str]:
    if record.state == "waiting":
        return _wait()
    members = _counted(record)
    if not members:
        return []
    slowest = min(members, key=lambda member: member.step)
    facts = [
        _("epoch {epoch} of {epochs}").format(
            epoch=slowest.epoch, epochs=slowest.total_steps // slowest.steps_per_epoch
        ),
        _("step {step}").format(step=slowest.step),
    ]
    if record.state == "running":
        speed = sum(member.images_per_second for member in members)
        facts.append(_("{speed} images/s together").format(speed=f"{speed:,.0f}".replace(",", " ")))
        left = max((member.seconds_left or 0.0 for member in members), default=0.0)
        facts.append(_("{seconds} s left").format(seconds=round(left)))
    return facts


def _wait() -> list[str]:
    """Place and time of a run that waits, unless its turn has just come."""
    run = state.get(fields.RUN)
    place, seconds = lab.runner().place(run), lab.runner().wait(run)
    if place is None or seconds is None:
        return []
    return [_("place {place} in the queue").format(place=place), in_words(seconds)]


def _counted(record: Record) -> list[MemberRecord]:
    """The models that tell how far the run is: those that go on, else those that came to their end, else all."""
    started = [member for member in record.members.values() if member.total_steps]
    by_ending = ([member for member in started if member.ending == ending] for ending in (None, "finished"))
    return next(filter(None, by_ending), started)


def _next_settings() -> None:
    """Say where the settings on the page are not those of the run on screen."""
    try:
        ran = lab.experiment(state.get(fields.RUN))
        differs = experiment(ran.members, beta=ran.beta, learning_rate=ran.learning_rate) != ran
    except (ConfigError, RunError):
        return
    if differs:
        st.caption(_("The settings above are those of the next run: reset takes them over."))
