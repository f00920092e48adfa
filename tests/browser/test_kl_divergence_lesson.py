"""KL divergence under the hand: P and Q, the bars of two codes, a mixture's modes, a point on a surface."""

import re

import numpy as np
import pytest
from scipy import stats

from vae_core.probability.closed_forms import normal as kl_of_normals
from vae_core.probability.coding import coding

pytestmark = pytest.mark.browser


def numbers(visitor, row: int) -> list[str]:
    """A line of the table below P and Q, without its name."""
    return visitor.page.locator(".st-key-divergence_table tbody tr").nth(row).locator("td").all_inner_texts()[1:]


def test_pulling_q_moves_the_integrand_and_the_number_before_the_hand_lets_go(visit):
    visitor = visit("/kl_divergence?p=normal-0_1&q=normal-1_2")
    figure = visitor.figure("divergence")
    x, y = figure.grab("q:location")
    visitor.page.mouse.move(x + 70, y, steps=8)
    figure.follow()
    mean = figure.place("q:location")[0]
    assert mean > 1.3
    visitor.sees(lambda: float(numbers(visitor, 0)[0]), pytest.approx(kl_of_normals((0, 1), (mean, 2)), rel=2e-3))
    at, height = figure.trace(1)
    assert height == pytest.approx(stats.norm.pdf(at, mean, 2), abs=2e-3)
    at, integrand = figure.trace(4)
    p, q = stats.norm(0, 1), stats.norm(mean, 2)
    assert integrand == pytest.approx(p.pdf(at) * (p.logpdf(at) - q.logpdf(at)), abs=2e-3)
    visitor.page.mouse.up()
    visitor.settle()
    assert f"q=normal-{figure.place('q:location')[0]:g}_2" in visitor.page.url


def test_a_copied_address_reproduces_picture_and_numbers(visit):
    visitor = visit("/kl_divergence?step=divergence")
    figure = visitor.figure("divergence")
    figure.drag("p:location", across=-40)
    figure.drag("q:scale", across=30)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    twin = again.figure("divergence")
    for trace in range(5):
        assert np.allclose(twin.trace(trace), figure.trace(trace))
    assert [numbers(again, row) for row in range(7)] == [numbers(visitor, row) for row in range(7)]


def test_the_three_ways_agree(visit):
    visitor = visit("/kl_divergence?step=divergence")
    visitor.figure("divergence")
    for row in range(7):
        formula, integral, draws = numbers(visitor, row)
        value, error = (float(part.replace("−", "-")) for part in draws.split(" ± "))
        assert abs(value - float(integral.replace("−", "-"))) < 4.5 * error
        assert formula in ("—", integral)


def test_a_second_of_dragging_has_no_blank_frame(visit, capsys):
    visitor = visit("/kl_divergence?step=divergence")
    figure = visitor.figure("divergence")
    frames = figure.wiggle("p:location")
    assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
    assert figure.answers() > 5
    answer = figure.median_ms("roundTripMs")
    with capsys.disabled():
        print(f"\n  kl_divergence: {len(frames)} frames, answer median {answer:.0f} ms")


def test_the_keyboard_moves_p_and_q_apart(visit):
    visitor = visit("/kl_divergence?step=divergence")
    figure = visitor.figure("divergence")
    before = figure.place("q:location")[0]
    figure.handle("q:location").focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    visitor.settle()
    assert figure.place("q:location")[0] > before
    assert "q=normal" in visitor.page.url


def test_where_q_cannot_be_is_marked_and_infinite(visit):
    visitor = visit("/kl_divergence?p=normal-0_1&q=uniform--1_1")
    figure = visitor.figure("divergence")
    assert visitor.page.get_by_text("P is where Q cannot be").is_visible()
    assert numbers(visitor, 0)[:2] == ["∞", "∞"]
    assert figure.node.get_by_text("∞: Q cannot be here").count() == 1
    assert "NaN" not in visitor.page.locator("body").inner_text()


def test_p_and_q_are_exchanged_and_q_follows_the_kind_of_p(visit):
    visitor = visit("/kl_divergence?p=gamma-2_1&q=normal-2_2")
    visitor.page.get_by_role("button", name="⇄").click()
    visitor.page.wait_for_url("**p=normal-2_2&q=gamma-2_1*")
    visitor.settle()
    box = visitor.page.locator("[data-testid=stSelectbox] input").first
    visitor.choose(box, visitor.page.get_by_role("option", name="Binomial"))
    visitor.page.wait_for_url("**q=poisson*")


def test_the_top_of_a_bar_is_dragged_and_the_others_make_room(visit):
    visitor = visit("/kl_divergence?step=coding&code=0.5_0.25_0.25-0.2_0.3_0.5")
    figure = visitor.figure("coding")
    _x, y = figure.grab("q:A")
    visitor.page.mouse.move(_x, y - 50, steps=8)
    figure.follow()
    q = figure.place("q:A")[1]
    assert q > 0.25
    rest = (1 - q) / 0.8
    expected = coding((0.5, 0.25, 0.25), (q, 0.3 * rest, 1 - q - 0.3 * rest))
    words = visitor.page.locator(".st-key-coding_words .katex-html").last
    visitor.sees(
        lambda: float(re.findall(r"=([\d.]+)\s*bit", words.inner_text())[-1]), pytest.approx(expected.excess, rel=6e-3)
    )
    visitor.page.mouse.up()
    visitor.settle()
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert np.allclose(again.figure("coding").trace(1), figure.trace(1))


def test_the_fit_is_stepped_played_paused_and_reset(visit):
    visitor = visit("/kl_divergence?step=fit")
    figure = visitor.figure("fit")
    figure.node.get_by_role("button", name="One step").click()
    visitor.page.wait_for_url("**fitted=1*")
    start = max(figure.trace(2)[1])
    figure.node.get_by_role("button", name="Play").click()
    visitor.until(lambda: max(figure.trace(2)[1]) != pytest.approx(start))
    figure.node.get_by_role("button", name="Pause").click()
    visitor.settle()
    assert max(figure.trace(2)[1]) != pytest.approx(start)
    visitor.figure("fit").node.get_by_role("button", name="Back to the start").click()
    visitor.settle()
    assert "fitted=" not in visitor.page.url


def test_a_dragged_mode_and_a_dragged_start_take_the_fit_along(visit):
    visitor = visit("/kl_divergence?step=fit&fitted=60")
    figure = visitor.figure("fit")
    assert visitor.page.get_by_text("mode-seeking").is_visible()
    before = visitor.page.locator(".st-key-fit_words td").all_inner_texts()
    figure.drag("mix:location 2", across=25)
    after = visitor.page.locator(".st-key-fit_words td").all_inner_texts()
    assert before != after
    seeking = visitor.page.locator(".st-key-fit_words tbody tr").nth(1).locator("td").nth(1)
    at = float(seeking.inner_text().replace("−", "-"))
    figure.drag("start", across=-150 if at > 0 else 150, up=-30)
    assert float(seeking.inner_text().replace("−", "-")) * at < 0


def test_a_point_on_the_surface_is_dragged_and_its_two_parts_follow(visit):
    visitor = visit("/kl_divergence?step=standard-normal&mu=1&logvar=0")
    figure = visitor.figure("standard_normal")
    figure.drag("point", across=40, up=30)
    mean, log_variance = figure.place("point")
    assert mean > 1.2
    assert log_variance > 0.2
    kl = (mean**2 + np.exp(log_variance) - 1 - log_variance) / 2
    drawn = [
        trace for trace in range(12) if figure.node.evaluate("(n, i) => n.view.plot.data[i]?.name === 'KL'", trace)
    ]
    over_mean = figure.trace(drawn[0])
    assert np.interp(mean, *over_mean) == pytest.approx(kl, abs=0.02)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert again.figure("standard_normal").place("point") == pytest.approx((mean, log_variance))
    # Dimension 1 of the step after it is the same point.
    dimensions = visitor.turn_to("dimensions").figure("dimensions")
    assert dimensions.place("dimension 1") == pytest.approx((mean, log_variance))


KINDS = "node => [...new Set(node.view.plot._fullData.map(({ type }) => type))]"


def is_solid(figure) -> bool:
    return "surface" in figure.node.evaluate(KINDS)


def test_the_surface_becomes_a_solid_and_a_map_again(visit):
    visitor = visit("/kl_divergence?step=standard-normal&mu=1")
    for view, solid in (("Landscape", True), ("Map", False), ("Landscape", True)):
        visitor.page.get_by_role("radio", name=view).click()
        visitor.until(lambda solid=solid: is_solid(visitor.figure("standard_normal")) == solid)
        visitor.settle()
    visitor.page.get_by_role("radio", name="Map").click()
    visitor.until(lambda: not is_solid(visitor.figure("standard_normal")))
    figure = visitor.figure("standard_normal")
    figure.drag("point", across=40)
    assert figure.place("point")[0] > 1.2


def test_a_figure_that_becomes_a_solid_before_it_is_there_is_drawn_once_the_library_comes(visit):
    visitor = visit("/", alone=True)
    held = []
    visitor.page.route("**/cartesian.js", lambda route: held.append(route))
    visitor.open("/kl_divergence?step=standard-normal", ready=False)
    visitor.until(lambda: held)
    visitor.page.get_by_role("radio", name="Landscape").click()
    visitor.page.wait_for_url("**view=landscape*")
    visitor.settle()
    held[0].continue_()
    visitor.until(lambda: is_solid(visitor.figure("standard_normal")))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("coding", "code=0.5_0.25_0.125_0.125-0.125_0.5_0.25_0.125"),
        ("standard-normal", "mu=1&logvar=-1&notes=True"),
    ],
    ids=["coding", "half"],
)
def test_each_slip_can_be_played_with(visit, step, expected):
    visitor = visit(f"/kl_divergence?step={step}&view=landscape")
    visitor.page.get_by_role("button", name="Show me").click()
    visitor.page.wait_for_url(f"**{expected}*")


def test_in_chinese(visit):
    visitor = visit("/kl_divergence?step=divergence&lang=zh_CN")
    visitor.figure("divergence").drag("q:location", across=30)
    visitor.page.get_by_role("heading", name="散度从哪里来").wait_for()
    assert visitor.page.get_by_text("往上拉").count() > 0


def test_a_key_on_a_slider_has_its_own_section_answer_with_words_alone(visit):
    visitor, received = visit("/", ready=False), []
    page = visitor.page
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(frame)))
    page.goto(f"{visitor.address}/kl_divergence?step=divergence&ask=False")
    slider = page.locator(".live-figure[data-ready=true] input[type=range]").first
    slider.wait_for()
    page.wait_for_timeout(1000)
    whole_page, drawn = b"vae_playground.heading", b'"figure":'
    for sign in (whole_page, drawn):
        assert any(sign in frame for frame in received)
    words = page.get_by_test_id("stMain").inner_text()
    received.clear()
    slider.press("ArrowRight")
    page.wait_for_function("words => document.querySelector('[data-testid=stMain]').innerText !== words", arg=words)
    page.wait_for_timeout(1000)
    assert not any(whole_page in frame or drawn in frame for frame in received)


def test_a_bar_that_was_taken_to_its_limit_is_in_sight(visit):
    visitor = visit("/kl_divergence?step=coding")
    figure = visitor.figure("coding")
    figure.drag("p:B", up=600)
    assert "code=0_1_0_0_0-" in visitor.page.url
    assert figure.range("yaxis")[1] >= 1
