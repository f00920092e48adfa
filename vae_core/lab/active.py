"""One run in the hands of the local runner: its workers, and what it was told."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from vae_core.config import from_json, is_whole, require, to_json
from vae_core.errors import NOTHING, Sentence
from vae_core.lab import turns
from vae_core.lab.events import ABANDONED, Event
from vae_core.lab.experiment import SIGNS
from vae_core.lab.log import RunLog
from vae_core.lab.runner import RunError, RunSummary
from vae_core.lab.store import Description, Store
from vae_core.lab.verdict import Verdict
from vae_core.lab.worker import arguments_for
from vae_core.lab.workplace import AnyJob, Workplace
from vae_core.training import Change

# What a worker that is asked to stop may take, in seconds.
STOPPED_WITHIN = 0.9


@dataclass(eq=False)
class Run:
    """A run that is known to the local runner.

    Attributes:
        id, description: see the store.
        summary: as the last event on disk tells it, while :attr:`log` is not in memory.
        owner: the person's own string, while the run is not over.
        log: ``None`` while it lies on disk only.
        jobs: the workers, by member.
        orders: for the workers, once they start.
        ordered: how many were given to workers.
        wish: steps or epochs to advance by, as soon as all members have paused.
        verdict, reason: what was decided before its workers ended, and a sentence about it.
        trained: seconds of training, pauses not counted.
        turns, turn: turns that it had, and seconds of training in this one.
        paused_at, gone_at: since when, on the monotonic clock; ``None``: it is not.
        has_worked: whether it had workers since it was last queued.
        is_doomed: whether it is deleted once it is over.
    """

    id: str
    description: Description
    summary: RunSummary
    owner: str | None = None
    log: RunLog | None = None
    jobs: dict[str, AnyJob] = field(default_factory=dict)
    orders: list[dict] = field(default_factory=list)
    ordered: int = 0
    wish: Mapping[str, int] | None = None
    verdict: Verdict | None = None
    reason: Sentence = NOTHING
    trained: float = 0.0
    turns: int = 0
    turn: float = 0.0
    paused_at: float | None = None
    gone_at: float | None = None
    has_worked: bool = False
    is_doomed: bool = False

    @property
    def state(self) -> str:
        return self.log.record.state if self.log else self.summary.state

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The members that have something left to do."""
        return tuple(name for name, member in self.log.record.members.items() if member.ending != "finished")

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing more to wait for: its workers have ended, or it is stopped and has none."""
        return not self.jobs and (self.has_worked or self.verdict is not None)

    @property
    def wants_back(self) -> bool:
        """Whether a run that has made room was told to go on."""
        is_told = self.wish is not None or any(order["command"] in ("play", "walk") for order in self.orders)
        return self.state == "paused" and not self.jobs and is_told

    def summarise(self) -> RunSummary:
        if self.log:
            record = self.log.record
            results = {name: dict(member.results) for name, member in record.members.items()}
            description = self.description
            facts = (description.experiment, record.state, description.created, results, record.message)
            self.summary = RunSummary(self.id, *facts, record.changes, record.is_elsewhere)
        return self.summary

    def prepare_jobs(self, store: Store, workplace: Workplace, memory_bytes: int) -> list[AnyJob]:
        """The workers for all unfinished members, to be started."""
        members, commands = {}, tuple(map(self._numbered, self.orders))
        for rank, name in enumerate(self.unfinished):
            member = self.log.record.members[name]
            last = member.moments[-1] if member.moments else None
            members[name] = arguments_for(
                self.description.experiment,
                name,
                store.member(self.id, name),
                store.data(self.id),
                changes=tuple(member.changes),
                seconds=last.seconds if last else 0.0,
                plane=last.observation.plane if last else None,
                commands=commands,
                rank=rank,
            )
        self.jobs = dict(workplace.prepare(members, memory_bytes))
        self.orders, self.paused_at, self.has_worked, self.turn = [], None, True, 0.0
        return list(self.jobs.values())

    def control(self, command: Mapping) -> None:
        """Obey, or remember until there are workers to obey."""
        kind, settings = command.get("command"), {name: value for name, value in command.items() if name != "command"}
        if kind == "change":
            from_json(Change, {"step": 0, **settings})  # which checks them
            self._tell(dict(command))
        elif kind in ("play", "pause", "walk"):
            self.wish = None
            self._tell({"command": kind})
        elif kind == "advance":
            _require_distance(settings)
            self._tell({"command": "pause"})
            self.wish = settings
            self.fulfil_wish()
        else:
            raise RunError("Expected a command that a run knows, found {found}.", found=repr(kind)[:40])

    def stop(self, verdict: Verdict, reason: Sentence = NOTHING) -> None:
        """Ask the workers to end; the first verdict stands, unless the run was to come back."""
        if self.verdict is None or self.verdict.comes_back:
            self.verdict, self.reason = verdict, reason
        for job in self.jobs.values():
            job.stop(STOPPED_WITHIN)

    def hear(self) -> None:
        """Log what the workers have sent, and their ends."""
        for name, job in list(self.jobs.items()):
            for record, arrays in job.hear():
                self.log.add(record["kind"], name, record["content"], arrays)
            if job.ending:
                del self.jobs[name]
                if job.ending.kind == "finished" or self.verdict is None or self.verdict.is_final:
                    message = Sentence(job.ending.message).record()
                    self.log.add("ended", name, {"kind": job.ending.kind, "message": message})
        self.fulfil_wish()

    def fulfil_wish(self) -> None:
        """Once all have paused, send all to the same step."""
        members = {name: self.log.record.members[name] for name in self.jobs}
        if self.wish is None or not members or not all(member.is_paused for member in members.values()):
            return
        distance = self.wish.get("steps", 0) + self.wish.get("epochs", 0) * max(
            member.steps_per_epoch for member in members.values()
        )
        target = max(member.step for member in members.values()) + distance
        self.wish = None
        self._tell({"command": "advance", "target": target})

    def look_at_clock(self, elapsed: float) -> None:
        """Count the training time, and note since when the run is paused."""
        if self.state == "running":
            self.trained, self.turn, self.paused_at = self.trained + elapsed, self.turn + elapsed, None
        elif self.state == "paused" and self.paused_at is None:
            self.paused_at = time.monotonic()

    def conclude(self) -> None:
        """Log the end of the run, whose workers have all ended."""
        if not self.unfinished:
            state, message = "finished", NOTHING
        elif self.verdict:
            state, message = self.verdict.value, self.reason
        else:
            state, message = self._state_of_members()
        results = {name: dict(member.results) for name, member in self.log.record.members.items()}
        changes = [to_json(change) for change in self.log.record.changes]
        content = {"state": state, "message": message.record(), "results": results, "changes": changes}
        self.log.add("ended", None, content)
        self.verdict, self.wish, self.orders, self.owner, self.has_worked = None, None, [], None, False

    def leave_the_floor(self) -> None:
        """Take note that its workers have all ended, and that it comes back: in its turn, or when told to go on."""
        if self.verdict is Verdict.MAKES_ROOM:
            self.log.add("yielded")
            # Whatever it was told meanwhile, it was told while paused.
            self.orders = [{"command": "pause"}, *self.orders]
        self.verdict, self.has_worked, self.turns, self.turn = None, False, self.turns + 1, 0.0

    @property
    def seconds_of_turn(self) -> float:
        """For how long it goes on, about, while others wait: to its end, or to that of its turn."""
        left = [member.seconds_left for member in self.log.record.members.values() if member.seconds_left is not None]
        return max(0.0, min([turns.length(self.turns) - self.turn, *([max(left)] if left else [])]))

    def _state_of_members(self) -> tuple[str, Sentence]:
        members = self.log.record.members.items()
        ill = {SIGNS[name]: member.message for name, member in members if member.ending != "finished"}
        if 1 < len(ill) == len(members) and len(set(ill.values())) == 1:  # what befell all is said once
            return "failed", next(iter(ill.values()))
        said = (Sentence("{model}: {message}", model=name, message=message) for name, message in ill.items())
        return "failed", Sentence.joined(said)

    def _tell(self, command: dict) -> None:
        if self.jobs and self.verdict is None:
            order = self._numbered(command)
            for job in self.jobs.values():
                job.tell(order)
            return
        if command["command"] in ("play", "pause"):
            self.orders = [order for order in self.orders if order["command"] == "change"]
        self.orders.append(command)

    def _numbered(self, command: Mapping) -> dict:
        """The command with a number by which the members know that they were all told the same."""
        self.ordered += 1
        return {**command, "number": self.ordered}


def summary_on_disk(run: str, description: Description, last: Event | None) -> RunSummary:
    """What the last event tells: how the run ended, or that nobody came to write how."""
    state, message, results, changes = "interrupted", ABANDONED, {}, []
    if last is not None and last.kind == "ended" and last.member is None:
        state, results = last.content["state"], last.content["results"]
        message = Sentence.from_record(last.content["message"])
        changes = [from_json(Change, change) for change in last.content.get("changes", [])]
    elif last is not None and last.kind == "moment":
        changes = [Change(*(last.content[name] for name in ("step", "learning_rate", "beta")))]
    return RunSummary(run, description.experiment, state, description.created, results, message, tuple(changes))


def _require_distance(settings: Mapping) -> None:
    is_sound = len(settings) == 1 and settings.keys() <= {"steps", "epochs"}
    require(
        is_sound and all(is_whole(value, 1, 10**9) for value in settings.values()),
        "advance expects a number of steps or epochs above 0, not {found}",
        found=repr(dict(settings))[:80],
    )
