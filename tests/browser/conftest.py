"""A real server and a real browser, started once."""

import json
import math
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as TooLate

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
# Models learn beside a browser and another test: they take what those leave, but not as little as beside a person.
POLITENESS = "10"
# A fresh profile asks the vendor's servers for updates; on a closed network that only makes noise.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # windows of a profile share what is compiled
]
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def limits(tmp_path_factory) -> Path:
    """The lab's limits, but who leaves is given up sooner."""
    usual = (ROOT / "vae_core" / "lab" / "limits.toml").read_text("utf-8")
    path = tmp_path_factory.mktemp("limits") / "limits.toml"
    path.write_text(re.sub(r"^grace_seconds = .*$", "grace_seconds = 4", usual, flags=re.MULTILINE), "utf-8")
    return path


@pytest.fixture(scope="session")
def port(tmp_path_factory, limits) -> Iterator[int]:
    """Where ``streamlit run app.py`` listens."""
    with serving(tmp_path_factory.mktemp("server") / "log", VAE_LIMITS=str(limits)) as port:
        yield port


@pytest.fixture(scope="session")
def address(port) -> str:
    """The address of the server."""
    return f"http://127.0.0.1:{port}"


@contextmanager
def serving(log: Path, base: str = "", start: "Start | None" = None, **environment: str) -> Iterator[int]:
    """``streamlit run app.py``, or another way to start it, on a free port, which is yielded."""
    port = free_port()
    server = start_server(log, port, base, start, **environment)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Start(NamedTuple):
    """How the app is started: by what, and in which folder."""

    command: tuple[str, ...] = (sys.executable, "-m", "streamlit", "run", "app.py")
    folder: Path = ROOT


def start_server(
    log: Path, port: int, base: str = "", start: Start | None = None, **environment: str
) -> subprocess.Popen:
    """The app, once it answers."""
    settings = ("--server.headless=true", f"--server.port={port}", f"--server.baseUrlPath={base}")
    command, folder = start or Start()
    with log.open("w") as output:
        surroundings = {**os.environ, "VAE_POLITENESS": POLITENESS, **environment}
        server = subprocess.Popen(
            [*command, *settings], cwd=folder, env=surroundings, stdout=output, stderr=subprocess.STDOUT
        )
    _wait_for(f"http://127.0.0.1:{port}{base}/_stcore/health", server, log)
    return server


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    server.kill()
    pytest.fail(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Headless Chromium. Without one the tests are skipped on a desk and fail in CI."""
    executable = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("No Chromium on PATH: `apt-get install chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield browser
        browser.close()


# A visitor who has asked for little motion: what fades in and out takes a tenth of the browser's time.
STILL = {"reduced_motion": "reduce"}
PATIENCE_SECONDS = 90  # for what takes one or two: a busy machine is slow, not wrong
# In each page from its first moment: how much has gone to the server, whether that has answered since, and what the
# last looks at it have found.
LISTEN = """
performance.setResourceTimingBufferSize(5000); // not the first 250 alone
globalThis.traffic = { sent: 0, sentAt: 0, isAnswered: true, seen: 0, looks: 0 };
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (message) {
    Object.assign(traffic, { sent: traffic.sent + 1, sentAt: performance.now(), isAnswered: false });
    send.call(this, message);
};
globalThis.WebSocket = class extends WebSocket {
    constructor(...address) {
        super(...address);
        this.addEventListener('message', () => { traffic.isAnswered = true; });
    }
};"""
# What the server says is heard so many milliseconds after it has come, and so many after what it said before; both may
# be changed as one goes.
HEAR_LATE = """
globalThis.hearing = { late: 0, apart: 0 };
const { addEventListener } = WebSocket.prototype;
WebSocket.prototype.addEventListener = function (type, listener, ...others) {
    const waiting = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    let last = Promise.resolve();
    const hear = (event) => {
        const come = waiting(hearing.late), { apart } = hearing;
        last = last.then(() => Promise.all([come, waiting(apart)])).then(() => listener.call(this, event));
    };
    addEventListener.call(this, type, type === 'message' ? hear : listener, ...others);
};"""
# Whether all is answered and drawn, nothing runs and nothing goes to the server: eight looks in a row, for longer than
# the browser waits for the end of a burst of key presses. What is not answered or drawn after 5 s will not be.
IS_AT_REST = """() => {
    const figures = [...document.querySelectorAll('.live-figure')].map(({ view }) => view).filter(Boolean);
    const isAsking = figures.some(({ asking, telling }) =>
        asking.asked?.moves.length || asking.pending.size || telling.untold || telling.told);
    const isDrawing = figures.some(({ data, picture }) => picture && !(picture.isReady && picture.shows(data)));
    const app = document.querySelector('[data-test-script-state]');
    const isRunning = !['notRunning', undefined].includes(app?.dataset.testScriptState);
    const isAwaited = (isDrawing || !traffic.isAnswered) && performance.now() - traffic.sentAt < 5000;
    const isQuiet = traffic.seen === traffic.sent && !isAsking && !isRunning && !isAwaited;
    Object.assign(traffic, { seen: traffic.sent, looks: isQuiet ? traffic.looks + 1 : 0 });
    return traffic.looks >= 8;
}"""

# What our components say, each behind a wall of its own that the text of the page does not look over, and what they are
# at; what was sent when.
COMPONENTS = """() => {
    const look = (root) => [...root.querySelectorAll('*')].flatMap((node) => [
        ...(node.view ? [`[${node.className} ${JSON.stringify(node.dataset)}] ${node.innerText}`] : []),
        ...(node.shadowRoot ? look(node.shadowRoot) : []),
    ]);
    const now = Math.round(performance.now());
    return [`after ${now} ms: ${JSON.stringify(traffic)}`, ...look(document)].join('\\n');
}"""


READY = "[data-ready=true]"


class Visitor:
    """One person with a browser: their page, what it sent to the server, what it complained of."""

    def __init__(self, page: Page, settings: dict):
        self.page, self.settings = page, settings
        self.enter("")
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

    def enter(self, address: str) -> "Visitor":
        """Come new to the server at an address."""
        self.address = address
        self.errors: list[str] = []
        return self

    def hear_late(self, **hearing: int) -> None:
        """Hear the server as :data:`HEAR_LATE` says, from the next page on."""
        self.page.add_init_script(f"{HEAR_LATE} Object.assign(hearing, {json.dumps(hearing)});")

    def open(self, path: str, *, ready: bool = True) -> "Visitor":
        """Come to a page, which asks nothing unless its address says so."""
        place, _, query = path.partition("?")
        asks = [] if "ask=" in query else ["ask=False"]
        self.page.goto(f"{self.address}{place}?{'&'.join([*asks, *filter(None, [query])])}")
        if ready:
            self.page.locator(READY).first.wait_for()
            self.settle()
        return self

    def turn_to(self, step: str) -> "Visitor":
        """Go to another step of the lesson, by the list in the sidebar."""
        self.page.locator(f".contents [data-step={step}]").click()
        self.page.locator(f".contents [data-step={step}][aria-current]").wait_for()
        self.until(lambda: f"step={step}" in self.page.url)
        self.settle()
        return self

    def go_on_to(self, step: str) -> "Visitor":
        """Press the button below what is on screen, which leads to the next step."""
        self.page.locator(".st-key-way-next button").click()
        self.until(lambda: f"step={step}" in self.page.url)
        self.settle()
        return self

    def choose(self, box, option) -> None:
        """Choose an option of a select box. Where the page moved beneath the hand, the list is opened once more."""

        def is_open() -> bool:
            box.click()
            with suppress(TooLate):
                option.wait_for(timeout=3000)
            return option.is_visible()

        self.until(is_open)
        option.click()

    def figure(self, key: str) -> "Figure":
        """The live figure with this key, scrolled into sight."""
        return Figure(self, key)

    @property
    def sent(self) -> int:
        """How many messages have gone to the server since the page was opened."""
        return self.page.evaluate("traffic.sent")

    @property
    def decoder(self):
        """The decoder component, once its weights are there."""
        return self.page.locator(".decoder[data-ready=true]")

    def settle(self) -> None:
        """Wait until the page is at rest: what was asked is answered and drawn, and nothing more is asked."""
        self.page.evaluate("() => { traffic.looks = 0; }")
        self.page.wait_for_function(IS_AT_REST, polling=50)

    def until(self, holds: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something holds."""
        self.sees(lambda: bool(holds()), True, seconds)

    def sees(self, read: Callable[[], object], expected: object, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until ``read()`` is what is expected: how soon words follow the hand depends on the machine.

        What is just being drawn anew has nothing to be read: that is waited for as well.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(PlaywrightError, LookupError, TypeError, ValueError):
                if read() == expected:
                    return
            self.page.wait_for_timeout(50)
        assert read() == expected

    def position(self) -> list[float]:
        return self.decoder.evaluate("node => Array.from(node.view.point.z)")

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


# Notes in every animation frame what is in the plot, while the pointer drags.
WATCH = """(node) => {
    const first = node.querySelector('.main-svg');
    const frames = (node.watched = []);
    const look = () => {
        const paths = node.querySelectorAll(':is(.scatterlayer, .barlayer, .contourlayer) path, .heatmaplayer image');
        frames.push({ same: node.querySelector('.main-svg') === first, paths: paths.length, at: performance.now() });
        if (node.watched === frames) requestAnimationFrame(look);
    };
    look();
}"""


FOLLOW = """(node) => new Promise((done) => {
    const { asking, telling } = node.view;
    const isBusy = () => asking.asked || asking.pending.size || telling.untold || telling.told;
    const look = () => (isBusy() ? requestAnimationFrame(look) : done());
    look();
})"""


FEW_ANSWERS = 5
ENOUGH_SECONDS = 20  # of dragging, also where the server has answered less often


class Figure:
    """One live figure of a lesson: its handles, its sliders, and what is drawn."""

    def __init__(self, visitor: Visitor, key: str):
        self.visitor, self.page = visitor, visitor.page
        self.node = self.page.locator(f".st-key-{key} .live-figure[data-ready=true]")
        self.node.wait_for()
        self.node.scroll_into_view_if_needed()

    def handle(self, name: str, panel: int = 0):
        """The button that is grabbed; ``panel`` tells those of the same name apart, in drawing order."""
        return self.node.locator(f'[data-handle="{name}"]').nth(panel)

    def place(self, name: str) -> tuple[float, float]:
        """Where the handle is, in the data's coordinates."""
        found = "(node, name) => { const { x, y } = node.view.controls.handles.named(name); return [x, y]; }"
        return tuple(self.node.evaluate(found, name))

    def trace(self, number: int) -> tuple[list[float], list[float]]:
        """x and y of what is drawn."""
        drawn = "(node, i) => ['x', 'y'].map((axis) => Array.from(node.view.plot._fullData[i][axis]))"
        return tuple(self.node.evaluate(drawn, number))

    def range(self, axis: str) -> list[float]:
        return self.node.evaluate("(node, axis) => node.view.plot._fullLayout[axis].range", axis)

    def grab(self, name: str, panel: int = 0) -> tuple[float, float]:
        """Press the pointer on a handle; returns where that is on the screen."""
        box = self.handle(name, panel).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        return x, y

    def drag(self, name: str, across: float = 0, up: float = 0, *, panel: int = 0, steps: int = 6) -> None:
        """Drag a handle by so many pixels, and let go."""
        x, y = self.grab(name, panel)
        for i in range(1, steps + 1):
            self.page.mouse.move(x + across * i / steps, y - up * i / steps)
            self.page.wait_for_timeout(16)
        self.page.mouse.up()
        self.visitor.settle()

    def wiggle(self, name: str, across: float = 40, up: float = 0) -> list[dict]:
        """Drag a handle to and fro; what was in the plot meanwhile, frame by frame.

        It takes a second, and longer where the server has answered only a few times.
        """
        self.watch()
        x, y = self.grab(name)
        start, enough = time.monotonic(), self.answers() + FEW_ANSWERS
        while (elapsed := time.monotonic() - start) < 1 or (self.answers() <= enough and elapsed < ENOUGH_SECONDS):
            swing = math.sin(10 * elapsed)
            self.page.mouse.move(x + across * swing, y - up * swing)
            self.page.wait_for_timeout(16)
        frames = self.watched()
        self.page.mouse.up()
        return frames

    def follow(self) -> None:
        """Wait until the server has answered every move so far, with the hand still down."""
        self.page.wait_for_timeout(100)
        self.node.evaluate(FOLLOW)
        self.page.wait_for_timeout(250)  # Streamlit draws its own elements a little later

    def slider(self, label: str):
        return self.node.locator(".live-sliders").get_by_role("slider", name=label)

    def answers(self) -> int:
        """How often the server has answered a move."""
        return self.node.evaluate("node => node.view.stats.answers")

    def median_ms(self, timing: str) -> float:
        """The median of ``"roundTripMs"``, from a question to its repaint, or of ``"followMs"``, of a handle alone."""
        return statistics.median(self.node.evaluate("(node, timing) => node.view.stats[timing]", timing))

    def watch(self) -> None:
        self.node.evaluate(WATCH)

    def watched(self) -> list[dict]:
        """What was in the plot, frame by frame, since :meth:`watch`."""
        return self.node.evaluate("node => { const frames = node.watched; node.watched = null; return frames; }")


class Windows:
    """Windows of the browser, in one profile for each kind of device.

    They are used again, for scripts that were compiled once in a profile are soon there. Of who had one before, it
    knows nothing else.
    """

    def __init__(self, browser: Browser):
        self._browser = browser
        self._profiles: dict[str, BrowserContext] = {}
        self._free: dict[str, list[Visitor]] = {}
        self._pages: list[Page] = []

    def take(self, settings: dict, *, alone: bool = False) -> Visitor:
        """A window, where wanted ``alone`` in a profile that has never seen a page."""
        if alone:
            return self._open(settings, self._browser.new_context(**settings))
        free = self._free_with(settings)
        return free.pop() if free else self._open(settings, self._profile(settings))

    def _free_with(self, settings: dict) -> list[Visitor]:
        return self._free.setdefault(_kind(settings), [])

    def _profile(self, settings: dict) -> BrowserContext:
        if _kind(settings) not in self._profiles:
            self._profiles[_kind(settings)] = self._browser.new_context(**settings)
        return self._profiles[_kind(settings)]

    def _open(self, settings: dict, profile: BrowserContext) -> Visitor:
        page = profile.new_page()
        page.set_default_timeout(1000 * PATIENCE_SECONDS)
        self._pages.append(page)
        return Visitor(page, settings)

    def give_back(self, visitor: Visitor) -> None:
        page, settings = visitor.page, visitor.settings
        if page.context not in self._profiles.values():
            page.context.close()
            return
        for other in page.context.pages:
            if other not in self._pages:
                other.close()
        if page.is_closed():
            return
        page.unroute_all(behavior="ignoreErrors")
        page.emulate_media(color_scheme=settings.get("color_scheme", "light"))
        if page.viewport_size != settings["viewport"]:
            page.set_viewport_size(settings["viewport"])
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.context.clear_cookies()
        page.goto("about:blank")
        self._free_with(settings).append(visitor)


def _kind(settings: dict) -> str:
    return json.dumps(settings, sort_keys=True)


@pytest.fixture(scope="session")
def phone() -> dict:
    """What makes a visitor's window that of a phone."""
    return {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def windows(browser) -> Windows:
    return Windows(browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails says what was on screen."""
    report = yield
    if report.when in ("setup", "call") and report.failed:
        for visitor in [each for given in item.funcargs.values() for each in getattr(given, "visitors", ())]:
            with suppress(PlaywrightError):
                report.sections.append((visitor.page.url, visitor.page.locator("body").inner_text(timeout=1000)))
                report.sections.append(("components", visitor.page.evaluate(COMPONENTS)))
    return report


@pytest.fixture
def visit(windows, address):
    """Opens pages as a new visitor each time, and fails the test if a page raised a JavaScript error."""
    visitors = []

    def open_page(
        path: str = "/",
        *,
        ready: bool = True,
        alone: bool = False,
        address: str = address,
        **context,
    ) -> Visitor:
        settings = {"viewport": {"width": 1280, "height": 720}, "locale": "en-US", **STILL, **context}
        visitors.append(windows.take(settings, alone=alone))
        return visitors[-1].enter(address).open(path, ready=ready)

    open_page.visitors = visitors
    yield open_page
    errors = [error for visitor in visitors for error in visitor.errors]
    for visitor in visitors:
        windows.give_back(visitor)
    assert errors == []
