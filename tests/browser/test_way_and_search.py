"""The course as a whole: how far somebody has come, the search, and what a letter means."""

import pytest

from sections.kl_divergence.guide import GUIDE
from ui import lessons
from vae_core.figures.theme import SYMBOLS

pytestmark = pytest.mark.browser


def test_the_way_goes_on_where_somebody_has_left_it(visit):
    visitor = visit("/likelihood?step=both-ways")
    visitor.page.locator(".contents").get_by_text("Start").click()
    go_on = visitor.page.locator(".course").get_by_role("button", name="Go on: Likelihood · Up the slope, step by step")
    go_on.wait_for()
    card = visitor.page.locator(".course li").filter(has=visitor.page.get_by_role("link", name="Likelihood"))
    assert card.get_by_role("img", name="1 of 6 steps").locator(".seen").count() == 1
    go_on.click()
    visitor.page.locator(".heading h2").get_by_text("Up the slope, step by step").wait_for()
    visitor.until(lambda: "/likelihood" in visitor.page.url and "step=ascent" in visitor.page.url)


def test_any_step_is_a_few_letters_away(visit):
    visitor = visit("/distributions?step=area")
    keyboard = visitor.page.keyboard
    keyboard.press("Control+k")
    options = visitor.page.get_by_role("option")
    options.first.wait_for()
    keyboard.type("file size")
    visitor.sees(options.count, 1)
    assert options.inner_text().split("\n")[1:] == ["The bound is a file size", "The ELBO, laid open"]
    keyboard.press("Enter")
    visitor.page.locator(".heading h2").get_by_text("The bound is a file size").wait_for()
    visitor.until(lambda: "/elbo" in visitor.page.url and "step=on-disk" in visitor.page.url)


def test_the_search_is_led_by_keys_and_left_by_escape(visit):
    visitor = visit("/distributions?step=area")
    page = visitor.page
    page.get_by_role("button", name="Search steps and symbols").click()
    chosen = page.locator("[role=option][aria-selected=true]")
    chosen.get_by_text("Distributions", exact=True).wait_for()
    page.keyboard.press("ArrowDown")
    chosen.get_by_text("Likelihood", exact=True).wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # round and round
    chosen.get_by_text("score", exact=True).wait_for()
    page.keyboard.type("n no such thing")  # and N leads to no other step
    page.get_by_text("Nothing of that name.").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert "step=area" in page.url


@pytest.mark.parametrize("finger", [False, True], ids=["mouse", "finger"])
def test_a_coloured_letter_says_what_it_stands_for(visit, finger):
    visitor = visit("/elbo?step=known", has_touch=finger)
    letter = visitor.page.locator('.katex [style*="rgb(122, 108, 0)"], .katex [style*="#7A6C00"]').first
    letter.scroll_into_view_if_needed()
    letter.tap() if finger else letter.hover()
    tip = visitor.page.get_by_role("tooltip")
    tip.get_by_text("KL: Kullback–Leibler divergence").wait_for()
    box, at = tip.bounding_box(), letter.bounding_box()
    assert box["y"] + box["height"] <= at["y"] or box["y"] >= at["y"] + at["height"]
    visitor.page.keyboard.press("Escape")
    tip.wait_for(state="hidden")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_letter_in_a_sentence_points_at_what_wears_its_colour(visit, theme):
    visitor = visit("/kl_divergence?step=divergence", color_scheme=theme)
    figure = visitor.figure("divergence")

    def stand_back() -> list[bool]:
        return ["live-back" in figure.handle(f"{of}:location").get_attribute("class") for of in "pq"]

    letter = visitor.page.locator(".stMarkdown .katex .mathnormal").get_by_text("p", exact=True).first
    letter.hover()
    visitor.sees(stand_back, [False, True])
    visitor.page.mouse.move(700, 5)
    visitor.sees(stand_back, [False, False])


def test_a_guide_leads_through_the_lesson_and_points(visit):
    visitor = visit("/kl_divergence?step=coding")
    page, guide = visitor.page, visitor.page.get_by_role("region", name="Guide")
    page.get_by_role("button", name="Guide").click()
    stops = [(stop.step, stop.at) for stop in GUIDE]
    for number, (step, at) in enumerate(stops, start=1):
        guide.get_by_text(f"{number} of 10").wait_for()
        visitor.sees(lambda: page.locator(".heading h2").inner_text(), lessons.named("kl_divergence").steps[step])
        pointed = {"reading": ".stMarkdown", "formula": ".katex-display"}.get(at, ".stElementContainer")
        page.locator(f"{pointed}.pointed-at").wait_for()
        back = page.locator(".live-back")
        visitor.until(lambda: (back.count() > 0) == (at in SYMBOLS))  # noqa: B023
        if number < len(stops):
            guide.get_by_role("button", name="Next sentence").click()
    page.keyboard.press("Escape")
    guide.wait_for(state="hidden")
    visitor.sees(page.locator(".pointed-at").count, 0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_has_what_is_read_and_not_what_is_pressed(visit, theme):
    visitor = visit("/likelihood?step=all", color_scheme=theme)
    page = visitor.page
    colour = "node => getComputedStyle(node).color"
    heading, reading = page.locator("h2").get_by_text("Sum the logarithms"), page.locator(".stMarkdown p").first
    ink = reading.evaluate(colour)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # as a browser does; the tests' own prints in secret
    page.emulate_media(media="print")
    assert heading.is_visible()
    assert page.locator(".live-figure").first.is_visible()
    for pressed in (".stSidebar", ".heading .acts", ".stExpander", ".stButton", ".live-save"):
        assert not page.locator(pressed).first.is_visible(), pressed
    # The page is as long as what is on it, not as the window.
    assert page.locator(".stMain").bounding_box()["height"] > 3000
    turned = page.locator(".stApp").evaluate("node => getComputedStyle(node).filter")
    assert (turned != "none") == (theme == "dark") == (ink != "rgb(27, 31, 36)")
