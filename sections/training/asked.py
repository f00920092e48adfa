"""The run on screen: started, told what to do, waited for; what is refused, in words."""

import time
from collections.abc import Callable

from sections.training.settings import experiment
from ui import lab, state, visitor
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.notes import Note
from vae_core import data
from vae_core.errors import CheckpointError, VaeCoreError
from vae_core.lab.events import OVER, Record
from vae_core.lab.experiment import OWN
from vae_core.lab.runner import RunError

# A worker answers within a few hundredths of a second; who waits longer sees the rest as it comes.
PATIENCE = 0.8

OWN_DATA: Note[bytes | None] = Note("own data", None)  # the person's own images, packed
COMPLAINT: Note[tuple[str, str | None, str]] = Note("complaint", ("", None, ""))  # of which run, at which step


def record() -> Record | None:
    """What is known of the run on screen; ``None`` without one, or where it is gone or its log is damaged."""
    run = state.get(fields.RUN)
    if run is None:
        return None
    try:
        return lab.record(run)
    except (RunError, CheckpointError):
        return None


def start(*, paused: bool = False) -> None:
    """A new run of the settings on the page, in the place of the one on screen."""
    asked = experiment()
    _require_data(asked.dataset)
    leave()
    run = lab.runner().start(asked, visitor.owner(), own_data(), paused=paused)
    state.put(fields.RUN, run)
    state.put(fields.MOMENT, fields.NEWEST)
    await_news(lambda record: _is_seen(record) or (lab.runner().wait(run) or 0) > PATIENCE)


def _is_seen(of: Record) -> bool:
    """Whether all that there is to see at first is there."""
    return of.is_over or of.state == "paused" or all(member.newest for member in of.members.values())


def _require_data(dataset: str) -> None:
    if dataset == OWN and own_data() is None:
        raise RunError(_("Your own images are missing: upload them above, then press play."))
    if dataset != OWN and not data.is_present(dataset):
        raise RunError(_("This data set is not here yet: download it above, then press play."))


def own_data() -> bytes | None:
    """The person's own images, packed, where they are what is asked for."""
    return state.noted(OWN_DATA) if state.get(fields.DATASET) == OWN else None


def in_hand() -> Record | None:
    """The run on screen, if it goes on and is this person's: others who have its address may only look at it."""
    on_screen = record()
    if on_screen is None or on_screen.is_over or on_screen.is_elsewhere or not is_mine():
        return None
    return on_screen


def is_mine() -> bool:
    """Whether the run on screen was started by this person."""
    return any(summary.run == state.get(fields.RUN) for summary in lab.runner().runs(visitor.owner()))


def leave() -> None:
    """Cancel the person's run that goes on here, if there is one; a sweep's runs, of one model each, stay."""
    for summary in lab.runner().runs(visitor.owner()):
        if summary.state not in OVER and not summary.is_elsewhere and len(summary.experiment.members) > 1:
            lab.runner().control(summary.run, {"command": "cancel"})
    await_news(lambda record: record.is_over or record.is_elsewhere)


def take_up(run: str) -> None:
    """Queue a run of this person's that is over but not finished; it goes on as if it had never stopped."""
    lab.runner().resume(run, visitor.owner())


def tell(command: str, **settings) -> None:
    """Have the run on screen do something, and wait a moment for what comes of it."""
    state.put(fields.MOMENT, fields.NEWEST)
    before = record().last
    lab.runner().control(state.get(fields.RUN), {"command": command, **settings})
    await_news(lambda record: record.last > before)


def await_news(arrived: Callable[[Record], bool]) -> None:
    """Wait until ``arrived``, but not for long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        on_screen = record()
        if on_screen is None or arrived(on_screen):
            return
        time.sleep(0.02)


def act(action: Callable[..., None]) -> Callable[..., None]:
    """``action`` for a button or a dial: what it refuses is shown as a sentence (see :func:`complaint`)."""

    def run(*chosen) -> None:
        state.note(COMPLAINT, COMPLAINT.default)
        try:
            action(*chosen)
        except VaeCoreError as error:
            state.note(COMPLAINT, (translated(error), state.get(fields.RUN), state.get(fields.STEPS)))

    return run


def complaint() -> str | None:
    """What the last action was refused for, until the next one, or until something else is on screen."""
    sentence, *there = state.noted(COMPLAINT)
    return sentence if sentence and there == [state.get(fields.RUN), state.get(fields.STEPS)] else None


def state_in_words(run_record: Record) -> str:
    """What the run is doing."""
    return {
        "waiting": _("Waiting for a free place"),
        "running": _("Learning"),
        "paused": _("Paused"),
        "finished": _("Finished"),
        "cancelled": _("Stopped"),
        "interrupted": _("Interrupted"),
        "failed": _("Ended by an error"),
    }[run_record.state]
