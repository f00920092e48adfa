"""Classes in a file: nothing is to be installed, and a restart of the server loses nothing.

What a killed process had written is there, what it was writing is not at all; only a power cut may take the last
moments with it. Changes are told within this store alone: several servers need Redis.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from classroom.store import MOST, StoreError, Watchers, checked, packed, unpacked

VERSION = 1
SWEEP = 3600.0  # seconds
PATIENCE = 10.0  # seconds to wait for another process that writes

# Zeros are written over what is deleted, and nothing is laid aside in other files. WAL: others read while one writes.
MANNERS = (
    "secure_delete = ON",
    "temp_store = MEMORY",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
)
TABLES = (
    "CREATE TABLE classes (code TEXT PRIMARY KEY, ends REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE entries (code TEXT NOT NULL REFERENCES classes ON DELETE CASCADE, key TEXT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (code, key)) WITHOUT ROWID",
    "CREATE INDEX ends ON classes (ends)",
    f"PRAGMA user_version = {VERSION}",
)
WRITE = "INSERT INTO entries VALUES (?, ?, ?) ON CONFLICT (code, key) DO UPDATE SET value = excluded.value"


class SqliteStore:
    """A :class:`~classroom.store.Store` in ``file``, which is made, readable for its owner alone.

    Args:
        file: where it is; its folder is made, too.
        sweep: seconds after which what is over is deleted even where nobody asks.

    Raises:
        StoreError: the file cannot be opened, is damaged or something else.
    """

    def __init__(self, file: Path, sweep: float = SWEEP):
        self._file, self._lock, self._watchers = file, threading.RLock(), Watchers()
        self._closed, self._is_stained = threading.Event(), True  # by what a killed process was writing
        with self._speaking():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            self._database = sqlite3.connect(file, PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                self._begin()
            except BaseException:
                self._database.close()
                raise
        threading.Thread(target=self._sweep_now_and_then, args=(sweep,), name="classes", daemon=True).start()

    def create(self, code: str, entries: Mapping[str, Any], lasts: float) -> bool:
        written = packed(entries)
        with self._writing(code) as is_there:
            if is_there:
                return False
            self._database.execute("INSERT INTO classes VALUES (?, ?)", (code, time.time() + checked(lasts)))
            self._write(code, written)
        self._watchers.tell(code)
        return True

    def entries(self, code: str) -> dict[str, Any] | None:
        with self._reading(code) as is_there:
            if not is_there:
                return None
            found = dict(self._database.execute("SELECT key, value FROM entries WHERE code = ?", (code,)))
        return unpacked(found)

    def put(self, code: str, entries: Mapping[str, Any]) -> bool:
        written = packed(entries)
        with self._writing(code) as is_there:
            if is_there:
                self._write(code, written)
        if is_there:
            self._watchers.tell(code)
        return is_there

    def add(self, code: str, key: str, value: Any) -> bool:
        if value is None:
            raise ValueError("There is nothing to add.")
        written = packed({key: value})
        with self._writing(code) as is_there:
            is_new = is_there and self._value(code, key) is None
            if is_new:
                self._write(code, written)
        if is_new:
            self._watchers.tell(code)
        return is_new

    def count_up(self, code: str, key: str) -> int | None:
        packed({key: 0})
        with self._writing(code) as is_there:
            if not is_there:
                return None
            before = unpacked({key: self._value(code, key) or "0"})[key]
            if type(before) is not int or not -MOST - 1 <= before < MOST:
                raise ValueError(f"{key} is no counter.")
            self._write(code, packed({key: before + 1}))
        self._watchers.tell(code)
        return before + 1

    def delete(self, code: str) -> None:
        with self._writing(code) as is_there:
            self._database.execute("DELETE FROM classes WHERE code = ?", (code,))
        if is_there:
            with self._lock, self._speaking():
                self._is_stained = True
                self._sweep()
            self._watchers.tell(code)

    def watch(self, told: Callable[[str], None]) -> Callable[[], None]:
        return self._watchers.add(told)

    def close(self) -> None:
        self._closed.set()
        self._watchers.clear()
        with self._lock:
            self._database.close()

    def _begin(self) -> None:
        for manner in MANNERS:
            self._database.execute(f"PRAGMA {manner}")
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not version and not tables:
                for statement in TABLES:
                    self._database.execute(statement)
            elif version != VERSION:
                raise StoreError(
                    "{file} is none of this version of the app: move it away, and a new one is made.",
                    file=self._file,
                )
        self._sweep()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Say what SQLite or the system has to say."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            if type(error) is sqlite3.DatabaseError:  # its kinds are about other things
                raise StoreError(
                    "{file}, which keeps the classes, is damaged ({error}): move it away, and a new one is made.",
                    file=self._file,
                    error=error,
                ) from error
            raise StoreError(
                "{file}, which keeps the classes, cannot be read and written ({error}).", file=self._file, error=error
            ) from error

    @contextmanager
    def _reading(self, code: str) -> Iterator[bool]:
        """Whether there is such a class, which stays so meanwhile."""
        with self._lock, self._speaking():
            self._sweep()
            with self._database:
                self._database.execute("BEGIN")
                yield self._is_there(code)

    @contextmanager
    def _writing(self, code: str) -> Iterator[bool]:
        """Likewise; what is written meanwhile is all written, or nothing where something is raised."""
        with self._lock, self._speaking():
            self._sweep()
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                yield self._is_there(code)

    def _is_there(self, code: str) -> bool:
        return self._database.execute("SELECT 1 FROM classes WHERE code = ?", (code,)).fetchone() is not None

    def _value(self, code: str, key: str) -> str | None:
        found = self._database.execute("SELECT value FROM entries WHERE code = ? AND key = ?", (code, key)).fetchone()
        return found and found[0]

    def _write(self, code: str, entries: Mapping[str, str | None]) -> None:
        self._database.executemany(
            "DELETE FROM entries WHERE code = ? AND key = ?",
            [(code, key) for key, value in entries.items() if value is None],
        )
        self._database.executemany(WRITE, [(code, key, value) for key, value in entries.items() if value is not None])

    def _sweep(self) -> None:
        """Delete what is over."""
        now = (time.time(),)
        if self._database.execute("SELECT 1 FROM classes WHERE ends <= ? LIMIT 1", now).fetchone():
            self._database.execute("DELETE FROM classes WHERE ends <= ?", now)
            self._is_stained = True
        if self._is_stained:
            self._wipe()

    def _wipe(self) -> None:
        """Write the file anew, and empty its log: in both there still are pieces of what was deleted.

        ``secure_delete`` alone leaves copies behind where entries were moved from page to page.
        """
        with suppress(sqlite3.OperationalError):  # another process reads in it: next time, then
            self._database.execute("VACUUM")
            (is_busy, *_pages) = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._is_stained = bool(is_busy)

    def _sweep_now_and_then(self, seconds: float) -> None:
        while not self._closed.wait(seconds):
            # What is wrong with the file, whoever asks for a class is told.
            with self._lock, suppress(sqlite3.Error):
                self._sweep()
