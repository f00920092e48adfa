"""A step fits its screen: on a projector figure and reading are in sight together, on a phone nothing is too wide."""

import re

import pytest

from ui.fields import STEPS

pytestmark = pytest.mark.browser

# A diagram, a text with its numbers, a table.
OF_ANOTHER_KIND = {"autoencoders": ["flow"], "elbo": ["derivation", "dimensions"]}
# Pictures with a sentence that reads them; those of latent space have their words above them, the lab grows as it runs.
READ = {
    page: [name for name in steps.names if name not in OF_ANOTHER_KIND.get(page, ())]
    for page, steps in STEPS.items()
    if page not in ("latent_space", "training")
}
PICTURES = ":is(.live-figure, .cloud, .walk[data-view], .decoder, .denoise, .learn)"
# How far what was there has moved while the page was opened: the sum of the scores that browsers give.
SHIFT = """() => new Promise((done) => {
    let sum = 0;
    const add = (list) => list.getEntries().forEach(({ value }) => { sum += value; });
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 200);
})"""
STEADY = 0.1  # what browsers call good
# What a phone moves sideways: the page, or what can be chosen, beyond its right edge.
TOO_WIDE = """() => {
    const pages = [document.scrollingElement, document.querySelector('[data-testid=stMain]')];
    const buttons = [...document.querySelectorAll('.stMain .stButtonGroup button')];
    return [
        ...pages.filter(({ scrollWidth }) => scrollWidth > innerWidth).map(({ nodeName }) => nodeName),
        ...buttons.filter((node) => node.getBoundingClientRect().right > innerWidth).map((node) => node.innerText),
    ];
}"""
# What is too small for a finger, of all that is ours.
TOO_SMALL = """() => {
    const within = (root) => [...root.querySelectorAll('*')].flatMap((node) =>
        [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
    const pressed = within(document.querySelector('[data-testid=stMain]'))
        .filter((node) => node.matches('button, select, summary, input[type=range]'))
        .filter((node) => node.checkVisibility({ visibilityProperty: true }))
        .filter((node) => !node.closest('[data-testid=stHeaderActionElements]'))
        .filter((node) => !node.closest('.stTooltipIcon, .stSlider, .stSelectbox'));
    const side = ({ width, height }) => width ? Math.min(width, height) : Infinity; // of what is not drawn
    return pressed.filter((node) => side(node.getBoundingClientRect()) < 39.5)
        .map((node) => `${node.className} ${node.ariaLabel ?? node.innerText}`);
}"""
# The titles of axes that lie on something else that is written in their figure.
ON_EACH_OTHER = """() => [...document.querySelectorAll('.live-plot')].flatMap((plot) => {
    const written = (what) => [...plot.querySelectorAll(what)].filter(({ textContent }) => textContent.trim())
        .map((node) => ({ text: node.textContent, box: node.getBoundingClientRect() }));
    const over = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]) > 2;
    const titles = written('.infolayer text[class$=title]');
    const others = written('.xtick text, .ytick text, .annotation text');
    return titles.flatMap(({ text, box }, i) => [...titles.slice(i + 1), ...others]
        .filter((other) => over(box, other.box, 'left', 'right') && over(box, other.box, 'top', 'bottom'))
        .map((other) => `${text} on ${other.text}`));
})"""
READING = "[data-testid=stMain] [data-testid=stMarkdown]"  # one that begins with its icon
LANGUAGES = ("en", "zh_CN")
LONG = ("en", "zh_CN", "es")  # where it counts how long sentences are
PROJECTOR = 720  # pixels high


def end(part) -> float:
    box = part.bounding_box()
    return box["y"] + box["height"]


def walked(visitor, names):
    """The names, one after the other, each with its step on screen."""
    for name in names:
        if name != names[0]:
            visitor.go_on_to(name)
        yield name


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("lesson", READ)
def test_figure_and_reading_are_in_sight_together(visit, lesson, language):
    first, *others = READ[lesson]
    visitor = visit(f"/{lesson}?step={first}&lang={language}")
    assert visitor.page.evaluate(SHIFT) <= STEADY
    for step in (first, *others):
        if step != first:
            visitor.turn_to(step)
        reading = visitor.page.locator(READING).filter(has_text=re.compile("^visibility")).first
        reading.wait_for()
        pictures = visitor.page.locator(PICTURES).all()
        assert 1 <= len(pictures) <= 2, step
        assert max(map(end, pictures)) <= PROJECTOR, step
        assert end(reading) <= PROJECTOR, step


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_step_of_latent_space_is_about_is_in_sight(visit, language):
    names = STEPS["latent_space"].names
    visitor = visit(f"/latent_space?step={names[0]}&lang={language}")
    assert visitor.page.evaluate(SHIFT) <= STEADY
    for step in walked(visitor, names):
        picture = visitor.page.locator(PICTURES).first
        picture.and_(visitor.page.locator("[data-ready=true]")).wait_for()
        assert end(picture) <= PROJECTOR, step


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_through_both_models_is_in_sight(visit, language):
    visitor = visit(f"/autoencoders?step=flow&lang={language}")
    assert end(visitor.page.locator(".dataflow .diagram")) <= PROJECTOR


@pytest.mark.parametrize("lesson", [page for page in STEPS if page != "training"])
def test_a_question_is_in_sight_with_all_its_answers(visit, lesson):
    first, *others = STEPS[lesson].names
    visitor, asked = visit(f"/{lesson}?step={first}&ask=True"), []
    for step in (first, *others):
        if step != first:
            visitor.turn_to(step)
        for question in visitor.page.locator("[class*=st-key-ask_]").all():
            asked.append(step)
            assert end(question) <= PROJECTOR, step
            answers = question.locator(".stButtonGroup > div").first
            assert answers.evaluate("node => node.scrollWidth <= node.clientWidth"), step
    assert asked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", STEPS)
def test_each_step_fits_a_phone_and_a_finger(visit, phone, lesson, language):
    names = STEPS[lesson].names
    visitor = visit(f"/{lesson}?step={names[0]}&lang={language}", ready=False, **phone)
    for step in walked(visitor, names):
        visitor.page.locator(".st-key-heading").wait_for()
        visitor.settle()
        assert visitor.page.evaluate(TOO_WIDE) == [], step
        assert visitor.page.evaluate(TOO_SMALL) == [], step
        assert visitor.page.evaluate(ON_EACH_OTHER) == [], step


def test_on_a_phone_each_row_of_a_dimension_stands_beside_its_name(visit, phone):
    visitor = visit("/latent_space?step=traversals&dim=8", **phone)
    rows = visitor.page.locator(".walk[data-view=traversals][data-ready]")
    box = rows.locator(".frame").bounding_box()
    names = [name.bounding_box() for name in rows.locator(".names > span").all()]
    assert len(names) == 8
    for row, name in enumerate(names):
        middle = box["y"] + (row + 0.5) * box["height"] / 8
        assert abs(name["y"] + name["height"] / 2 - middle) < 3
        assert rows.locator(".names i").nth(row).bounding_box()["x"] >= 0


def test_a_wide_figure_is_moved_in_a_box_of_its_own(visit, phone):
    visitor = visit("/elbo?step=alternating", **phone)
    figure = visitor.figure("alternating")
    box = figure.node.locator(".live-box")
    assert box.evaluate("node => node.scrollWidth > node.clientWidth && node.clientWidth <= innerWidth")
    box.evaluate("node => { node.scrollLeft = node.scrollWidth; }")
    assert figure.node.locator(".x2title").bounding_box()["x"] < 390
    box.evaluate("node => { node.scrollLeft = 0; }")
    before = figure.place("from")
    figure.drag("from", across=20)
    assert figure.place("from")[0] > before[0]


def test_what_comes_piece_by_piece_is_shown_as_a_whole(visit):
    visitor = visit("/", alone=True)
    visitor.hear_late(apart=40)
    visitor.open("/distributions?step=throws")
    assert visitor.page.evaluate(SHIFT) <= STEADY
