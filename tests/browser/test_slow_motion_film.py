"""One step in slow motion: played stage by stage, taken, and then it was what had been announced."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_step_is_looked_at_played_and_taken(visit):
    visitor = visit("/training?step=slow-motion&images=300&widths=32&epochs=400", ready=False)
    page = visitor.page
    look, refused = (
        page.get_by_role("button", name="Look at the next batch"),
        page.get_by_text("waits for a free place"),
    )
    drawn = page.locator(".st-key-walkthrough .live-figure")
    look.click()
    drawn.or_(refused).first.wait_for()
    if refused.count():  # another's run was still learning: one looks once this one has begun, as the page says
        page.get_by_text("Paused").first.wait_for()
        look.click()
    figure = visitor.figure("walkthrough")
    figure.node.get_by_role("button", name="One step").click()
    page.get_by_text("Encode.").wait_for()
    figure.node.get_by_role("button", name="Slow motion").click()
    take = page.get_by_role("button", name="Take this step")
    take.wait_for()
    visitor.until(lambda: "stage=5" in page.url)
    take.click()
    sentence = page.get_by_text("announced").first
    sentence.wait_for()
    pairs = re.findall(r"([\d.]+) announced, ([\d.]+) measured", sentence.inner_text())
    assert len(pairs) == 2
    assert all(announced == measured for announced, measured in pairs)
    take.wait_for(state="detached")
    visitor.until(lambda: "stage=" not in page.url)
    page.get_by_role("button", name="Stop").click()
