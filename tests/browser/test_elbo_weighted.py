"""A VAE beside the network that was trained on L_k: what is drawn and written is computed from both."""

import pytest

from sections.elbo.subject import inference
from ui import state, weighted
from ui.fields.elbo import LUCK, OF_DRAWS

pytestmark = pytest.mark.browser

BARS = "node => Array.from(node.view.plot._fullData.find(({ type }) => type === 'bar').x)"
DOTS = "node => node.view.plot._fullData.filter(({ mode }) => mode === 'markers').map(({ x }) => Array.from(x))"
KINDS = "node => node.view.plot._fullData.map(({ type }) => type)"


def both(**address):
    with state.apart("elbo", address, "en"):
        return weighted.both(inference().x, state.get(OF_DRAWS), state.get(LUCK))


def gaps(seen) -> list[float]:
    below = [(each.log_evidence - each.elbo, each.log_evidence - each.bound.value) for each in seen]
    return [-max(gap, 0.0) for pair in below for gap in pair]


def rows(visitor) -> list[list[str]]:
    table = visitor.page.locator("[data-testid=stMain] table").first
    return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]


def numbers(row: list[str]) -> list[float]:
    """Of the two networks."""
    return [float(cell.replace("−", "-")) for cell in row[1:3]]


def test_bars_dots_and_table_are_those_of_the_two_networks(visit):
    visitor = visit("/elbo?step=weighted")
    node, seen = visitor.figure("weighted").node, both()
    assert node.evaluate(BARS) == pytest.approx(gaps(seen), abs=1e-3)
    for shown, each in zip(node.evaluate(DOTS), seen, strict=True):
        assert shown == pytest.approx(each.kept[:, 0].tolist(), abs=1e-4)
    level, elbo, *_others = rows(visitor)
    assert numbers(level) == pytest.approx([each.log_evidence for each in seen], abs=2e-3)
    assert numbers(elbo) == pytest.approx([each.elbo for each in seen], abs=2e-3)


def test_of_more_draws_the_one_that_is_kept_is_nearer_to_the_posterior(visit):
    visitor = visit("/elbo?step=weighted")
    visitor.figure("weighted")
    visitor.page.get_by_role("radio", name="one of 100").or_(
        visitor.page.get_by_role("button", name="one of 100")
    ).click()
    visitor.page.wait_for_url("**of=100**")
    visitor.settle()
    node, seen, before = visitor.figure("weighted").node, both(of="100"), both()
    assert node.evaluate(BARS) == pytest.approx(gaps(seen), abs=1e-3)
    for now, then in zip(seen, before, strict=True):
        assert now.divergence.value < then.divergence.value


def test_before_the_question_is_answered_no_bound_is_seen(visit):
    visitor = visit("/elbo?step=weighted&ask=True")
    node = visitor.figure("weighted").node
    assert "bar" not in node.evaluate(KINDS)
    visitor.page.get_by_role("button", name="Just show me").click()
    visitor.settle()
    assert "bar" in visitor.figure("weighted").node.evaluate(KINDS)


def test_a_grey_image_is_made_black_and_white_for_both(visit):
    visitor = visit("/elbo?step=weighted&pixels=grey")
    node, seen = visitor.figure("weighted").node, both(pixels="threshold")
    assert node.evaluate(BARS) == pytest.approx(gaps(seen), abs=1e-3)
    assert visitor.page.get_by_text("taken from middle grey").is_visible()
