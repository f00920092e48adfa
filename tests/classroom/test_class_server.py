"""Classes on a server: told between processes, and what holds when it goes and comes back."""

import subprocess
import sys
import threading

import pytest
from servers import Wire, until

from classroom import on_redis
from classroom.store import FILE, StoreError, open_store

DAY = 24 * 3600.0


@pytest.fixture
def open_url(tmp_path):
    opened = []

    def open_url(url: str):
        opened.append(open_store(url, tmp_path))
        return opened[-1]

    yield open_url
    for store in opened:
        store.close()


@pytest.fixture
def wire(server):
    wire = Wire(server.port)
    yield wire
    wire.close()


CHANGING = """
import sys
from classroom.store import open_store
store = open_store(sys.argv[1], None)
assert store.put(sys.argv[2], {"lead": 2})
store.close()
"""


def test_what_another_process_changes_is_told(server, open_url, code, root):
    store, told = open_url(server.url), []
    store.create(code, {"lead": 1}, DAY)
    store.watch(lambda changed: told.append((changed, store.entries(changed))))
    subprocess.run([sys.executable, "-c", CHANGING, server.url, code], cwd=root, check=True)
    until(lambda: told)
    assert told == [(code, {"lead": 2})]


def test_nothing_of_a_class_that_is_over_is_on_the_server(server, open_url, code):
    store = open_url(server.url)
    store.create(code, {"lead": 1}, DAY)
    assert [*store._server.scan_iter(f"*class*{code}*")] != []
    store.delete(code)
    assert [*store._server.scan_iter(f"*class*{code}*")] == []
    store.create(code, {"lead": 1}, 0.05)
    until(lambda: [*store._server.scan_iter(f"*class*{code}*")] == [])


def test_a_server_that_goes_and_comes_back(own_server, open_url, code):
    store, other, told = open_url(own_server.url), open_url(own_server.url), []
    store.create(code, {"lead": 1}, DAY)
    assert store.entries(code) == {"lead": 1}
    store.watch(told.append)
    own_server.kill()
    for call in (
        lambda: store.entries(code),
        lambda: store.put(code, {"lead": 2}),
        lambda: store.count_up(code, "n"),
        lambda: store.delete(code),
    ):
        with pytest.raises(StoreError, match=r"server that keeps the classes cannot be used now \(.*refused"):
            call()
    assert told == []
    own_server.start()
    assert store.entries(code) == {"lead": 1}, "what it had answered for, it still has"
    until(lambda: told == [code])  # of what it has missed
    assert other.put(code, {"lead": 2})
    until(lambda: told == [code, code])
    assert store.entries(code) == {"lead": 2}


def test_a_class_that_went_meanwhile_is_told_of_once(own_server, open_url, code):
    store, told = open_url(own_server.url), []
    store.create(code, {}, DAY)
    assert store.entries(code) == {}
    end = store.watch(lambda changed: told.append(store.entries(changed)))
    own_server.kill()
    own_server.forget()
    own_server.start()
    until(lambda: told)
    assert told == [None]
    end()


def test_a_short_restart_is_waited_for(own_server, open_url, code, monkeypatch):
    monkeypatch.setattr(on_redis, "RETRIES", 4 * on_redis.RETRIES)  # beside other tests it takes its time
    store = open_url(own_server.url)
    store.create(code, {}, DAY)
    own_server.kill()
    back = threading.Timer(0.2, own_server.start)
    back.start()
    try:
        assert store.count_up(code, "n") == 1
    finally:
        back.join()


def test_a_server_that_comes_later_is_found(own_server, open_url, code):
    own_server.kill()
    store, told = open_url(own_server.url), []
    store.watch(told.append)
    own_server.start()
    until(lambda: store._hears.is_set())
    store.create(code, {}, DAY)
    until(lambda: told == [code])


@pytest.mark.parametrize(
    ("verb", "arguments", "answer", "left"),
    [
        ("count_up", ("n",), 1, {"lead": 1, "n": 1}),
        ("add", ("seat", "mine"), True, {"lead": 1, "seat": "mine"}),
        ("add", ("lead", "mine"), False, {"lead": 1}),
        ("put", ({"lead": None},), True, {}),
        ("create", ({"lead": 2}, DAY), False, {"lead": 1}),
        ("delete", (), None, None),
    ],
)
def test_what_is_sent_again_is_done_once(server, wire, open_url, code, verb, arguments, answer, left):
    direct, store, told = open_url(server.url), open_url(wire.url), []
    store.create(code, {"lead": 1}, DAY)  # from now on the server knows the script
    direct.watch(told.append)
    wire.loses = 2
    assert getattr(store, verb)(code, *arguments) == answer
    assert wire.loses == 0
    assert direct.entries(code) == left
    direct.create("after " + code, {}, DAY)
    until(lambda: told[-1:] == ["after " + code])
    assert told[:-1] == [code] * (answer is not False)


def test_a_new_class_whose_answer_was_lost_is_there(wire, open_url, new_code):
    store, code = open_url(wire.url), new_code()
    store.create(new_code(), {}, DAY)
    wire.loses = 1
    assert store.create(code, {"lead": 1}, DAY)
    assert wire.loses == 0
    assert store.entries(code) == {"lead": 1}


def test_a_connection_that_went_silent_is_given_up(server, wire, open_url, code, monkeypatch):
    monkeypatch.setattr(on_redis, "CHECK_EVERY", 0.1)
    monkeypatch.setattr(on_redis, "PATIENCE", 0.3)
    direct, store, told = open_url(server.url), open_url(wire.url), []
    direct.create(code, {"lead": 1}, DAY)
    assert store.entries(code) == {"lead": 1}
    store.watch(told.append)
    wire.go_silent()
    direct.put(code, {"lead": 2})
    until(lambda: told)
    assert store.entries(code) == {"lead": 2}


def test_a_store_that_was_closed_listens_no_more(server, tmp_path):
    before = {*threading.enumerate()}
    store = open_store(server.url, tmp_path)
    store.watch(print)
    assert {*threading.enumerate()} != before
    store.close()
    assert {*threading.enumerate()} == before


@pytest.mark.parametrize("url", ["http://a:secret@b", "secret", "redis:secret", "REDIS://secret"])
def test_an_address_of_something_else_is_a_sentence_without_its_password(url, tmp_path):
    with pytest.raises(StoreError, match=r"kept at redis://…, rediss://… or unix://…") as caught:
        open_store(url, tmp_path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["redis://:secret/word@a", "redis://[secret", "redis://a?db=secret"])
def test_an_address_that_cannot_be_read_is_a_sentence(url, tmp_path):
    with pytest.raises(StoreError, match="address of the server for classes cannot be read") as caught:
        open_store(url, tmp_path)
    assert "secret" not in str(caught.value)


def test_a_wrong_password_is_a_sentence_without_it(server, open_url):
    with pytest.raises(StoreError, match="cannot be used now") as caught:
        open_url(server.url.replace("//", "//:secret@")).entries("CLASS")
    assert "secret" not in str(caught.value)


def test_a_package_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "redis", None)
    monkeypatch.delitem(sys.modules, "classroom.on_redis", raising=False)
    with pytest.raises(StoreError, match=r"the package redis is needed: python -m pip install redis$"):
        open_store("redis://127.0.0.1", tmp_path)


def test_only_what_is_asked_for_is_loaded(root, tmp_path):
    code = (
        "import sys; from pathlib import Path; from classroom.store import open_store; "
        "open_store(None, Path(sys.argv[1])).close(); "
        "sys.exit(bool({'redis', 'streamlit', 'torch', 'numpy'} & {*sys.modules}))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, check=True)
    assert (tmp_path / FILE).exists()
