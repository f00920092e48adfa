"""The runner of one server: a fair queue, runs on disk, and a place where models learn, by default this machine."""

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

from vae_core import storage
from vae_core.config import require
from vae_core.errors import CheckpointError, Sentence
from vae_core.lab.active import Run, summary_on_disk
from vae_core.lab.dispatcher import Dispatcher
from vae_core.lab.events import GOING_ON, OVER, Record
from vae_core.lab.experiment import OWN, Experiment
from vae_core.lab.limits import Limits
from vae_core.lab.log import RunLog
from vae_core.lab.runner import RunError, RunSummary
from vae_core.lab.scheduler import FairQueue
from vae_core.lab.store import Description, Store, hashed
from vae_core.lab.trainers import Trainers
from vae_core.lab.uploads import Uploads
from vae_core.lab.verdict import Verdict
from vae_core.lab.worker import CHECKPOINT
from vae_core.lab.workplace import Here, Workplace
from vae_core.storage import AnyPath
from vae_core.training import checkpoints, jobs
from vae_core.training.checkpoints import Checkpoint

UPLOADS_PART = 4  # of what runs may take, uploads may take besides
KEPT_MODELS = 8  # in memory: some MB each


def warm_up() -> None:
    """Have what workers need imported in the background, so that neither the first run nor the first map waits for it.

    One server of forks makes the workers of both, so one list serves both, whoever comes first.
    """
    jobs.WORKERS.warm_up("vae_core.lab.warm")


class LocalRunner:
    """A :class:`~vae_core.lab.runner.Runner` of this process.

    Args:
        folder: where runs are kept; ``None``, or one that cannot be written to: until :meth:`close`.
        limits: what is allowed.
        is_present: whether the person behind an owner's string is still here; asked about once a second, from
            another thread. The runs of one who is not are ended after a time of grace.
        workplace: where models learn, by default here; closed with this runner.

    Attributes:
        notices: sentences about what could not be read or written.
        uploads: files of visitors.
    """

    def __init__(
        self,
        folder: AnyPath | None,
        limits: Limits,
        is_present: Callable[[str], bool] = lambda owner: True,
        workplace: Workplace | None = None,
    ):
        warm_up()
        self.limits = limits
        self._store = Store(folder)
        self.uploads = Uploads(self._store.folder / "uploads", limits.kept_bytes // UPLOADS_PART)
        self._queue = FairQueue(limits.processes)
        self._runs: dict[str, Run] = {}
        self._lock = threading.RLock()
        self._trainers = Trainers(self._store)
        self._workplace = workplace or Here()
        self._look_for_others()
        self._dispatcher = Dispatcher(
            self._runs, self._queue, self._store, self._trainers, limits, is_present, self._lock, self._workplace
        )

    @property
    def notices(self) -> tuple[Sentence, ...]:
        return tuple(self._store.notices)

    def start(self, experiment: Experiment, owner: str, data: bytes | None = None, *, paused: bool = False) -> str:
        experiment.check(self.limits)
        if (experiment.dataset == OWN) != (data is not None):
            raise RunError("The data set 'own' needs images of one's own, and no other data set takes them.")
        with self._lock:
            self._require_room(owner)
            run = secrets.token_urlsafe(12)
            description = Description(experiment, hashed(owner), time.time())
            entry = Run(run, description, RunSummary(run, experiment, "waiting", description.created, {}), owner)
            entry.log = RunLog(run, experiment.members, self._store)
            try:
                self._store.create(run, description, data)
            except CheckpointError as error:
                entry.log.note(error.sentence)
            if self._store.warning:
                entry.log.note(self._store.warning)
            if paused:
                entry.control({"command": "pause"})
            self._runs[run] = entry
            self._dispatcher.enqueue(entry)
            return run

    def control(self, run: str, command: Mapping) -> None:
        with self._lock:
            entry = self._ours(run)
            if entry.state in OVER or (entry.verdict and not entry.verdict.comes_back):
                raise RunError("The run is over: it can be resumed or started anew, not controlled.")
            if command.get("command") == "cancel":
                self._queue.leave(run)
                entry.stop(Verdict.CANCELLED)
            else:
                entry.control(command)
            self._dispatcher.wake()

    def record(self, run: str) -> Record:
        with self._lock:
            entry = self._known(run)
        if entry.owner is None:
            self._catch_up(entry)
        with self._lock:
            if entry.state in OVER:
                self._dispatcher.remember(entry)
            return entry.log.record.snapshot()

    def result(self, run: str, member: str) -> Checkpoint:
        with self._lock:
            entry = self._known(run)
        folder = self._store.member(run, member) / CHECKPOINT
        description = folder / checkpoints.DESCRIPTION  # is written last
        try:
            if member in entry.description.experiment.members:
                return _saved(folder, storage.version(description))
        except OSError:  # it is not there
            pass
        raise RunError("There is no saved model yet: one is saved at each pause and at the end.")

    def data(self, run: str) -> AnyPath | None:
        with self._lock:
            return self._store.data(self._known(run).id)

    def runs(self, owner: str) -> list[RunSummary]:
        with self._lock:
            self._look_for_others()
            mine = [entry for entry in self._runs.values() if entry.description.owner == hashed(owner)]
            for entry in mine:
                if entry.owner is not None or entry.state == "finished":  # which nobody takes up again
                    continue
                if entry.state not in OVER or self._trainers.is_elsewhere(entry.id):
                    self._catch_up(entry)
            return sorted((entry.summarise() for entry in mine), key=lambda summary: -summary.created)

    def summary(self, run: str) -> RunSummary:
        with self._lock:
            return self._known(run).summarise()

    def place(self, run: str) -> int | None:
        with self._lock:
            return self._queue.place(self._known(run).id)

    def wait(self, run: str) -> float | None:
        with self._lock:
            return self._dispatcher.wait(self._known(run))

    def going_on(self) -> list[str]:
        with self._lock:
            runs = [entry for entry in self._runs.values() if entry.jobs and entry.state == "running"]
            return [entry.id for entry in runs if entry.description.experiment.dataset != OWN]

    def census(self) -> Mapping[str, int]:
        with self._lock:
            here = Counter(entry.state for entry in self._runs.values() if entry.owner and entry.state not in OVER)
        return {state: here[state] for state in GOING_ON}

    def resume(self, run: str, owner: str) -> None:
        with self._lock:
            entry = self._ours(run, owner)
            if entry.state not in OVER:
                raise RunError("Only a run that is over but not finished can be resumed; this one goes on.")
            if entry.state == "finished":
                raise RunError("Only a run that is over but not finished can be resumed; this one is finished.")
            self._require_room(owner)
            self._catch_up(entry)
            entry.owner, entry.gone_at = owner, None
            self._dispatcher.enqueue(entry)

    def delete(self, run: str, owner: str) -> None:
        with self._lock:
            entry = self._ours(run, owner)
            entry.is_doomed = True
            self._queue.leave(run)
            entry.stop(Verdict.CANCELLED)
            self._dispatcher.wake()

    def close(self) -> None:
        """End all workers, within a second or so. Their runs can be resumed by the next runner on the same folder."""
        self._dispatcher.close()
        self._workplace.close()
        self._trainers.close()
        self._store.close()

    def _known(self, run: str, owner: str | None = None) -> Run:
        if run not in self._runs:
            self._look_for_others(at_once=True)
        entry = self._runs.get(run)
        if entry is None or entry.is_doomed or (owner is not None and entry.description.owner != hashed(owner)):
            raise RunError("There is no such run, or it is someone else's.")
        return entry

    def _ours(self, run: str, owner: str | None = None) -> Run:
        """A known run that this server trains, or may take up."""
        entry = self._known(run, owner)
        if entry.owner is None:
            self._catch_up(entry)
        if entry.log.record.is_elsewhere:
            raise RunError("Another server on this folder trains the run: it can be watched here, not controlled.")
        return entry

    def _require_room(self, owner: str) -> None:
        require(not self._dispatcher.is_closing, "the server is about to stop")
        waiting = sum(entry.owner == owner and entry.state == "waiting" for entry in self._runs.values())
        if waiting >= self.limits.waiting_per_person:
            raise RunError(
                "{waiting} of your runs wait already, which is as many as may; more can follow later.", waiting=waiting
            )

    def _look_for_others(self, *, at_once: bool = False) -> None:
        """Take note of the runs on disk that are not known yet: another server may have begun them."""
        for run, description, last in self._store.descriptions(self._runs, at_once=at_once):
            self._runs[run] = Run(run, description, summary_on_disk(run, description, last))

    def _catch_up(self, entry: Run) -> None:
        """Read what is new of a run that this server does not train: another does, or nobody."""
        is_elsewhere, members = self._trainers.is_elsewhere(entry.id), entry.description.experiment.members
        # Many files, where nothing was read yet: others need not wait for it.
        log = entry.log or RunLog(entry.id, members, self._store, self._store.events(entry.id))
        with self._lock:
            entry.log = entry.log or log
            if is_elsewhere:
                entry.log.follow()
            else:
                entry.log.record.abandon()
            entry.log.record.is_elsewhere = is_elsewhere and not entry.log.record.is_over


@lru_cache(maxsize=KEPT_MODELS)
def _saved(folder: AnyPath, _version: object) -> Checkpoint:
    """Everybody gets the same one: a page asks for it many times over."""
    return checkpoints.load(folder)
