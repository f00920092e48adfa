"""What a page asks of whoever runs its experiments, in this process or elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vae_core.errors import NOTHING, Sentence, VaeCoreError
from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment
from vae_core.lab.uploads import Uploads
from vae_core.storage import AnyPath
from vae_core.training import Change
from vae_core.training.checkpoints import Checkpoint


class RunError(VaeCoreError):
    """A run is unknown, belongs to someone else, or cannot do what it is asked for."""


@dataclass(frozen=True)
class RunSummary:
    """One line in the list of a person's runs.

    Attributes:
        run: its id.
        experiment: what was asked for.
        state: see :class:`~vae_core.lab.events.Record`.
        created: Unix time in seconds.
        results: the last held-out terms of each member, in nats per image.
        message: a sentence about its ending, empty where there is none.
        changes: that were made in mid-run, as far as is known.
        is_elsewhere: whether another server trains it.
    """

    run: str
    experiment: Experiment
    state: str
    created: float
    results: Mapping[str, Mapping[str, float]]
    message: Sentence = NOTHING
    changes: tuple[Change, ...] = ()
    is_elsewhere: bool = False

    @property
    def became(self) -> Experiment:
        """The experiment with the settings that are in force now."""
        return self.experiment.after(self.changes)


class Runner(Protocol):
    """Runs experiments. Safe to call from many threads; every method raises :class:`RunError` on an unknown run.

    Attributes:
        uploads: files that visitors have uploaded, for a while.
    """

    uploads: Uploads

    def start(self, experiment: Experiment, owner: str, data: bytes | None = None, *, paused: bool = False) -> str:
        """Queue a new run and return its id.

        Args:
            experiment: what to do.
            owner: whoever asks, the same string each time.
            data: packed images (:func:`vae_core.data.own.to_bytes`) for the data set ``"own"``.
            paused: whether it waits for a command before its first step.

        Raises:
            ConfigError: the experiment is larger than is allowed.
            RunError: too many of the person's runs wait already, or own data are missing.
        """
        ...

    def control(self, run: str, command: Mapping) -> None:
        """Have a run that is not over do something: ``{"command": name, ...}``.

        ``"pause"``; ``"play"``; ``"advance"`` with ``steps`` or ``epochs``: bring all members to the same step, that
        many after the one that is ahead, and pause; ``"change"`` with ``learning_rate``, ``beta`` or both;
        ``"walk"``: a walk-through of the next batch, while paused; ``"cancel"``.

        Raises:
            RunError: the run is over, or trained by another server, or the command unknown.
            ConfigError: a value is outside its range.
        """
        ...

    def record(self, run: str) -> Record:
        """What is known of it now.

        Raises :class:`CheckpointError` where its log is damaged.
        """
        ...

    def result(self, run: str, member: str) -> Checkpoint:
        """A model as last saved: at a pause, or at the end.

        Raises :class:`RunError` where there is none yet, :class:`CheckpointError` where it is damaged.
        """
        ...

    def data(self, run: str) -> AnyPath | None:
        """A file with the run's own images, packed; ``None`` where it learns from a data set that all know."""
        ...

    def runs(self, owner: str) -> Sequence[RunSummary]:
        """The person's runs, newest first."""
        ...

    def summary(self, run: str) -> RunSummary:
        """One run in one line, whoever it belongs to."""
        ...

    def place(self, run: str) -> int | None:
        """Its place in the queue, 1 for the next; ``None`` where it does not wait."""
        ...

    def wait(self, run: str) -> float | None:
        """Seconds until its turn, about (:mod:`vae_core.lab.turns`); ``None`` where it does not wait."""
        ...

    def going_on(self) -> Sequence[str]:
        """Runs that learn just now and that anybody may watch: not those on a person's own images."""
        ...

    def census(self) -> Mapping[str, int]:
        """How many runs that are not over there are in each state, on this server."""
        ...

    def resume(self, run: str, owner: str) -> None:
        """Queue a run that is over but not finished; it goes on as if it had never stopped."""
        ...

    def delete(self, run: str, owner: str) -> None:
        """Cancel the run if it goes on, and forget it."""
        ...
