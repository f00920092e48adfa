"""What happens to a run, event by event, and the record that they add up to."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from vae_core.config import is_number, is_whole
from vae_core.errors import NOTHING, CheckpointError, Sentence
from vae_core.lab.history import Moment
from vae_core.lab.member_record import MemberRecord
from vae_core.packing import pack, unpack
from vae_core.training import Change

Kind = Literal[
    "queued", "started", "moment", "changed", "paused", "resumed", "yielded", "walkthrough", "notice", "ended"
]
State = Literal["waiting", "running", "paused", "finished", "cancelled", "interrupted", "failed"]
GOING_ON = ("waiting", "running", "paused")
OVER = ("finished", "cancelled", "interrupted", "failed")
ABANDONED = Sentence("The server stopped before the run was over; it can be resumed.")


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened to a run.

    Attributes:
        number: 1, 2, 3, … within the run; later events have larger ones.
        at: Unix time in seconds.
        member: ``"ae"``, ``"vae"`` or ``"diffusion"``; ``None`` where it concerns the whole run.
        kind: ``"queued"``; ``"started"`` (a member: ``total_steps``, ``steps_per_epoch``, ``images``, ``held_out`` and
            the arrays ``images``, those that are reconstructed, and ``labels``, those of the map); ``"moment"``
            (see :class:`~vae_core.lab.history.Moment`); ``"changed"`` (a :class:`~vae_core.training.Change`);
            ``"paused"`` and ``"resumed"`` (``step``); ``"yielded"``: a paused run made room for others;
            ``"walkthrough"``; ``"notice"`` (``text``); ``"ended"`` (a member: ``kind`` and ``message`` of its
            :class:`~vae_core.training.jobs.Ending`; the run: ``state``, ``message`` and ``results``). ``text`` and
            ``message`` are records of a :class:`~vae_core.errors.Sentence`.
        content: JSON values.
        arrays: by name.
    """

    number: int
    at: float
    member: str | None
    kind: Kind
    content: Mapping
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The event as one packed file."""
        head = {"number": self.number, "at": self.at, "member": self.member, "kind": self.kind}
        return pack({**head, "content": dict(self.content)}, self.arrays)

    @staticmethod
    def from_bytes(content: bytes) -> "Event":
        """The event that :meth:`to_bytes` packed; raises :class:`CheckpointError` on anything else."""
        record, arrays = unpack(content)
        if (
            record.keys() != {"number", "at", "member", "kind", "content"}
            or not is_whole(record["number"], 1, 10**12)
            or not is_number(record["at"], 0, 1e12)
            or record["kind"] not in get_args(Kind)
            or not isinstance(record["content"], dict)
        ):
            raise CheckpointError("Expected the record of an event, found {found}.", found=repr(record)[:80])
        return Event(**record, arrays=arrays)


class Record:
    """The fold of a run's events, in order, into what a page asks for.

    Attributes:
        state: of the run.
        members: by name, in the experiment's order.
        message: a sentence about the ending of the run, empty where there is none.
        notices: sentences, in order.
        last: number of the last event taken.
        is_elsewhere: whether another server trains it, of which only what is on disk is known.
    """

    def __init__(self, members: tuple[str, ...]):
        self.state: State = "waiting"
        self.members = {name: MemberRecord() for name in members}
        self.message = NOTHING
        self.notices: list[Sentence] = []
        self.last = 0
        self.is_elsewhere = False

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def changes(self) -> tuple[Change, ...]:
        """Of settings in mid-run: all models make the same."""
        return max((tuple(member.changes) for member in self.members.values()), key=len)

    @property
    def can_go_on(self) -> bool:
        """Whether the run ended from outside: taken up again it leads further, where one that failed fails again."""
        endings = {member.ending for member in self.members.values()}
        return self.state == "interrupted" or (self.state == "failed" and endings <= {"finished", "killed"})

    def abreast(self) -> dict[str, Moment]:
        """The newest moment of each model that has any: of those that go on, the newest that all of them have."""
        newest = {name: member.newest for name, member in self.members.items() if member.newest}
        going = {name: self.members[name].latest for name in newest if self.members[name].ending is None}
        if common := set.intersection(*map(set, going.values())) if going else set():
            newest |= {name: latest[max(common)] for name, latest in going.items()}
        return newest

    def take(self, event: Event) -> None:
        """Add the next event.

        Raises :class:`CheckpointError` where it does not fit this run.
        """
        if event.member is not None and event.member not in self.members:
            names, unknown = ", ".join(self.members), repr(event.member)
            raise CheckpointError("Expected an event of {names}, found one of {found}.", names=names, found=unknown)
        member = self.members.get(event.member)
        try:
            getattr(self, f"_{event.kind}")(event.content, event.arrays, member)
        except (AttributeError, KeyError, TypeError) as error:
            raise CheckpointError(
                "Expected an event of a known kind, found {kind} ({error}).", kind=repr(event.kind), error=error
            ) from error
        self.last = event.number

    def abandon(self) -> None:
        """Take note that nobody trains the run, whose events do not say how it ended."""
        if not self.is_over:
            self.state, self.message = "interrupted", ABANDONED
            for member in self.members.values():
                member.is_paused = False

    def snapshot(self) -> "Record":
        """The record as it is now: it does not change with later events."""
        taken = copy(self)
        taken.members = {name: copy(member) for name, member in self.members.items()}
        return taken

    def _queued(self, content, arrays, member) -> None:
        self.state, self.message = "waiting", NOTHING
        for each in self.members.values():
            if each.ending != "finished":
                each.ending, each.message, each.is_paused = None, NOTHING, False

    def _started(self, content, arrays, member) -> None:
        self.state = "running"
        for name, value in content.items():
            setattr(member, name, value)
        member.originals, member.labels = arrays["images"], arrays["labels"]

    def _moment(self, content, arrays, member) -> None:
        moment = Moment.from_parts(content, arrays)
        member.before, member.newest = member.newest, moment
        if moment.is_kept:
            # A run that is taken up again repeats what it did after its state was last saved.
            member.moments = [*(earlier for earlier in member.moments if earlier.step < moment.step), moment]

    def _changed(self, content, arrays, member) -> None:
        change = Change(**content)
        member.changes = [*(earlier for earlier in member.changes if earlier.step <= change.step), change]

    def _paused(self, content, arrays, member) -> None:
        member.is_paused = True
        self._look_whether_all_pause()

    def _resumed(self, content, arrays, member) -> None:
        member.is_paused = False
        self.state = "running"

    def _yielded(self, content, arrays, member) -> None:
        self.state = "paused"

    def _walkthrough(self, content, arrays, member) -> None:
        member.walkthrough = (content, arrays)

    def _notice(self, content, arrays, member) -> None:
        self.notices = [*self.notices, Sentence.from_record(content["text"])]

    def _ended(self, content, arrays, member) -> None:
        message = Sentence.from_record(content["message"])
        if member is None:
            self.state, self.message = content["state"], message
        else:
            member.ending, member.message, member.is_paused = content["kind"], message, False
            self._look_whether_all_pause()

    def _look_whether_all_pause(self) -> None:
        living = [member for member in self.members.values() if member.ending is None]
        if living and all(member.is_paused for member in living):
            self.state = "paused"
