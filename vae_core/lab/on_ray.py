"""The workplace on a Ray cluster: Ray finds a computer for each run, on which its models learn side by side.

The server itself never loads Ray: a process of its own does (:mod:`vae_core.lab.foreman`), begun anew where it ended.
"""

import os
import threading
import time
from collections.abc import Iterable, Mapping
from itertools import count
from multiprocessing import Pipe, connection
from multiprocessing.connection import Connection

from vae_core.errors import Sentence
from vae_core.lab.crew import ENDED, PID
from vae_core.lab.foreman import CONTENT, CREW, LOST, MEMBER, PLACES, oversee
from vae_core.packing import pack, unpack
from vae_core.training.jobs import Ending, Job, Message

# Seconds between two looks at the clock, and for which Ray may take until it is there: a first start takes ten.
TICK, CONNECTED_WITHIN = 0.25, 60.0
UNLIMITED = 10**13  # bytes: what the crews may use is limited where they are
PASSED_ON = ("VAE_DATA_DIR", "VAE_POLITENESS")  # to computers that say nothing of their own
GONE = Sentence(
    "The computer on which it learned has gone, or Ray ended its work there. It can be resumed from where it was "
    "last saved."
)
SILENT = Sentence("Ray does not answer. Everything but the training works; a run can be resumed once Ray is there.")
AWAY = Sentence("{reason} Everything but the training works; a run can be resumed once Ray is there.")


class RayJob:
    """One member of a run on the cluster; a :class:`~vae_core.lab.workplace.AnyJob`."""

    def __init__(self, workplace: "OnRay", crew: str, member: str):
        self.ending: Ending | None = None
        self.pid: int | None = None
        self._workplace, self._crew, self._member = workplace, crew, member
        self._ours, self._theirs = Pipe(duplex=False)
        self._over_by: float | None = None

    def sources(self) -> tuple[Connection]:
        return (self._ours,)

    def start(self) -> None:
        self._workplace.begin(self._crew)

    def tell(self, record: Mapping) -> None:
        self._workplace.say({"do": "tell", "crew": self._crew, "member": self._member, "record": dict(record)})

    def stop(self, within: float = 1.0) -> None:
        if self._over_by is None:
            self._over_by = time.monotonic() + within
            self._workplace.say({"do": "stop", "crew": self._crew, "member": self._member, "within": within})

    def hear(self) -> list[Message]:
        messages = []
        while self.ending is None and self._ours.poll():
            record, arrays = unpack(self._ours.recv_bytes())
            if PID in record:
                self.pid = record[PID]
            elif ENDED in record:
                self._conclude(Ending(record[ENDED], Sentence.from_record(record["message"])))
            else:
                messages.append((record, arrays))
        if self.ending is None and self._over_by and time.monotonic() > self._over_by:
            self._workplace.say({"do": "drop", "crew": self._crew})  # it waits for a place, or its computer is silent
            self._conclude(Ending("cancelled"))
        return messages

    def deliver(self, content: bytes) -> None:
        """Have the next :meth:`hear` find ``content``; waits where there is too much already."""
        try:
            self._theirs.send_bytes(content)
        except OSError:  # it was ended here meanwhile
            return

    def _conclude(self, ending: Ending) -> None:
        self.ending = ending
        self._workplace.forget(self._crew, self._member)
        self._ours.close()


class OnRay:
    """A :class:`~vae_core.lab.workplace.Workplace` on the cluster at ``address``.

    Args:
        address: as Ray has it, ``host:port``, or ``auto`` for one that was begun here; ``None``: this computer alone.
    """

    def __init__(self, address: str | None):
        self._address = address
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._jobs: dict[tuple[str, str], RayJob] = {}
        self._due: dict[str, dict] = {}  # crews that are prepared
        self._places: int | None = None  # until Ray is there
        self._is_closing = False
        self._foreman: Job | None = None
        self._thread: threading.Thread | None = None
        self._call_foreman()

    def places(self, most: int) -> int:
        return max(1, min(most, self._places or 0))

    def prepare(self, members: Mapping[str, Mapping], memory_bytes: int) -> dict[str, RayJob]:
        crew = str(next(self._numbers))
        jobs = {name: RayJob(self, crew, name) for name in members}
        with self._lock:
            self._due[crew] = {"do": "start", "crew": crew, "members": dict(members), "memory_bytes": memory_bytes}
            self._jobs |= {(crew, name): job for name, job in jobs.items()}
        return jobs

    def begin(self, crew: str) -> None:
        """Have Ray find a place for a crew, once, whichever of its members asks."""
        self._call_foreman()
        with self._lock:
            order = self._due.pop(crew, None)
        if order:
            self.say(order)

    def say(self, command: Mapping) -> None:
        """Tell the foreman, if there is one: whoever waits for an answer of one that has ended hears of that."""
        if foreman := self._foreman:
            foreman.tell(command)

    def forget(self, crew: str, member: str) -> None:
        """A member has ended."""
        with self._lock:
            self._jobs.pop((crew, member), None)

    def close(self) -> None:
        self._is_closing = True
        if self._thread:
            self._thread.join()

    def _call_foreman(self) -> None:
        with self._lock:
            if self._foreman is None and not self._is_closing:
                environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
                arguments = {"address": self._address, "environment": environment}
                self._foreman = Job(oversee, arguments, memory_bytes=UNLIMITED)
                self._thread = threading.Thread(target=self._attend, args=(self._foreman,), name="ray", daemon=True)
                self._thread.start()

    def _attend(self, foreman: Job) -> None:
        """Hear a foreman to its end: the one thread that starts, hears and ends it."""
        foreman.start()
        connected_by = time.monotonic() + CONNECTED_WITHIN
        is_late = False
        while not foreman.ending:
            connection.wait(foreman.sources(), TICK)
            for record, arrays in foreman.hear():
                self._take(record, arrays)
            is_late = is_late or (self._places is None and time.monotonic() > connected_by)
            if is_late or self._is_closing:
                foreman.stop()
        reason = foreman.ending.message if foreman.ending.kind == "failed" else GONE
        with self._lock:
            self._foreman, self._places = None, None
            lost = list(self._jobs.values())
            self._due.clear()  # nobody would hear them
        _tell_end(lost, SILENT if is_late else Sentence(AWAY, reason=reason) if reason is not GONE else GONE)

    def _take(self, record: Mapping, arrays: Mapping) -> None:
        if PLACES in record:
            self._places = record[PLACES]
            return
        with self._lock:
            crew = {name: job for (crew, name), job in self._jobs.items() if crew == record[CREW]}
        if LOST in record:
            _tell_end(crew.values(), GONE)
        elif job := crew.get(record[MEMBER]):
            job.deliver(arrays[CONTENT].tobytes())


def _tell_end(jobs: Iterable[RayJob], message: Sentence) -> None:
    for job in jobs:
        job.deliver(pack({ENDED: "killed", "message": message.record()}, {}))
