"""The page that decodes by itself, opened from a disk with the network cut."""

import numpy as np
import pytest

from vae_core import exporting, pretrained
from vae_core.exporting import Exported

pytestmark = pytest.mark.browser

PLACES = ((0.0, 0.0), (1.5, -0.75), (-3.2, 2.6))


def open_page(browser, path, **settings):
    context = browser.new_context(offline=True, **settings)
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"file://{path}")
    page.wait_for_function("globalThis.alone")
    return page, errors


def test_one_file_decodes_as_the_model_does_with_the_network_cut(browser, tmp_path):
    name = "mnist-vae-2d"
    network = pretrained.load(name)
    files = pretrained.decoder_file(name), pretrained.read_file(name, pretrained.ENCODINGS)
    path = tmp_path / "class.html"
    path.write_bytes(exporting.page(Exported(name, network, *files, has_digits=True)))
    page, errors = open_page(browser, path, viewport={"width": 1280, "height": 720}, locale="en-GB")
    expected = network.decode(np.float32(PLACES)).sigmoid().detach().numpy()
    for z, picture in zip(PLACES, expected, strict=True):
        np.testing.assert_allclose(page.evaluate("z => Array.from(alone.decoded(z))", z), picture, atol=1e-5)

    def ink() -> np.ndarray:
        pixels = page.evaluate("() => Array.from(alone.picture.getContext('2d').getImageData(0, 0, 28, 28).data)")
        return np.array(pixels[3::4]) / 255

    def wait_for(z) -> None:
        page.wait_for_function(
            "z => !alone.frame && z.every((value, i) => Math.abs(alone.point.z[i] - value) < 0.02)", arg=z
        )

    box = page.locator(".pad").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25, steps=3)
    wait_for((2, 2))
    page.mouse.up()
    there = network.decode(np.float32([page.evaluate("Array.from(alone.point.z)")])).sigmoid()[0].detach().numpy()
    np.testing.assert_allclose(ink(), there, atol=1.5 / 255)
    page.locator(".pad").focus()
    page.keyboard.press("ArrowLeft")
    wait_for((1.9, 2))
    page.get_by_label("Latent coordinate z1").fill("-1")
    wait_for((-1, 2))
    page.get_by_role("button", name="Back to 0").click()
    wait_for((0, 0))
    assert "Nearest test code: a" in page.locator(".reading").inner_text()
    page.get_by_role("button", name="简体中文").click()
    assert page.title() == "每一点都是一幅图"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert errors == []
    phone, errors = open_page(
        browser, path, viewport={"width": 390, "height": 844}, locale="zh-CN", color_scheme="dark", has_touch=True
    )
    assert phone.get_by_role("heading").inner_text() == "每一点都是一幅图"
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.evaluate("alone.map.ink[0]") > 200
    assert errors == []


def test_beside_the_decoder_a_model_is_taken_along(visit, browser, tmp_path):
    visitor = visit("/latent_space")
    along = visitor.decoder.locator(".along")
    summary, links = along.locator("summary"), along.locator("a")
    assert links.count() == 6
    summary.click()
    visitor.page.keyboard.press("Escape")
    assert not links.first.is_visible()
    summary.click()
    visitor.page.mouse.click(*visitor.pad_point(0.9, 0.9))
    assert not links.first.is_visible()
    summary.click()
    with visitor.page.expect_download() as started:
        links.filter(has_text="HTML").first.click()
    assert started.value.suggested_filename == "vae-2d.html"
    assert not links.first.is_visible()
    path = tmp_path / "class.html"
    started.value.save_as(path)
    page, errors = open_page(browser, path)
    assert page.evaluate("alone.model.labels.length") == 10_000
    assert errors == []
