"""The legend of the digits: ten swatches in one row, of which one can be shown alone."""

import itertools

import pytest

pytestmark = pytest.mark.browser

PICTURES = {
    "map": "/latent_map?step=map&cloud=vae-8d&proj=pca&pts=500",
    "two maps": "/latent_map?step=place&pts=500",
    "point under the hand": "/latent_space?step=space",
    "start": "/",
}
# How many pixels of a canvas are as strong as a dot that is shown, in the colour of a digit (all differ by more).
STRONG = """(node, [colour, most]) => {
    const canvas = node.querySelector('.field canvas, .pad .codes');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
        const apart = Math.max(...colour.map((value, j) => Math.abs(value - data[i + j])));
        if (data[i + 3] > most && apart < 12) count += 1;
    }
    return count;
}"""
ZERO, ONE = [0, 114, 178], [192, 122, 0]


@pytest.mark.parametrize("path", PICTURES.values(), ids=PICTURES)
def test_all_ten_digits_stand_in_one_row_in_order(visit, path):
    visitor = visit(path)
    swatches = visitor.page.locator(".swatch")
    assert swatches.all_inner_texts() == list("0123456789")
    boxes = [swatch.bounding_box() for swatch in swatches.all()]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert all(a["x"] + a["width"] <= b["x"] for a, b in itertools.pairwise(boxes))


def test_on_a_phone_two_rows_of_five_are_whole_and_as_large_as_a_finger(visit, phone):
    visitor = visit(PICTURES["map"], **phone)
    boxes = [swatch.bounding_box() for swatch in visitor.page.locator(".swatch").all()]
    assert [round(box["y"]) for box in boxes] == sorted([round(boxes[0]["y"]), round(boxes[-1]["y"])] * 5)
    assert min(min(box["width"], box["height"]) for box in boxes) >= 39.5
    assert max(box["x"] + box["width"] for box in boxes) <= visitor.page.viewport_size["width"]


@pytest.mark.parametrize(
    ("path", "node", "most"), [(PICTURES["map"], ".cloud", 250), ("/latent_space", ".decoder", 120)]
)
def test_a_press_shows_one_digit_alone_and_a_second_all(visit, path, node, most):
    visitor = visit(path)
    picture = visitor.page.locator(f"{node}[data-ready=true]")

    def shown(colour) -> int:
        return picture.evaluate(STRONG, [colour, most])

    before = shown(ZERO), shown(ONE)
    assert min(before) > 20
    one = visitor.page.get_by_role("button", name="Show digit 1 alone, or all again")
    one.click()
    visitor.until(lambda: shown(ZERO) < before[0] / 10 and shown(ONE) >= 0.9 * before[1])
    assert one.get_attribute("aria-pressed") == "true"
    one.press("Enter")  # by key as well
    visitor.until(lambda: (shown(ZERO), shown(ONE)) == before)
    assert one.get_attribute("aria-pressed") == "false"


def test_the_row_is_one_stop_for_tab_and_arrows_lead_through_it(visit):
    page = visit("/latent_space").page
    swatches = page.locator(".decoder .swatch")
    swatches.first.focus()
    for key, focused in [("ArrowRight", "1"), ("ArrowUp", "0"), ("ArrowLeft", "9")]:
        page.keyboard.press(key)
        page.locator(f".swatch[data-class='{focused}']:focus").wait_for()
        assert swatches.evaluate_all("all => all.filter((one) => one.tabIndex === 0).length") == 1
    page.keyboard.press("Tab")
    assert not page.locator(".swatch:focus").count()
