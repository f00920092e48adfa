"""Classes in a file: what is over is not in it any more, and what is wrong with it is said."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from servers import until

from classroom import on_sqlite
from classroom.on_sqlite import SqliteStore
from classroom.store import FILE, StoreError, open_store

DAY = 24 * 3600.0
killing = pytest.mark.skipif(os.name == "nt", reason="there, nobody dies by a signal")


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / FILE


@pytest.fixture
def open_file(file):
    opened = []

    def open_file(**settings) -> SqliteStore:
        opened.append(SqliteStore(file, **settings))
        return opened[-1]

    yield open_file
    for store in opened:
        store.close()


def on_disk(file: Path) -> bytes:
    """All that is there, the log beside the file, too."""
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


def teach(store: SqliteStore, seed: int) -> None:
    """Two classes side by side, in which entries come, grow and go: SQLite moves them from page to page."""
    draw = random.Random(seed)
    for _ in range(1000):
        code, text = draw.choice((("LASTS", "kept"), ("GONE", "secret"), ("GONE", "secret")))
        keys = [f"{text}:{draw.randrange(300)}" for _ in range(draw.choice((1, 1, 1, 20)))]
        store.put(code, {key: draw.choice((None, text * draw.choice((1, 5, 50, 400)))) for key in keys})


@pytest.mark.parametrize("ends", ["by the teacher", "by a touch", "by the clock", "at the next start"])
def test_nothing_of_a_class_that_is_over_is_on_the_disk(open_file, file, monkeypatch, ends):
    now = [1000.0]
    monkeypatch.setattr(on_sqlite, "time", SimpleNamespace(time=lambda: now[0]))
    store = open_file(sweep=0.05 if ends == "by the clock" else DAY)
    for seed in range(4):
        store.create("LASTS", {}, 10 * DAY)
        store.create("GONE", {"lead": 1}, DAY)
        teach(store, seed)
        kept = store.entries("LASTS")
        assert b"secret" in on_disk(file)
        if ends == "by the teacher":
            store.delete("GONE")
        now[0] += 1.5 * DAY
        if ends == "by a touch":
            store.entries("another")
        if ends == "at the next start":
            store.close()
            store = open_file()
        if ends == "by the clock":
            until(lambda: not any(word in on_disk(file) for word in (b"GONE", b"secret")))
        found = on_disk(file)
        assert b"secret" not in found
        assert b"GONE" not in found
        assert b"kept" in found
        assert store.entries("LASTS") == kept


def test_an_entry_that_was_taken_away_is_overwritten(open_file, file):
    store = open_file()
    store.create("CLASS", {"digit": "secret", "lead": "kept"}, DAY)
    store.put("CLASS", {"digit": None})
    store.close()
    assert b"kept" in on_disk(file)
    assert b"secret" not in on_disk(file)


def test_what_another_process_reads_is_wiped_when_it_has_read(open_file, file, monkeypatch):
    monkeypatch.setattr(on_sqlite, "PATIENCE", 0.05)
    store = open_file()
    store.create("GONE", {"lead": "secret"}, DAY)
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM entries").fetchone() == (1,)
    store.delete("GONE")
    assert store.entries("GONE") is None
    reader.execute("COMMIT")
    reader.close()
    assert store.entries("GONE") is None
    assert b"secret" not in on_disk(file)


# Dies at the beginning of the statement that has this number, or is this.
DYING = """
import os, signal, sys
from pathlib import Path
from classroom.on_sqlite import SqliteStore
file, last, call = sys.argv[1:]
store = SqliteStore(Path(file))
statements = []
def traced(statement):
    statements.append(statement)
    if last in (statement, str(len(statements))):
        os.kill(os.getpid(), signal.SIGKILL)
store._database.set_trace_callback(traced)
exec(call)
"""


@killing
def test_what_a_killed_process_had_deleted_is_wiped_at_the_next_start(open_file, file, root):
    open_file().create("GONE", {"lead": "secret"}, DAY)
    command = [sys.executable, "-c", DYING, str(file), "VACUUM", 'store.delete("GONE")']
    assert subprocess.run(command, cwd=root, check=False).returncode == -signal.SIGKILL
    assert b"secret" in on_disk(file)
    assert open_file().entries("GONE") is None
    assert b"secret" not in on_disk(file)


@killing
@pytest.mark.parametrize("statement", [3, 5, 1000, 2000])
def test_a_process_that_dies_within_a_transaction_has_written_nothing(open_file, file, root, statement):
    before = {f"entry:{index}": "old" for index in range(2000)}
    store = open_file()
    store.create("CLASS", before, DAY)
    put = 'store.put("CLASS", {f"entry:{index}": "new" * 200 for index in range(2000)})'
    command = [sys.executable, "-c", DYING, str(file), str(statement), put]
    assert subprocess.run(command, cwd=root, check=False).returncode == -signal.SIGKILL
    assert store.entries("CLASS") == before, "beside it"
    store.close()
    assert open_file().entries("CLASS") == before, "and after it"


def test_two_processes_may_write_the_same_file(open_file):
    one, other = open_file(), open_file()
    one.create("CLASS", {}, DAY)
    assert [other.count_up("CLASS", "n"), one.count_up("CLASS", "n"), other.count_up("CLASS", "n")] == [1, 2, 3]


@pytest.mark.skipif(os.name == "nt", reason="there, who may read is inherited")
def test_nobody_else_on_the_machine_reads_it(open_file, file):
    open_file().create("CLASS", {}, DAY)
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}


def test_its_folder_is_made(tmp_path):
    store = open_store("", tmp_path / "not" / "there")
    assert store.create("CLASS", {}, DAY)
    store.close()
    assert (tmp_path / "not" / "there" / FILE).is_file()


def test_a_file_that_is_something_else_is_a_sentence(file, open_file):
    file.write_text("I am a text. " * 500, "utf-8")
    with pytest.raises(StoreError, match=r"classes\.sqlite, which keeps the classes, is damaged \(file is not"):
        open_file()
    assert file.read_text("utf-8").startswith("I am a text."), "and it is left as it is"


def test_a_file_damaged_in_the_middle_is_a_sentence(file, open_file):
    store = open_file()
    store.create("CLASS", {f"entry:{index}": index for index in range(3000)}, DAY)
    store.close()
    whole = bytearray(file.read_bytes())
    whole[4096:] = b"\xff" * len(whole[4096:])
    file.write_bytes(whole)
    with pytest.raises(StoreError, match="is damaged"):
        open_file().entries("CLASS")


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 7", "CREATE TABLE mine (x)"])
def test_a_file_of_another_version_is_a_sentence(file, open_file, statement):
    other = sqlite3.connect(file)
    other.execute(statement)
    other.close()
    with pytest.raises(StoreError, match="is none of this version of the app: move it away"):
        open_file()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be read and written"):
        open_store(None, tmp_path / "file")


def test_a_lock_that_nobody_lifts_is_a_sentence(file, open_file, monkeypatch):
    monkeypatch.setattr(on_sqlite, "PATIENCE", 0.05)
    store = open_file()
    store.create("CLASS", {}, DAY)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"cannot be read and written \(database is locked\)"):
        store.put("CLASS", {"lead": 1})
    assert store.entries("CLASS") == {}, "reading goes on"
    other.close()
    assert store.put("CLASS", {"lead": 1})


def test_a_store_that_is_closed_says_so(open_file):
    store = open_file()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.entries("CLASS")
    store.close()
