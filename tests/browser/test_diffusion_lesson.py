"""Noise, step by step, under the hand: numbers that follow, sums that hold, particles that play."""

import re

import numpy as np
import pytest

from ui import latent_particles
from ui.fields.diffusion import PARTICLE
from vae_core.diffusion import particles
from vae_core.diffusion.account import Account
from vae_core.diffusion.examples import LINES, PLANES
from vae_core.diffusion.forward import known
from vae_core.diffusion.names import three_names
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import least_losses

pytestmark = pytest.mark.browser
PAGE = "/diffusion"


def column(visitor, part: str, number: int = 2) -> list[float]:
    """The numbers in a column of the table of a step."""
    cells = visitor.page.locator(f".st-key-{part}_words td:nth-child({number})").all_inner_texts()
    return [float(cell.replace("−", "-")) for cell in cells]


def setting(visitor, name: str) -> float:
    return float(re.search(rf"[?&]{name}=([^&]+)", visitor.page.url)[1])


def test_one_of_the_data_is_followed_into_the_noise(visit):
    visitor = visit(PAGE)
    figure = visitor.figure("noise")
    figure.drag("value", up=25)
    figure.drag("moment", across=60)
    x_0, t = setting(visitor, "x0"), int(setting(visitor, "t"))
    assert x_0 > 1.3
    assert t > 45
    expected = known(LINES["two"], Schedule("log-snr", 100), x_0, t)
    visitor.until(lambda: column(visitor, "noise") == pytest.approx([expected.rate, expected.divergence], rel=0.01))
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert column(again, "noise") == column(visitor, "noise")


def test_evidence_is_bound_and_gap_while_the_number_of_latents_is_dragged(visit):
    visitor = visit(f"{PAGE}?step=chain&T=3&x0=0.5")
    slider = visitor.figure("chain").node.locator("input[type=range]").first

    def is_right() -> bool:
        first, steps, last, bound, gap, evidence, of_data = column(visitor, "chain")
        found = Account(LINES["two"], Schedule("log-snr", int(setting(visitor, "T"))), "best", 0.5)
        return (
            bound + gap == pytest.approx(evidence, abs=2e-3)
            and first + steps + last == pytest.approx(bound, abs=2e-3)
            and [bound, evidence, of_data]
            == pytest.approx([found.bound.value, found.log_evidence, found.log_density], abs=1e-3)
        )

    visitor.until(is_right)
    gap = column(visitor, "chain")[4]
    slider.focus()
    for _ in range(4):
        visitor.page.keyboard.press("PageUp")
    visitor.settle()
    assert setting(visitor, "T") > 10
    visitor.until(is_right)
    assert column(visitor, "chain")[4] < gap
    visitor.page.get_by_text("fixed variance").click()
    visitor.settle()
    assert "width=fixed" in visitor.page.url
    assert column(visitor, "chain")[4] > gap


def test_a_place_in_the_plane_has_its_guess(visit):
    visitor = visit(f"{PAGE}?step=score")
    figure = visitor.figure("score")
    figure.drag("place", across=40, up=-50)
    place = tuple(map(float, re.search(r"[?&]at=([^&]+)", visitor.page.url)[1].split("_")))
    found = three_names(PLANES["moons"], Schedule("cosine", 100), 25, place)
    expected = np.concatenate([found.x_t, found.denoised, found.noise_found, found.score])
    for number in (2, 3):
        coordinate = pytest.approx(expected[:, number - 2], abs=2e-3)
        visitor.until(lambda number=number, coordinate=coordinate: column(visitor, "score", number) == coordinate)


def test_particles_play_from_noise_to_the_data_and_fewer_steps_are_told(visit):
    visitor = visit(f"{PAGE}?step=back&stop=0&steps=8")
    figure = visitor.figure("particles")
    ways = particles.both(PLANES["moons"], "ddim", 8, 1)
    clouds = """node => node.view.plot._fullData.filter(({ mode }) => mode === 'markers')
        .map(({ x, y }) => [Array.from(x), Array.from(y)])"""

    def are_at(stop: int) -> bool:
        return all(
            np.allclose(np.array(cloud).T, way.x[stop], atol=1e-4)
            for cloud, way in zip(figure.node.evaluate(clouds), (ways.ancestral, ways.without), strict=True)
        )

    assert are_at(0)
    figure.node.get_by_role("button", name="Play").click()
    visitor.until(lambda: are_at(8))
    words = visitor.page.locator(".st-key-back_words")
    assert f"{ways.distances[0]:.2g}"[:4] in words.inner_text()
    visitor.page.get_by_text("Other noise").click()
    visitor.settle()
    assert "seed=2" in visitor.page.url
    assert not are_at(8)


def test_a_particle_is_chosen_by_a_click_and_played_to_its_digit(visit):
    visitor = visit(f"{PAGE}?step=plane&stage=0")
    figure = visitor.figure("plane")
    places = (
        "node => node.view.plot._fullData.filter(({ marker }) => marker?.size === 12).map(({ x, y }) => [x[0], y[0]])"
    )

    def is_at(stop: int, particle: int) -> bool:
        ways = latent_particles.both_ways(1).values()
        return np.allclose(figure.node.evaluate(places), [way.x[stop, particle] for way in ways], atol=1e-6)

    assert is_at(0, PARTICLE.default)
    target = latent_particles.both_ways(1)["without"].x[0, 5]
    pixel = figure.node.evaluate(
        """(node, [x, y]) => {
            const { plot } = node.view, { left, top } = plot.getBoundingClientRect();
            const { xaxis2, yaxis2 } = plot._fullLayout;
            return [left + xaxis2._offset + xaxis2.d2p(x), top + yaxis2._offset + yaxis2.d2p(y)];
        }""",
        target.tolist(),
    )
    visitor.page.mouse.click(*pixel)
    visitor.settle()
    assert setting(visitor, "particle") == 5
    visitor.until(lambda: is_at(0, 5))
    figure.node.get_by_role("button", name="Play").click()
    visitor.until(lambda: is_at(latent_particles.STEPS, 5))
    odds = latent_particles.odds(1)["with"][-1, 5]
    assert f"{odds.argmax()}: {100 * odds.max():.0f} %" in figure.node.inner_text()
    assert f"ends as a {odds.argmax()}," in visitor.page.locator(".stMain").inner_text()
    visitor.page.get_by_role("button", name="Another particle").click()
    visitor.until(lambda: is_at(latent_particles.STEPS, 6))


class Pupils:
    """Both networks, once their losses are known."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.node = visitor.page.locator(".learn")
        self.page.locator(".learn[data-ready=true]").wait_for()
        visitor.settle()

    @property
    def steps(self) -> int:
        return self.node.evaluate("node => node.view.training.news.steps")

    @property
    def points(self) -> list[float]:
        return self.node.evaluate("node => node.view.place.points")

    def above(self) -> np.ndarray:
        """By how much each network's loss is above the least, over all steps."""
        excess = self.node.evaluate("node => node.view.training.news.excess")
        return np.array(excess).mean(axis=1)

    def press(self, name: str) -> None:
        self.node.get_by_role("button", name=name).click()

    def learn(self, steps: int) -> None:
        self.press("Learn")
        self.visitor.until(lambda: self.steps >= steps)
        self.press("Pause")
        self.visitor.until(lambda: self.node.locator(".said").inner_text().startswith("Nearer"))


def test_networks_learn_until_they_are_paused_and_begin_anew(visit):
    pupils = Pupils(visit(f"{PAGE}?step=learn&plane=corners"))
    before = pupils.above()
    assert before[0] == before[1]
    expected = least_losses(PLANES["corners"], particles.SCHEDULE)
    np.testing.assert_allclose(pupils.node.evaluate("node => node.view.training.news.least"), expected, atol=1e-9)
    pupils.learn(150)
    after, steps = pupils.above(), pupils.steps
    assert (after < 0.6 * before).all()
    pupils.page.wait_for_timeout(300)
    assert pupils.steps == steps
    pupils.press("One step")
    pupils.visitor.until(lambda: pupils.steps == steps + 1)
    pupils.press("Begin anew")
    pupils.visitor.until(lambda: pupils.steps == 0 and (pupils.above() == before).all())


def test_a_step_is_dragged_without_the_server_and_the_field_follows(visit):
    visitor = visit(f"{PAGE}?step=learn&level=25")
    pupils = Pupils(visitor)
    picture = "node => node.querySelector('.true canvas').toDataURL()"
    before, sent = pupils.node.evaluate(picture), visitor.sent
    box = pupils.node.locator(".chart").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    for i in range(8):
        visitor.page.mouse.move(x + 5 * i, y)
        visitor.page.wait_for_timeout(16)
    assert pupils.node.evaluate(picture) != before
    assert visitor.sent == sent
    visitor.page.mouse.up()
    visitor.settle()
    t = int(setting(visitor, "level"))
    assert t > 50
    least = least_losses(PLANES["moons"], particles.SCHEDULE)[t - 1]
    assert pupils.node.locator("td").first.inner_text() == f"{least:.3f}"
    visitor.until(lambda: f"At step {t}" in visitor.page.locator("body").inner_text())


def test_points_are_set_by_pointer_and_keys_and_both_networks_go_on_with_them(visit):
    visitor = visit(f"{PAGE}?step=learn&plane=own")
    pupils = Pupils(visitor)
    first = pupils.points
    pupils.press("One step")
    visitor.until(lambda: pupils.steps == 1)
    box = pupils.node.locator(".true .field").bounding_box()
    visitor.page.mouse.click(box["x"] + box["width"] / 6, box["y"] + box["height"] / 2)
    visitor.settle()
    assert pupils.points == pytest.approx([*first, -2, 0], abs=0.05)
    assert pupils.points[-2:] == pytest.approx([float(value) for value in visitor.page.url.split("_")[-2:]])
    visitor.page.keyboard.press("Shift+ArrowUp")
    visitor.settle()
    assert pupils.points[-1] == pytest.approx(0.5, abs=0.05)
    assert pupils.steps == 1
    again = Pupils(visit(visitor.page.url.removeprefix(visitor.address)))
    assert again.points == pupils.points
    visitor.page.keyboard.press("Delete")
    visitor.settle()
    assert pupils.points == first
    pupils.node.locator(".point").first.dblclick()
    visitor.settle()
    assert pupils.points == first[2:]
    visitor.page.get_by_role("button", name="Undo").click()
    visitor.until(lambda: pupils.points == first)
    visitor.turn_to("score")
    assert "plane=own" in visitor.page.url
    visitor.page.get_by_role("button", name="Set the points").click()
    visitor.until(lambda: "step=learn" in visitor.page.url)


def test_the_bound_has_a_field_of_its_own_and_another_start_other_networks(visit):
    visitor = visit(f"{PAGE}?step=learn&plane=ring")
    pupils = Pupils(visitor)
    pupils.learn(30)
    picture = "node => node.querySelector('.learned canvas').toDataURL()"
    simple = pupils.node.evaluate(picture)
    pupils.press("bound")
    visitor.settle()
    assert "weighting=bound" in visitor.page.url
    assert pupils.node.evaluate(picture) != simple
    assert "the bound counts an error" in visitor.page.locator("body").inner_text()
    pupils.press("Other start")
    visitor.until(lambda: pupils.steps == 0)
    visitor.settle()
    assert "start=2" in visitor.page.url
