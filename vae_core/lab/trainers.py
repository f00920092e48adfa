"""Which server trains which run, where several keep their runs in one folder."""

import contextlib
import secrets
from pathlib import Path

from filelock import FileLock, Timeout

from vae_core.errors import CheckpointError
from vae_core.lab.store import Store
from vae_core.training.checkpoints import write_atomically

SERVERS, TRAINER = ".servers", "trainer"


class Trainers:
    """The servers on the folder of ``store``.

    Each holds a lock there for as long as it lives, also where it is killed, and writes its name to the runs that it
    trains. Where nothing can be written, every server is taken to be alone.
    """

    def __init__(self, store: Store):
        self._store = store
        self._name = secrets.token_hex(8)
        self._lock = self._lock_of(self._name)
        with contextlib.suppress(OSError):
            Path(self._lock.lock_file).parent.mkdir(exist_ok=True)
            self._lock.acquire(timeout=0)

    def claim(self, run: str) -> None:
        """Write down that this server trains ``run``."""
        with contextlib.suppress(CheckpointError, OSError):
            write_atomically(self._store.folder / run / TRAINER, self._name.encode())

    def is_elsewhere(self, run: str) -> bool:
        """Whether another server, which is alive, has claimed ``run`` last."""
        try:
            name = (self._store.folder / run / TRAINER).read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return False
        return name != self._name and self._lives(name)

    def close(self) -> None:
        """Leave: what this server trained, others may take up."""
        self._lock.release()
        with contextlib.suppress(OSError):
            Path(self._lock.lock_file).unlink()

    def _lives(self, name: str) -> bool:
        lock = self._lock_of(name)
        if not name.isalnum() or not Path(lock.lock_file).exists():
            return False
        with contextlib.suppress(OSError):
            try:
                lock.acquire(timeout=0)
            except Timeout:
                return True
            lock.release()
        return False

    def _lock_of(self, name: str) -> FileLock:
        return FileLock(self._store.folder / SERVERS / f"{name}.lock", thread_local=False)
