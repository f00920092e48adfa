"""Distributions under the hand: what is dragged moves at once, and what depends on it follows."""

import re

import numpy as np
import pytest
from scipy import stats

pytestmark = pytest.mark.browser


def shown_area(visitor) -> float:
    """F(x₂) − F(x₁) as the page says it."""
    return float(visitor.page.locator(".st-key-density_words td").nth(3).inner_text())


def test_the_interval_follows_the_hand_and_the_numbers_follow_the_interval(visit):
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    before = shown_area(visitor)
    x, y = figure.grab("x2")
    visitor.page.mouse.move(x + 60, y, steps=8)
    figure.follow()
    x1, x2 = figure.place("x1")[0], figure.place("x2")[0]
    assert x2 > 1
    # While the button is still down, the number on the page is that of the place under the hand.
    assert shown_area(visitor) == pytest.approx(stats.norm.cdf(x2) - stats.norm.cdf(x1), abs=2e-3)
    assert shown_area(visitor) > before
    visitor.page.mouse.up()
    visitor.settle()
    assert figure.place("x2")[1] == pytest.approx(stats.norm.pdf(figure.place("x2")[0]), abs=2e-3)


def test_the_handle_and_its_area_need_no_server(visit):
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    visitor.page.route("**/live", lambda route: route.abort())  # the server cannot be reached any more
    area = figure.node.locator(".live-overlay path").first
    before = area.get_attribute("d")
    x, y = figure.grab("x1")
    visitor.page.mouse.move(x - 40, y, steps=5)
    visitor.until(lambda: area.get_attribute("d") != before)
    x1, height = figure.place("x1")
    assert height == pytest.approx(stats.norm.pdf(x1), abs=2e-3)
    visitor.page.mouse.up()


def test_pulling_sigma_changes_the_curve_before_the_hand_lets_go(visit):
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    x, y = figure.grab("p:scale")
    visitor.page.mouse.move(x - 25, y, steps=8)
    figure.follow()
    sigma = figure.place("p:scale")[0]
    assert 0.3 < sigma < 0.8
    at, height = figure.trace(1)
    assert height == pytest.approx(stats.norm.pdf(at, 0, sigma), abs=5e-3)
    visitor.page.mouse.up()
    visitor.settle()
    assert re.search(r"[?&]p=normal-0_0\.\d+", visitor.page.url)


def test_a_copied_address_reproduces_the_picture(visit):
    visitor = visit("/distributions?p=gamma-2_1")
    figure = visitor.figure("density")
    figure.drag("p:mean", across=30)
    figure.drag("x2", across=-50)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    twin = again.figure("density")
    for trace in (0, 1):
        assert np.allclose(twin.trace(trace), figure.trace(trace))
    assert shown_area(again) == shown_area(visitor)
    assert twin.place("x2") == pytest.approx(figure.place("x2"))


def test_a_second_of_dragging_has_no_blank_frame_and_keeps_the_zoom(visit, capsys):
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    box = figure.node.locator(".live-plot").bounding_box()
    zoom_from, zoom_to = (box["x"] + box["width"] * share for share in (0.3, 0.8))
    visitor.page.mouse.move(zoom_from, box["y"] + 60)
    visitor.page.mouse.down()
    visitor.page.mouse.move(zoom_to, box["y"] + 60, steps=5)
    visitor.page.mouse.up()
    visitor.until(lambda: -4 < figure.range("xaxis")[0] < figure.range("xaxis")[1] < 4)
    visitor.page.wait_for_timeout(600)  # until the zoom has come to its end
    zoomed = figure.range("xaxis")
    frames = figure.wiggle("x2")
    assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
    assert figure.answers() > 5
    assert figure.range("xaxis") == pytest.approx(zoomed)
    answer, follow = figure.median_ms("roundTripMs"), figure.median_ms("followMs")
    with capsys.disabled():
        print(f"\n  distributions: {len(frames)} frames, answer median {answer:.0f} ms, handle {follow:.1f} ms")


def test_only_one_question_is_under_way(visit):
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    asked = []
    visitor.page.route("**/live", lambda route: asked.append(route))
    x, y = figure.grab("x2")
    visitor.page.mouse.move(x + 60, y, steps=30)
    visitor.until(lambda: asked)
    visitor.page.wait_for_timeout(300)
    # Where that took seconds, the first question is given up as lost before it is asked again.
    *lost, under_way = asked
    assert all(route.request.failure for route in lost)
    assert not under_way.request.failure
    # The server answers at last: what is asked next is the newest place, not the first of a queue.
    before = len(asked)
    under_way.continue_()
    visitor.until(lambda: len(asked) > before)
    visitor.page.wait_for_timeout(300)
    assert not asked[-1].request.failure
    assert all(route.request.failure for route in asked[before:-1])
    assert asked[-1].request.post_data_json["moves"] == [
        {"name": "x2", "x": pytest.approx(figure.place("x2")[0]), "y": pytest.approx(figure.place("x2")[1])}
    ]
    asked[-1].continue_()
    visitor.page.mouse.up()


def test_handles_and_sliders_obey_the_keyboard_and_undo_takes_it_back(visit):
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    start = figure.place("x2")[0]
    figure.handle("x2").focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Shift+ArrowRight")
    visitor.settle()
    assert figure.place("x2")[0] == pytest.approx(start + 13 * 8 / 100, abs=1e-3)
    figure.slider("Standard deviation").press("ArrowLeft")
    visitor.page.wait_for_url("**p=normal*")
    # Two steps, where the keys came as fast as they were pressed; on a busy machine there are pauses between them.
    for _ in range(5):
        if "x2=" in visitor.page.url or re.search(r"[?&]p=", visitor.page.url):
            visitor.page.get_by_role("button", name="Undo").click()
            visitor.settle()
    visitor.sees(lambda: figure.place("x2")[0], pytest.approx(start))
    assert not re.search(r"[?&]p=", visitor.page.url)


def test_a_table_that_does_not_sum_to_one_is_explained_and_repaired(visit):
    visitor = visit("/distributions?p=categorical-1_0.5_2_0.5")
    visitor.figure("density")
    grid = visitor.page.locator("[data-testid=stDataFrame]")
    grid.scroll_into_view_if_needed()
    visitor.settle()
    box = grid.bounding_box()
    visitor.page.mouse.dblclick(box["x"] + box["width"] * 0.8, box["y"] + 52, delay=50)
    cell = visitor.page.locator("input.gdg-input")
    cell.press("Control+A")
    cell.press_sequentially("1.5", delay=100)
    visitor.page.wait_for_timeout(300)
    cell.press("Enter")
    visitor.page.get_by_text("These probabilities sum to 2").wait_for()
    visitor.page.get_by_role("button", name="Divide each by their sum").click()
    visitor.page.wait_for_url("**p=categorical-1_0.75_2_0.25*")


def test_a_discrete_family_is_dragged_in_whole_steps(visit):
    visitor = visit("/distributions?p=poisson-3&x1=0&x2=3")
    figure = visitor.figure("density")
    figure.drag("x2", across=75)
    assert figure.place("x2")[0] == int(figure.place("x2")[0]) != 3
    assert shown_area(visitor) == pytest.approx(
        stats.poisson.cdf(figure.place("x2")[0], 3) - stats.poisson.cdf(0, 3), abs=1e-5
    )


def test_the_cauchy_distribution_has_no_mean(visit):
    visitor = visit("/distributions?step=draws&p=cauchy-0_1")
    visitor.page.get_by_text("no mean").wait_for()
    assert visitor.page.get_by_text("does not exist").count() >= 2


@pytest.mark.parametrize(
    ("step", "number", "expected"),
    [("area", 0, "x1=4&x2=-4"), ("area", 1, "p=normal-0_0.1"), ("shapes", 0, "mean=1&sd=2")],
    ids=["limits", "mean", "shapes"],
)
def test_each_slip_can_be_played_with(visit, step, number, expected):
    visitor = visit(f"/distributions?step={step}&p=gamma-2_1")
    visitor.page.get_by_role("button", name="Show me").nth(number).click()
    visitor.settle()
    assert expected in visitor.page.url


def test_a_prediction_is_judged_by_the_page_as_it_was_left(visit):
    visitor = visit("/distributions?x1=-1&x2=1&ask=True")
    page, words = visitor.page, visitor.page.locator(".st-key-density_words")
    assert "%" not in words.inner_text()
    assert words.locator(".katex, table").count() == 0
    words.get_by_role("radio", name="half", exact=True).click()
    words.get_by_text("Yes. It falls from 0.683 to 0.341").wait_for()
    words.get_by_text("68.3 % of the probability").wait_for()
    page.locator(".contents a[data-step=area][title='Seen, and answered']").wait_for()
    # The page moves on, and the question with it.
    visitor.settle()
    visitor.figure("density").drag("x2", across=80)
    page.get_by_role("button", name="Ask me again").click()
    words.get_by_text("What is P(X =").first.wait_for()
    words.get_by_role("button", name="Just show me").click()
    words.get_by_text("% of the probability").wait_for()
    visitor.settle()
    # Who would rather not be asked is not asked on other steps either.
    page.get_by_text("Predict first", exact=True).click()
    page.wait_for_url("**ask=False**")
    visitor.turn_to("estimators")
    page.get_by_text("Dividing by n gives").or_(page.get_by_text("on average,")).first.wait_for()


@pytest.mark.parametrize("press", ["n", "Next step", "Undo"])
def test_what_a_key_has_just_moved_is_not_lost_to_who_goes_on_at_once(visit, press):
    visitor = visit("/distributions?step=area")
    figure, page = visitor.figure("density"), visitor.page
    for _ in range(2):
        figure.slider("Standard deviation").press("ArrowRight")
        page.wait_for_timeout(600)
        visitor.settle()
    once = page.url
    figure.slider("Standard deviation").press("ArrowRight")
    if press == "n":
        page.keyboard.press("n")
    else:
        page.get_by_role("button", name=press).click()
    if press == "Undo":
        visitor.sees(lambda: page.url, once)
    else:
        page.wait_for_url("**step=draws**")
        assert "p=normal" in page.url
        assert page.url.replace("step=draws", "step=area") != once


def test_in_chinese(visit):
    visitor = visit("/distributions?step=area&lang=zh_CN")
    visitor.page.get_by_role("heading", name="面积就是概率").wait_for()
    visitor.figure("density").drag("x2", across=30)
    assert visitor.page.get_by_text("占全部概率的").is_visible()


def test_a_drag_that_ends_at_a_limit_is_a_step_of_its_own_and_fits_the_axes(visit):
    # On the way σ takes the limits of μ's slider with it: what the hand holds must not be made anew.
    visitor = visit("/distributions?step=area")
    figure = visitor.figure("density")
    figure.drag("p:scale", across=-400)
    assert "p=normal-0_0.001" in visitor.page.url
    narrowest = visitor.page.url
    low, high = figure.range("xaxis")
    assert -0.01 < low < high < 0.01
    figure.drag("x2", across=60)
    assert visitor.page.url != narrowest
    visitor.page.get_by_role("button", name="Undo").click()
    visitor.until(lambda: visitor.page.url == narrowest)
    visitor.settle()
    visitor.page.get_by_role("button", name="Undo").click()
    visitor.until(lambda: "&p=" not in visitor.page.url)


def test_undo_is_grey_where_there_is_nothing_to_take_back(visit):
    visitor = visit("/distributions?step=area")
    figure, undo = visitor.figure("density"), visitor.page.get_by_role("button", name="Undo")
    assert undo.is_disabled()
    figure.drag("x2", across=60)
    visitor.until(undo.is_enabled)
    figure.slider("Standard deviation").press("ArrowRight")
    visitor.page.wait_for_url("**p=normal**")
    visitor.settle()
    undo.click()
    visitor.until(lambda: "p=normal" not in visitor.page.url)
    visitor.until(undo.is_enabled)
    undo.click()
    visitor.until(lambda: "x2=" not in visitor.page.url)
    visitor.settle()
    assert undo.is_disabled()
    figure.drag("x2", across=60)
    visitor.until(undo.is_enabled)


WIDEST = {
    "normal": "-123.4_0.001234",
    "student_t": "3.25_-123.4_0.001234",
    "gamma": "0.1234_0.001234",
    "log_normal": "-9.876_0.1234",
    "logistic": "-123.4_0.001234",
    "laplace": "-123.4_0.001234",
    "cauchy": "-123.4_0.001234",
    "beta": "0.5678_123.4",
    "uniform": "-123.4_123.4",
    "binomial": "97_0.1234",
    "geometric": "0.1234",
}


@pytest.mark.parametrize("families", [list(WIDEST)[:4], list(WIDEST)[4:8], list(WIDEST)[8:]])
def test_a_formula_is_never_cut(visit, families):
    visitor = visit(f"/distributions?step=area&p={families[0]}-{WIDEST[families[0]]}")
    for family in families:
        visitor.open(f"/distributions?step=area&p={family}-{WIDEST[family]}")
        formulas = visitor.page.locator(".st-key-density_words .katex-display")
        assert formulas.count() == 2
        cut = "nodes => nodes.map(n => [n.scrollWidth - n.clientWidth, n.scrollHeight - n.clientHeight])"
        assert formulas.evaluate_all(cut) == [[0, 0]] * 2, family
