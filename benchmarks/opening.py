"""How long a lesson takes to open, beside a bare Streamlit page in the same run, and what a move costs then.

    python -m benchmarks.opening [--visits 3] [lesson ...]

Starts the app and a page with one title, and needs Chromium on PATH. Of each lesson, its first step: seconds from the
address until the first figure that obeys can be seen, in a window that has never been here and in one that has been
twice; and for the first press of a key on its first slider, what the server sends.
"""

import argparse
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from benchmarks.serving import serving
from ui.lessons import LESSONS

BARE = "import streamlit as st\nst.title('One title')\n"
FIGURE = ":is(.decoder, .live-figure, .dataflow, .cloud)[data-ready=true]"
VIEWPORT = {"width": 1280, "height": 720}
REST_MS = 1500  # then nothing more comes
# Noted from the first moment: tasks over 50 ms, by how much what was there has moved, and when it can be seen what the
# page is there for. (Who asks from outside whether it can, asks twice a second.)
NOTE = """
globalThis.noted = [];
for (const type of ['longtask', 'layout-shift']) new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.push([type, entry.value ?? entry.duration]);
}).observe({ type, buffered: true });
const isSeen = (part) => part.checkVisibility({ visibilityProperty: true });
const look = () => {
    const mounted = [...document.querySelectorAll('.stBidiComponent *')].map((part) => part.shadowRoot);
    const isThere = [document, ...mounted].some((root) => [...root?.querySelectorAll('READY') ?? []].some(isSeen));
    isThere ? noted.push(['seen', performance.now()]) : requestAnimationFrame(look);
};
look();"""
NOTED = "(type) => noted.filter(([kind]) => kind === type).reduce((sum, [, each]) => sum + each, 0)"


@dataclass
class Opened:
    """What one visit took: seconds, and what was sent meanwhile."""

    seconds: float
    long_tasks: float
    shift: float
    requests: int
    megabytes: float


@dataclass
class Traffic:
    """What a page is sent."""

    requests: int = 0
    fetched: int = 0
    messages: list[int] = field(default_factory=list)

    def watch(self, page: Page) -> "Traffic":
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._fetch)
        page.on("websocket", self._listen)
        return self

    def _fetch(self, event: dict) -> None:
        self.requests += 1
        self.fetched += event["encodedDataLength"]

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda content: self.messages.append(len(content)))


def visit(page: Page, address: str, ready: str) -> Opened:
    traffic = Traffic().watch(page)
    page.goto(address)
    page.locator(ready).first.wait_for()
    page.wait_for_timeout(REST_MS)
    seen, long_tasks, shift = (page.evaluate(NOTED, kind) for kind in ("seen", "longtask", "layout-shift"))
    fetched = traffic.fetched + sum(traffic.messages)
    return Opened(seen / 1000, long_tasks / 1000, shift, traffic.requests, fetched / 1e6)


def visits(browser: Browser, address: str, ready: str, count: int) -> tuple[list[Opened], list[Opened], list[Traffic]]:
    """As somebody new, as somebody who has been here, and what a press of a key is answered with."""
    first, again, pressed = [], [], []
    for _ in range(count):
        context = browser.new_context(viewport=VIEWPORT)
        context.add_init_script(NOTE.replace("READY", ready))
        page = context.new_page()
        first.append(visit(page, address, ready))
        traffic = Traffic().watch(page)
        for _ in range(2):  # only at the second does a browser keep what it has compiled
            page.goto("about:blank")
            known = visit(page, address, ready)
        again.append(known)
        slider = page.locator(f"{FIGURE} input[type=range]").first
        if slider.count():
            traffic.messages.clear()
            slider.press("ArrowRight")
            page.wait_for_timeout(REST_MS)
            pressed.append(traffic)
        context.close()
    return first, again, pressed


def report(
    name: str, first: list[Opened], again: list[Opened], pressed: list[Traffic], bare: list[float]
) -> list[float]:
    """A line of the table; returns the two times."""
    new, known = (median(each.seconds for each in opened) for opened in (first, again))
    ratio = f"{known / bare[1]:.1f}" if bare else "1"
    move = ""
    if pressed:
        count, size = (
            median(part) for part in zip(*((len(t.messages), sum(t.messages)) for t in pressed), strict=True)
        )
        move = f"{count:.0f} messages, {size / 1000:.0f} kB"
    print(
        f"| {name} | {new:.2f} s | {known:.2f} s | {ratio} | {median(each.long_tasks for each in again):.1f} s "
        f"| {median(each.shift for each in again):.2f} | {median(each.megabytes for each in first):.1f} MB, "
        f"{median(each.requests for each in first):.0f} | {move} |"
    )
    return [new, known]


def main() -> None:
    names = [lesson.name for lesson in LESSONS if lesson.is_ready and lesson.name != "training"]
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("lessons", nargs="*", default=names)
    options.add_argument("--visits", type=int, default=3)
    chosen = options.parse_args()
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        with serving(script) as bare_port, serving() as port:
            time.sleep(15)  # each has loaded what it loads late
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
            print("| lesson | new | known | times bare | long tasks | shift | first visit | a key on a slider |")
            print("|---|---|---|---|---|---|---|---|")
            bare = report("a bare page", *visits(browser, f"http://127.0.0.1:{bare_port}", "h1", chosen.visits), [])
            for name in chosen.lessons:
                report(name, *visits(browser, f"http://127.0.0.1:{port}/{name}", FIGURE, chosen.visits), bare)
            browser.close()


if __name__ == "__main__":
    main()
