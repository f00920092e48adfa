"""The gaps of a thousand digits under the hand: a click and a key choose the same digits."""

import re

import pytest

from ui import gaps

pytestmark = pytest.mark.browser

PIXEL = 0.05  # of a logarithmic axis, on either side
# Where MNIST's files are missing, as here, no digit can be opened: that one can is seen in tests/ui/test_gaps.py.
PANEL = """({ view: { plot } }, [panel, x, y]) => {
    const { xaxis, xaxis2, yaxis, yaxis2 } = plot._fullLayout;
    const [across, up] = panel ? [xaxis2, yaxis2] : [xaxis, yaxis];
    const { left, top } = plot.getBoundingClientRect();
    return [left + across._offset + across.d2p(x), top + up._offset + up.d2p(y)];
}"""


def click(figure, panel: int, x: float, y: float) -> None:
    place = figure.node.evaluate(PANEL, [panel, x, y])
    figure.visitor.page.mouse.click(*place)


def heading(split: str, rank: int) -> str:
    return f"image {gaps.of(split).number[gaps.place(split, rank)]}"


def test_a_click_near_a_dot_and_one_in_the_histogram_choose_a_digit(visit):
    visitor = visit("/elbo?step=gaps")
    figure, rank = visitor.figure("gaps"), 5
    one = gaps.of("test").of(gaps.place("test", rank))
    click(figure, 1, one.approximation, one.amortisation)
    visitor.page.wait_for_url(f"**gap={rank}**")
    visitor.page.get_by_text(heading("test", rank)).wait_for()
    click(figure, 0, 2.0, 20)
    visitor.page.wait_for_url(re.compile(r"gap=\d\d"))
    rank = int(re.search(r"gap=(\d+)", visitor.page.url)[1])
    visitor.page.get_by_text(heading("test", rank)).wait_for()
    assert gaps.of("test").total[gaps.place("test", rank)] == pytest.approx(2, rel=PIXEL)


def test_keys_go_through_all_digits_of_either_set(visit):
    visitor = visit("/elbo?step=gaps&gap=2")
    visitor.figure("gaps").slider("The n-th largest gap").press("ArrowRight")
    visitor.page.get_by_text(heading("test", 3)).wait_for()
    visitor.page.get_by_role("radio", name="Training digits").click()
    visitor.page.get_by_text(heading("train", 3)).wait_for()
    assert visitor.page.get_by_role("button", name="Lay this digit open").is_disabled()
    assert visitor.page.get_by_text("not on this server").is_visible()
