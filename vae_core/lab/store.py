"""Runs on disk: a folder each, in which the log of events is the truth.

``<id>/experiment.json``, ``<id>/events/000001.safetensors`` …, ``<id>/data.safetensors`` (a person's own images)
and, written by its worker, ``<id>/<member>/state.safetensors`` and ``<id>/<member>/checkpoint/``.
"""

import hashlib
import json
import tempfile
import time
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vae_core import storage
from vae_core.config import from_json, is_number, to_json
from vae_core.errors import CheckpointError, ConfigError, Sentence
from vae_core.lab.events import Event
from vae_core.lab.experiment import Experiment
from vae_core.storage import AnyPath, write_atomically

DESCRIPTION, EVENTS, DATA = "experiment.json", "events", "data.safetensors"
FIELDS = {"experiment", "owner", "created"}
LOOKED_AT_EVERY = 1.0  # seconds: an object store, for what others have begun


@dataclass(frozen=True)
class Description:
    """What a run is, apart from what happens to it.

    Attributes:
        experiment: what was asked for.
        owner: the hash of whom it belongs to; see :func:`hashed`.
        created: Unix time in seconds.
    """

    experiment: Experiment
    owner: str
    created: float


def hashed(owner: str) -> str:
    """A stand-in for a person's cookie, from which nobody can make the cookie."""
    return hashlib.sha256(owner.encode()).hexdigest()


class Store:
    """The runs in ``folder``; in a temporary one, gone with this object, for ``None`` or where that fails.

    Attributes:
        folder: where the runs are.
        warning: a sentence where they are not kept, against what was asked for.
        notices: sentences about what could not be read or written.
    """

    def __init__(self, folder: AnyPath | None):
        self.warning: Sentence | None = None
        self._temporary: tempfile.TemporaryDirectory | None = None
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
                write_atomically(folder / ".writable", b"")
                (folder / ".writable").unlink()
        except OSError as error:
            self.warning = Sentence(
                "Runs cannot be written to their folder ({reason}): they are lost when the server stops.",
                reason=error.strerror or error,
            )
            folder = None
        if folder is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="vae-runs-")
        self._left_out: set[str] = set()
        self._next_look = 0.0
        self.notices = [self.warning] if self.warning else []
        self.folder = Path(self._temporary.name) if folder is None else folder

    def close(self) -> None:
        if self._temporary:
            self._temporary.cleanup()

    def create(self, run: str, description: Description, data: bytes | None) -> None:
        """A folder for a new run; raises :class:`CheckpointError` where it cannot be written."""
        record = {**vars(description), "experiment": to_json(description.experiment)}
        try:
            for part in () if storage.is_remote(self.folder) else (EVENTS, *description.experiment.members):
                (self.folder / run / part).mkdir(parents=True)
            if data is not None:
                write_atomically(self.folder / run / DATA, data)
            write_atomically(self.folder / run / DESCRIPTION, (json.dumps(record, indent=2) + "\n").encode())
        except OSError as error:
            raise _unwritten(error) from error

    def append(self, run: str, event: Event) -> None:
        """Add ``event`` to the log; raises :class:`CheckpointError` where it cannot be written."""
        try:
            write_atomically(self.folder / run / EVENTS / f"{event.number:06d}.safetensors", event.to_bytes())
        except OSError as error:
            raise _unwritten(error) from error

    def descriptions(
        self, known: Container[str] = (), *, at_once: bool = True
    ) -> Iterator[tuple[str, Description, Event | None]]:
        """Every run that is not ``known`` yet, with its last event, oldest first.

        What is damaged is left out, with a notice. Unless ``at_once``, an object store is not asked all the time.
        """
        runs = []
        for folder in self._folders(at_once):
            run, path = folder.name, folder / DESCRIPTION
            if run in known or run in self._left_out:
                continue
            try:
                if path.exists():
                    runs.append((run, self._describe(path), self._last_event(run)))
            except (CheckpointError, OSError) as error:
                if storage.is_remote(folder) and isinstance(error, OSError):  # it did not answer: the next look may
                    continue
                self._left_out.add(run)
                self.notices.append(Sentence("The run in {folder} is left out: {error}", folder=folder, error=error))
        return iter(sorted(runs, key=lambda each: each[1].created))

    def events(self, run: str, after: int = 0) -> list[Event]:
        """The log of ``run`` from the event ``after`` on, in order.

        Raises :class:`CheckpointError` where it is damaged.
        """
        try:
            files = [path for path in self._event_files(run) if int(path.stem) > after]
            return [Event.from_bytes(path.read_bytes()) for path in files]
        except OSError as error:
            raise CheckpointError(
                "The log of the run could not be read: {error}.", error=error.strerror or error
            ) from error

    def _folders(self, at_once: bool) -> list[AnyPath]:
        """What may be runs. Where nothing can be read just now, there is nothing new."""
        if storage.is_remote(self.folder) and not at_once and time.monotonic() < self._next_look:
            return []
        self._next_look = time.monotonic() + LOOKED_AT_EVERY
        with suppress(OSError):
            return storage.entries(self.folder)
        return []

    def data(self, run: str) -> AnyPath | None:
        """The file with the run's own images, if it has any."""
        path = self.folder / run / DATA
        with suppress(OSError):
            return path if path.exists() else None
        return None

    def member(self, run: str, member: str) -> AnyPath:
        """The folder of one model of ``run``."""
        return self.folder / run / member

    def size(self, run: str) -> int:
        """Bytes that the run takes; 0 where nobody can say."""
        with suppress(OSError):
            return storage.size(self.folder / run)
        return 0

    def delete(self, run: str) -> None:
        """Remove the run; what cannot be removed stays."""
        storage.remove(self.folder / run)

    def _event_files(self, run: str) -> list[AnyPath]:
        return sorted((self.folder / run / EVENTS).glob("[0-9]*.safetensors"))

    def _last_event(self, run: str) -> Event | None:
        files = self._event_files(run)
        return Event.from_bytes(files[-1].read_bytes()) if files else None

    def _describe(self, path: AnyPath) -> Description:
        try:
            record = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise CheckpointError(
                "{file}: expected JSON, found something else ({error}).", file=path, error=error
            ) from error
        if not isinstance(record, dict) or record.keys() != FIELDS:
            raise CheckpointError("{file}: expected the fields {names}.", file=path, names=", ".join(sorted(FIELDS)))
        if not isinstance(record["owner"], str) or not is_number(record["created"], 0, 1e12):
            raise CheckpointError("{file}: expected an owner's hash and a time.", file=path)
        try:
            return Description(from_json(Experiment, record["experiment"]), record["owner"], record["created"])
        except ConfigError as error:
            raise CheckpointError("{file}: {error}.", file=path, error=error) from error


def _unwritten(error: OSError) -> CheckpointError:
    return CheckpointError("The run could not be written to disk: {error}.", error=error.strerror or error)
