"""A person's own images, from the file chooser to a page that is loaded again."""

import re

import pytest
from core.data.own_files import drawings, npz

pytestmark = pytest.mark.browser


def test_own_images_are_read_shown_turned_and_found_after_a_reload(visit):
    visitor = visit("/training?data=own", ready=False)
    images = drawings()
    content = npz(x_train=images, y_train=[n % 3 for n in range(60)])
    chooser = visitor.page.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.npz", "mimeType": "application/zip", "buffer": content})
    rows = visitor.page.locator(".ink-rows img")
    rows.first.wait_for()
    assert rows.count() == 3
    visitor.page.wait_for_url("**own=*")
    before = rows.first.get_attribute("src")
    option = visitor.page.get_by_role("option", name="half a turn")
    visitor.choose(visitor.page.get_by_role("combobox", name="Turn"), option)
    visitor.until(lambda: rows.first.get_attribute("src") != before)
    visitor.page.wait_for_url("**turn=over*")
    turned = rows.first.get_attribute("src")
    visitor.page.reload()
    rows.first.wait_for()
    assert rows.first.get_attribute("src") == turned
    visitor.page.get_by_text("mine.npz").first.wait_for()


def test_classes_are_called_by_their_names_from_the_lab_to_the_map(visit):
    visitor = visit("/training?data=own&epochs=1&ask=False", ready=False)
    names = ["circles", "crosses", "squares"]
    content = npz(x_train=drawings(), y_train=[names[n % 3] for n in range(60)])
    chooser = visitor.page.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.npz", "mimeType": "application/zip", "buffer": content})
    visitor.page.locator(".ink-rows img").first.wait_for()
    visitor.page.get_by_role("button", name="Play").first.click()
    swatches = visitor.page.locator(".swatch")
    swatches.first.wait_for()
    assert swatches.all_inner_texts() == names
    visitor.page.get_by_role("button", name="Show class crosses alone, or all again").click()
    visitor.page.locator(".swatch[aria-pressed=true]", has_text="crosses").wait_for()
    visitor.page.get_by_text("Finished").first.wait_for()
    run = visitor.page.url.partition("run=")[2].partition("&")[0]
    visitor.page.goto(f"{visitor.address}/latent_space?step=space&run={run}")
    visitor.page.locator(".swatch", has_text="squares").wait_for()
    visitor.page.get_by_text("Nearest held-out code: class").first.wait_for()
    assert re.search("class (circles|crosses|squares),", visitor.page.locator(".decoder").first.inner_text())
    visitor.page.goto(f"{visitor.address}/latent_space?step=path&run={run}")
    mean = visitor.page.locator(".walk option[value=m0]").first
    mean.wait_for(state="attached")
    assert names[0] in mean.text_content()
