"""Draws that follow the hand or do not, gradients that scatter, and what lies around a code."""

import re

import numpy as np
import pytest

pytestmark = pytest.mark.browser

PAGE = "/autoencoders"
MEASURED = ("sampling", "gradients", "cloud")  # steps, each with the figure of its name


def words(visitor, key: str) -> str:
    return visitor.page.locator(f".st-key-{key}").inner_text()


def cells(visitor, key: str) -> list[list[str]]:
    """The table below a figure."""
    rows = visitor.page.locator(f".st-key-{key} tbody tr")
    return [rows.nth(row).locator("td").all_inner_texts() for row in range(rows.count())]


def trace_named(figure, name: str) -> tuple[np.ndarray, np.ndarray]:
    found = "(node, name) => node.view.plot.data.findIndex((trace) => trace.name?.includes(name))"
    return tuple(map(np.array, figure.trace(figure.node.evaluate(found, name))))


def pictures(figure) -> list[str]:
    return figure.node.evaluate("(node) => node.view.plot.layout.images.map(({ source }) => source)")


def everything(visitor) -> str:
    """All that can be read."""
    return visitor.page.locator("body").inner_text()


def measured(visitor) -> list:
    """What all three steps show of the digit, from the first of them on."""
    drawn = pictures(visitor.figure("sampling"))
    visitor.turn_to("gradients").figure("gradients")
    table = cells(visitor, "gradients_words")
    return [drawn, table, pictures(visitor.turn_to("cloud").figure("cloud"))]


def hold(visitor, figure, name: str, across: float) -> None:
    """Drag a handle, and keep holding it until everything has followed."""
    x, y = figure.grab(name)
    visitor.page.mouse.move(x + across, y, steps=8)
    figure.follow()


def test_draws_and_their_pictures_go_along_with_mu_while_the_hand_moves(visit):
    visitor = visit(f"{PAGE}?step=sampling&j=4")
    figure = visitor.figure("sampling")
    before, shown, mean = trace_named(figure, "<i>z</i>")[0], pictures(figure), figure.place("mu")[0]
    hold(visitor, figure, "mu", 120)
    moved = figure.place("mu")[0] - mean
    assert moved > 0.05
    assert trace_named(figure, "<i>z</i>")[0] - before == pytest.approx(np.full(8, moved), rel=5e-3)
    assert pictures(figure) != shown
    visitor.page.mouse.up()
    visitor.settle()
    again = visit(visitor.page.url.removeprefix(visitor.address)).figure("sampling")
    assert pictures(again) == pictures(figure)
    assert np.allclose(trace_named(again, "<i>z</i>"), trace_named(figure, "<i>z</i>"))


def test_without_a_path_nothing_moves_but_the_density_and_the_gradient_is_none(visit):
    visitor = visit(f"{PAGE}?step=sampling&j=4&path=False")
    figure = visitor.figure("sampling")
    (before, height), shown = trace_named(figure, "<i>z</i>"), pictures(figure)
    figure.drag("mu", across=120)
    after, lower = trace_named(figure, "<i>z</i>")
    assert np.allclose(after, before)
    assert lower.sum() < height.sum()
    assert pictures(figure) == shown
    assert visitor.page.locator(".st-key-sampling_words code").inner_text() == "None"
    assert "not one picture has changed" in words(visitor, "sampling_words")


def test_sigma_widens_from_the_keyboard_and_everything_goes_back(visit):
    visitor = visit(f"{PAGE}?step=sampling&j=2")
    figure = visitor.figure("sampling")
    before = np.ptp(trace_named(figure, "<i>z</i>")[0])
    figure.handle("sigma").focus()
    for _ in range(4):
        visitor.page.keyboard.press("ArrowRight")
    visitor.settle()
    assert "wider=" in visitor.page.url
    assert np.ptp(trace_named(figure, "<i>z</i>")[0]) > 1.05 * before
    visitor.page.get_by_role("button", name="Back to the encoder's").click()
    visitor.page.wait_for_function("!location.search.includes('wider=')")
    visitor.settle()
    assert np.ptp(trace_named(visitor.figure("sampling"), "<i>z</i>")[0]) == pytest.approx(before)


def test_new_noise_is_drawn_and_kept_in_the_address(visit):
    visitor = visit(f"{PAGE}?step=sampling")
    before = pictures(visitor.figure("sampling"))
    visitor.page.locator(".st-key-draw\\:noise button, [class*='st-key-draw-noise'] button").first.click()
    visitor.page.wait_for_url("**draw=2*")
    visitor.settle()
    assert pictures(visitor.figure("sampling")) != before


def test_the_estimators_agree_in_the_mean_and_not_in_the_scatter(visit):
    visitor = visit(f"{PAGE}?step=gradients&n=2000&j=3")
    visitor.figure("gradients")
    rows = cells(visitor, "gradients_words")
    estimates = [tuple(float(part.replace("−", "-")) for part in row[1].split(" ± ")) for row in rows]
    (truth, own), *others = estimates
    for mean, error in others:
        assert abs(mean - truth) < 4.5 * np.hypot(error, own)
    worth = [float(re.sub(r"\D", "", row[3].split(".")[0])) for row in rows]
    assert worth[0] == 1
    assert 2 <= worth[1] < 100 < worth[2]
    assert "NaN" not in everything(visitor)
    assert "NaN" not in everything(visitor.turn_to("sampling"))  # which shows the same dimension


def test_more_draws_make_smaller_errors_while_the_slider_moves(visit):
    visitor = visit(f"{PAGE}?step=gradients&n=100")
    figure = visitor.figure("gradients")
    error = (
        "(node) => node.view.plot.data.filter((trace) => trace.error_x?.array).map((t) => Number(t.error_x.array[0]))"
    )
    before = figure.node.evaluate(error)
    figure.slider("Draws").focus()
    visitor.page.keyboard.press("End")
    visitor.settle()
    assert "n=2000" in visitor.page.url
    after = figure.node.evaluate(error)
    assert np.array(before) / after == pytest.approx(np.full(3, np.sqrt(20)), rel=0.5)


def test_noise_is_dragged_over_the_curves_and_the_neighbours_follow(visit, capsys):
    visitor = visit(f"{PAGE}?step=cloud&nearby=0.1")
    figure = visitor.figure("cloud")
    shown = pictures(figure)
    hold(visitor, figure, "noise", 120)
    now = pictures(figure)
    assert now[:3] == shown[:3]  # q(z|x) itself, and the VAE's centre
    assert now[3] != shown[3]
    assert now[4] == shown[4]  # the autoencoder's point
    assert now[5] != shown[5]
    visitor.page.mouse.up()
    visitor.settle()
    rows = cells(visitor, "cloud_words")
    scale = figure.place("noise")[0]
    assert float(rows[1][1]) == pytest.approx(scale, rel=0.02)
    x, change = trace_named(figure, "Autoencoder")
    assert float(rows[2][2]) == pytest.approx(np.interp(np.log(scale), np.log(x), change), rel=0.3)
    with capsys.disabled():
        print(f"\n  cloud: answer median {figure.median_ms('roundTripMs'):.0f} ms")


def test_a_second_of_dragging_has_no_blank_frame(visit, capsys):
    visitor = visit(f"{PAGE}?step=sampling")
    figure = visitor.figure("sampling")
    frames = figure.wiggle("mu")
    assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
    assert figure.answers() > 5
    with capsys.disabled():
        print(f"\n  sampling: {len(frames)} frames, answer median {figure.median_ms('roundTripMs'):.0f} ms")


def test_another_digit_changes_all_three(visit):
    before = measured(visit(f"{PAGE}?step=sampling"))
    other = measured(visit(f"{PAGE}?step=sampling&image=3"))
    assert all(now != old for now, old in zip(other, before, strict=True))


def test_a_question_is_answered_from_the_page(visit):
    visitor = visit(f"{PAGE}?step=sampling&path=False&ask=True")
    visitor.page.locator(".st-key-ask_sampling").get_by_role("radio", name="none", exact=True).click()
    visitor.page.get_by_text("Yes. They were drawn before").wait_for()


def test_an_empty_page_is_measured_too(visit):
    visitor = visit(f"{PAGE}?step=sampling&digit=drawn")
    for step in (*MEASURED, "flow"):
        visitor.turn_to(step)
        visitor.page.locator(f".st-key-{step} [data-ready=true]").wait_for()
        assert "NaN" not in everything(visitor)
        assert visitor.page.locator("[data-testid=stException]").count() == 0


def test_in_chinese(visit):
    visitor = visit(f"{PAGE}?step=sampling&lang=zh_CN")
    for step in MEASURED:
        visitor.turn_to(step).figure(step)
    visitor.page.get_by_role("heading", name="点与云").wait_for()
