"""A real server that keeps classes, and a wire to it that may fail."""

import select
import shutil
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

SERVERS = ("valkey-server", "redis-server")
SECONDS = 20


def executable() -> str | None:
    return next(filter(None, map(shutil.which, SERVERS)), None)


def until(condition, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


class Server:
    """A server on a free port of its own, which keeps in ``folder`` all that it has answered for."""

    def __init__(self, folder: Path):
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self._folder, "save": "", "appendonly": "yes"}
        command = [executable(), "--appendfsync", "always"]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until(self._answers)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Lose all that was kept."""
        for kept in self._folder.glob("appendonly*"):
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()

    def _answers(self) -> bool:
        """Whether it has read what it kept, and listens."""
        assert self._process.poll() is None, (self._folder / "log").read_text("utf-8")
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
        return False


class Wire:
    """Connections to a port, by another one.

    Attributes:
        loses: how many of the next answers to a script are lost, and the connection with them.
    """

    def __init__(self, port: int):
        self._port, self.loses = port, 0
        self._dead: set[socket.socket] = set()
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._scripts: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._listener.getsockname()[1]}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def go_silent(self) -> None:
        """Nothing passes any more by connections that there are, and neither end is told."""
        self._dead.update(self._pairs)

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        for end in (*self._pairs, self._listener):
            end.close()

    def _run(self) -> None:
        while not self._over.is_set():
            alive = [end for end in self._pairs if end not in self._dead]
            ready, _, _ = select.select([self._listener, *alive], [], [], 0.02)
            for end in ready:
                if end is self._listener:
                    self._connect(*end.accept())
                elif end in self._pairs and end not in self._dead:
                    self._pass(end)

    def _connect(self, near: socket.socket, _address: object) -> None:
        far = socket.create_connection(("127.0.0.1", self._port))
        self._pairs |= {near: far, far: near}

    def _pass(self, end: socket.socket) -> None:
        other = self._pairs[end]
        with suppress(OSError):
            data = end.recv(65536)
            if b"EVALSHA" in data:
                self._scripts.add(other)
            is_lost = self.loses > 0 and end in self._scripts and data[:1] != b"-"
            self.loses -= is_lost
            if data and not is_lost:
                other.sendall(data)
                return
        for each in (end, other):
            del self._pairs[each]
            self._scripts.discard(each)
            each.close()
