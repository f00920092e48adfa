"""Grids, rows, ways, sums and the tour: decoded in the browser as torch does, played, kept and presented."""

import base64
import json
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image

from ui.fields.latent_steps import STEPS
from vae_core import pretrained
from vae_core.analysis import paths

pytestmark = pytest.mark.browser

# Each is a step of its own.
VIEWS = ("manifold", "traversals", "path", "arithmetic", "tour")

SVG = "{http://www.w3.org/2000/svg}"

# What is on a sheet, picture by picture.
CELLS = """({ columns, rows, values, width }) => Array.from({ length: columns * rows }, (_, at) =>
    Array.from({ length: 784 }, (_, i) =>
        values[(28 * Math.floor(at / columns) + Math.floor(i / 28)) * width + 28 * (at % columns) + i % 28]))"""


class Walk:
    """One view of the page, scrolled into sight and decoded to the end."""

    def __init__(self, visitor, view: str):
        self.visitor, self.page = visitor, visitor.page
        self.node = visitor.page.locator(f".walk[data-view={view}][data-ready=true]")
        self.node.wait_for()
        self.node.scroll_into_view_if_needed()
        self.rest()

    def rest(self) -> None:
        self.visitor.settle()
        self.node.scroll_into_view_if_needed()  # what nobody sees waits
        self.page.wait_for_function(
            "node => !node.view.queue.length && !node.view.isDue", arg=self.node.element_handle()
        )

    def place(self) -> dict:
        return self.node.evaluate("node => node.view.place")

    def cells(self, sheet: str = "node.view.view.grid.sheet") -> np.ndarray:
        return np.array(self.node.evaluate(f"node => ({CELLS})({sheet})"))

    def keep(self, kind: str) -> bytes:
        return keep(self.visitor, self.node, kind)


def keep(visitor, node, kind: str) -> bytes:
    """What a file of this kind holds that a part of the page makes."""
    with visitor.page.expect_download() as download:
        node.get_by_role("button", name=f"Save as {kind}").click()
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    return Path(download.value.path()).read_bytes()


def open_walk(visit, view: str, query: str = "", **context) -> Walk:
    return Walk(visit(f"/latent_space?step={view}{query}", **context), view)


def decoded(name: str, codes) -> np.ndarray:
    with torch.no_grad():
        return torch.sigmoid(pretrained.load(name).decode(np.float32(codes))).numpy()


def grid(count: int, spacing: str) -> np.ndarray:
    """z of each cell of a plane, from the top left."""
    axis = paths.coordinates(count, spacing)
    return np.stack(np.meshgrid(axis, axis[::-1]), -1).reshape(-1, 2)


@pytest.mark.parametrize(("spacing", "kind"), [("probability", "vae"), ("steps", "ae")])
def test_the_plane_holds_the_pictures_of_torch(visit, spacing, kind):
    walk = open_walk(visit, "manifold", f"&cells=10&by={spacing}&grid={kind}")
    np.testing.assert_allclose(walk.cells(), decoded(f"mnist-{kind}-2d", grid(10, spacing)), atol=1e-5)


def test_in_eight_dimensions_the_plane_follows_the_other_sliders_while_they_are_dragged(visit):
    walk = open_walk(visit, "manifold", "&dim=8&cells=10&z=0_0_0_0_1&axes=5_2")
    sent = walk.visitor.sent
    slider = walk.page.get_by_role("slider", name="Latent coordinate z3")
    slider.evaluate("node => { node.value = 1.5; node.dispatchEvent(new Event('input')) }")
    walk.page.wait_for_timeout(100)
    assert walk.visitor.sent == sent
    slider.evaluate("node => node.dispatchEvent(new Event('change'))")
    walk.rest()
    z = np.zeros((100, 8))
    z[:, 2] = 1.5
    z[:, [4, 1]] = grid(10, "probability")
    np.testing.assert_allclose(walk.cells(), decoded("mnist-vae-8d", z), atol=1e-5)


def test_a_click_on_a_cell_moves_z_there_and_the_mark_with_it(visit):
    walk = open_walk(visit, "manifold", "&cells=10")
    frame = walk.node.locator(".frame")
    box = frame.bounding_box()
    frame.click(position={"x": 0.85 * box["width"], "y": 0.15 * box["height"]})
    walk.rest()
    axis = paths.coordinates(10, "probability")
    walk.visitor.sees(walk.visitor.position, pytest.approx([axis[8], axis[8]], abs=1e-3))
    mark = walk.node.locator(".mark").evaluate("node => [parseFloat(node.style.left), parseFloat(node.style.top)]")
    assert mark == pytest.approx([80, 10], abs=0.5)
    walk.page.wait_for_url("**z=1.04_1.04**")


def test_the_plane_by_keyboard(visit):
    walk = open_walk(visit, "manifold", "&cells=15&by=steps")
    walk.node.locator(".frame").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        walk.page.keyboard.press(key)
    axis = paths.coordinates(15, "steps")
    assert f"({axis[9]:.2f}, {axis[8]:.2f})" in walk.node.locator(".said").inner_text()
    walk.page.keyboard.press("Enter")
    walk.rest()
    walk.visitor.sees(walk.visitor.position, pytest.approx([axis[9], axis[8]], abs=1e-3))


def test_rows_are_ordered_by_kl_and_run_through_the_spread_of_the_codes(visit):
    walk = open_walk(visit, "traversals", "&dim=8&range=2&z=0.5_0_-1")
    known = pretrained.encodings("mnist-vae-8d")
    costs = paths.mean_kl(known.mean, known.log_variance)
    order = np.argsort(-costs)
    names = walk.node.locator(".names span").all_inner_texts()
    assert [name.split("\n")[-1] for name in names] == [f"{costs[j]:.2f} nats" for j in order]
    z = np.tile([0.5, 0, -1, 0, 0, 0, 0, 0], (8, 13, 1))
    for row, j in enumerate(order):
        z[row, :, j] = known.mean[:, j].mean() + np.linspace(-2, 2, 13) * known.mean[:, j].std()
    np.testing.assert_allclose(walk.cells(), decoded("mnist-vae-8d", z.reshape(-1, 8)), atol=1e-5)


def test_the_strip_leads_from_one_image_to_the_other(visit):
    walk = open_walk(visit, "path", "&ends=18_m8&t=0.25&dim=8")
    t = np.linspace(0, 1, 13)
    for lane, (kind, way) in enumerate(
        (kind, way) for kind in ("vae", "ae") for way in (paths.straight, paths.spherical)
    ):
        known = pretrained.encodings(f"mnist-{kind}-8d")
        ends = known.mean[18].astype(float), paths.class_mean(known.mean, known.label, 8)
        strip, now = (walk.cells(f"node.view.view.lanes[{lane}].{part}") for part in ("strip", "now"))
        np.testing.assert_allclose(strip, decoded(f"mnist-{kind}-8d", way(*ends, t)), atol=1e-5)
        np.testing.assert_allclose(now, decoded(f"mnist-{kind}-8d", way(*ends, np.array([0.25]))), atol=1e-5)


def test_the_film_plays_without_a_message_and_tells_where_it_stopped(visit):
    walk = open_walk(visit, "path")
    sent = walk.visitor.sent
    walk.node.get_by_role("button", name="Play").click()
    walk.visitor.until(lambda: 0.5 < walk.place()["t"] <= 1)
    first = walk.place()["t"]
    walk.visitor.until(lambda: walk.place()["t"] != first)
    assert walk.visitor.sent == sent
    walk.node.get_by_role("button", name="Pause").click()
    walk.rest()
    stopped = walk.place()["t"]
    assert f"t={stopped:g}" in walk.page.url
    again = Walk(visit(walk.page.url.removeprefix(walk.visitor.address)), "path")
    assert again.place()["t"] == pytest.approx(stopped, abs=1e-3)


def test_another_digit_is_chosen_by_its_class(visit):
    walk = open_walk(visit, "path")
    walk.node.get_by_role("combobox", name="Digit A").select_option(label="digit 5")
    walk.node.get_by_role("combobox", name="Digit B").select_option(label="mean of all 2s")
    walk.node.get_by_role("button", name="Another for A").click()
    walk.rest()
    fives = np.flatnonzero(pretrained.encodings("mnist-vae-2d").label == 5)
    assert walk.place()["ends"] == [str(fives[1]), "m2"]
    assert f"ends={fives[1]}_m2" in walk.page.url
    assert walk.node.get_by_role("button", name="Another for B").is_disabled()


def test_a_sum_is_a_sum_of_codes(visit):
    walk = open_walk(visit, "arithmetic", "&dim=8&sum=4_m4_m9")
    for lane, kind in enumerate(("vae", "ae")):
        known = pretrained.encodings(f"mnist-{kind}-8d")
        four, nine = (paths.class_mean(known.mean, known.label, label) for label in (4, 9))
        found = walk.cells(f"node.view.view.lanes[{lane}].terms[3]")
        np.testing.assert_allclose(found[0], decoded(f"mnist-{kind}-8d", [known.mean[4] - four + nine])[0], atol=1e-5)
    walk.page.get_by_role("button", name="mean of 8s − mean of 3s + mean of 1s").click()
    walk.rest()
    assert walk.place()["terms"] == ["m8", "m3", "m1"]


def test_the_tour_moves_and_its_stops_are_those_of_its_seed_also_when_that_is_taken_back(visit):
    walk = open_walk(visit, "tour", "&dim=8&tour=5")
    another, undo = (walk.page.get_by_role("button", name=name) for name in ("Another tour", "Undo"))
    stops = walk.cells("node.view.view.lanes[0].stops")
    another.click()
    walk.rest()
    assert np.abs(walk.cells("node.view.view.lanes[0].stops") - stops).max() > 0.2
    undo.click()
    walk.visitor.sees(lambda: walk.place()["seed"], 5)
    walk.rest()
    assert (walk.cells("node.view.view.lanes[0].stops") == stops).all()
    walk.node.get_by_role("button", name="Play").click()
    before = walk.cells("node.view.view.lanes[0].now")
    walk.visitor.until(lambda: np.abs(walk.cells("node.view.view.lanes[0].now") - before).max() > 0.2)
    another.click()
    walk.page.wait_for_url("**tour=6**")
    undo.click()
    walk.visitor.sees(lambda: walk.place()["seed"], 5)


# ---- take away ------------------------------------------------------------------------------------


def greys(png: bytes) -> np.ndarray:
    return np.array(Image.open(BytesIO(png)).convert("L"))


def sheet(png: bytes, svg: bytes, number: int = 0) -> np.ndarray:
    """The ink of a sheet of pictures in a PNG, which lies where the SVG of the same says, so many times as large."""
    node = ElementTree.fromstring(svg).findall(SVG + "image")[number]
    left, top, width, height = (round(float(node.get(name))) for name in ("x", "y", "width", "height"))
    times = width // Image.open(BytesIO(base64.b64decode(node.get("href").split(",")[1]))).width
    return 1 - greys(png)[top : top + height : times, left : left + width : times] / 255


def test_the_two_pictures_of_the_decoder_are_kept_black_on_white(visit):
    visitor = visit("/latent_space?z=1_0.5", color_scheme="dark")
    png, svg = (keep(visitor, visitor.decoder, kind) for kind in ("PNG", "SVG"))
    pictures = [decoded(f"mnist-{kind}-2d", [[1, 0.5]])[0].reshape(28, 28) for kind in ("vae", "ae")]
    for number, picture in enumerate(pictures):
        assert np.abs(sheet(png, svg, number) - picture).max() < 0.01


@pytest.mark.parametrize("view", ["space", *VIEWS])
def test_every_picture_is_for_a_slide_with_its_title_its_axes_and_the_address(visit, view):
    visitor = visit(f"/latent_space?step={view}")
    node = visitor.decoder if view == "space" else Walk(visitor, view).node
    png, svg = (keep(visitor, node, kind) for kind in ("PNG", "SVG"))
    root = ElementTree.fromstring(svg)
    assert root.tag == SVG + "svg"
    size = Image.open(BytesIO(png)).size
    assert size == (float(root.get("width")), float(root.get("height")))
    assert size[0] >= 1600
    title, *words, address = [text.text for text in root.iter(SVG + "text")]
    assert title == root.find(SVG + "title").text
    assert "".join(address) == visitor.page.url
    assert set(AXES[view]) <= set(words)


AXES = {
    "space": ("z = (0.00, 0.00)",),
    "manifold": ("z₁ →", "↑ z₂", "−1.5", "−1.0", "−0.5", "0.0", "0.5", "1.0", "1.5"),
    "traversals": ("−2.5 s", "0", "2.5 s"),
    "path": ("t = 0", "0.25", "0.5", "0.75", "1"),
    "arithmetic": ("VAE", "AE", "−", "+", "="),
    "tour": ("VAE", "AE"),
}


def test_the_large_png_of_the_plane_holds_every_picture(visit):
    walk = open_walk(visit, "manifold", "&cells=30", color_scheme="dark")
    found = sheet(walk.keep("PNG"), walk.keep("SVG"))
    pictures = decoded("mnist-vae-2d", grid(30, "probability")).reshape(30, 30, 28, 28)
    expected = pictures.transpose(0, 2, 1, 3).reshape(30 * 28, 30 * 28)
    assert np.abs(found - expected).max() < 0.01


def test_the_film_is_kept_as_a_gif_of_the_same_pictures_each_ten_times_as_large(visit):
    walk = open_walk(visit, "path", "&ends=18_61&dim=8")
    film = Image.open(BytesIO(walk.keep("GIF")))
    assert film.format == "GIF"
    assert film.n_frames == 64
    assert film.info["loop"] == 0
    assert film.width == 4 * 28 * 10 + 5 * 40
    known = pretrained.encodings("mnist-vae-8d").mean.astype(float)
    times = paths.eased(np.arange(33) / 32)
    left, top = 40, 120  # below the titles of the film and of its pictures
    for frame in (0, 7, 32, 40):
        film.seek(frame)
        shown = np.array(film.convert("L"))[top : top + 280 : 10, left : left + 280 : 10]
        t = times[frame if frame <= 32 else 64 - frame]
        picture = decoded("mnist-vae-8d", paths.straight(known[18], known[61], np.array([t])))[0].reshape(28, 28)
        assert np.abs(shown - 255 * (1 - picture)).max() <= 1


def test_the_ticks_of_the_plane_are_round_and_even(visit):
    walk = open_walk(visit, "manifold")
    ticks = walk.node.locator(".ticks.across span, .ticks.up span").all_inner_texts()
    assert ticks == ["−1.5", "−1.0", "−0.5", "0.0", "0.5", "1.0", "1.5"] * 2
    walk.node.get_by_role("button", name="Equal steps").click()
    walk.visitor.settle()
    across = walk.node.locator(".ticks.across span")
    assert across.all_inner_texts() == ["−3", "−2", "−1", "0", "1", "2", "3"]
    middles = [box["x"] + box["width"] / 2 for box in (tick.bounding_box() for tick in across.all())]
    np.testing.assert_allclose(np.diff(middles), np.diff(middles).mean(), atol=1)


def test_a_button_that_works_has_the_ink_of_words(visit):
    walk = open_walk(visit, "path")
    shade = "node => getComputedStyle(node).color"
    words = walk.node.locator(".lane b").first.evaluate(shade)
    for name in ("Present (P)", "Save as PNG", "Save as GIF"):
        assert walk.node.get_by_role("button", name=name).evaluate(shade) == words


# ---- present --------------------------------------------------------------------------------------

FILLS = """node => {
    const { width, height, left, top } = node.getBoundingClientRect();
    const isAbove = node.getRootNode().elementFromPoint(innerWidth / 2, innerHeight / 2);
    return [left, top, width, height, innerWidth, innerHeight, node.contains(isAbove)];
}"""


def fills(node) -> bool:
    left, top, width, height, across, up, is_above = node.evaluate(FILLS)
    return (left, top, width, height) == (0, 0, across, up) and is_above


def test_p_fills_the_screen_with_the_picture_in_sight_and_escape_leaves(visit):
    walk = open_walk(visit, "manifold")
    assert not fills(walk.node)
    walk.page.keyboard.press("p")
    walk.visitor.until(lambda: fills(walk.node))
    assert not walk.node.locator(".take").is_visible()
    walk.page.wait_for_url("**show=manifold**")
    walk.page.keyboard.press("Escape")
    walk.visitor.until(lambda: not fills(walk.node))
    walk.page.wait_for_url(lambda url: "show=" not in url)
    assert "step=manifold" in walk.page.url  # P leads to no other step


def test_an_address_opens_the_presentation_at_its_step_and_the_tour_starts_by_itself(visit):
    visitor = visit("/latent_space?show=tour&tour=3", ready=False)
    node = visitor.page.locator(".walk[data-view=tour][data-ready=true]")
    node.wait_for()
    visitor.page.wait_for_timeout(500)
    assert fills(node)
    assert node.get_by_role("button", name="Pause").is_visible()
    visitor.page.wait_for_url("**step=tour**")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_timeout(300)
    assert not fills(node)


def test_the_decoder_is_presented_and_still_obeys_the_hand(visit):
    visitor = visit("/latent_space")
    visitor.page.keyboard.press("p")
    visitor.page.wait_for_timeout(400)
    assert fills(visitor.decoder)
    visitor.page.mouse.click(*visitor.pad_point(0.75, 0.25))
    visitor.settle()
    visitor.sees(visitor.position, pytest.approx([2, -2], abs=0.05))
    assert "show=space" in visitor.page.url
    assert not visitor.decoder.locator(".take").is_visible()
    visitor.page.keyboard.press("p")
    visitor.page.wait_for_timeout(300)
    assert not fills(visitor.decoder)


# What a presentation has on screen: the box around all its pictures, and what is cut off or lies over another.
SHOWN = """node => {
    const boxes = [...node.querySelectorAll(':is(.scene, .pad, .pictures) canvas')].map((canvas) =>
        canvas.getBoundingClientRect()).filter(({ width }) => width);
    const end = (side, most) => most(...boxes.map((box) => box[side]));
    const below = node.querySelector('.scene')?.getBoundingClientRect() ?? { width: innerWidth, height: innerHeight };
    return {
        across: (end('right', Math.max) - end('left', Math.min)) / below.width,
        down: (end('bottom', Math.max) - end('top', Math.min)) / below.height,
        fits: node.scrollWidth <= node.clientWidth && node.scrollHeight <= node.clientHeight,
        inside: end('left', Math.min) >= 0 && end('top', Math.min) >= 0 && end('right', Math.max) <= innerWidth,
    };
}"""


@pytest.mark.parametrize("view", ["space", *VIEWS])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_a_presentation_takes_the_screen_that_it_was_given(visit, view, width, height):
    visitor = visit(f"/latent_space?show={view}&step={view}", viewport={"width": width, "height": height})
    node = visitor.page.locator(".presented[data-ready=true]")
    node.wait_for()
    visitor.until(lambda: fills(node))
    shown = node.evaluate(SHOWN)
    assert shown["fits"]
    assert shown["inside"]
    assert max(shown["across"], shown["down"]) > 0.85, shown


def test_on_a_phone_a_presentation_has_its_pictures_above_the_map_and_the_buttons_below(visit, phone):
    visitor = visit("/latent_space?show=space", **phone)
    node = visitor.page.locator(".presented[data-ready=true]")
    node.wait_for()
    visitor.until(lambda: fills(node))
    places = [node.locator(part).bounding_box() for part in (".pictures", ".map-bar", ".pad", ".buttons", ".sliders")]
    assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(places))
    assert all(place["x"] >= 0 and place["x"] + place["width"] <= 390 for place in places)


def test_the_code_for_the_class_says_what_is_in_the_address(visit):
    visitor = visit("/latent_space?z=1_0.5&dim=2")
    visitor.page.mouse.click(*visitor.pad_point(0.75, 0.25))
    visitor.settle()
    visitor.page.get_by_role("button", name="Share").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_text("works on this computer alone").wait_for()
    assert dialog.locator("code").inner_text() == visitor.page.url
    code = dialog.get_by_test_id("stImage").locator("img")
    code.wait_for()
    assert code.evaluate("node => node.decode().then(() => node.naturalWidth)") > 100


# ---- behind the sliders ---------------------------------------------------------------------------


def test_behind_a_slider_stands_the_aggregate_posterior(visit):
    visitor = visit("/latent_space?dim=2")
    found = np.array(
        visitor.decoder.evaluate("node => Array.from(node.view.sliders.densities.get(node.view.models[0])[0])")
    )
    known = pretrained.encodings("mnist-vae-2d")
    mean, deviation = known.mean[::4, 0].astype(float), np.exp(known.log_variance[::4, 0].astype(float) / 2)
    width = 8 / 64
    middles = -4 + width * (np.arange(64) + 0.5)
    bells = torch.distributions.Normal(torch.tensor(mean), torch.tensor(np.maximum(deviation, width / 2)))
    expected = bells.log_prob(torch.tensor(middles)[:, None]).exp().mean(1).numpy()
    np.testing.assert_allclose(found, expected, atol=1e-4)
    histogram = np.array(
        visitor.decoder.evaluate("""({ view }) => {
                view.bar.showMap(1);
                return [...view.sliders.densities.get(view.models[1])[0]];
            }""")
    )
    codes = pretrained.encodings("mnist-ae-2d").mean[:, 0]
    counts = np.histogram(codes, 64, (-4, 4))[0] / len(codes) / width
    np.testing.assert_allclose(histogram, counts, atol=2 / len(codes) / width)


# ---- on a phone -----------------------------------------------------------------------------------

# Controls without a name, or beyond the edge.
FAULTS = """node => [...node.querySelectorAll('button, input, select, [role=img], [role=application]')]
    .filter((e) => !e.hidden && (!(e.ariaLabel || e.textContent.trim() || e.labels?.[0]?.textContent.trim())
        || e.getBoundingClientRect().right > innerWidth))
    .map((e) => e.outerHTML)"""


@pytest.mark.parametrize(("latent_dim", "language"), [(2, "en"), (8, "en"), (8, "zh_CN")])
def test_on_a_phone_every_control_has_a_name_and_nothing_is_cut_off_in_any_step(visit, phone, latent_dim, language):
    visitor = visit(f"/latent_space?dim={latent_dim}&lang={language}", **phone)
    for step in STEPS.names:
        if step != STEPS.names[0]:
            visitor.go_on_to(step)
        visitor.page.locator(":is(.decoder, .live-figure, .cloud)[data-ready=true]").first.wait_for()
        if step in VIEWS:
            node = visitor.page.locator(f".walk[data-view={step}][data-ready=true]")
            node.wait_for()
            faults = node.evaluate(FAULTS)
            assert faults == [], json.dumps(faults)
        assert visitor.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), step
