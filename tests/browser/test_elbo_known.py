"""The bound under the hand: q is dragged to the posterior, and two steps climb in turn."""

import re

import numpy as np
import pytest
from scipy import stats

from vae_core.probability.exact_bound import exact_bound
from vae_core.probability.linear_gaussian import LinearGaussian

pytestmark = pytest.mark.browser

MODEL = LinearGaussian((1.2,), (0.0,), 0.8)
BARS = range(4, 7)
RING = 9  # the trace around the datum whose q is shown, before the first half step


def value(text: str) -> float:
    return float(text.replace("−", "-"))


def numbers(visitor, row: int) -> list[float]:
    """A line of the table of terms."""
    cells = visitor.page.locator(".st-key-known_table tbody tr").nth(row).locator("td").all_inner_texts()
    return [value(cell) for cell in cells[1:]]


def sums(visitor, row: int = 0) -> tuple[float, float]:
    """Σ log p(x) and Σ L_b in a line of the table of models."""
    cells = visitor.page.locator(".st-key-alternating_table tbody tr").nth(row).locator("td").all_inner_texts()
    return value(cells[-2]), value(cells[-1])


def reading(visitor, text: str):
    return visitor.page.get_by_text(re.compile(text)).first


def assert_drawn_alike(visitor, again, key: str, traces: range) -> None:
    """Two windows show the same in these traces of a figure."""
    figure, twin = visitor.figure(key), again.figure(key)
    for trace in traces:
        for mine, theirs in zip(figure.trace(trace), twin.trace(trace), strict=True):
            np.testing.assert_allclose(np.array(theirs, float), np.array(mine, float))


def bars(figure) -> list:
    top = "(node, i) => [node.view.plot._fullData[i].base, node.view.plot._fullData[i].y].map((v) => Array.from(v))"
    return [[a + b for a, b in zip(*figure.node.evaluate(top, number), strict=True)] for number in BARS]


def test_dragging_q_moves_both_bars_and_not_their_sum_before_the_hand_lets_go(visit):
    visitor = visit("/elbo?step=known")
    figure = visitor.figure("known")
    level, before = bars(figure)[1], bars(figure)[0]
    x, y = figure.grab("m")
    visitor.page.mouse.move(x + 60, y, steps=8)
    figure.follow()
    mean = figure.place("m")[0]
    assert mean > 0
    account = exact_bound(MODEL, 2.0, float(f"{mean:.4g}"), 0.45).account
    (bound, _), (upper,), (reconstruction,) = bars(figure)
    assert bound == pytest.approx(account.bound, abs=1e-3)
    assert bound > before[0] + 0.1
    assert upper == pytest.approx(level[0], abs=1e-9)
    assert reconstruction == pytest.approx(account.reconstruction, abs=1e-3)
    at, height = figure.trace(2)
    assert height == pytest.approx(stats.norm.pdf(at, mean, 0.45), abs=2e-3)
    assert numbers(visitor, 1)[0] == pytest.approx(account.bound, abs=2e-3)
    visitor.page.mouse.up()
    visitor.settle()
    assert f"m={float(f'{mean:.4g}'):g}" in visitor.page.url
    assert numbers(visitor, 0)[0] == pytest.approx(numbers(visitor, 1)[0] + numbers(visitor, 2)[0], abs=2e-3)


def test_the_width_is_dragged_and_the_press_of_a_button_brings_the_divergence_to_zero(visit):
    visitor = visit("/elbo?step=known")
    figure = visitor.figure("known")
    figure.drag("sd", across=40)
    assert "sd=" in visitor.page.url
    visitor.page.get_by_role("button", name="q := posterior").click()
    reading(visitor, "is the posterior").wait_for()
    visitor.settle()
    assert numbers(visitor, 2) == [0.0, 0.0]
    assert numbers(visitor, 0) == numbers(visitor, 1)
    visitor.page.get_by_role("button", name="q := prior").click()
    reading(visitor, "as if").wait_for()
    visitor.settle()
    assert numbers(visitor, 4) == [0.0, 0.0]


def test_dragging_x_moves_the_level(visit):
    visitor = visit("/elbo?step=known")
    figure = visitor.figure("known")
    before = numbers(visitor, 0)[0]
    figure.drag("x", across=-60)
    x = figure.place("x")[0]
    assert numbers(visitor, 0)[0] > before + 0.2
    assert numbers(visitor, 0)[0] == pytest.approx(stats.norm.logpdf(x, 0, np.sqrt(1.44 + 0.64)), abs=2e-3)


def test_formula_and_integral_agree_far_out_as_well(visit):
    visitor = visit("/elbo?step=known&s=0.05&w=3&x=12&m=-9&sd=0.02")
    visitor.figure("known")
    for row in range(5):
        formula, integral = numbers(visitor, row)
        assert formula == pytest.approx(integral, rel=1e-3)
    assert "NaN" not in visitor.page.locator("body").inner_text()


def test_a_copied_address_reproduces_both_figures(visit):
    visitor = visit("/elbo?step=known&half=3&qs=fixed")
    visitor.figure("known").drag("m", across=30)
    visitor.turn_to("alternating").figure("alternating").drag("along", across=25, up=-10)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert_drawn_alike(visitor, again, "alternating", range(20))
    assert sums(again) == sums(visitor)
    for each in (visitor, again):
        each.turn_to("known")
    assert_drawn_alike(visitor, again, "known", range(7))
    assert [numbers(again, row) for row in range(5)] == [numbers(visitor, row) for row in range(5)]


@pytest.mark.parametrize(("key", "handle"), [("known", "m"), ("alternating", "from")])
def test_a_second_of_dragging_has_no_blank_frame(visit, capsys, key, handle):
    visitor = visit(f"/elbo?step={key}&half=4")
    figure = visitor.figure(key)
    frames = figure.wiggle(handle)
    assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
    assert figure.answers() > 5
    answer = figure.median_ms("roundTripMs")
    with capsys.disabled():
        print(f"\n  elbo, {key}: {len(frames)} frames, answer median {answer:.0f} ms")


def test_the_keyboard_moves_q(visit):
    visitor = visit("/elbo?step=known")
    figure = visitor.figure("known")
    before = figure.place("m")[0]
    figure.handle("m").focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    visitor.settle()
    assert figure.place("m")[0] > before
    assert "m=" in visitor.page.url


def test_half_steps_climb_and_touch_the_evidence_after_each_e_step(visit):
    visitor = visit("/elbo?step=alternating")
    figure = visitor.figure("alternating")
    climbed = [sums(visitor)]
    for step in range(1, 5):
        figure.node.get_by_role("button", name="One step").click()
        visitor.page.wait_for_url(f"**half={step}*")
        visitor.settle()
        climbed.append(sums(visitor))
    evidences, bounds = zip(*climbed, strict=True)
    assert (np.diff(bounds) >= 0).all()
    assert bounds[1::2] == evidences[1::2]
    assert evidences[2] > bounds[2]
    figure.node.get_by_role("button", name="Back to the start").click()
    visitor.page.wait_for_url(lambda url: "half" not in url)
    visitor.settle()
    assert sums(visitor) == climbed[0]


def test_the_keyboard_chooses_a_datum(visit):
    visitor = visit("/elbo?step=alternating&datum=3")
    figure = visitor.figure("alternating")
    before = figure.trace(RING)
    slider = figure.slider("Number of the datum whose q is shown")
    slider.press("ArrowRight")
    visitor.page.wait_for_url("**datum=4*")
    visitor.settle()
    assert figure.trace(RING) != before
    assert slider.input_value() == "4"
    box = visitor.figure("alternating").node.locator(".live-plot").bounding_box()
    visitor.page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    visitor.page.wait_for_url(lambda url: "datum=4" not in url)  # a pointer chooses another; the slider goes along
    visitor.settle()
    datum = re.search(r"datum=(\d+)", visitor.page.url)
    assert slider.input_value() == (datum[1] if datum else "1")


def test_playing_goes_on_by_itself_and_pauses(visit):
    visitor = visit("/elbo?step=alternating")
    figure = visitor.figure("alternating")
    figure.node.get_by_role("button", name="Play").click()
    visitor.page.wait_for_function("Number(new URLSearchParams(location.search).get('half')) >= 2")
    figure.node.get_by_role("button", name="Pause").click()
    visitor.settle()
    step = int(re.search(r"half=(\d+)", visitor.page.url)[1])
    assert 2 <= step < 12


def test_with_a_q_of_one_width_the_bound_never_reaches_the_evidence(visit):
    visitor = visit("/elbo?step=alternating&half=30")
    visitor.figure("alternating")
    free_evidence, free_bound = sums(visitor)
    assert free_evidence == pytest.approx(free_bound, abs=0.05)
    visitor.page.get_by_text("of one width", exact=True).click()
    reading(visitor, "bent").wait_for()
    visitor.settle()
    evidence, bound = sums(visitor)
    assert bound < evidence - 1 < free_evidence - 1
    assert sums(visitor, 1) == pytest.approx((evidence, bound), abs=0.01)


def test_from_the_best_model_a_poor_q_lets_the_evidence_fall(visit):
    visitor = visit("/elbo?step=alternating&qs=fixed")
    figure = visitor.figure("alternating")
    visitor.page.get_by_role("button", name="Start from the best model").click()
    visitor.page.wait_for_url("**from=*")
    visitor.settle()
    before = sums(visitor)
    for step in (1, 2):
        figure.node.get_by_role("button", name="One step").click()
        visitor.page.wait_for_url(f"**half={step}*")
        visitor.settle()
    reading(visitor, "fell").wait_for()
    assert sums(visitor)[0] < before[0]
    assert sums(visitor)[1] > before[1]


def test_a_click_near_a_datum_shows_its_q(visit):
    visitor = visit("/elbo?step=alternating&half=1")
    figure = visitor.figure("alternating")
    place = """(node) => {
        const { plot } = node.view, { xaxis, yaxis } = plot._fullLayout;
        const trace = plot._fullData.find((t) => t.mode === 'markers' && t.marker.size === 6);
        const best = Array.from(trace.x).indexOf(Math.max(...trace.x));
        const box = plot.getBoundingClientRect();
        const left = box.left + xaxis._offset + xaxis.d2p(trace.x[best]);
        return [left, box.top + yaxis._offset + yaxis.d2p(trace.y[best]), best + 1];
    }"""
    left, top, datum = figure.node.evaluate(place)
    visitor.page.mouse.click(left + 2, top + 2)
    visitor.page.wait_for_url(f"**datum={datum}*")
    visitor.settle()
    assert f"i = {datum}" in figure.node.inner_text()
