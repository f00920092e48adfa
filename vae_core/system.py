"""What the operating system can: the one module that knows one system from another.

Where there is a server of forks, on Linux and macOS, a worker process is there in 0.03 s. Elsewhere, on Windows, a
fresh process takes seconds to import torch: a few that have done so are kept waiting for work.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from multiprocessing import connection as connections
from multiprocessing import reduction
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

# What a worker would take seconds to import.
PRELOADED = ("torch", "torch.optim.adamw")
# Workers that wait where they cannot be forked: a pair of models begins at once. Each takes 450 MB, with the libraries
# that they share.
WAITING = 2
# A worker takes what the server and the browsers beside it leave: with equal rights for all, a handle on another page
# answered four times slower while two models learned on two cores. Where nobody waits for a page, VAE_POLITENESS=0.
POLITENESS = int(os.environ.get("VAE_POLITENESS", "19"))
# Seconds between attempts to replace a file that somebody reads.
PAUSES = (0.01, 0.03, 0.1, 0.3, 0.5)


class Worker(NamedTuple):
    """A worker process, and the server's end of the line to it."""

    process: BaseProcess
    connection: Connection


class Workers:
    """Where workers come from. Safe to call from many threads.

    Args:
        life: what a worker does, called in it with its end of the line; a function that a module holds.
    """

    def __init__(self, life: Callable[[Connection], None]):
        self._life = (life.__module__, life.__name__)  # which a fresh process looks up once it is a worker
        self._can_fork = "forkserver" in multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if self._can_fork else "spawn")
        self._waiting: list[Worker] = []
        self._lock = threading.Lock()
        self._preload()

    def warm_up(self, *modules: str) -> None:
        """Have torch and ``modules`` imported in the background, so that workers are soon there."""
        self._preload(*modules)
        if self._can_fork:
            from multiprocessing import forkserver

            with self._lock, _interrupts_blocked():
                forkserver.ensure_running()
        else:
            self._refill()

    def take(self) -> Worker:
        """A worker for whoever asks. Raises OSError where the system refuses."""
        with self._lock:
            waiting = [worker for worker in self._waiting if worker.process.is_alive()]
            taken = waiting.pop(0) if waiting else self._start()
            self._waiting = waiting
        if not self._can_fork:
            threading.Thread(target=self._refill, daemon=True).start()
        return taken

    def _preload(self, *modules: str) -> None:
        self._modules = (*PRELOADED, self._life[0], *modules)
        if self._can_fork:
            self._context.set_forkserver_preload([*self._modules])

    def _refill(self) -> None:
        with self._lock, contextlib.suppress(OSError):  # who takes one will be told
            while len(self._waiting) < WAITING:
                self._waiting.append(self._start())

    def _start(self) -> Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_live, args=(theirs, self._modules, *self._life), daemon=True)
        try:
            with _interrupts_blocked(), _main_script_hidden():
                process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return Worker(process, ours)


def begin_forks(*modules: str) -> None:
    """Have a server of forks import torch and ``modules``, where there can be one, before :class:`Workers` are had."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        multiprocessing.get_context("forkserver").set_forkserver_preload([*PRELOADED, *modules])
        forkserver.ensure_running()


def _live(connection: Connection, modules: tuple[str, ...], module: str, name: str) -> None:
    """A worker from its start: it ends with its server, does not hear Ctrl-C, and takes what others leave."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which not every system can block from outside
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    for each in modules:
        import_module(each)
    getattr(import_module(module), name)(connection)


def hand_over(tie: Connection, line: Connection, pid: int) -> None:
    """Give the process ``pid``, at the other end of ``line``, one end of another line (see :func:`take_over`)."""
    reduction.send_handle(line, tie.fileno(), pid)


def take_over(line: Connection) -> Connection:
    """What the process at the other end of ``line`` hands over."""
    return type(line)(reduction.recv_handle(line))


def limit_memory(more_bytes: int | None) -> None:
    """Let this process have ``more_bytes`` more than it has, where the system (Linux) knows of such a limit."""
    status = Path("/proc/self/status")
    try:
        import resource
    except ImportError:
        return
    if status.exists():
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        used = next(
            int(line.split()[1]) for line in status.read_text("ascii").splitlines() if line.startswith("VmData")
        )
        resource.setrlimit(resource.RLIMIT_DATA, (hard if more_bytes is None else used * 1024 + more_bytes, hard))


def signal_of(exit_code: int) -> str | None:
    """The name of the signal that a process ended by; ``None`` where it ended by itself or the system does not say."""
    names = {each.value: each.name for each in signal.Signals}
    return names.get(-exit_code, str(-exit_code)) if exit_code < 0 else None


def replace(path: Path, target: Path) -> None:
    """Rename ``path``, over what is there. Windows refuses that while somebody reads it, who is done soon."""
    for pause in PAUSES:
        try:
            path.replace(target)
            return
        except PermissionError:
            time.sleep(pause)
    path.replace(target)


def _end_with_parent() -> None:
    """Wait for the server's death, also by kill -9, and follow it: nobody is left to hear."""
    connections.wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """A process started herein, and all that it starts, does not hear Ctrl-C: the server ends its workers itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

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
