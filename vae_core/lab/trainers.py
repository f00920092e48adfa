"""Which server trains which run, where several keep their runs in one place."""

import secrets
import threading
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from vae_core import storage
from vae_core.errors import CheckpointError
from vae_core.lab.store import Store
from vae_core.storage import AnyPath, write_atomically

SERVERS, TRAINER = ".servers", "trainer"
# Seconds: a server in an object store says so often that it lives, is believed for so long, and asks about another
# no more often than that.
RENEWED_EVERY, LASTS, ASKED_EVERY = 3.0, 12.0, 1.0


class Trainers:
    """The servers on the folder of ``store``.

    Each has something there that lasts as long as it lives, also where it is killed, and writes its name to the runs
    that it trains. Where nothing can be written, every server is taken to be alone.
    """

    def __init__(self, store: Store):
        self._store = store
        self._name = secrets.token_hex(8)
        folder = store.folder / SERVERS
        self._life = Lease(folder, self._name) if storage.is_remote(folder) else Lock(folder, self._name)
        self._claimed: dict[str, str] = {}  # by whom each run was, when that could be read last

    def claim(self, run: str) -> None:
        """Write down that this server trains ``run``."""
        self._claimed[run] = self._name
        with suppress(CheckpointError, OSError):
            write_atomically(self._store.folder / run / TRAINER, self._name.encode())

    def is_elsewhere(self, run: str) -> bool:
        """Whether another server, which is alive, has claimed ``run`` last."""
        try:
            self._claimed[run] = (self._store.folder / run / TRAINER).read_bytes().decode("ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return False
        except OSError:
            if run not in self._claimed:
                return False
        name = self._claimed[run]
        return name != self._name and name.isalnum() and self._life.is_shared_by(name)

    def close(self) -> None:
        """Leave: what this server trained, others may take up."""
        self._life.end()


class Lock:
    """A server's life as the lock of a file, which the system opens when it dies."""

    def __init__(self, folder: Path, name: str):
        self._folder = folder
        self._own = self._lock_of(name)
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
            self._own.acquire(timeout=0)

    def is_shared_by(self, name: str) -> bool:
        """Whether another server lives as well."""
        lock = self._lock_of(name)
        if not Path(lock.lock_file).exists():
            return False
        with suppress(OSError):
            try:
                lock.acquire(timeout=0)
            except Timeout:
                return True
            lock.release()
        return False

    def end(self) -> None:
        self._own.release()
        with suppress(OSError):
            Path(self._own.lock_file).unlink()

    def _lock_of(self, name: str) -> FileLock:
        return FileLock(self._folder / f"{name}.lock", thread_local=False)


class Lease:
    """A server's life as an object that it writes again and again.

    How old another's is, is told by the store's own clock: against this server's, of which it knows how old it is.
    """

    def __init__(self, folder: AnyPath, name: str):
        self._folder, self._name = folder, name
        self._known: dict[str, tuple[float, bool]] = {}  # of others: until when, and what
        self._is_over = threading.Event()
        self._renew()
        self._thread = threading.Thread(target=self._live, name="lease", daemon=True)
        self._thread.start()

    def is_shared_by(self, name: str) -> bool:
        """Whether another server lives as well; whom nobody can ask about is left alone."""
        until, lives = self._known.get(name, (0.0, True))
        if time.monotonic() > until:
            lives = self._asks(name, lives)
            self._known[name] = time.monotonic() + ASKED_EVERY, lives
        return lives

    def end(self) -> None:
        self._is_over.set()
        self._thread.join()
        with suppress(OSError):
            (self._folder / self._name).unlink()

    def _asks(self, name: str, believed: bool) -> bool:
        try:
            own, other = ((self._folder / each).stat().st_mtime for each in (self._name, name))
            return other > own - LASTS
        except FileNotFoundError:
            return False
        except OSError:
            return believed

    def _renew(self) -> None:
        with suppress(OSError):
            (self._folder / self._name).write_bytes(b"alive")

    def _live(self) -> None:
        while not self._is_over.wait(RENEWED_EVERY):
            self._renew()
