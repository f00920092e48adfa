"""From noise to a digit, in the browser: whole runs beside the page, only the newest, the same for one address."""

import re

import numpy as np
import pytest

from ui import late
from vae_core.diffusion.derivation import Mean

pytestmark = pytest.mark.browser
PAGE = "/from_noise"
STOPS = "node => node.view.runs.stops.map(({ t, guess }) => [t, Array.from(guess)])"
PICTURES = "node => node.view.runs.last.map(({ t, guess }) => [t, Array.from(guess)])"
DRAWING = f"{PAGE}?step=drawing"


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

    def shows(self, digit: list[float]) -> bool:
        """Whether the run has come so far that the last stop is taken for this digit."""
        found = self.digit()
        return found.shape == np.shape(digit) and np.allclose(found, digit, atol=1e-9)

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
    visitor.until(lambda: min(figure.node.evaluate(crosses)) > 20)
    prior, diffusion = counts = figure.node.evaluate(crosses)
    assert diffusion < prior
    assert f"{prior / 10:.1f} %" in visitor.page.get_by_text("Crosses are in holes").inner_text()
    visitor.page.get_by_role("button", name="Draw anew").click()
    visitor.until(lambda: figure.node.evaluate(crosses) != counts)


def test_each_line_has_its_number_and_another_image_others(visit):
    visitor = visit(f"{PAGE}?step=derivation&code=12")
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
    assert "code=13" in visitor.page.url
    visitor.until(lambda: values()[0] == f"{Mean.of(late.chains.chains(13, 1).of_paths).value:.3f}")


def ink_elsewhere(node) -> list[list[int | None]]:
    """What stands beside the pictures, row by row."""
    words = node.locator(".table button small").all_inner_texts()
    shares = [int(found[0]) if (found := re.findall(r"\d+", text)) else None for text in words]
    return [shares[row : row + 4] for row in range(0, 12, 4)]


def test_without_chance_few_steps_lead_where_many_lead(visit):
    way = Way(visit(f"{PAGE}?step=beside"))
    ends = way.node.evaluate(PICTURES)
    assert [t for t, _ in ends] == [0] * 12
    with_chance, ddim, flow = ink_elsewhere(way.node)
    assert with_chance[3] is ddim[3] is flow[3] is None
    assert max(ddim[1:3] + flow[1:3]) < min(with_chance[:3])
    assert ddim[0] >= ddim[1] >= ddim[2]
    way.press("Other noise")
    way.rest()
    assert "seed=2" in way.page.url
    assert way.node.evaluate(PICTURES) != ends


def test_a_picture_opens_its_way_which_ends_at_the_same_digit(visit):
    way = Way(visit(f"{PAGE}?step=beside&digit=-1&at=0"))
    ends = way.node.evaluate(PICTURES)
    way.node.get_by_role("button", name="probability flow, 25 steps").click()
    way.visitor.until(lambda: "step=way" in way.page.url)
    opened = Way(way.visitor)
    opened.visitor.until(lambda: len(opened.stops) == 26)
    assert "sampler=flow" in opened.page.url
    assert "at=" not in opened.page.url
    np.testing.assert_allclose(opened.digit(), ends[3 * 2 + 2][1], atol=1e-9)


def test_what_is_chosen_above_is_not_chosen_twice_on_one_page(visit):
    visitor = visit(f"{PAGE}?step=all")
    beside = visitor.page.locator(".denoise[data-view=beside]")
    beside.locator("canvas").first.wait_for()
    assert beside.locator(".hand > *").count() == 0
    way = visitor.page.locator(".denoise[data-view=way]")
    way.get_by_role("button", name="7", exact=True).click()
    visitor.until(lambda: beside.evaluate("node => node.view.place.digit") == 7)


def orders(node) -> dict:
    """The way back that was ordered first, and how many there are."""
    return node.evaluate(
        """node => {
            const ways = node.view.view.ways();
            return { count: ways.length, from: ways[0].from, steps: ways[0].sampler.steps, x: [...node.view.view.x] };
        }"""
    )


def test_an_example_is_noised_and_comes_back(visit):
    way = Way(visit(f"{DRAWING}&noised=0.12"))
    ends = way.node.evaluate(PICTURES)
    assert [t for t, _ in ends] == [0] * 6
    order = orders(way.node)
    assert (order["count"], order["from"], order["steps"]) == (6, 120, 3)
    for _, guess in ends:
        assert np.corrcoef(guess, order["x"])[0, 1] > 0.8  # so little noise leaves the drawing as it is
    way.node.locator("input[type=range]").fill("1")
    way.rest()
    assert "noised=1" in way.page.url
    assert orders(way.node)["from"] == 1000
    assert np.mean([np.corrcoef(guess, order["x"])[0, 1] for _, guess in way.node.evaluate(PICTURES)]) < 0.7


def test_the_pen_is_followed_while_it_draws_and_the_network_denoises_what_was_drawn(visit):
    way = Way(visit(f"{DRAWING}&noised_in=codes"))
    example = orders(way.node)["x"]
    assert len(example) == 8
    way.page.get_by_role("button", name="Clear").click()
    way.visitor.settle()
    box = way.page.locator(".paper").bounding_box()
    way.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"])
    way.page.mouse.down()
    way.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.8 * box["height"], steps=8)
    way.visitor.until(lambda: way.node.evaluate("node => node.view.runs.last.length") == 6)  # with the pen still down
    held = orders(way.node)["x"]
    assert not np.allclose(held, example)
    way.page.mouse.up()
    way.rest()
    assert "ink=" in way.page.url
    np.testing.assert_allclose(orders(way.node)["x"], held)
    again = Way(visit(way.page.url.removeprefix(way.visitor.address)))
    np.testing.assert_allclose(orders(again.node)["x"], held, atol=1e-6)


def test_a_ready_digit_is_noised_as_well(visit):
    way = Way(visit(f"{DRAWING}&drawing=decoded&image=3&noised_in=codes&noised=0.2"))
    assert way.page.locator(".drawing").count() == 0
    assert len(orders(way.node)["x"]) == 8


def test_while_the_hand_moves_runs_are_given_up_and_the_page_stays_free(visit):
    way = Way(visit(f"{DRAWING}&noised=0.9"))
    slide = way.node.locator("input[type=range]").bounding_box()
    middle = slide["y"] + slide["height"] / 2
    before = way.node.evaluate("node => node.view.runs.id")
    way.page.mouse.move(slide["x"] + 0.9 * slide["width"], middle)
    way.page.mouse.down()
    for place in range(40):
        way.page.mouse.move(slide["x"] + (0.9 - 0.01 * place) * slide["width"], middle)
        way.page.wait_for_timeout(16)
    assert way.node.evaluate("node => node.view.runs.id") - before >= 10
    way.page.mouse.up()
    way.rest()
    assert {t for t, _ in way.node.evaluate(PICTURES)} == {0}


def lengths(node) -> list[list[float]]:
    """At both ends and half-way, on the arc and on the straight line."""
    return [
        [float(number) for number in re.findall(r"\d\.\d+", text)]
        for text in node.locator(".names span").all_inner_texts()
    ]


def test_the_arc_keeps_the_length_that_the_straight_line_loses(visit):
    way = Way(visit(f"{PAGE}?step=between"))
    (a, arc, b), (first, line, last) = lengths(way.node)
    assert (a, b) == (first, last)
    assert arc == pytest.approx((a + b) / 2, abs=0.011)
    assert line < 0.8 * arc
    caption = way.node.locator(".guess figcaption")
    assert f"{arc:.2f}" in caption.inner_text()
    way.press("straight line")
    way.visitor.until(lambda: f"{line:.2f}" in caption.inner_text())
    assert "path=line" in way.page.url


def test_the_digit_follows_the_hand_from_one_noise_to_the_other(visit):
    way = Way(visit(f"{PAGE}?step=between"))
    way.visitor.until(lambda: way.node.evaluate("node => node.view.view.strips.last.every(({ t }) => t === 0)"))
    strip = way.node.evaluate("node => node.view.view.strips.last.map(({ guess }) => Array.from(guess))")
    assert len(strip) == 50
    for place, frame in ((0, 0), (0.25, 6), (1, 24)):
        way.node.locator("input[type=range]").fill(str(place))
        way.visitor.until(lambda frame=frame: way.shows(strip[frame]))
    way.press("Another end")
    way.rest()
    assert "to=25" in way.page.url
    assert way.digit().shape == (8,)
    assert not way.shows(strip[24])


def test_the_walk_plays_to_and_fro_and_is_saved_as_a_film(visit):
    way = Way(visit(f"{PAGE}?step=between&between=0"))
    way.press("▶ Play")
    way.visitor.until(lambda: way.node.evaluate("node => node.view.place.between") > 0.1)
    way.press("❚❚ Pause")
    way.visitor.until(lambda: "between=0." in way.page.url)
    way.visitor.until(lambda: way.node.evaluate("node => node.view.view.strips.last.every(({ t }) => t === 0)"))
    with way.page.expect_download() as download:
        way.press("Save as GIF")
    content = download.value.path().read_bytes()
    assert content.startswith(b"GIF89a")
    assert content.count(b"\x21\xf9\x04") == 48  # there and back
