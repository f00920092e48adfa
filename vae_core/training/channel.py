"""The worker's end of the line between a job and the server."""

import contextlib
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import connection as connections
from multiprocessing.connection import Connection

import numpy as np

from vae_core.packing import pack, unpack

# The outbox is emptied at most this often, in seconds: nobody sees more than five pictures a second.
SENT_EVERY = 0.2
# Names in records that this module and jobs.py keep for themselves.
STOP, ENDING = "stop", "ending"


class Channel:
    """Commands in, messages out; neither ever holds up the work.

    Attributes:
        is_stopping: whether the work should come to its end, because it was told to, or because nobody listens.
        ties: lines to other workers, for the work to use.
    """

    def __init__(self, connection: Connection, ties: Sequence[Connection] = ()):
        self.is_stopping = False
        self.ties = ties
        self._connection = connection
        self._outbox: dict[object, bytes] = {}  # in the order of sending
        self._changed = threading.Condition()
        self._is_closing = False
        self._hurry = threading.Event()
        self._sender = threading.Thread(target=self._send_all, daemon=True)
        self._sender.start()

    def commands(self) -> list[dict]:
        """The commands that have come since the last call."""
        commands = []
        while not self.is_stopping and self._connection.poll():
            commands += self._receive()
        return commands

    def wait_for_command(self) -> list[dict]:
        """The next commands, once there are any; none when the work should stop."""
        while not self.is_stopping:
            self._connection.poll(None)
            if commands := self.commands():
                return commands
        return []

    def hears(self, tie: Connection) -> bool:
        """Wait for a word on ``tie`` or for a command; whether ``tie`` has one, or its end."""
        return tie in connections.wait([tie, self._connection])

    def send(
        self,
        record: Mapping,
        arrays: Mapping[str, np.ndarray] | None = None,
        *,
        replaces: str | None = None,
        at_once: bool = False,
    ) -> None:
        """Put a message into the outbox, which is emptied ``at_once`` or soon.

        ``replaces`` names a kind of message of which only the newest matters: it takes the place of one that
        still waits. The sender of others sees to it that there are not too many.
        """
        content = pack(record, arrays or {})
        with self._changed:
            self._outbox.pop(replaces, None)
            self._outbox[replaces or object()] = content
            self._changed.notify()
        if at_once:
            self._hurry.set()

    def close(self, last_words: Mapping) -> None:
        """Send what waits and then ``last_words``."""
        self.send(last_words)
        self._is_closing = True  # only now, or the sender might leave before the last words
        self._hurry.set()
        self._sender.join()
        self._connection.close()

    def _receive(self) -> list[dict]:
        try:
            command, _ = unpack(self._connection.recv_bytes())
        except (EOFError, OSError):
            command = {"command": STOP}
        self.is_stopping = command.get("command") == STOP
        return [] if self.is_stopping else [command]

    def _send_all(self) -> None:
        with contextlib.suppress(OSError):  # nobody listens: reading says so to the work
            while self._outbox or not self._is_closing:
                with self._changed:
                    self._changed.wait_for(lambda: self._outbox)
                    waiting, self._outbox = list(self._outbox.values()), {}
                    self._hurry.clear()
                for content in waiting:
                    self._connection.send_bytes(content)
                if not self._is_closing:
                    self._hurry.wait(SENT_EVERY)
