"""Latent variables under the hand: drawn z first, guessed back from x, and too many to be drawn at random."""

import re
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from ui import i18n

pytestmark = pytest.mark.browser

PAGE = "/latent_variables"
TWO = "p=mixture-0.4_-1_0.5_0.6_1_0.5"


def bars(figure, panel: int) -> list[float]:
    """The heights of the bars in a panel."""
    found = "(node, axis) => node.view.plot._fullData.filter((t) => t.type === 'bar' && t.xaxis === axis)[0].y"
    return list(figure.node.evaluate(f"(node, axis) => Array.from(({found})(node, axis))", f"x{panel + 1}"))


def words(visitor, part: str) -> str:
    return visitor.page.locator(f".st-key-{part}_words").inner_text()


def shares(visitor) -> list[float]:
    """The column P(z∣x), without its sum."""
    cells = visitor.page.locator(".st-key-ancestral_words td:nth-child(3)").all_inner_texts()
    return [float(cell) for cell in cells[:-1]]


def expected_shares(x: float, weights=(0.4, 0.6), means=(-1, 1), deviation=0.5) -> list[float]:
    joint = np.array(weights) * stats.norm.pdf(x, means, deviation)
    return (joint / joint.sum()).tolist()


def test_the_shares_follow_x_before_the_hand_lets_go(visit):
    visitor = visit(f"{PAGE}?{TWO}&x=-0.5")
    figure = visitor.figure("ancestral")
    assert shares(visitor) == pytest.approx(expected_shares(-0.5), abs=1e-3)
    x, y = figure.grab("x")
    visitor.page.mouse.move(x + 45, y, steps=8)
    now = figure.place("x")[0]
    assert now > -0.3
    visitor.until(lambda: shares(visitor) == pytest.approx(expected_shares(now), abs=3e-3))
    visitor.until(lambda: bars(figure, 3) == pytest.approx(expected_shares(now), abs=3e-3))
    visitor.page.mouse.up()
    visitor.settle()
    assert re.search(r"[?&]x=", visitor.page.url)


def test_bells_and_weights_are_grabbed_where_they_are(visit):
    visitor = visit(f"{PAGE}?{TWO}&x=0")
    figure = visitor.figure("ancestral")
    figure.drag("p:location 2", across=30)
    figure.drag("weight:0", up=15)
    _family, numbers = re.search(r"p=(mixture)-([-\d._]+)", visitor.page.url).groups()
    weight, _mean, _sd, other, mean, _sd2 = map(float, numbers.split("_"))
    assert weight > 0.5
    assert weight + other == pytest.approx(1, abs=1e-3)
    assert mean > 1.1
    assert bars(figure, 2) == pytest.approx([weight, other], abs=1e-3)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    twin = again.figure("ancestral")
    for trace in (2, 3, 4):
        assert np.allclose(twin.trace(trace), figure.trace(trace))
    assert shares(again) == shares(visitor)


def test_a_draw_is_played_z_first(visit):
    visitor = visit(f"{PAGE}?drawn=0")
    figure = visitor.figure("ancestral")
    assert "Nothing has been drawn" in words(visitor, "ancestral")
    step = figure.node.get_by_role("button", name="One step")
    step.click()
    visitor.page.get_by_text("has been picked").wait_for()
    picked = re.search(r"z = (\d) has been picked", words(visitor, "ancestral")).group(1)
    step.click()
    visitor.page.get_by_text(f"from z = {picked} came").wait_for()
    visitor.settle()
    assert "drawn=2" in visitor.page.url
    figure.node.get_by_role("button", name="Play").click()
    visitor.page.wait_for_function("Number(new URLSearchParams(location.search).get('drawn')) >= 6")
    figure.node.get_by_role("button", name="Pause").click()
    visitor.settle()
    stopped = int(re.search(r"drawn=(\d+)", visitor.page.url).group(1))
    assert stopped >= 6
    visitor.page.wait_for_timeout(500)
    assert f"drawn={stopped}" in visitor.page.url
    figure.node.get_by_role("button", name="Back to the start").click()
    visitor.page.wait_for_url("**drawn=0*")


def test_a_second_of_dragging_has_no_blank_frame(visit, capsys):
    visitor = visit(PAGE)
    for key, across, up in (("ancestral", 30, 0), ("prior", 0, 30)):
        figure = visitor.turn_to(key).figure(key)
        frames = figure.wiggle("x", across, up)
        assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
        assert figure.answers() > 5
        answer = figure.median_ms("roundTripMs")
        with capsys.disabled():
            print(f"\n  latent variables, {key}: {len(frames)} frames, answer median {answer:.0f} ms")


def distances(visitor) -> list[float]:
    cells = visitor.page.locator(".st-key-infinite_words td").all_inner_texts()
    return [float(cell) for cell in cells[1:]]


def test_more_components_come_nearer_to_the_integral(visit):
    visitor = visit(f"{PAGE}?step=infinite&k=4")
    figure = visitor.figure("infinite")
    assert all(more < fewer for fewer, more in pairwise(distances(visitor)))
    for _ in range(4):
        figure.slider("Number of components").press("ArrowRight")
        visitor.settle()
    figure.slider("Number of components").press("ArrowLeft")
    visitor.settle()
    components = int(re.search(r"k=(\d+)", visitor.page.url).group(1))
    assert components == 7
    assert f"With {components} bells" in words(visitor, "infinite")
    names = figure.node.evaluate("node => node.view.plot._fullData.map(({ name }) => name)")
    assert f"<i>K</i> = {components}" in names
    rewind = figure.node.get_by_role("button", name="Back to the start")
    rewind.click()
    visitor.page.wait_for_url(re.compile(r"[?&]k=1\b"))
    figure.node.get_by_role("button", name="One step").click()
    visitor.page.wait_for_url(re.compile(r"[?&]k=2\b"))


def test_the_noise_moves_two_steps_and_the_address_brings_it_back(visit):
    visitor = visit(f"{PAGE}?step=prior&dim=2")
    before = words(visitor, "prior")
    figure = visitor.turn_to("infinite").figure("infinite")
    slider = figure.slider("Noise around the curve")
    slider.focus()
    for _ in range(10):
        visitor.page.keyboard.press("ArrowLeft")
    visitor.page.wait_for_url(re.compile(r"sigma=0\.1(&|$)"))
    visitor.settle()
    again = visit(visitor.page.url.removeprefix(visitor.address))
    again.until(lambda: words(again, "infinite") == words(visitor, "infinite"))
    heights = "node => Array.from(node.view.plot._fullData[0].z, (row) => Array.from(row))"
    assert np.allclose(again.figure("infinite").node.evaluate(heights), figure.node.evaluate(heights))
    visitor.turn_to("prior")
    visitor.until(lambda: words(visitor, "prior") != before)
    again.turn_to("prior")
    again.until(lambda: words(again, "prior") == words(visitor, "prior"))


def test_x_is_dragged_on_the_map_and_the_estimate_follows(visit):
    visitor = visit(f"{PAGE}?step=prior&dim=2&n=200")
    figure = visitor.figure("prior")
    before = words(visitor, "prior")
    x, y = figure.grab("x")
    visitor.page.mouse.move(x - 30, y + 25, steps=8)
    visitor.until(lambda: words(visitor, "prior") != before)
    visitor.page.mouse.up()
    visitor.settle()
    assert "where=" in visitor.page.url
    place = figure.place("x")
    figure.handle("x").focus()
    visitor.page.keyboard.press("ArrowUp")
    visitor.settle()
    assert figure.place("x")[1] > place[1]
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert again.figure("prior").place("x") == pytest.approx(figure.place("x"))
    again.until(lambda: words(again, "prior") == words(visitor, "prior"))


def test_more_draws_and_other_draws(visit):
    visitor = visit(f"{PAGE}?step=prior")
    figure = visitor.figure("running_evidence")
    first = words(visitor, "prior")
    visitor.page.locator(".st-key-prior_words").get_by_role("button", name="Draw anew").click()
    visitor.page.wait_for_url("**luck=2*")
    visitor.until(lambda: words(visitor, "prior") != first)
    slider = figure.slider("Draws from the prior")
    slider.focus()
    visitor.page.keyboard.press("End")
    visitor.settle()
    assert "n=100000" in visitor.page.url
    visitor.until(lambda: "from 100000 draws" in words(visitor, "prior"))
    assert figure.trace(2)[0][-1] == 100_000


def test_the_slip_can_be_played_with_and_predicted_from(visit):
    visitor = visit(f"{PAGE}?ask=True")
    visitor.page.get_by_role("button", name="Show me", exact=True).click()
    visitor.page.wait_for_url("**p=mixture-0.9_-1.5_0.7_0.1_1.5_0.7*")
    visitor.settle()
    visitor.page.locator(".st-key-ask_ancestral").get_by_role("radio", name="z = 1", exact=True).click()
    visitor.page.get_by_text("Yes. There P(z∣x) is z = 1: 0.900, z = 2: 0.100").wait_for()
    visitor.until(lambda: shares(visitor) == pytest.approx([0.9, 0.1], abs=1e-3))


def test_in_chinese(visit):
    gettext = i18n.catalogue("zh_CN").gettext
    visitor = visit(f"{PAGE}?lang=zh_CN")
    visitor.page.get_by_role("heading", name=gettext("First z, then x")).wait_for()
    before = words(visitor, "ancestral")
    visitor.figure("ancestral").drag("x", across=20)
    visitor.until(lambda: words(visitor, "ancestral") != before)
