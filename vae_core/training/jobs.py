"""One job, one worker process: soon started, heard, told, and over when it should be.

Nothing here knows what is computed. Both sides exchange packed records and arrays (:mod:`vae_core.packing`),
and neither waits for the other: a worker's messages wait in a bounded outbox, commands are read between its steps.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import connection as connections
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from select import select
from types import ModuleType
from typing import Literal

import numpy as np
import torch

from vae_core.errors import Sentence, VaeCoreError
from vae_core.packing import pack, unpack
from vae_core.training.channel import ENDING, STOP, Channel

# A worker takes what the server and the browsers beside it leave: with equal rights for all, a handle on another page
# answered four times slower while two models learned on two cores.
POLITENESS = 19
CONTEXT = multiprocessing.get_context("forkserver")
# What a fresh process would take seconds to import: the server of forks has it, its children inherit it.
PRELOADED = ("torch", "torch._dynamo", "torch.optim", __name__)
CONTEXT.set_forkserver_preload([*PRELOADED])
# A worker that is asked to end has this part of its time to do so by itself, then a signal that it may hear,
# then one that it cannot.
TERMINATED_AT, KILLED_AT = 0.6, 0.75
KILLED = Sentence("The worker process was ended from outside ({signal}); this also happens when memory runs out.")
SILENT = Sentence("The worker process ended with exit code {code} and without a word.")
TOO_LARGE = Sentence("The model and its data need more than {megabytes} MB.")


@dataclass(frozen=True)
class Ending:
    """How a job ended.

    Attributes:
        kind: ``"finished"``: the work was done; ``"cancelled"``: it was asked to stop; ``"failed"``: it raised
            an error; ``"killed"``: its process was ended from outside; ``"out of memory"``: it wanted more than
            it may have.
        message: a :class:`~vae_core.errors.Sentence`, empty where there is nothing to say.
    """

    kind: Literal["finished", "cancelled", "failed", "killed", "out of memory"]
    message: str = ""


Work = Callable[[Channel, Mapping], None]
Message = tuple[dict, dict[str, np.ndarray]]


class Job:
    """Work in a process of its own. One thread starts, hears and ends it; any may tell it something.

    Args:
        work: called in the worker with a :class:`Channel` and the arguments; a function that a module holds.
        arguments: JSON values.
        memory_bytes: how much more memory than at its start the worker may use.

    Attributes:
        connection, sentinel: what :func:`multiprocessing.connection.wait` waits for, until :attr:`ending` is there.
        ending: ``None`` while the job runs.
    """

    def __init__(self, work: Work, arguments: Mapping, *, memory_bytes: int):
        self.ending: Ending | None = None
        self.connection, self._theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_serve, args=(work, dict(arguments), memory_bytes, self._theirs), daemon=True
        )
        self._last_words: Ending | None = None
        self._unsaid: deque[bytes] = deque()
        self._saying = threading.Lock()
        self._stop_times: tuple[float, float] | None = None

    def start(self) -> None:
        """Start the worker; takes some 0.03 s once the server of forks is up. A system that refuses ends the job."""
        try:
            with _interrupts_blocked(), _main_script_hidden():
                self._process.start()
        except OSError as error:
            self.connection.close()
            reason = error.strerror or error
            self.ending = Ending("failed", Sentence("No worker process could be started: {error}.", error=reason))
        self._theirs.close()

    @property
    def sentinel(self) -> int:
        return self._process.sentinel

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def tell(self, record: Mapping) -> None:
        """Send a command; never blocks. What a busy worker cannot take yet goes with a later :meth:`hear`."""
        with self._saying:
            self._unsaid.append(pack(record, {}))
        self._say()

    def stop(self, within: float = 1.0) -> None:
        """Ask the worker to end; who goes on calling :meth:`hear` sees it over after ``within`` seconds at most."""
        if self._stop_times is None:
            now = time.monotonic()
            self._stop_times = (now + TERMINATED_AT * within, now + KILLED_AT * within)
            self.tell({"command": STOP})

    def hear(self) -> list[Message]:
        """What the worker has sent since the last call, at once; sees to its end."""
        if self.ending:
            return []
        self._insist_on_stop()
        self._say()
        has_ended = not self._process.is_alive()  # asked first: whatever it sent lies in the pipe by then
        messages = []
        for record, arrays in self._received():
            if ENDING in record:
                self._last_words = Ending(record[ENDING], Sentence.from_record(record["message"]))
            else:
                messages.append((record, arrays))
        if has_ended:
            self._conclude()
        return messages

    def _received(self) -> Iterator[Message]:
        with contextlib.suppress(EOFError, OSError):  # the worker has gone, perhaps in the middle of a message
            while self.connection.poll():
                yield unpack(self.connection.recv_bytes())

    def _say(self) -> None:
        with self._saying, contextlib.suppress(OSError):
            while self._unsaid and select([], [self.connection], [], 0)[1]:
                self.connection.send_bytes(self._unsaid.popleft())

    def _insist_on_stop(self) -> None:
        if self._stop_times is None or not self._process.is_alive():
            return
        terminated_at, killed_at = self._stop_times
        if time.monotonic() > killed_at:
            self._process.kill()
        elif time.monotonic() > terminated_at:
            self._process.terminate()

    def _conclude(self) -> None:
        self.connection.close()
        self.ending = self._last_words or self._ending_without_words(self._process.exitcode)
        self._process.close()

    def _ending_without_words(self, exit_code: int) -> Ending:
        if self._stop_times is not None:
            return Ending("cancelled")
        if exit_code < 0:
            return Ending("killed", Sentence(KILLED, signal=signal.Signals(-exit_code).name))
        return Ending("failed", Sentence(SILENT, code=exit_code))


def warm_up(*modules: str) -> None:
    """Start the server of forks, which imports torch and ``modules`` in the background, so that jobs start soon."""
    CONTEXT.set_forkserver_preload([*PRELOADED, *modules])
    with _interrupts_blocked():
        forkserver.ensure_running()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """A process started herein, and all that it starts, does not hear Ctrl-C: the server ends its workers itself."""
    resource_tracker.ensure_running()  # or it would start herein, and end by letting the signal through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _main_script_hidden() -> Iterator[None]:
    """A process started herein does not run the main script again, which may be a page, and slow to import."""
    main, stand_in = sys.modules["__main__"], ModuleType("__main__")
    sys.modules["__main__"] = stand_in
    try:
        yield
    finally:
        if sys.modules["__main__"] is stand_in:
            sys.modules["__main__"] = main


def _serve(work: Work, arguments: Mapping, memory_bytes: int, connection) -> None:
    """The life of a worker process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    torch.set_num_threads(1)  # two models side by side: a thread each is faster than two in turn
    gc.freeze()  # what was preloaded is here to stay
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    _limit_memory(memory_bytes)
    channel = Channel(connection)
    try:
        work(channel, arguments)
        ending = Ending("cancelled" if channel.is_stopping else "finished")
    except VaeCoreError as error:
        ending = Ending("failed", error.sentence)
    except Exception as error:
        _limit_memory(None)
        if not _is_lack_of_memory(error):
            broken = Sentence("The worker failed: {kind}: {error}", kind=type(error).__name__, error=error)
            channel.close({ENDING: "failed", "message": broken.record()})
            raise
        ending = Ending("out of memory", Sentence(TOO_LARGE, megabytes=round(memory_bytes / 1e6)))
    channel.close({ENDING: ending.kind, "message": Sentence(ending.message).record()})


def _end_with_parent() -> None:
    """Wait for the server's death, also by kill -9, and follow it: nobody is left to hear."""
    connections.wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


def _limit_memory(more_bytes: int | None) -> None:
    """Let this process have ``more_bytes`` more than it has, where the system (Linux) knows of such a limit."""
    status = Path("/proc/self/status")
    if not status.exists():
        return
    import resource  # not on every system

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    used = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmData"))
    resource.setrlimit(resource.RLIMIT_DATA, (hard if more_bytes is None else used * 1024 + more_bytes, hard))


def _is_lack_of_memory(error: Exception) -> bool:
    # torch's CPU allocator raises a plain RuntimeError.
    return isinstance(error, MemoryError) or "DefaultCPUAllocator" in str(error) or "bad_alloc" in str(error)
