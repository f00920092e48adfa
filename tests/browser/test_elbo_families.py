"""Richer families of q on screen: bars and words are what was computed, late ones come without a jump."""

import pytest
from test_steps_fit import SHIFT, STEADY

from sections.elbo.subject import inference
from ui import families_of_q, state

pytestmark = pytest.mark.browser

STEP = "/elbo?step=families"


def opened(visit, query: str = "", **settings):
    """The page, once every q is fitted."""
    visitor = visit(f"{STEP}{query}", **settings)
    visitor.page.get_by_text("being fitted").first.wait_for(state="detached")
    visitor.settle()
    return visitor


def ladder(**address):
    with state.apart("elbo", address, "en"):
        inferred = inference()
        families_of_q.families(inferred)
        return families_of_q._fitted(inferred).result(timeout=120).ladder.printed()


def annotations(visitor) -> list[str]:
    return visitor.page.locator(".st-key-families .annotation-text").all_text_contents()


def test_what_is_left_and_what_was_won_stand_under_each_bar(visit):
    visitor = opened(visit, "&image=11")
    expected, shown = ladder(image="11"), "".join(annotations(visitor))
    for number in range(5):
        assert f"{expected.gap(number):.3f}" in shown
        assert number == 0 or f"−{expected.gain(number):.3f}" in shown
    cells = visitor.page.locator("[data-testid=stMarkdown] tbody tr").nth(2).locator("td").all_inner_texts()
    assert [float(cell) for cell in cells[1:]] == pytest.approx([expected.gap(number) for number in range(5)])


def test_what_comes_late_moves_nothing(visit):
    visitor = opened(visit, "&image=17")
    assert visitor.page.evaluate(SHIFT) <= STEADY


def test_another_digit_has_a_ladder_of_its_own(visit):
    visitor = opened(visit, "&image=3")
    before = annotations(visitor)
    visitor.page.get_by_role("button", name="Another").click()
    visitor.settle()
    visitor.page.get_by_text("being fitted").first.wait_for(state="detached")
    visitor.settle()
    assert annotations(visitor) != before


def test_the_numbers_wait_for_the_answer(visit):
    visitor = visit(f"{STEP}&ask=True")
    visitor.figure("families")
    assert not [text for text in annotations(visitor) if "0." in text]
    answer = visitor.page.locator(".st-key-ask_families").get_by_role("radio", name="less than half")
    answer.click()
    visitor.page.locator(".st-key-families .annotation-text").filter(has_text="0.").first.wait_for()
    assert visitor.page.get_by_text("what it costs that one network serves all digits").is_visible()
