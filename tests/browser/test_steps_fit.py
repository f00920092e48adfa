"""A step fits a projector: its figure and the sentence that reads it are in sight together, in both languages."""

import pytest

from ui.fields import FIELDS
from ui.fields.steps import Steps

pytestmark = pytest.mark.browser

LESSONS = ("distributions", "likelihood", "kl_divergence", "latent_variables", "autoencoders", "elbo", "latent_map")
# A diagram, a text with its numbers, a table.
OF_ANOTHER_KIND = {"autoencoders": ["flow"], "elbo": ["derivation", "dimensions"]}
STEPS = {
    steps.page: [name for name in steps.names if name not in OF_ANOTHER_KIND.get(steps.page, ())]
    for steps in FIELDS
    if isinstance(steps, Steps)
}
# Where the lowest figure ends, and where the first sentence that reads it does; and how many figures there are.
ENDS = """() => {
    const end = (node) => node.getBoundingClientRect().bottom;
    const [reading] = [...document.querySelectorAll('[data-testid=stMain] [data-testid=stMarkdown]')]
        .filter((node) => node.innerText.startsWith('visibility'));
    const figures = [...document.querySelectorAll('.live-figure')];
    return [Math.max(...figures.map(end)), end(reading), figures.length];
}"""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_figure_and_reading_are_in_sight_together(visit, lesson, language):
    first, *others = STEPS[lesson]
    visitor = visit(f"/{lesson}?step={first}&lang={language}")
    for step in (first, *others):
        if step != first:
            visitor.turn_to(step)
        visitor.page.get_by_text("visibility").first.wait_for()
        figure, reading, count = visitor.page.evaluate(ENDS)
        assert 1 <= count <= 2, step
        assert figure <= 720, (step, figure)
        assert reading <= 720, (step, reading)
