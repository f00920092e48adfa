"""A real server and a real browser, started once."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
# A fresh profile asks the vendor's servers for updates; on a closed network that only makes noise.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> str:
    """The address of ``streamlit run app.py`` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Headless Chromium. Without one the tests are skipped on a desk and fail in CI."""
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("No Chromium on PATH: `apt-get install chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """One person with a browser: their page, what it sent to the server, what it complained of."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address
        self.sent: list[float] = []
        self.errors: list[str] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: self.sent.append(time.monotonic())))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str, *, ready: bool = True) -> "Visitor":
        self.page.goto(f"{self.address}{path}")
        if ready:
            self.decoder.wait_for()
            self.settle()
        return self

    @property
    def decoder(self):
        """The decoder component, once its weights are there."""
        return self.page.locator(".decoder[data-ready=true]")

    def settle(self) -> None:
        """Wait until nothing more goes to the server: the page is at rest."""
        quiet_since = len(self.sent), time.monotonic()
        while time.monotonic() - quiet_since[1] < 0.7:
            self.page.wait_for_timeout(50)
            if len(self.sent) != quiet_since[0]:
                quiet_since = len(self.sent), time.monotonic()

    def position(self) -> list[float]:
        return self.decoder.evaluate("node => Array.from(node.view.z)")

    def pictures(self) -> list[list[int]]:
        """The ink (alpha) of every pixel of every picture on screen."""
        return self.decoder.evaluate(
            """node => [...node.querySelectorAll('.pictures canvas')].map((canvas) =>
                [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 3))"""
        )

    def frames(self) -> int:
        return self.decoder.evaluate("node => node.view.stats.frames")

    def pad_point(self, across: float, up: float) -> tuple[float, float]:
        """Screen coordinates of a point given as fractions of the map, from its lower left."""
        box = self.page.locator(".pad").bounding_box()
        return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]


@pytest.fixture
def visit(browser, address):
    """Opens pages as a new visitor each time, and fails the test if a page raised a JavaScript error."""
    contexts, visitors = [], []

    def open_page(path: str = "/", *, ready: bool = True, **context) -> Visitor:
        settings = {"viewport": {"width": 1280, "height": 720}, "locale": "en-US", **context}
        contexts.append(browser.new_context(**settings))
        visitors.append(Visitor(contexts[-1].new_page(), address))
        return visitors[-1].open(path, ready=ready)

    yield open_page
    for context in contexts:
        context.close()
    assert [error for visitor in visitors for error in visitor.errors] == []
