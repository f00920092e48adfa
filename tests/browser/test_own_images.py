"""A person's own images, from the file chooser to a page that is loaded again."""

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
