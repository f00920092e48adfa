"""One job, one worker process: soon started, heard, told, and over when it should be.

Nothing here knows what is computed. Both sides exchange packed records and arrays (:mod:`vae_core.packing`),
and neither waits for the other: a worker's messages wait in a bounded outbox, commands are read between its steps.
"""

import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Literal

import numpy as np
import torch

from vae_core import system
from vae_core.errors import Sentence, VaeCoreError
from vae_core.packing import pack, unpack
from vae_core.training.channel import ENDING, STOP, Channel

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
            an error; ``"killed"``: its process ended without a word, which on some systems is all that is known of one
            that was ended from outside, or it was lost with its machine; ``"out of memory"``: it wanted more than it
            may have.
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
        ties: ends of lines to other workers, which this one is given (:attr:`Channel.ties`).

    Attributes:
        connection, sentinel: what :func:`multiprocessing.connection.wait` waits for, until :attr:`ending` is there.
        ending: ``None`` while the job runs.
    """

    def __init__(self, work: Work, arguments: Mapping, *, memory_bytes: int, ties: Sequence[Connection] = ()):
        self.ending: Ending | None = None
        self._last_words: Ending | None = None
        self._unsaid: SimpleQueue[bytes | None] = SimpleQueue()
        self._speaker = threading.Thread(target=self._say, daemon=True)
        self._stop_times: tuple[float, float] | None = None
        self._ties = ties
        task = {"module": work.__module__, "name": work.__name__, "arguments": dict(arguments), "ties": len(ties)}
        self.tell({**task, "memory_bytes": memory_bytes})

    def start(self) -> None:
        """Have a worker do it; takes some 0.03 s where one is soon there. A system that refuses ends the job."""
        try:
            self._process, self.connection = WORKERS.take()
        except OSError as error:
            reason = error.strerror or error
            self.ending = Ending("failed", Sentence("No worker process could be started: {error}.", error=reason))
            self._let_go_of_ties()
            return
        self._speaker.start()

    @property
    def sentinel(self) -> int:
        return self._process.sentinel

    def sources(self) -> tuple[Connection, int]:
        """Both, for :func:`multiprocessing.connection.wait`, until :attr:`ending` is there."""
        return self.connection, self.sentinel

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def tell(self, record: Mapping) -> None:
        """Send a command; never blocks."""
        self._unsaid.put(pack(record, {}))

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
        """Send what is to be said, as fast as the worker takes it: a thread, which a busy one holds up alone."""
        with contextlib.suppress(OSError):  # nobody listens any more
            self.connection.send_bytes(self._unsaid.get())  # the task
            for tie in self._ties:
                system.hand_over(tie, self.connection, self.pid)
            self._let_go_of_ties()  # the other end hears when the worker's, which is the last, is closed
            while content := self._unsaid.get():
                self.connection.send_bytes(content)

    def _let_go_of_ties(self) -> None:
        for tie in self._ties:
            tie.close()

    def _insist_on_stop(self) -> None:
        if self._stop_times is None or not self._process.is_alive():
            return
        terminated_at, killed_at = self._stop_times
        if time.monotonic() > killed_at:
            self._process.kill()
        elif time.monotonic() > terminated_at:
            self._process.terminate()

    def _conclude(self) -> None:
        self._unsaid.put(None)
        self._speaker.join()
        self._let_go_of_ties()
        self.connection.close()
        self.ending = self._last_words or self._ending_without_words(self._process.exitcode)
        self._process.close()

    def _ending_without_words(self, exit_code: int) -> Ending:
        if self._stop_times is not None:
            return Ending("cancelled")
        if signal := system.signal_of(exit_code):
            return Ending("killed", Sentence(KILLED, signal=signal))
        return Ending("killed", Sentence(SILENT, code=exit_code))


def serve(connection: Connection) -> None:
    """The life of a worker process: it waits for a task, which is done under its limits, and ends."""
    torch.set_num_threads(1)  # two models side by side: a thread each is faster than two in turn
    gc.freeze()  # what was imported is here to stay
    try:
        task, _ = unpack(connection.recv_bytes())
    except (EOFError, OSError):  # nobody has anything to do any more
        return
    work = getattr(import_module(task["module"]), task["name"])
    system.limit_memory(task["memory_bytes"])
    channel = Channel(connection, [system.take_over(connection) for _ in range(task["ties"])])
    try:
        work(channel, task["arguments"])
        ending = Ending("cancelled" if channel.is_stopping else "finished")
    except VaeCoreError as error:
        ending = Ending("failed", error.sentence)
    except Exception as error:
        system.limit_memory(None)
        if not _is_lack_of_memory(error):
            broken = Sentence("The worker failed: {kind}: {error}", kind=type(error).__name__, error=error)
            channel.close({ENDING: "failed", "message": broken.record()})
            raise
        ending = Ending("out of memory", Sentence(TOO_LARGE, megabytes=round(task["memory_bytes"] / 1e6)))
    channel.close({ENDING: ending.kind, "message": Sentence(ending.message).record()})


def _is_lack_of_memory(error: Exception) -> bool:
    # torch's CPU allocator raises a plain RuntimeError.
    return isinstance(error, MemoryError) or "DefaultCPUAllocator" in str(error) or "bad_alloc" in str(error)


WORKERS = system.Workers(serve)
