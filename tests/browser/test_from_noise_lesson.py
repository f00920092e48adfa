"""From noise to a digit, in the browser: whole runs beside the page, only the newest, the same for one address."""

import re

import numpy as np
import pytest

from ui import late
from vae_core.diffusion.derivation import Mean

pytestmark = pytest.mark.browser

PAGE = "/from_noise"
STOPS = "node => node.view.runs.stops.map(({ t, guess }) => [t, Array.from(guess)])"


class Way:
    """The component, once a run has come to its end."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.node = visitor.page.locator(".denoise")
        self.rest()

    def rest(self) -> None:
        self.page.locator(".denoise[data-ready=true]").wait_for()
        self.visitor.settle()

    @property
    def stops(self) -> list[tuple[int, list[float]]]:
        return self.node.evaluate(STOPS)

    def digit(self) -> np.ndarray:
        """What the last stop is taken for; nothing, where a run has only begun."""
        stops = self.stops
        return np.array(stops[-1][1] if stops else [])

    def press(self, name: str) -> None:
        self.node.get_by_role("button", name=name, exact=True).click()


def test_a_code_becomes_a_digit_and_another_address_another(visit):
    way = Way(visit(f"{PAGE}?steps=20"))
    times = [t for t, _ in way.stops]
    assert (times[0], times[-1], len(times)) == (100, 0, 21)
    assert way.digit().shape == (8,)
    first = way.digit()
    way.press("7")
    way.rest()
    assert "digit=7" in way.page.url
    assert not np.allclose(way.digit(), first)
    way.press("Other noise")
    way.rest()
    seven = way.digit()
    assert "seed=2" in way.page.url
    again = Way(visit(way.page.url.removeprefix(way.visitor.address)))
    np.testing.assert_array_equal(again.digit(), seven)
    way.page.get_by_role("button", name="Undo").click()
    way.page.get_by_role("button", name="Undo").click()
    way.visitor.until(lambda: np.array_equal(way.digit(), first))


def test_an_image_is_found_beside_the_page_and_an_overtaken_run_is_given_up(visit):
    way = Way(visit(f"{PAGE}?model=pixels&steps=4"))
    assert way.digit().shape == (784,)
    ink = (way.digit() + 1) / 2
    assert 0.03 < ink.clip(0, 1).mean() < 0.4
    way.node.locator("input[type=range]").nth(1).fill("90")
    for digit in ("1", "2", "3"):  # faster than any of them comes to its end
        way.press(digit)
    way.rest()
    assert len(way.stops) == 91
    assert way.node.evaluate("node => node.view.place.digit") == 3
    assert re.search(r"90 steps in \d+ ms", way.node.locator(".said").inner_text())


def test_every_stop_is_looked_at_and_the_film_ends_at_the_digit(visit):
    way = Way(visit(f"{PAGE}?steps=10&at=0"))
    caption = way.node.locator(".now figcaption")
    assert caption.inner_text().startswith("now: 0.0")
    way.node.locator(".strip canvas").click(position={"x": 4, "y": 4})
    noise = caption.inner_text()
    way.press("▶ Play")
    way.visitor.until(lambda: way.node.evaluate("node => node.view.place.at") == 1)
    way.visitor.until(lambda: caption.inner_text() != noise)
    assert caption.inner_text().startswith("now: 1.0")
    way.visitor.settle()
    assert "at=" not in way.page.url


def test_without_a_digit_there_is_nothing_to_guide(visit):
    way = Way(visit(f"{PAGE}?digit=-1&guidance=4&steps=10"))
    found = way.digit()
    assert way.node.locator("input[type=range]").first.is_disabled()
    np.testing.assert_array_equal(Way(visit(f"{PAGE}?digit=-1&guidance=0&steps=10")).digit(), found)


def test_draws_are_counted_once_somebody_has_guessed(visit):
    visitor = visit(f"{PAGE}?step=needed&ask=True")
    figure = visitor.figure("draws")
    bars = "node => node.view.plot._fullData.filter(({ type }) => type === 'bar').map(({ x }) => x[0])"
    assert figure.node.evaluate(bars) == []
    visitor.page.get_by_role("radio", name="in a third to two thirds").click()
    visitor.until(lambda: len(figure.node.evaluate(bars)) == 3)
    prior, diffusion, real = figure.node.evaluate(bars)
    assert prior < 0.6 < 0.8 <= diffusion <= real + 0.05
    visitor.page.get_by_role("button", name="Draw anew").click()
    visitor.until(lambda: figure.node.evaluate(bars)[0] != prior)


def test_holes_are_counted_once_somebody_has_guessed_and_other_draws_land_elsewhere(visit):
    visitor = visit(f"{PAGE}?step=holes&ask=True")
    figure = visitor.figure("landing")
    crosses = """node => node.view.plot._fullData.filter(({ marker }) => marker?.symbol === 'x-thin')
        .map(({ x }) => Array.from(x ?? []).length)"""
    assert sum(figure.node.evaluate(crosses)) == 0
    visitor.page.get_by_role("radio", name="2 to 8 %").click()
    visitor.until(lambda: all(count > 20 for count in figure.node.evaluate(crosses)))
    prior, diffusion = counts = figure.node.evaluate(crosses)
    assert diffusion < prior
    assert f"{prior / 10:.1f} %" in visitor.page.get_by_text("Crosses are in holes").inner_text()
    visitor.page.get_by_role("button", name="Draw anew").click()
    visitor.until(lambda: figure.node.evaluate(crosses) != counts)


def test_each_line_has_its_number_and_another_image_others(visit):
    visitor = visit(f"{PAGE}?step=derivation&image=12")
    found = late.chains.chains(12, 1)

    def values() -> list[str]:
        written = visitor.page.locator(".katex annotation").all_text_contents()
        return re.findall(r"\{(-?[\d.]+) \\pm", " ".join(written))

    bound = f"{Mean.of(found.of_paths).value:.3f}"
    visitor.until(lambda: values()[:4] == 4 * [bound])
    steps = f"{-found.noises.of_steps.value:.3f}"
    assert values().count(steps) == 4
    visitor.page.get_by_role("button", name="Another image").click()
    visitor.settle()
    assert "image=13" in visitor.page.url
    visitor.until(lambda: values()[0] == f"{Mean.of(late.chains.chains(13, 1).of_paths).value:.3f}")
