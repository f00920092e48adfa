"""axe-core finds nothing serious or critical, on any page or step, in either theme."""

import re
from pathlib import Path

import axe_playwright_python
import pytest

from ui.fields import STEPS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
PAGES = ["/", *(f"/{lesson}?step=all" for lesson in STEPS)]
WEIGHTY = ["serious", "critical"]
# And what a screen reader's user goes by.
ALSO = ["heading-order"]
FOUND = """async ({ impacts, rules }) => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    const own = violations.filter(({ id, impact }) => impacts.includes(impact) || rules.includes(id));
    return own.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
        `${id}: ${html.slice(0, 160)} (${[...any, ...all, ...none][0]?.message})`));
}"""
# Figures are mounted once they come near the screen.
STROLL = """async () => {
    const main = document.querySelector('[data-testid=stMain]');
    for (let y = 0; y < main.scrollHeight; y += 600) {
        main.scrollTo(0, y);
        await new Promise((look) => setTimeout(look, 200));
    }
    main.scrollTo(0, 0);
}"""


@pytest.mark.parametrize("page", PAGES)
def test_nothing_serious_is_found(visit, page):
    visitor = visit(page, ready=False)
    visitor.page.locator("[data-testid=stMain] h1").first.wait_for()
    visitor.settle()
    visitor.page.evaluate(STROLL)
    visitor.settle()
    visitor.page.evaluate(AXE)
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)
        visitor.settle()
        assert visitor.page.evaluate(FOUND, {"impacts": WEIGHTY, "rules": ALSO}) == [], theme


def test_nothing_serious_is_found_in_the_search(visit):
    visitor = visit("/elbo?step=known")
    visitor.page.keyboard.press("Control+k")
    visitor.page.get_by_role("option").first.wait_for()
    visitor.page.evaluate(AXE)
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)
        visitor.settle()
        assert visitor.page.evaluate(FOUND, {"impacts": WEIGHTY, "rules": []}) == [], theme


@pytest.mark.parametrize("page", ["/elbo?step=known", "/diffusion?step=learn", "/latent_map?step=map"])
def test_who_does_not_see_a_picture_hears_its_reading(visit, page):
    visitor = visit(page)
    reading = visitor.page.locator("[data-testid=stMain] .stMarkdown").filter(has_text=re.compile("^visibility")).first
    picture = visitor.page.locator(":is(.live-plot, .learn canvas, .cloud [role=application])").first
    words = "node => node.ariaDescribedByElements?.map((other) => other.innerText)"
    visitor.until(lambda: picture.evaluate(words) == [reading.inner_text()])
