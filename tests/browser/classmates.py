"""A class in a real browser: its teacher in front of a projector, students on a phone and a laptop."""

from pathlib import Path
from subprocess import Popen
from urllib.parse import parse_qsl, urlsplit

from conftest import PATIENCE_SECONDS, STILL, Visitor, free_port, start_server
from playwright.sync_api import Browser, BrowserContext

PROJECTOR = {"viewport": {"width": 1280, "height": 720}, "locale": "en-US"}
LAPTOP = {"viewport": {"width": 1280, "height": 720}, "locale": "es-ES"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}


class School:
    """A server that may be killed, at one address and with one folder of runs."""

    def __init__(self, folder: Path):
        self._folder, self._port, self._starts = folder, free_port(), 0
        self.address = f"http://127.0.0.1:{self._port}"
        self._server: Popen
        self.start()

    def start(self) -> None:
        self._starts += 1
        self._server = start_server(
            self._folder / f"log-{self._starts}", self._port, VAE_RUNS_DIR=str(self._folder / "runs")
        )

    def kill(self) -> None:
        self._server.kill()
        self._server.wait()


class Person(Visitor):
    """Somebody in a class, or about to come, with a browser of their own."""

    @property
    def bar(self):
        return self.page.locator(".classroom .bar")

    @property
    def panel(self):
        return self.page.locator(".classroom .panel")

    @property
    def sheet(self):
        """The question on screen."""
        return self.page.locator(".classroom .sheet")

    @property
    def offer(self):
        """The button that asks the class what the step of this lesson asks: of the step before it is there a while."""
        return self.page.locator(".st-key-ask_area").get_by_role("button", name="Ask the class", exact=True)

    @property
    def notice(self):
        return self.page.locator(".classroom .notice")

    @property
    def cover(self):
        return self.page.locator(".classroom .cover")

    def come(self, path: str) -> "Person":
        """Open a page, as by hand: what its address leaves open is open."""
        self.page.goto(f"{self.address}{path}")
        return self

    def button(self, place, name: str):
        return place.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """A button of the class's bar."""
        self.button(self.bar, name).click()

    @property
    def place(self) -> tuple[str, dict[str, str]]:
        """The lesson on screen and its settings, without what is this person's own."""
        found = urlsplit(self.page.url)
        query = {name: value for name, value in parse_qsl(found.query) if name not in ("lang", "class")}
        return found.path.strip("/"), query

    def is_at(self, page: str, **query: str) -> bool:
        where, found = self.place
        return where == page and query.items() <= found.items()

    def arrives(self, page: str, **query: str) -> None:
        """Wait until the page is there, its step in the list, too."""
        self.until(lambda: self.is_at(page, **query))
        if "step" in query and not self.settings.get("is_mobile"):
            self.page.locator(f".contents [data-step={query['step']}][aria-current]").wait_for()

    def lesson(self, name: str) -> None:
        """Go to a lesson by the list in the sidebar."""
        self.page.locator(f'.contents a[href*="{name}"]').first.click()
        self.until(lambda: self.place[0] == name)

    def step(self, name: str) -> None:
        """Go to a step of the lesson by the same list."""
        self.page.locator(f".contents [data-step={name}]").click()
        self.until(lambda: self.is_at(self.place[0], step=name))

    def move(self, key: str, name: str, keys: str = "ArrowRight", times: int = 3) -> None:
        """Move a handle of a figure by the keyboard."""
        handle = self.figure(key).handle(name)
        handle.focus()
        for _ in range(times):
            self.page.keyboard.press(keys)

    def is_with(self) -> bool:
        """Whether the bar of a student says that they are with the class."""
        return self.bar.locator(".where").count() == 1 and "is-away" not in (self.bar.get_attribute("class") or "")

    @property
    def view(self) -> dict:
        """The class as this page was told last."""
        return self.page.locator(".classroom").evaluate("({ view }) => view.seat.view")

    def is_settled(self) -> bool:
        """Whether what happens to the address from now on is this person's doing."""
        return self.page.locator(".classroom").evaluate(
            "({ view }) => !view.seat.following.isOnItsWay(performance.now())"
        )

    def is_away(self) -> bool:
        return "is-away" in (self.bar.get_attribute("class") or "")

    def join(self) -> None:
        """Say yes on the page that asks."""
        self.panel.locator("button.main").click()
        self.bar.locator(".me").wait_for()


class Class:
    """A class with its people."""

    def __init__(self, browser: Browser, address: str):
        self._browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        self.visitors: list[Person] = []

    def person(self, settings: dict, context: BrowserContext | None = None) -> Person:
        """Somebody new, or another tab in their browser."""
        if context is None:
            context = self._browser.new_context(**settings, **STILL)
            self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE_SECONDS)
        found = Person(page, settings)
        found.enter(self.address)
        self.visitors.append(found)
        return found

    def begin(self) -> Person:
        """A teacher who has just begun a class; in front of all is how to join it."""
        self.teacher = self.person(PROJECTOR)
        self.teacher.come("/").page.get_by_role("button", name="Teach a class").click()
        self.teacher.bar.locator(".code").wait_for()
        self.teacher.until(lambda: "class=" in self.teacher.page.url)
        self.code = dict(parse_qsl(urlsplit(self.teacher.page.url).query))["class"]
        return self.teacher

    def welcome(self, settings: dict) -> Person:
        """One more student, who comes by the address."""
        student = self.person(settings).come(f"/?class={self.code}")
        student.join()
        return student

    def close(self) -> list[str]:
        """Everybody goes; what their pages complained of."""
        errors = [error for person in self.visitors for error in person.errors]
        for context in self.contexts:
            context.close()
        return errors
