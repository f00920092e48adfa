"""What a worker process of the lab does: one model learns, obeys, tells and saves."""

import time
from collections.abc import Mapping

import numpy as np

from vae_core import storage
from vae_core.analysis.denoising_observation import observer_of
from vae_core.analysis.observation import Observer
from vae_core.analysis.walkthrough import walk
from vae_core.config import from_json, to_json
from vae_core.errors import CheckpointError, Sentence, TrainingDiverged
from vae_core.lab.company import Beat, Company
from vae_core.lab.experiment import Experiment
from vae_core.lab.history import Moment, kept_steps
from vae_core.lab.material import load_data
from vae_core.training import Change, Snapshot, TrainingConfig, TrainingRun, checkpoints, resume
from vae_core.training.channel import Channel
from vae_core.training.checkpoints import Checkpoint

# The pictures move at most this often between kept moments, in seconds; looking takes this part of the time at most.
LIVE_EVERY, LOOKING = 0.25, 0.1
# Work that a crash may cost, in seconds, and the part of the time that saving takes at most.
SAVED_EVERY, SAVING = 5.0, 0.05
STATE, CHECKPOINT = "state.safetensors", "checkpoint"
UNSAVED = Sentence("The model could not be saved ({reason}). The training goes on in memory.")


def learn(channel: Channel, arguments: Mapping) -> None:
    """The work of one member of a run; ``arguments`` are made by :func:`arguments_for`."""
    Member(channel, arguments).live()


def arguments_for(
    experiment: Experiment,
    member: str,
    folder: storage.AnyPath,
    own_data: storage.AnyPath | None,
    *,
    changes: tuple[Change, ...] = (),
    seconds: float = 0.0,
    plane: np.ndarray | None = None,
    commands: tuple[Mapping, ...] = (),
    rank: int = 0,
) -> dict:
    """What :func:`learn` needs to know, as JSON values.

    Args:
        experiment, member: which model learns what.
        folder: for its state and checkpoint; it goes on from the state that it finds there.
        own_data: a file with the run's own data.
        changes: of the part of the run that is to be repeated because its state was not saved any more.
        seconds: training time so far.
        plane: of the last observation, with which the map goes on.
        commands: to obey first of all.
        rank: how many members lead before this one (:mod:`vae_core.lab.company`).
    """
    return {
        "experiment": to_json(experiment),
        "member": member,
        "folder": str(folder),
        "own_data": None if own_data is None else str(own_data),
        "changes": [to_json(change) for change in changes],
        "seconds": seconds,
        "plane": None if plane is None else plane.tolist(),
        "commands": [dict(command) for command in commands],
        "rank": rank,
    }


class Member:
    """One model of a run, in its worker process."""

    def __init__(self, channel: Channel, arguments: Mapping):
        experiment = from_json(Experiment, arguments["experiment"])
        self.channel = channel
        self.folder = storage.at(arguments["folder"])
        self.dataset, self.held_out = load_data(
            experiment, storage.at(arguments["own_data"]) if arguments["own_data"] else None
        )
        self.run = self._take_up(experiment.config(arguments["member"]))
        self.observer = observer_of(self.run.config, self.held_out, arguments["plane"])
        self.kept = frozenset(kept_steps(self.run.total_steps))
        changes = (from_json(Change, values) for values in arguments["changes"])
        self.due = [change for change in changes if change.step >= self.run.step][self._made_at_this_step() :]
        self.company = Company(channel, arguments["commands"], arguments["rank"])
        self.is_playing = True
        self.target = self.run.total_steps
        self.seconds = arguments["seconds"]
        self.last: tuple[int, float] = (self.run.step, self.seconds)  # step and seconds at the last moment
        self.speed = 0.0
        self.told: tuple[int, bool] | None = None  # the step of the last moment with scores, and whether it is kept
        self.results: list[Mapping[str, float]] = []  # of the steps since
        self.next_look = self.next_save = 0.0
        self.has_complained = False

    def live(self) -> None:
        """Learn until the end of the run, its cancellation or its divergence."""
        self._introduce()
        try:
            while not (self.run.is_finished or self.channel.is_stopping):
                beat = self._next_beat()
                for order in beat.orders:
                    self._obey(**order)
                if self.is_playing and self.run.step == beat.step and not self.channel.is_stopping:
                    self._step(beat)
            self._save_all(self._tell_moment(True))
        except TrainingDiverged as error:
            self._try_to(self._save_checkpoint, error.last_good)
            raise

    def _take_up(self, config: TrainingConfig) -> TrainingRun:
        path = self.folder / STATE
        if path.exists():
            try:
                return TrainingRun(config, self.dataset, self.held_out, state=resume.load(path))
            except CheckpointError as error:
                self._note(Sentence("{error} The model learns again from the start.", error=error))
        return TrainingRun(config, self.dataset, self.held_out)

    def _made_at_this_step(self) -> int:
        """How many changes the saved state has seen since its last step."""
        return sum(change.step == self.run.step for change in self.run.changes)

    def _introduce(self) -> None:
        facts = {
            "total_steps": self.run.total_steps,
            "steps_per_epoch": self.run.steps_per_epoch,
            "images": len(self.dataset),
            "held_out": len(self.held_out),
        }
        self._tell("started", facts, {"images": self.observer.images, "labels": self.observer.labels})
        if self.run.step == 0:
            self._tell_moment(True)
        self.next_save = time.monotonic() + SAVED_EVERY

    def _next_beat(self) -> Beat:
        now = time.monotonic()
        beat = Beat((), self.run.step, now >= self.next_look, now >= self.next_save)
        return self.company.next_beat(beat, self.is_playing)

    def _step(self, beat: Beat) -> None:
        while self.due and self.due[0].step <= self.run.step:
            change = self.due.pop(0)
            self.run.change(learning_rate=change.learning_rate, beta=change.beta)
        start = time.perf_counter()
        self.results.append(self.run.advance())
        self.seconds += time.perf_counter() - start
        if self.run.step in self.kept:
            self._tell_moment(True)
        elif beat.looks:
            self._tell_glimpse()
        if self.run.step >= self.target and not self.run.is_finished:
            self._pause()
        elif beat.saves:
            self._save_state()

    def _obey(self, command: str, number: int, **settings) -> None:
        ORDERS[command](self, **settings)

    def _pause(self) -> None:
        if self.is_playing:
            self.is_playing = False
            self._save_all(self._tell_moment(self.run.step in self.kept))
            self._tell("paused", {"step": self.run.step})

    def _play(self) -> None:
        self._advance(self.run.total_steps)

    def _advance(self, target: int) -> None:
        """Go on until ``target`` steps are done."""
        self.target = target
        if not self.is_playing and target > self.run.step:
            self.is_playing = True
            self._tell("resumed", {"step": self.run.step})

    def _change(self, learning_rate: float | None = None, beta: float | None = None) -> None:
        self.due = []  # whoever changes a part that is being repeated has it go another way from here
        self._tell("changed", to_json(self.run.change(learning_rate=learning_rate, beta=beta)))

    def _walk(self) -> None:
        if not self.is_playing and isinstance(self.observer, Observer):
            walkthrough = walk(self.run)
            self._tell("walkthrough", walkthrough.record(), walkthrough.arrays(), replaces="walkthrough")

    def _tell(self, kind: str, content: Mapping, arrays: Mapping | None = None, replaces: str | None = None) -> None:
        message = {"kind": kind, "content": dict(content)}
        self.channel.send(message, arrays, replaces=replaces, at_once=kind != "moment")

    def _note(self, notice: Sentence) -> None:
        self._tell("notice", {"text": notice.record()})

    def _tell_moment(self, is_kept: bool) -> Snapshot:
        snapshot = self.run.snapshot()
        if self.told != (self.run.step, is_kept):
            self.told = (self.run.step, is_kept)
            self._tell_about(snapshot.train, snapshot.held_out, is_kept)
        return snapshot

    def _tell_glimpse(self) -> None:
        """A moment between kept ones, without held-out scores."""
        mean = {name: float(np.mean([result[name] for result in self.results])) for name in self.results[0]}
        self._tell_about(mean, {}, False)

    def _tell_about(self, train: Mapping, held_out: Mapping, is_kept: bool) -> None:
        start = time.monotonic()
        run, (step, seconds) = self.run, self.last
        if run.step > step:
            self.speed = (run.step - step) * min(run.config.batch_size, len(self.dataset)) / (self.seconds - seconds)
        numbers = (run.step, run.epoch, self.seconds, run.learning_rate, run.beta, train, held_out, self.speed)
        moment = Moment(*numbers, self.observer.observe(run.model), is_kept)
        self._tell("moment", moment.record(), moment.arrays(), replaces=None if is_kept else "moment")
        self.last, self.results = (run.step, self.seconds), []
        cost = time.monotonic() - start
        self.next_look = start + max(LIVE_EVERY, cost / LOOKING)

    def _save_all(self, snapshot: Snapshot) -> None:
        self._save_state()
        self._try_to(self._save_checkpoint, snapshot)

    def _save_state(self) -> None:
        start = time.monotonic()
        self._try_to(lambda: resume.save(self.folder / STATE, self.run.state()))
        self.next_save = start + max(SAVED_EVERY, (time.monotonic() - start) / SAVING)

    def _save_checkpoint(self, snapshot: Snapshot) -> None:
        part = self.dataset
        source = {"name": part.name, "split": part.split, "examples": len(part), "sha256": part.sha256}
        checkpoint = Checkpoint(self.run.config, snapshot.weights, source, snapshot.epoch, snapshot.held_out)
        checkpoints.save(self.folder / CHECKPOINT, checkpoint)

    def _try_to(self, save, *arguments) -> None:
        """Save; a disk that is full or cannot be written to is said once, and the training goes on."""
        try:
            save(*arguments)
        except CheckpointError as error:
            if not self.has_complained:
                self.has_complained = True
                reason = getattr(error.__cause__, "strerror", None) or error
                self._note(Sentence(UNSAVED, reason=reason))


ORDERS = {
    "pause": Member._pause,
    "play": Member._play,
    "advance": Member._advance,
    "change": Member._change,
    "walk": Member._walk,
}
