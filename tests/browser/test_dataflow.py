"""A digit's way through AE and VAE, computed in the browser: the numbers of torch, while the pen moves."""

import statistics

import numpy as np
import pytest
import torch

from vae_core import pretrained
from vae_core.objectives import bernoulli_nll, kl_to_standard_normal

pytestmark = pytest.mark.browser

PAGE = "/autoencoders?step=flow"


def open_flow(visit, path=PAGE, **context):
    visitor = visit(path, **context)
    visitor.flow = visitor.page.locator(".dataflow[data-ready=true]")
    visitor.flow.wait_for()
    visitor.settle()
    return visitor


def shown(visitor, symbol: str, lane: str = "vae") -> list[float]:
    texts = visitor.page.locator(f".node[data-symbols={symbol}][data-lane={lane}] .cell output").all_inner_texts()
    return [float(text.replace("−", "-")) for text in texts]


def results(visitor) -> dict:
    return visitor.flow.evaluate(
        "node => Object.fromEntries(Object.entries(node.view.results.vae).map(([k, v]) => [k, v.length ? [...v] : v]))"
    )


def test_drawing_moves_everything_before_the_pen_is_lifted(visit, capsys):
    visitor = open_flow(visit, f"{PAGE}&digit=drawn")
    box = visitor.page.locator(".paper").bounding_box()
    at = lambda across, down: (box["x"] + across * box["width"], box["y"] + down * box["height"])  # noqa: E731
    visitor.page.mouse.move(*at(0.3, 0.25))
    visitor.page.mouse.down()
    visitor.page.mouse.move(*at(0.7, 0.25), steps=10)
    sent, before = visitor.sent, (shown(visitor, "mu"), shown(visitor, "z", "ae"))
    for step in range(40):
        visitor.page.mouse.move(*at(0.7 - 0.006 * step, 0.25 + 0.013 * step))
        visitor.page.wait_for_timeout(16)
    after = (shown(visitor, "mu"), shown(visitor, "z", "ae"))
    assert visitor.sent == sent
    assert all(np.abs(np.subtract(*pair)).max() > 0.05 for pair in zip(before, after, strict=True))
    times = visitor.flow.evaluate("node => node.view.stats.penMs")
    assert len(times) > 20
    with capsys.disabled():
        print(f"\n  pen to reconstruction: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms")
    visitor.page.mouse.up()
    visitor.settle()
    assert visitor.sent > sent


def test_what_is_shown_is_what_was_computed(visit):
    visitor = open_flow(visit, f"{PAGE}&stage=4")
    found = results(visitor)
    for symbol in ("mu", "sigma", "epsilon", "z", "kl"):
        assert shown(visitor, symbol) == pytest.approx(found[symbol], abs=0.0051)
    total = found["reconstruction"] + sum(found["kl"])
    assert visitor.page.locator("[data-total=vae]").inner_text() == f"L = {total:.2f} nats"


def test_steps_by_arrow_keys_light_their_part_and_go_into_the_address(visit):
    visitor = open_flow(visit)
    visitor.page.get_by_role("radio", name="The whole way").focus()
    lit = []
    for stage in range(1, 6):
        visitor.page.keyboard.press("ArrowRight")
        visitor.sees(lambda: visitor.flow.get_attribute("data-stage"), str(stage))
        lit.append(
            set(visitor.page.locator(".node:not(.off)").evaluate_all("all => all.map((n) => n.dataset.symbols)"))
        )
        assert visitor.page.locator(".equation.on").count() > 0
        assert visitor.page.locator(".line.on").count() > 0
    assert lit[0] == {"x", "mu", "sigma", "z"}
    assert lit[1] == {"mu", "sigma", "epsilon", "z"}
    assert lit[2] == {"z", "x_hat"}
    assert "epsilon" not in lit[4]
    visitor.settle()
    assert "stage=5" in visitor.page.url
    assert visitor.page.get_by_text("no gradient").is_visible()


def test_a_node_lights_its_symbols_and_its_line_and_the_other_way_round(visit):
    visitor = open_flow(visit)
    for symbol in ("mu", "sigma", "epsilon", "z", "x_hat", "reconstruction", "kl"):
        node = visitor.page.locator(f".node[data-symbols={symbol}][data-lane=vae]")
        lit = f".lit[data-symbols~={symbol}]"
        visitor.page.mouse.move(0, 0)
        node.focus()
        visitor.page.locator(f".equations {lit}").first.wait_for()
        visitor.page.locator(f".code {lit}").first.wait_for(state="attached")
        node.evaluate("node => node.blur()")
        visitor.sees(visitor.page.locator(lit).count, 0)
        visitor.page.locator(f".equations [data-symbols={symbol}]").first.hover()
        visitor.until(lambda node=node: "lit" in node.get_attribute("class"))
        visitor.page.locator(f".line[data-symbols~={symbol}]").first.hover()
        visitor.until(lambda node=node: "lit" in node.get_attribute("class"))
        visitor.sees(visitor.page.locator(".line.lit").count, 1)


def test_z_moves_rigidly_with_mu_while_the_noise_is_held(visit):
    visitor = open_flow(visit)
    before = results(visitor)
    sent = visitor.sent
    slider = visitor.page.get_by_role("slider", name="Move μ by")
    slider.evaluate("node => { node.value = 0.9; node.dispatchEvent(new Event('input')); }")
    visitor.until(lambda: results(visitor)["z"] != before["z"])
    after = results(visitor)
    assert visitor.sent == sent
    assert after["epsilon"] == before["epsilon"]
    assert np.subtract(after["z"], before["z"]) == pytest.approx([0.9] * 8, abs=1e-5)
    slider.evaluate("node => node.dispatchEvent(new Event('change'))")
    visitor.page.wait_for_url("**shift=0.9**")
    again = open_flow(visit, visitor.page.url.removeprefix(visitor.address))
    assert results(again)["z"] == pytest.approx(after["z"], abs=1e-6)


def test_the_noise_is_drawn_anew_and_the_lessons_undo_brings_it_back(visit):
    visitor = open_flow(visit)
    before = results(visitor)
    visitor.page.get_by_role("button", name="Resample ε").click()
    visitor.settle()
    after = results(visitor)
    assert after["epsilon"] != before["epsilon"]
    assert after["mu"] == before["mu"]
    assert "eps=2" in visitor.page.url
    visitor.page.get_by_role("button", name="Undo").first.click()
    visitor.settle()
    assert results(visitor)["epsilon"] == before["epsilon"]


def test_another_digit_goes_through_both(visit):
    visitor = open_flow(visit)
    before = results(visitor)["mu"]
    visitor.page.get_by_role("button", name="Another").click()
    visitor.settle()
    assert results(visitor)["mu"] != before


def test_the_whole_batch_goes_through_as_in_torch(visit):
    visitor = open_flow(visit, f"{PAGE}&rows=128&stage=4")
    visitor.page.locator(".dataflow[data-rows-done=true]").wait_for()
    found = visitor.flow.evaluate(
        """({ view }) => ({
            x: view.batch.x.map((row) => Array.from(row)),
            mu: view.batch.results.map(({ vae }) => Array.from(vae.mu)),
            z: view.batch.results.map(({ vae }) => Array.from(vae.z)),
            code: view.batch.results.map(({ ae }) => Array.from(ae.z)),
        })"""
    )
    x = torch.tensor(found["x"])
    assert x.shape == (128, 784)
    vae, ae = pretrained.load("mnist-vae-8d"), pretrained.load("mnist-ae-8d")
    with torch.no_grad():
        q, code = vae.encode(x), ae.encode(x)
        kl = kl_to_standard_normal(q.mean, q.log_variance).sum(-1).mean()
        losses = [bernoulli_nll(x, vae.decode(found["z"])).mean() + kl, bernoulli_nll(x, ae.decode(code)).mean()]
    np.testing.assert_allclose(found["mu"], q.mean, atol=1e-5)
    np.testing.assert_allclose(found["code"], code, atol=1e-5)
    texts = [visitor.page.locator("[data-total=vae]").inner_text()]
    texts.append(visitor.page.locator(".node[data-symbols=reconstruction][data-lane=ae] output").inner_text())
    for text, loss in zip(texts, losses, strict=True):
        assert float(text.split()[-2]) == pytest.approx(loss.item(), abs=0.006)
    shapes = visitor.page.locator(".node .shape").all_inner_texts()
    assert {shape for shape in shapes if shape} == {"[128, 784]", "[128, 8]"}
    visitor.page.get_by_role("radio", name="5 Gradient").click()
    every = "({ view }) => view.batch.results.every(({ vae, ae }) => vae.ofSigma && ae.ofZ)"
    visitor.until(lambda: visitor.flow.evaluate(every))


def test_a_pen_is_followed_with_the_whole_batch_on_screen(visit, capsys):
    visitor = open_flow(visit, f"{PAGE}&rows=128&digit=drawn")
    visitor.page.locator(".dataflow[data-rows-done=true]").wait_for()
    box = visitor.page.locator(".paper").bounding_box()
    visitor.page.mouse.move(box["x"] + 40, box["y"] + 40)
    visitor.page.mouse.down()
    for step in range(40):
        visitor.page.mouse.move(box["x"] + 40 + 2 * step, box["y"] + 40 + 2 * step)
        visitor.page.wait_for_timeout(16)
    times = visitor.flow.evaluate("node => node.view.stats.penMs")
    visitor.page.mouse.up()
    with capsys.disabled():
        print(f"\n  pen to reconstruction, whole batch: median {statistics.median(times):.1f} ms")
    first = visitor.flow.evaluate("({ view }) => [Array.from(view.batch.x[0]), Array.from(view.x)]")
    assert first[0] == first[1]


def test_lost_weights_are_a_sentence_and_a_second_try(visit):
    visitor = visit(ready=False)
    visitor.page.route("**/models/**", lambda route: route.abort())
    visitor.page.goto(f"{visitor.address}{PAGE}")
    again = visitor.page.locator(".dataflow").get_by_role("button", name="Try again")
    again.wait_for()
    visitor.page.unroute("**/models/**")
    again.click()
    visitor.page.locator(".dataflow[data-ready=true]").wait_for()


def test_a_narrow_screen_has_no_sideways_scrolling(visit):
    visitor = open_flow(visit, f"{PAGE}&stage=5", viewport={"width": 400, "height": 844})
    wide = visitor.flow.evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert wide[0] <= wide[1] + 1
