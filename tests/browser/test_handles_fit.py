"""What a hand takes hold of is wide enough, its letters keep apart, and nothing below jumps while it moves."""

import itertools

import pytest

pytestmark = pytest.mark.browser

LONG = 200  # CSS pixels of a track
SLIDERS = {
    "likelihood": "both-ways",
    "distributions": "area",
    "kl_divergence": "divergence",
    "latent_variables": "ancestral",
    "elbo": "known",
    "latent_space": "space",
}
LETTERS = """node => [...node.querySelectorAll('.live-handle:not([hidden]) span')].map((letter) => {
    const { left, top, right, bottom } = letter.getBoundingClientRect();
    return [left, top, right, bottom];
}).filter(([left, , right]) => right > left)"""
OF_WORDS = """(node, words) => [...node.querySelectorAll(words)].map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return [left, top, right, bottom];
})"""
WORDS = ".xtick text, .ytick text, .annotation"


def meet(one, other) -> bool:
    """Whether two boxes share more than their edges."""
    return all(min(one[i + 2], other[i + 2]) - max(one[i], other[i]) > 1 for i in (0, 1))


@pytest.mark.parametrize("lesson", SLIDERS)
def test_tracks_are_long_enough_for_a_projector(visit, lesson):
    visitor = visit(f"/{lesson}?step={SLIDERS[lesson]}")
    tracks = visitor.page.locator(".live-sliders input, .sliders input[type=range]").all()
    assert tracks
    assert min(track.bounding_box()["width"] for track in tracks) >= LONG


CLOSE = {
    "μ beside x₂": "/distributions?step=area&x1=-0.1&x2=0.1",
    "x₁ on x₂": "/distributions?step=area&x1=0.5&x2=0.5",
    "x₁ at the right": "/distributions?step=area&x1=3&x2=3.4",
    "p on q": "/kl_divergence?step=divergence&p=normal-0_1&q=normal-0_1",
    "w = 0": "/elbo?step=alternating&along=0.1_0.1",
    "three bells": "/latent_variables?step=ancestral",
}


@pytest.mark.parametrize("path", CLOSE.values(), ids=CLOSE)
def test_the_letters_of_handles_cover_neither_each_other_nor_words(visit, path):
    figure = visit(path).page.locator(".live-figure[data-ready=true]").first
    letters, words = figure.evaluate(LETTERS), figure.evaluate(OF_WORDS, WORDS)
    assert len(letters) >= 2
    assert not any(meet(one, other) for one, other in itertools.combinations(letters, 2))
    assert not any(meet(letter, word) for letter, word in itertools.product(letters, words))


@pytest.mark.parametrize("x", [-1.0, 0.5, 2.5])
def test_what_is_said_of_the_slope_is_not_under_a_hand(visit, x):
    figure = visit(f"/distributions?step=area&x1=-3.9&x2={x}").page.locator(".live-figure[data-ready=true]").first
    letters, words = figure.evaluate(LETTERS), figure.evaluate(OF_WORDS, ".annotation, .live-handle")
    slope = words[0]
    assert not any(meet(slope, other) for other in [*letters, *words[1:]])


FORMULAS = "st-key-density_words"


def test_lines_below_a_reading_stand_still_while_the_hand_moves(visit):
    visitor = visit("/distributions?step=area")
    formula = visitor.page.locator(f".{FORMULAS} .katex-display").first
    reading = visitor.page.locator(f".{FORMULAS} .stMarkdown").first
    tops, said = set(), set()
    box = visitor.page.get_by_role("slider", name="Standard deviation", exact=True).first.bounding_box()
    visitor.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    visitor.page.mouse.down()
    for share in (0.1, 0.4, 0.7, 0.95):
        before = reading.inner_text()
        visitor.page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        visitor.until(lambda before=before: reading.inner_text() != before)
        tops.add(round(formula.bounding_box()["y"]))
        said.add(round(reading.bounding_box()["height"]))
    visitor.page.mouse.up()
    assert len(said) > 1  # it takes more lines at one time than at another
    assert len(tops) == 1


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_longest_reading_pushes_nothing_down(visit, language):
    short, backwards = "x1=-1.5&x2=0.5", "x1=0.5&x2=-7.0512&p=normal-0.001_1.001"
    visitor, tops, lines = visit("/", ready=False), [], []
    for interval in (short, backwards):
        words = visitor.open(f"/distributions?step=area&lang={language}&{interval}").page.locator(f".{FORMULAS}")
        tops.append(words.locator(".katex-display").first.bounding_box()["y"])
        lines.append(words.locator(".stMarkdown").first.bounding_box()["height"])
    assert lines[0] < lines[1]
    assert tops[0] == tops[1]
