"""A server for as long as something is measured."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app.py"


@dataclass(frozen=True)
class Server:
    """A server and its process, of Linux."""

    port: int
    pid: int

    @property
    def processor_seconds(self) -> float:
        """That it has taken until now, its threads together, the processes that it has started not."""
        return time.clock_gettime((~self.pid << 3) | 2)  # as clock_getcpuclockid(3) makes it

    def descendants(self) -> list[int]:
        """The processes that it has started, and those that these have."""

        def below(pid: int) -> Iterator[int]:
            for found in Path(f"/proc/{pid}/task").glob("*/children"):
                for child in map(int, found.read_text().split()):
                    yield child
                    yield from below(child)

        return list(below(self.pid))


@contextmanager
def serving(script: Path = APP, **environment: str) -> Iterator[int]:
    """The port of ``streamlit run script``."""
    with started(script, **environment) as server:
        yield server.port


@contextmanager
def started(script: Path = APP, log: Path | None = None, **environment: str) -> Iterator[Server]:
    """``streamlit run script``, once it answers; all that it says goes into ``log``, where one is wanted."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", f"--server.port={port}"]
    surroundings = {**os.environ, **environment}
    with log.open("w") if log else nullcontext(subprocess.DEVNULL) as said:
        errors = {"stderr": subprocess.STDOUT} if log else {}
        server = subprocess.Popen(command, cwd=script.parent, env=surroundings, stdout=said, **errors)
    try:
        _wait_for(port)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")
