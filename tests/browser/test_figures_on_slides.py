"""Figures as they are taken away, and the pictures in them: one polarity in each theme."""

import re
from html import escape
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ui.fields.distributions import LEFT, RIGHT

pytestmark = pytest.mark.browser


def save(figure, kind: str) -> bytes:
    figure.node.hover()
    figure.node.get_by_label("Save this figure").click()
    with figure.page.expect_download() as download:
        figure.node.get_by_role("button", name=kind).click()
    return Path(download.value.path()).read_bytes()


def test_a_figure_is_for_a_slide_with_its_title_its_axes_its_handles_and_the_address(visit):
    visitor = visit("/distributions?step=area", color_scheme="dark")
    figure = visitor.figure("density")
    assert figure.node.bounding_box()["width"] < 800  # on the page
    picture = Image.open(BytesIO(save(figure, "PNG")))
    assert picture.width == 1600
    assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    file = save(figure, "SVG").decode()
    title, address = re.findall(r"<text[^>]*>([^<]+)</text>", file)[-2:]
    assert title == "Density above, cumulative distribution below, over the same x"
    assert address == escape(visitor.page.url)
    assert file.count('opacity="0.3"/>') == 1  # the area between the handles, on white
    signs = re.findall(r'<text[^>]*font-style="italic" font-weight="600"[^>]*>([^<]+)', file)
    assert sorted(set(signs)) == ["x₁", "x₂", "μ", "σ"]


def test_the_area_in_a_file_is_where_the_page_has_it(visit):
    figure = visit("/distributions?step=area").figure("density")
    left, right = (figure.place(field.name)[0] for field in (LEFT, RIGHT))
    (path,) = re.findall(r'<path d="M([^"]*)Z" fill="[^"]*" opacity="0.3"/>', save(figure, "SVG").decode())
    across = [float(corner.split(",")[0]) for corner in path.split("L")]
    low, high = figure.range("xaxis")
    # The file is 800 of its own pixels wide, as its axes are between the figure's margins.
    margins = figure.node.evaluate("node => node.view.plot._fullLayout._size")
    width = 800 - margins["l"] - margins["r"]
    places = [margins["l"] + width * (value - low) / (high - low) for value in (left, right)]
    assert [min(across), max(across)] == pytest.approx(places, abs=1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_digits_are_ink_on_the_pages_paper_in_figures_and_beside_them(visit, theme):
    visitor = visit("/elbo?step=evidence", color_scheme=theme)
    figure = visitor.figure("evidence")
    beside = visitor.page.locator("img[alt^='The image x']").locator("..")
    drawn = figure.node.locator(".imagelayer image")
    assert drawn.count() == 2
    for node in (beside, *drawn.all()):
        node.scroll_into_view_if_needed()
        seen = np.array(Image.open(BytesIO(node.screenshot())).convert("L"))[4:-4, 4:-4].astype(int)
        paper = 255 if theme == "light" else 19
        assert abs(np.median(seen) - paper) < 12
        ink = seen.min() if theme == "light" else seen.max()
        assert abs(ink - paper) > 150
