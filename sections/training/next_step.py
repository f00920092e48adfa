"""The step that a run takes next: how it is asked about, and how it is taken."""

from collections.abc import Callable
from dataclasses import dataclass

from sections.training import asked
from ui import lab, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.notes import Note
from vae_core.analysis.walkthrough import Walkthrough
from vae_core.lab.events import Record
from vae_core.lab.member_record import MemberRecord
from vae_core.lab.runner import RunError

# A model that has fallen behind the other catches up first; one look at the news takes 0.8 s at most. The first run
# after a start of the server waits until torch is there.
LOOKS, LOOKS_AT_QUEUE, LOOKS_AT_START = 25, 3, 75


@dataclass(frozen=True)
class Announcement:
    """What was said of a step before it was taken.

    Attributes:
        run: which takes it.
        step: its number.
        losses: on its batch, of each member.
    """

    run: str
    step: int
    losses: dict[str, float]


ANNOUNCED: Note[Announcement | None] = Note("announced", None)


def next_steps(record: Record | None) -> dict[str, Walkthrough]:
    """The step in slow motion of each member that is about to take it, as things stand."""
    if record is None or record.state != "paused":
        return {}
    living = {name: member for name, member in record.members.items() if _is_next(member)}
    return {name: Walkthrough.from_parts(*member.walkthrough) for name, member in living.items()}


def _is_next(member: MemberRecord) -> bool:
    """Whether the last walkthrough is of the step that comes next, with the settings that it will have."""
    if member.walkthrough is None or member.ending is not None:
        return False
    settings = {"step": member.step, "beta": member.newest.beta, "learning_rate": member.newest.learning_rate}
    for change in member.changes:
        if change.step == member.step:
            new = {"beta": change.beta, "learning_rate": change.learning_rate}
            settings |= {name: value for name, value in new.items() if value is not None}
    return settings.items() <= member.walkthrough[0].items()


def look() -> None:
    """Pause the run, bring both models to the same step, and have them work out the next one."""
    on_screen = asked.record()
    if on_screen is None:
        asked.start(paused=True)
    elif on_screen.state != "paused":
        asked.tell("pause")
    _wait(lambda record: record.state == "paused")
    if len(_steps(asked.record())) > 1:
        _advance()
    _announce()


def take() -> None:
    """Take the step that was looked at, and look at the next one."""
    steps = next_steps(asked.record())
    if not steps:
        raise RunError(_("The run has gone on meanwhile: look at the next batch."))
    losses = {name: step.loss_before for name, step in steps.items()}
    state.note(ANNOUNCED, Announcement(state.get(fields.RUN), next(iter(steps.values())).step, losses))
    _advance()
    _announce()


def _advance() -> None:
    """One step; a member that is behind catches up."""
    target = max(_steps(asked.record())) + 1
    asked.tell("advance", steps=1)
    _wait(lambda record: record.is_over or (record.state == "paused" and _steps(record) <= {target}))


def _announce() -> None:
    """Have the members work out their next step, and begin with the first stage."""
    if asked.record().is_over:
        return
    asked.tell("walk")
    _wait(lambda record: len(next_steps(record)) == sum(member.newest.is_coded for member in _living(record)))
    state.put(fields.STAGE, 0)


def _steps(record: Record) -> set[int]:
    return {member.step for member in _living(record)}


def _living(record: Record) -> list[MemberRecord]:
    return [member for member in record.members.values() if member.ending is None]


def _wait(arrived: Callable[[Record], bool]) -> None:
    for look_number in range(LOOKS_AT_START):
        asked.await_news(arrived)
        on_screen = asked.record()
        if on_screen is None or arrived(on_screen):
            return
        if look_number >= LOOKS and any(member.newest for member in on_screen.members.values()):
            break
        if look_number >= LOOKS_AT_QUEUE and lab.runner().place(state.get(fields.RUN)):
            raise RunError(_("The run waits for a free place: look at its next batch once it has begun."))
    raise RunError(_("The run has not come that far yet: try again in a moment."))
