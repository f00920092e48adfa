"""Whatever somebody does, in whatever order, no page breaks, stops answering or says what is no number.

A few acts in each lesson with every run of the tests; VAE_MONKEY=200 asks for that many, in both languages.
"""

import os
import random
import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError

from ui.fields import STEPS

pytestmark = pytest.mark.browser

ACTS = int(os.environ.get("VAE_MONKEY", "0"))
LANGUAGES = ("en", "zh_CN")
VISITS = [
    pytest.param(lesson, language, id=f"{lesson}-{language}")
    for number, lesson in enumerate(STEPS)
    for language in (LANGUAGES if ACTS else LANGUAGES[number % 2 :][:1])
]
# A minus sign before nothing but zeros, what is no number, and what rounding has left of 0.
NO_NUMBER = re.compile(r"(?<![\w.)\]|])[−-]0(?:\.0+)?(?![\d.])|\b(?:nan|inf|NaN|Infinity)\b|\de[−-]1[2-9]")
# These open other windows, save files or learn for minutes.
LEFT_ALONE = re.compile("PNG|SVG|GIF|CSV|HTML|safetensors|download|Download|下载|Present|全屏|Upload|Browse|Share|分享")
PRESSED = ".stMain :is(button, summary, [role=radio], [role=switch], [role=tab]):visible:enabled"
DRAGGED = ".stMain :is(.live-handle, .pad, .field, canvas):visible"
KEYS = ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "n", "b")


class Monkey:
    """Somebody who does this and that."""

    def __init__(self, page, chance: random.Random):
        self.page, self.chance = page, chance
        self.turns = 0  # that history leads back from

    def one_of(self, selector: str):
        """Any of what is to be seen; raises where there is nothing."""
        found = self.page.locator(selector)
        return found.nth(self.chance.randrange(max(1, found.count())))

    def press(self) -> None:
        found = self.one_of(PRESSED)
        words = found.evaluate("node => `${node.innerText} ${node.ariaLabel} ${node.title}`", timeout=1000)
        if not LEFT_ALONE.search(words):
            found.click(no_wait_after=True, timeout=1000)

    def drag(self) -> None:
        box = self.one_of(DRAGGED).bounding_box(timeout=1000)
        if box is None:  # it has gone
            return
        x, y = box["x"] + box["width"] * self.chance.random(), box["y"] + box["height"] * self.chance.random()
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + self.chance.randint(-300, 300), y + self.chance.randint(-150, 150), steps=4)
        self.page.mouse.up()

    def slide(self) -> None:
        self.one_of(".stMain :is(input[type=range], [role=slider]):visible").focus(timeout=1000)
        for _ in range(self.chance.randint(1, 6)):
            self.page.keyboard.press(self.chance.choice(KEYS))

    def turn(self) -> None:
        self.one_of(".contents [data-step]:not([data-step=all])").click(no_wait_after=True, timeout=1000)
        self.turns += 1

    def leave(self) -> None:
        if self.turns:
            self.turns -= 1
            self.page.evaluate("navigation.canGoBack && history.back()")  # not out of the app


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "language"), VISITS)
def test_nothing_breaks(visit, lesson, language):
    chance = random.Random(f"{lesson} {language}")
    visitor = visit(f"/{lesson}?lang={language}&ask={chance.choice((True, False))}", ready=False)
    page, monkey, tried, done = visitor.page, Monkey(visitor.page, chance), [], []
    page.locator(".st-key-heading h1").wait_for()
    for _ in range(ACTS or 12):
        tried.append(chance.choice(["press", "press", "press", "drag", "drag", "slide", "slide", "turn", "leave"]))
        with suppress(PlaywrightError):  # there is no such thing, it has gone, or lies under something else
            getattr(monkey, tried[-1])()
            done.append(tried[-1])
        page.wait_for_timeout(chance.choice((20, 80, 200, 400)))
    assert len(done) > len(tried) / 3
    page.keyboard.press("Escape")
    if (stop := page.get_by_role("button", name=re.compile("^(stop )?(Stop|停止)$"))).count():
        stop.first.click()  # a run that was begun would keep others from learning
    visitor.settle()
    assert not page.locator("[data-testid=stException], .stException").count(), done
    said = page.locator("body").inner_text()
    assert not NO_NUMBER.search(said), (NO_NUMBER.findall(said), page.url, done)
    page.get_by_role("button", name=re.compile("Start over|重新开始")).first.click()
    visitor.settle()  # it still answers
