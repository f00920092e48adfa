"""Where classes are kept: each a set of small JSON entries under its code, gone when its time is over.

SQLite's is always there; Redis's or Valkey's where several servers serve one class. Which of them it is, nobody else
needs to know.
"""

import json
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from vae_core.errors import VaeCoreError

FILE = "classes.sqlite"
REDIS = ("redis://", "rediss://", "unix://")  # as redis-py has them
# What count_up counts to: a whole number of 64 bits, as both stores have it.
MOST = 2**63 - 1
LONGEST = 366 * 24 * 3600.0  # seconds


class StoreError(VaeCoreError):
    """The store cannot be had: its file is damaged, its disk full, its server away."""


class Store(Protocol):
    """Classes by their codes; used from any thread. Every method raises :class:`StoreError` where it cannot be had.

    Keys are texts, not empty ones; values are what JSON has, ``None`` standing for "no entry". What JSON has not is
    refused with TypeError or ValueError, and nothing is written then.
    """

    def create(self, code: str, entries: Mapping[str, Any], lasts: float) -> bool:
        """Keep a new class for ``lasts`` seconds; ``False`` where the code is taken by one that is not over."""

    def entries(self, code: str) -> dict[str, Any] | None:
        """All of a class; ``None`` where there is none, or its time is over."""

    def put(self, code: str, entries: Mapping[str, Any]) -> bool:
        """Write entries, all or none, in place of what was there; ``None`` takes one away. ``False``: no such class."""

    def add(self, code: str, key: str, value: Any) -> bool:
        """Write one entry where there is none under that key, atomically; whether it was written."""

    def count_up(self, code: str, key: str) -> int | None:
        """One more, atomically: 1 at first. ``None``: no such class.

        The counter is an entry as any other; ValueError where the entry is no whole number below :data:`MOST`.
        """

    def delete(self, code: str) -> None:
        """Take a class away at once."""

    def watch(self, told: Callable[[str], None]) -> Callable[[], None]:
        """Have ``told`` called with the code of each class that changes, until the function returned is called.

        It is called from any thread, also that of who changes something, and must neither wait nor raise. By SQLite it
        is told of what this very store changes; by Redis, of what any process does, and after a connection was lost,
        of all classes that were asked for here: they may have changed meanwhile. Nobody is told that a class's time
        is over.
        """

    def close(self) -> None:
        """Let go of file or server; watching ends."""


def open_store(url: str | None, folder: Path) -> Store:
    """The store at ``url``, ``redis://…``, ``rediss://…`` or ``unix://…``; without one, SQLite's in ``folder``.

    Only what is asked for is loaded. A server need not be there yet.

    Raises:
        StoreError: nothing can be kept there, and why.
    """
    if not url:
        return import_module("classroom.on_sqlite").SqliteStore(folder / FILE)
    if not url.startswith(REDIS):  # what it begins with is not said: it may be a password
        raise StoreError("Classes can be kept at redis://…, rediss://… or unix://…; this address begins otherwise.")
    try:
        redis = import_module("classroom.on_redis")
    except ModuleNotFoundError as error:
        if error.name != "redis":
            raise
        raise StoreError(
            "To keep classes on a Redis server, the package redis is needed: python -m pip install redis"
        ) from error
    return redis.RedisStore(url)


def checked(lasts: float) -> float:
    """How long a class lasts, in seconds. Raises ValueError where that is no time, or more than :data:`LONGEST`."""
    if not 0 < lasts <= LONGEST:
        raise ValueError(f"A class lasts up to {LONGEST} seconds, not {lasts}.")
    return lasts


def packed(entries: Mapping[str, Any]) -> dict[str, str | None]:
    """Each value as JSON, in ASCII alone; ``None`` where there is to be no entry.

    Raises TypeError or ValueError on what JSON has not, and on keys that are no text or empty.
    """
    for key in entries:
        if not key.encode():  # which also refuses half a character
            raise ValueError("The key of an entry is empty.")
    return {
        key: None if value is None else json.dumps(value, allow_nan=False, separators=(",", ":"))
        for key, value in entries.items()
    }


def unpacked(entries: Mapping[str, str]) -> dict[str, Any]:
    """What :func:`packed` made, read in one go: a class has thousands of entries."""
    return dict(zip(entries, json.loads(f"[{','.join(entries.values())}]"), strict=True))


class Watchers:
    """Who is told of changes."""

    def __init__(self):
        self._told: dict[object, Callable[[str], None]] = {}
        self._lock = threading.Lock()

    def add(self, told: Callable[[str], None]) -> Callable[[], None]:
        """The function that ends it; it may be called twice."""
        mark = object()
        with self._lock:
            self._told[mark] = told

        def end() -> None:
            with self._lock:
                self._told.pop(mark, None)

        return end

    def tell(self, code: str) -> None:
        with self._lock:
            all_of_them = list(self._told.values())
        for told in all_of_them:
            told(code)

    def clear(self) -> None:
        with self._lock:
            self._told.clear()
