"""The one thread that starts workers, hears them, and sees to it that nobody takes more than allowed."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, MutableMapping
from multiprocessing import connection

from vae_core.errors import Sentence
from vae_core.lab import turns
from vae_core.lab.active import Run
from vae_core.lab.events import OVER
from vae_core.lab.limits import Limits
from vae_core.lab.scheduler import FairQueue, Ticket
from vae_core.lab.store import Store
from vae_core.lab.trainers import Trainers
from vae_core.lab.verdict import Verdict
from vae_core.lab.workplace import AnyJob, Workplace

# Seconds between two looks at clocks, while nothing happens; while workers are being stopped; and between two
# questions whether somebody is still here.
TICK, STOPPING_TICK, PRESENCE_TICK = 0.25, 0.02, 1.0
# Ended runs whose records stay in memory: about 10 MB each.
REMEMBERED = 64
TRAINED_ENOUGH = Sentence("The run has trained for {minutes} minutes, which is as long as it may.")
UNWATCHED = Sentence("The run was stopped because nobody watched it any more; it can be resumed.")


class Dispatcher:
    """Moves ``runs`` from ``queue`` through their workers' lives to their end, under ``lock``."""

    def __init__(
        self,
        runs: MutableMapping[str, Run],
        queue: FairQueue,
        store: Store,
        trainers: Trainers,
        limits: Limits,
        is_present: Callable[[str], bool],
        lock: threading.RLock,
        workplace: Workplace,
    ):
        self.is_closing = False
        self._runs, self._queue, self._store, self._limits = runs, queue, store, limits
        self._is_present, self._lock, self._trainers, self._workplace = is_present, lock, trainers, workplace
        self._remembered: list[Run] = []
        self._sizes: dict[str, int] = {}
        self._clock = self._asked_at = time.monotonic()
        self._bell, self._ringer = socket.socketpair()
        for end in (self._bell, self._ringer):
            end.setblocking(False)
        self._make_room()
        self._thread = threading.Thread(target=self._dispatch, name="lab dispatcher", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Have it look at once."""
        with contextlib.suppress(OSError):  # it has been rung often enough, or it is closed
            self._ringer.send(b"!")

    def enqueue(self, run: Run) -> None:
        """Have a run wait for its turn."""
        self._trainers.claim(run.id)
        run.log.add("queued")
        self._queue.enter(Ticket(run.id, run.owner, len(run.unfinished)))
        self.wake()

    def wait(self, run: Run) -> float | None:
        """Seconds until the turn of a run that waits, about; ``None`` where it does not."""
        place = self._queue.place(run.id)
        if place is None:
            return None
        sized = lambda each, count: (each.seconds_of_turn, count)  # noqa: E731
        working = [sized(each, len(each.jobs)) for each in self._working()]
        ahead = [sized(self._runs[ticket.run], ticket.places) for ticket in self._queue.order()[: place - 1]]
        return turns.wait(self._queue.places, working, ahead, len(run.unfinished))

    def close(self) -> None:
        """Stop all workers and the thread."""
        with self._lock:
            if self.is_closing:
                return
            self.is_closing = True
            for run in self._working():
                run.stop(Verdict.CLOSES)
        self.wake()
        self._thread.join()
        self._bell.close()
        self._ringer.close()

    def remember(self, run: Run) -> None:
        """Keep the record of an ended run in memory for a while, in place of those of the one least recently used."""
        self._remembered = [*(other for other in self._remembered if other is not run), run]
        if len(self._remembered) > REMEMBERED:
            forgotten = self._remembered.pop(0)
            if forgotten.state in OVER and forgotten.log.is_on_disk:
                forgotten.summarise()
                forgotten.log = None
            elif forgotten.state in OVER:
                self._forget(forgotten)

    def _dispatch(self) -> None:
        while not self._is_done():
            self._wait()
            with self._lock:
                for run in self._working():
                    run.hear()
                self._look_at_clocks()
                self._conclude()
                due = self._next_jobs()
            for job in due:  # the first one waits for the server of forks: pages need not
                job.start()

    def _is_done(self) -> bool:
        with self._lock:
            return self.is_closing and not self._working()

    def _wait(self) -> None:
        with self._lock:
            running = [job for run in self._working() for job in run.jobs.values() if job.ending is None]
            is_stopping = any(run.verdict for run in self._working())
        sources = [self._bell, *(source for job in running for source in job.sources())]
        if self._bell in connection.wait(sources, STOPPING_TICK if is_stopping else TICK):
            self._bell.recv(4096)

    def _working(self) -> list[Run]:
        return [run for run in self._runs.values() if run.jobs]

    def _look_at_clocks(self) -> None:
        now = time.monotonic()
        elapsed, self._clock = now - self._clock, now
        for run in self._working():
            run.look_at_clock(elapsed)
            if run.trained > self._limits.wall_seconds:
                run.stop(Verdict.CANCELLED, Sentence(TRAINED_ENOUGH, minutes=round(self._limits.wall_seconds / 60)))
            elif run.paused_at and now - run.paused_at > self._limits.paused_seconds and self._others_wait(run):
                run.stop(Verdict.MAKES_ROOM)
            elif run.turn > turns.length(run.turns) and self._others_wait(run):
                run.stop(Verdict.GIVES_WAY)
        if now - self._asked_at > PRESENCE_TICK:
            self._asked_at = now
            self._look_who_is_here(now)

    def _others_wait(self, run: Run) -> bool:
        """Whether somebody waits who has no other run that works."""
        served = {None, *(other.owner for other in self._working())}
        return any(other.state == "waiting" and other.owner not in served for other in self._runs.values())

    def _look_who_is_here(self, now: float) -> None:
        for run in [run for run in self._runs.values() if run.owner is not None]:
            run.gone_at = None if self._is_present(run.owner) else run.gone_at or now
            if run.gone_at and now - run.gone_at > self._limits.grace_seconds:
                self._queue.leave(run.id)
                run.stop(Verdict.INTERRUPTED, UNWATCHED)

    def _conclude(self) -> None:
        """See to the runs whose workers have all ended."""
        for run in [run for run in self._runs.values() if run.has_ended]:
            if self.is_closing and run.unfinished and not run.is_doomed:
                continue  # it is interrupted: nothing is written down that resuming would have to take back
            if run.verdict and run.verdict.comes_back and run.unfinished:
                gives_way = run.verdict is Verdict.GIVES_WAY
                run.leave_the_floor()
                if gives_way:
                    self.enqueue(run)
            elif run.state not in OVER:
                run.conclude()
                self._sizes.pop(run.id, None)
                self.remember(run)
            if run.is_doomed:
                self._forget(run)
            self._make_room()
        for run in [run for run in self._runs.values() if run.wants_back]:
            self.enqueue(run)

    def _next_jobs(self) -> list[AnyJob]:
        due = []
        self._queue.places = self._workplace.places(self._limits.processes)
        while not self.is_closing:
            taken = sum(len(run.jobs) for run in self._working())
            ticket = self._queue.serve(taken, {run.owner for run in self._working()})
            if ticket is None:
                break
            due += self._runs[ticket.run].prepare_jobs(self._store, self._workplace, self._limits.memory_bytes)
        return due

    def _make_room(self) -> None:
        """Drop the oldest ended runs until the rest fits."""
        for run in self._runs.values():
            if run.id not in self._sizes or run.state not in OVER:
                self._sizes[run.id] = self._store.size(run.id)
        ended = [run for run in self._runs.values() if run.state in OVER and not self._trainers.is_elsewhere(run.id)]
        ended.sort(key=lambda run: run.description.created)
        while ended and sum(self._sizes.values()) > self._limits.kept_bytes:
            self._forget(ended.pop(0))

    def _forget(self, run: Run) -> None:
        self._store.delete(run.id)
        self._sizes.pop(run.id, None)
        self._remembered = [other for other in self._remembered if other is not run]
        del self._runs[run.id]
