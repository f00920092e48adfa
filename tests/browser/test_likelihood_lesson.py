"""Likelihood under the hand: the data and θ move, the curve, the surface and the numbers follow."""

import re
from collections.abc import Iterable

import numpy as np
import pytest
from scipy import stats

pytestmark = pytest.mark.browser

DATA = (1.83, 0.97, 1.1, -1.33, 3.76, 2.97, 1.21, 2.53)


def cells(visitor) -> list[str]:
    """The table of θ against the best θ, row by row."""
    return [cell.replace("−", "-") for cell in visitor.page.locator(".st-key-theta_words td").all_inner_texts()]


def log_likelihood(visitor) -> float:
    return float(cells(visitor)[7])


def test_theta_follows_the_hand_and_curve_and_numbers_follow_theta(visit):
    visitor = visit("/likelihood")
    plane, curve = visitor.figure("over_theta"), visitor.figure("over_data")
    before = log_likelihood(visitor)
    assert before == pytest.approx(stats.norm(-2, 2).logpdf(DATA).sum(), abs=0.01)
    x, y = plane.grab("theta")
    visitor.page.mouse.move(x + 70, y + 15, steps=8)
    plane.follow()
    mean, deviation = plane.place("theta")
    assert mean > -0.5
    # While the button is still down the curve and the numbers are those of the place under the hand.
    at, height = curve.trace(0)
    assert height == pytest.approx(stats.norm.pdf(at, mean, deviation), abs=5e-3)
    expected = stats.norm(mean, deviation).logpdf(DATA).sum()
    visitor.sees(lambda: log_likelihood(visitor), pytest.approx(expected, abs=0.3))
    assert log_likelihood(visitor) > before
    visitor.page.mouse.up()
    visitor.settle()
    assert re.search(r"[?&]mu=-?\d", visitor.page.url)
    assert re.search(r"[?&]sigma=\d", visitor.page.url)


def test_a_data_point_is_dragged_and_taken_away(visit):
    visitor = visit("/likelihood?data=0_1")
    figure = visitor.figure("over_data")
    before = cells(visitor)
    x, y = figure.grab("x2")
    visitor.page.mouse.move(x + 80, y, steps=8)
    figure.follow()
    value = figure.place("x2")[0]
    assert value > 2
    visitor.sees(lambda: float(cells(visitor)[2]), pytest.approx(value / 2, abs=0.01))
    assert cells(visitor) != before
    visitor.page.mouse.up()
    visitor.settle()
    assert re.search(r"data=0_[\d.]+(&|$)", visitor.page.url)
    figure.handle("x1").dblclick()
    visitor.settle()
    assert re.search(r"data=[1-9][\d.]*(&|$)", visitor.page.url)
    # A single point cannot be taken away, and has no best normal.
    assert "→ 0" in cells(visitor)
    assert visitor.page.get_by_text("A single point: there is no maximum").is_visible()
    assert visitor.page.get_by_role("button", name="Go to the maximum").is_disabled()


def test_a_click_on_an_empty_place_adds_a_point_or_moves_theta(visit):
    visitor = visit("/likelihood?data=0_1")
    for key in ("over_data", "over_theta"):
        box = visitor.figure(key).node.locator(".live-plot").bounding_box()
        visitor.page.mouse.click(box["x"] + box["width"] * 0.35, box["y"] + 80)
        visitor.settle()
    assert re.search(r"data=0_1_-[\d.]+(&|$)", visitor.page.url)
    assert re.search(r"sigma=[3-9]", visitor.page.url)
    handle = visitor.figure("over_data").handle("x3")
    handle.focus()
    visitor.page.keyboard.press("Delete")
    visitor.settle()
    assert re.search(r"data=0_1(&|$)", visitor.page.url)


def test_the_keyboard_adds_a_point_moves_it_and_takes_it_away(visit):
    visitor = visit("/likelihood?data=0_2&mu=1")
    visitor.page.get_by_role("button", name="Add a point").press("Enter")
    visitor.page.wait_for_url("**data=0_2_1*")
    visitor.settle()
    handle = visitor.figure("over_data").handle("x3")
    handle.press("ArrowLeft")
    visitor.settle()
    assert re.search(r"data=0_2_0\.\d+(&|$)", visitor.page.url)
    handle.press("Delete")
    visitor.settle()
    assert re.search(r"data=0_2(&|$)", visitor.page.url)


def assert_alike(one, other, key: str, traces: Iterable[int]) -> None:
    """Two visitors see the same in a figure."""
    for trace in traces:
        old, new = (np.array(someone.figure(key).trace(trace), float) for someone in (one, other))
        assert np.allclose(old, new, equal_nan=True)


def test_a_copied_address_reproduces_the_picture(visit):
    visitor = visit("/likelihood?step=both-ways&climb=5")
    visitor.figure("over_data").drag("x1", across=40)
    visitor.figure("over_theta").drag("theta", across=30, up=10)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    for key, traces in (("over_data", (0, 1, 2)), ("over_theta", (0, 1))):
        assert_alike(visitor, again, key, traces)
    assert cells(again) == cells(visitor)
    assert again.figure("over_theta").place("theta") == pytest.approx(visitor.figure("over_theta").place("theta"))
    for each in (visitor, again):
        each.turn_to("ascent")
    for key in ("climbed", "climb"):
        assert_alike(visitor, again, key, (0, 1))
    assert_alike(visitor.turn_to("nearest"), again.turn_to("nearest"), "mirror", (0, 1))


def test_a_second_of_dragging_has_no_blank_frame(visit, capsys):
    visitor = visit("/likelihood")
    plane, curve = visitor.figure("over_theta"), visitor.figure("over_data")
    curve.watch()
    frames = [*plane.wiggle("theta", 40, 20), *curve.watched()]
    visitor.settle()
    assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
    assert plane.answers() > 5
    answer, follow = plane.median_ms("roundTripMs"), plane.median_ms("followMs")
    with capsys.disabled():
        print(f"\n  likelihood: {len(frames)} frames, answer median {answer:.0f} ms, handle {follow:.1f} ms")


def test_gradient_ascent_steps_plays_pauses_and_goes_back(visit):
    visitor = visit("/likelihood?step=ascent")
    climb = visitor.figure("climb")
    now = lambda: climb.trace(1)[1][-1]  # noqa: E731
    start = now()
    climb.node.get_by_role("button", name="One step").click()
    visitor.settle()
    assert "climb=1" in visitor.page.url
    assert now() > start
    climb.node.get_by_role("button", name="Play").click()
    visitor.page.wait_for_timeout(1500)
    climb.node.get_by_role("button", name="Pause").click()
    visitor.settle()
    reached = int(re.search(r"climb=(\d+)", visitor.page.url)[1])
    assert 3 < reached < 138
    assert len(climb.trace(1)[0]) == reached + 1
    # Whoever takes hold of θ now leaves from there.
    plane = visitor.figure("climbed")
    place = plane.place("theta")
    plane.drag("theta", across=12)
    assert "climb=" not in visitor.page.url
    assert plane.place("theta")[1] == pytest.approx(place[1], rel=0.05)
    climb.node.get_by_role("button", name="One step").click()
    visitor.settle()
    climb.node.get_by_role("button", name="Back to the start").click()
    visitor.settle()
    assert "climb=" not in visitor.page.url


def test_a_rate_that_is_too_large_is_explained(visit):
    visitor = visit("/likelihood?rate=5&climb=200")
    assert visitor.page.get_by_text("Diverged").is_visible()


def test_the_closed_form_goes_there_at_once_and_the_keyboard_leaves_again(visit):
    visitor = visit("/likelihood")
    visitor.page.get_by_role("button", name="Go to the maximum").click()
    visitor.settle()
    table = cells(visitor)
    assert table[1] == table[2]
    assert table[4] == table[5]
    assert visitor.page.get_by_text("This is the top").is_visible()
    plane = visitor.figure("over_theta")
    mean = plane.place("theta")[0]
    plane.handle("theta").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Shift+ArrowUp")
    visitor.settle()
    assert plane.place("theta")[0] == pytest.approx(mean + 0.12, abs=1e-3)
    assert cells(visitor)[1] != table[1]


def test_data_are_drawn_from_a_truth_that_can_be_revealed_and_the_map_becomes_a_landscape(visit):
    visitor = visit("/likelihood")
    visitor.page.get_by_role("button", name="Draw data").click()
    visitor.settle()
    assert "seed=3" in visitor.page.url
    assert "data=0.84_-3.3_" in visitor.page.url
    visitor.page.get_by_text("Reveal the truth").click()
    visitor.settle()
    assert visitor.page.get_by_text("The truth has mean −1 and standard deviation 0.9").is_visible()
    assert max(visitor.figure("over_data").trace(0)[1]) == pytest.approx(stats.norm.pdf(0, 0, 0.9), abs=1e-3)
    visitor.page.get_by_text("Landscape", exact=True).click()
    plane = visitor.figure("over_theta")
    visitor.sees(lambda: plane.node.evaluate("node => node.view.plot._fullData[0].type"), "surface")
    plane.slider("Mean").press("ArrowRight")
    visitor.page.wait_for_url("**mu=*")


def test_the_sums_of_the_mirrored_curves_stand_still(visit):
    visitor = visit("/likelihood?step=nearest")
    bins, figure = visitor.figure("bins"), visitor.figure("mirror")
    x, y = figure.grab("mean")
    visitor.page.mouse.move(x + 60, y, steps=6)
    figure.follow()
    mean = figure.place("mean")[0]
    # The other picture's μ has come along before the hand lets go.
    visitor.sees(lambda: bins.place("mean")[0], pytest.approx(mean, abs=0.01))
    visitor.page.mouse.up()
    visitor.settle()
    (_, divergence), (_, likelihood) = figure.trace(0), figure.trace(1)
    assert np.ptp(np.array(divergence) + np.array(likelihood)) < 1e-9
    assert "fit=" in visitor.page.url


def test_a_product_of_two_thousand_heights_is_nothing(visit):
    visitor = visit("/likelihood?step=underflow&n=2000")
    assert "exactly 0" in visitor.page.locator(".st-key-underflow_words").inner_text()
    slider = visitor.figure("underflow").slider("Number of draws")
    slider.focus()
    visitor.page.keyboard.press("Home")
    visitor.settle()
    assert "exactly 0" not in visitor.page.locator(".st-key-underflow_words").inner_text()
    assert "n=1" in visitor.page.url


def test_sigma_bends_the_bowl_and_leaves_its_bottom(visit):
    visitor = visit("/likelihood?step=squared-error&guess_sd=2")
    figure = visitor.figure("bowl")
    before = figure.trace(0)
    visitor.figure("squared_error").slider("Standard deviation").focus()
    for _ in range(40):
        visitor.page.keyboard.press("ArrowLeft")
    visitor.settle()
    after = figure.trace(0)
    assert np.argmin(after[1]) == np.argmin(before[1])
    assert max(after[1]) > 1.2 * max(before[1])


@pytest.mark.parametrize(
    ("step", "expected", "says"),
    [("both-ways", "mu=-5.33", "The CDF counts what lies to the left"), ("area", "data=-0.02_0_0.02", "The area over")],
    ids=["cdf", "area"],
)
def test_each_slip_can_be_played_with(visit, step, expected, says):
    visitor = visit(f"/likelihood?step={step}")
    visitor.page.get_by_role("button", name="Show me").click()
    visitor.page.wait_for_url(f"**{expected}*")
    visitor.page.get_by_text(says).wait_for()


def test_a_prediction_is_judged_by_the_page_as_it_was_left(visit):
    visitor = visit("/likelihood?step=predict&ask=True")  # as addresses once named the questions
    assert visitor.page.get_by_text("nats below the top").count() == 0
    visitor.page.get_by_role("radio", name="It falls", exact=True).click()
    visitor.page.get_by_text("nats below the top").wait_for()
    visitor.page.get_by_text("Yes. From").wait_for()


def test_in_chinese(visit):
    visitor = visit("/likelihood?lang=zh_CN")
    visitor.page.get_by_role("heading", name="同一个公式，两种读法").wait_for()
    visitor.figure("over_theta").drag("theta", across=40)
    assert visitor.page.get_by_text("最高点").first.is_visible()
