"""Stores of both kinds: in a file, and on a real server."""

import itertools
import os

import pytest
from servers import Server, executable

from classroom.store import open_store

KINDS = ("sqlite", "redis")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server that no test kills."""
    with_folder = _started(tmp_path_factory.mktemp("redis"))
    yield with_folder
    with_folder.kill()


@pytest.fixture
def own_server(tmp_path):
    """A server that this test may kill."""
    server = _started(tmp_path)
    yield server
    server.kill()


def _started(folder) -> Server:
    if executable() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("No server on PATH: `apt-get install redis-server`.")
    return Server(folder)


@pytest.fixture(params=KINDS)
def url(request) -> str | None:
    """Where classes are kept."""
    return request.getfixturevalue("server").url if request.param == "redis" else None


@pytest.fixture
def open_again(url, tmp_path):
    """Opens the store, as another server of the app would."""
    opened = []

    def open_again():
        opened.append(open_store(url, tmp_path))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again):
    return open_again()


@pytest.fixture
def code(new_code) -> str:
    return new_code()


@pytest.fixture
def new_code(request):
    """Codes that no other test has: the server is the same."""
    numbers = itertools.count()
    return lambda: f"{request.node.name}-{os.getpid()}-{next(numbers)}"
