"""The map of codes under the hand: hover, lasso, the film of t-SNE, a digit that lands, and the address."""

import csv
import re
import statistics
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
SMALL = "cloud=vae-2d&proj=space&pts=500"
TSNE = "proj=tsne&pts=500&perp=10"
# More than a test waits for.
LONG = "proj=tsne&pts=5000&perp=50"
# Where the map of a step is.
PLACES = {"map": "map_place", "place": "placing_place"}


# What expressions of the tests call the parts of a map.
NAMES = "const { view } = node, { choice, playback } = view, panel = view.panels[0];"


class Map:
    """The map on the page."""

    def __init__(self, visitor, key: str = PLACES["map"]):
        self.visitor, self.page = visitor, visitor.page
        self.node = self.page.locator(f".st-key-{key} .cloud[data-ready=true]")
        self.node.wait_for()
        self.node.scroll_into_view_if_needed()

    def ask(self, expression: str):
        """What ``expression`` is of the component ``view``, its parts and its first panel."""
        return self.node.evaluate(f"(node) => {{ {NAMES} return {expression}; }}")

    def field(self, number: int = 0):
        return self.node.locator(".field").nth(number)

    def point(self, number: int) -> tuple[float, float]:
        """Where a point is on the screen."""
        self.field().scroll_into_view_if_needed()
        box = self.field().bounding_box()
        x, y = self.ask(f"[panel.screen[2 * {number}], panel.screen[2 * {number} + 1]]")
        return box["x"] + x, box["y"] + y

    def corner(self, across: float, down: float) -> tuple[float, float]:
        box = self.field().bounding_box()
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def until(self, expression: str) -> None:
        self.page.wait_for_function(
            f"(node) => {{ {NAMES} return {expression}; }}",
            arg=self.node.element_handle(),
        )

    def lasso(self, corners, *, panel: int = 0) -> None:
        self.field(panel).scroll_into_view_if_needed()
        places = [self.corner(*corner) for corner in corners]
        self.page.keyboard.down("Shift")
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=6)
        self.page.mouse.up()
        self.page.keyboard.up("Shift")
        self.visitor.settle()


def open_map(visit, query: str = SMALL, step: str = "map", **context) -> Map:
    visitor = visit(f"/latent_map?step={step}&{query}", **context)
    opened = Map(visitor, PLACES[step])
    visitor.settle()
    return opened


def address(found: Map) -> str:
    return found.page.evaluate("location.search")


def test_hover_shows_the_digit_under_the_mouse(visit):
    found = open_map(visit)
    found.page.mouse.move(*found.point(42))
    found.until("choice.hovered === 42 && !panel.face.tip.element.hidden")
    assert (
        found.ask("Math.max(...panel.face.tip.canvas.getContext('2d').getImageData(0, 0, 28, 28).data)") > 200
    )  # decoded or original
    assert found.node.locator(".tip").inner_text() == str(found.ask("view.pictures.cloud.labels[42]"))
    assert "Test image 840" in found.node.locator(".reading").inner_text()


def test_hovering_ten_thousand_points_is_fluid(visit):
    found = open_map(visit, "pts=10000")
    found.node.evaluate("(node) => { node.view.stats.hoverMs.length = node.view.stats.frameMs.length = 0; }")
    for i in range(40):
        found.page.mouse.move(*found.point(100 * i))
        found.page.wait_for_timeout(20)
    assert statistics.median(found.ask("node.view.stats.hoverMs")) < 16
    x, y = found.corner(0.5, 0.5)
    found.page.mouse.move(x, y)
    found.page.mouse.down()
    for i in range(30):
        found.page.mouse.move(x + 3 * i, y + i)
        found.page.wait_for_timeout(16)
    found.page.mouse.up()
    assert statistics.median(found.ask("node.view.stats.frameMs")) < 16.7


def test_a_click_chooses_a_point_and_shows_its_neighbours(visit):
    found = open_map(visit)
    found.page.mouse.click(*found.point(7))
    found.visitor.settle()
    found.until("view.data.strips.length === 4")
    assert "point=7" in address(found)
    assert found.node.locator(".strip").count() == 4
    assert found.node.locator(".strip").nth(1).locator("canvas").count() == 10


def test_a_lasso_holds_what_lies_in_it(visit):
    found = open_map(visit)
    found.lasso([(0.2, 0.2), (0.7, 0.2), (0.7, 0.7), (0.2, 0.7)])
    count = found.ask("choice.selected.size")
    box = found.ask("panel.side")
    inside = found.ask(
        f"Array.from({{ length: 500 }}, (_, i) => [panel.screen[2 * i] / {box}, panel.screen[2 * i + 1] / {box}])"
        ".filter(([x, y]) => x > 0.2 && x < 0.7 && y > 0.2 && y < 0.7).length"
    )
    assert count > 20
    assert abs(count - inside) <= 2  # on the line
    found.page.get_by_text(f"You have encircled {count} points").wait_for()
    assert f"{count} points encircled" in found.node.locator(".reading").inner_text()


def test_the_address_brings_back_view_point_and_lasso(visit):
    found = open_map(visit)
    found.page.mouse.click(*found.point(7))
    found.visitor.settle()
    found.lasso([(0.3, 0.3), (0.6, 0.3), (0.6, 0.6)])
    found.node.get_by_role("button", name="Closer").click()
    found.visitor.settle()
    before = found.ask("[[...choice.selected].sort(), choice.chosen, panel.camera.zoom]")
    other = Map(visit(f"/latent_space{address(found)}", ready=False))
    other.until("choice.selected.size > 0")
    assert other.ask("[[...choice.selected].sort(), choice.chosen, panel.camera.zoom]") == before
    other.page.get_by_text(re.compile(f"You have encircled {len(before[0])} points")).wait_for()


def test_a_set_outlives_the_map_but_not_its_images(visit):
    found = open_map(visit)
    found.lasso([(0.3, 0.3), (0.6, 0.3), (0.6, 0.6)])
    count = found.ask("choice.selected.size")
    found.page.locator(".st-key-map_choices").get_by_text("PCA", exact=True).click()
    found.until("node.dataset.ready && view.data.panels[0].title.startsWith('The 2')")
    found.visitor.settle()
    assert found.ask("choice.selected.size") == count
    assert "lasso" not in address(found)
    kinds = found.page.locator(".st-key-map_choices [data-testid=stSelectbox]").first
    found.visitor.choose(kinds, found.page.get_by_role("option").nth(1))
    found.until("view.data.count === 1000 && node.dataset.ready")
    found.visitor.settle()
    assert found.ask("choice.selected.size") == 0


def test_keys_walk_choose_and_zoom(visit):
    found = open_map(visit)
    found.field().focus()
    found.page.keyboard.press("ArrowRight")
    found.page.keyboard.press("ArrowRight")
    found.until("choice.hovered >= 0")
    here = found.ask("choice.hovered")
    found.page.keyboard.press("ArrowUp")
    found.until(f"choice.hovered !== {here}")
    found.page.keyboard.press("Enter")
    found.visitor.settle()
    chosen = found.ask("choice.chosen")
    assert chosen >= 0
    assert f"point={chosen}" in address(found)
    for count, key in ((1, "ArrowLeft"), (2, "ArrowLeft"), (1, "")):
        if key:
            found.page.keyboard.press(key)
        found.page.keyboard.press("Space")
        found.page.get_by_text(f"You have encircled {count} point").wait_for()
        assert found.ask("choice.selected.size") == count
    found.page.keyboard.press("+")
    found.visitor.settle()
    assert found.ask("panel.camera.zoom") == 1.25
    found.page.keyboard.press("Escape")
    found.visitor.settle()
    assert found.ask("choice.chosen") == -1


# Notes in every animation frame how many frames of the film are there.
COUNT_FRAMES = """(node) => {
    node.counts = [];
    const look = () => {
        node.counts.push(node.view.playback.films[0].frames.length);
        if (node.dataset.stage !== 'finished') requestAnimationFrame(look);
    };
    look();
}"""


@pytest.mark.slow
def test_tsne_forms_before_ones_eyes_and_can_be_scrubbed(visit):
    # Large enough to take some seconds, and no other test's map, which would be there at once.
    found = open_map(visit, "proj=tsne&pts=1000&mapseed=5", reduced_motion="no-preference")
    found.node.evaluate(COUNT_FRAMES)
    found.until("node.dataset.stage === 'finished'")
    found.page.get_by_text("trustworthiness, all points").wait_for()
    assert len(set(found.ask("node.counts"))) > 3  # a few at a time, not all at once
    total = found.ask("playback.films[0].frames.length")
    scrub = found.node.get_by_role("slider")
    scrub.fill("5")
    found.until("node.querySelector('output').textContent.startsWith('step 5 of 750')")
    spread = found.ask("panel.fitted.radius")
    scrub.fill(str(total - 1))
    found.until("node.querySelector('output').textContent.startsWith('step 750 of 750')")
    assert found.ask("panel.fitted.radius") > 1000 * spread
    found.node.get_by_role("button", name="Play").click()
    found.until("playback.head > 2 && playback.isPlaying")
    found.node.get_by_role("button", name="Pause").click()
    at = found.ask("playback.head")
    found.page.wait_for_timeout(200)
    assert found.ask("playback.head") == at


def test_a_map_can_be_stopped_and_begun_anew(visit):
    found = open_map(visit, LONG)
    found.until("playback.films[0].frames.length > 1")
    found.node.get_by_role("button", name="Stop computing").click()
    found.until("node.dataset.stage === 'over'")
    assert "Stopped." in found.node.locator(".waiting").inner_text()
    found.node.get_by_role("button", name="Compute again").click()
    found.until("playback.films[0].frames.length > 1 && node.dataset.stage === 'forming'")
    found.node.get_by_role("button", name="Stop computing").click()


def test_run_twice_shows_two_maps(visit):
    found = open_map(visit, TSNE)
    found.page.get_by_role("button", name="Run it twice, from two random starts").click()
    found.until("view.panels.length === 2 && playback.areFinished")
    assert "beside=seed" in address(found)
    assert found.node.locator(".field").count() == 2
    apart = found.ask(
        "playback.films[0].frames.at(-1).some((value, i) => Math.abs(value - playback.films[1].frames.at(-1)[i]) > 1)"
    )
    assert apart


def test_three_dimensions_turn(visit):
    found = open_map(visit, "pts=500&flat=3")
    before = found.ask("Array.from(panel.screen.slice(0, 8))")
    x, y = found.corner(0.5, 0.5)
    found.page.mouse.move(x, y)
    found.page.mouse.down()
    found.page.mouse.move(x + 90, y + 20, steps=5)
    found.page.mouse.up()
    found.visitor.settle()
    assert found.ask("Array.from(panel.screen.slice(0, 8))") != before
    assert found.ask("panel.camera.yaw") == pytest.approx(0.5 + 90 / 120, abs=0.01)
    assert "look=" in address(found)


# How many of the five points nearest to the digit on the second map are ones.
ONES_AROUND = """({ panels: [, { placed, film }], pictures: { cloud: { labels } } }) => {
    const points = film.frames.at(-1), [x, y] = placed.point;
    const distance = (i) => Math.hypot(points[2 * i] - x, points[2 * i + 1] - y);
    const order = Array.from(labels.keys()).sort((a, b) => distance(a) - distance(b));
    return order.slice(0, 5).filter((i) => labels[i] === 1).length;
}"""


def test_a_drawn_digit_lands(visit):
    maps = open_map(visit, "digit=drawn&pts=500&perp=10&mapped=True", step="place")
    maps.until("playback.areFinished")
    paper = maps.page.locator(".paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    at = [(box["x"] + a * box["width"], box["y"] + d * box["height"]) for a, d in ((0.5, 0.2), (0.5, 0.8))]
    maps.page.mouse.move(*at[0])
    maps.page.mouse.down()
    maps.page.mouse.move(*at[1], steps=8)
    maps.until("panel.placed !== null")  # with the pen still down
    assert maps.ask("panel.placed.covariance.length") == 3
    maps.page.mouse.up()
    maps.visitor.settle()
    maps.until("view.panels[1].placed !== null && view.data.strips.length === 1")
    maps.page.get_by_text("The ten nearest codes of your drawing belong to: 1 × 10").wait_for()
    maps.until(f"({ONES_AROUND})(view) >= 4")


def test_the_map_is_kept_as_a_table(visit, tmp_path):
    shown = open_map(visit)
    with shown.page.expect_download() as download:
        shown.page.get_by_role("button", name="Coordinates as CSV").click()
    table = tmp_path / "map.csv"
    download.value.save_as(table)
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert len(rows) == 500
    assert set(rows[0]) == {"image", "label", "x", "y"}


def keep(shown, kind: str) -> bytes:
    with shown.page.expect_download() as download:
        shown.node.get_by_role("button", name=f"Save as {kind}").click()
    assert download.value.suggested_filename == f"map.{kind.lower()}"
    return Path(download.value.path()).read_bytes()


def test_the_map_is_kept_for_a_slide_and_as_lines(visit):
    shown = open_map(visit, color_scheme="dark")
    picture = Image.open(BytesIO(keep(shown, "PNG")))
    root = ElementTree.fromstring(keep(shown, "SVG"))
    assert picture.width >= 1600
    assert picture.size == (float(root.get("width")), float(root.get("height")))
    assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)  # on white, also where the page is dark
    assert len(list(root.iter(SVG + "circle"))) == 500 + 10  # each code, and each digit beside the map
    assert root.find(f".//{SVG}image") is None
    title, *_others, address = [text.text for text in root.findall(SVG + "text")]
    assert title == "500 codes of the VAE, 2-D"
    assert address == shown.page.url
    words = [text.text for text in root.iter(SVG + "text")]
    assert {"z₁ →", "z₂ →", "1σ", "0", "9", "−2", "2"} <= set(words)


def test_two_maps_are_kept_beside_each_other(visit):
    shown = open_map(visit, "proj=tsne&pts=500&perp=10&beside=seed")
    shown.until("playback.isAtEnd")
    root = ElementTree.fromstring(keep(shown, "SVG"))
    assert len(list(root.iter(SVG + "circle"))) == 2 * 500 + 10
    words = [text.text for text in root.iter(SVG + "text")]
    assert [words.count(name) for name in ("t-SNE 1 →", "t-SNE 2 →")] == [2, 2]


def test_it_speaks_chinese(visit):
    found = open_map(visit, f"{SMALL}&lang=zh_CN")
    words = found.node.locator(".bar").inner_text().replace("Shift", "")  # a key has one name
    assert not re.search(r"[A-Za-z]{4,}", words)
