"""A made-up member of the MNIST family, in a folder and on a mirror of its own."""

import dataclasses
import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from core.builders import idx_bytes
from vae_core.data import mnist_family

COUNTS = {"train": 4, "t10k": 3}


@pytest.fixture
def files(monkeypatch) -> dict[str, bytes]:
    """The four IDX files of an ``mnist`` of seven images; for this test they are the official ones."""
    random = np.random.default_rng(0)
    contents = {}
    for (split, kind), stem in mnist_family.STEMS.items():
        count = COUNTS["train" if split == "train" else "t10k"]
        shape, top = ((count, 28, 28), 256) if kind == "images" else ((count,), 10)
        contents[stem] = idx_bytes(random.integers(0, top, shape, dtype=np.uint8))
    hashes = {stem: hashlib.sha256(content).hexdigest() for stem, content in contents.items()}
    source = dataclasses.replace(mnist_family.SOURCES["mnist"], mirrors=(), sha256=hashes)
    monkeypatch.setitem(mnist_family.SOURCES, "mnist", source)
    monkeypatch.setattr(mnist_family, "COUNTS", COUNTS)
    monkeypatch.delenv("VAE_DATA_DIR", raising=False)
    return contents


@pytest.fixture
def folder(files, tmp_path) -> Path:
    """The four files on disk, two of them zipped."""
    for stem, content in files.items():
        if stem.startswith("train"):
            (tmp_path / f"{stem}.gz").write_bytes(gzip.compress(content))
        else:
            (tmp_path / stem).write_bytes(content)
    return tmp_path


class Mirror:
    """A web server with a folder for each way in which a mirror can behave."""

    def __init__(self, files: dict[str, bytes]):
        self.archives = {f"{stem}.gz": gzip.compress(content) for stem, content in files.items()}
        self.requests: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    def url(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{behaviour}/"

    def answer(self, behaviour: str, name: str) -> tuple[int, bytes, int]:
        """Status, body, and how many bytes more than the body are announced."""
        body = self.archives[name]
        other_shape = (2, 28, 28) if "images" in name else (2,)
        return {
            "sound": (200, body, 0),
            "absent": (404, b"", 0),
            "broken": (200, body[: len(body) // 2], len(body) - len(body) // 2),
            "truncated": (200, body[: len(body) // 2], 0),
            "error-page": (200, b"<html>Not what you asked for</html>", 0),
            "other-size": (200, gzip.compress(idx_bytes(np.zeros(other_shape, np.uint8))), 0),
            "another": (200, gzip.compress(gzip.decompress(body)[:-1] + b"\x07"), 0),
        }[behaviour]

    def _handler(mirror):  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.requests.append(self.path)
                status, body, missing = mirror.answer(*self.path.strip("/").split("/"))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) + missing))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


@pytest.fixture
def mirror(files) -> Iterator[Mirror]:
    mirror = Mirror(files)
    thread = threading.Thread(target=mirror.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield mirror
    mirror.server.shutdown()
    mirror.server.server_close()
    thread.join()


@pytest.fixture
def use_mirrors(mirror, monkeypatch):
    """Call with behaviours: the mirrors to be tried, in this order."""

    def use(*behaviours: str) -> None:
        urls = tuple(mirror.url(behaviour) for behaviour in behaviours)
        source = dataclasses.replace(mnist_family.SOURCES["mnist"], mirrors=urls)
        monkeypatch.setitem(mnist_family.SOURCES, "mnist", source)

    return use
