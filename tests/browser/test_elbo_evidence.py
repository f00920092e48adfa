"""The trained VAE laid open: exact terms of a digit on screen, a q under the hand, and what is no digit at all."""

import numpy as np
import pytest
from core.builders import same_weights

from sections.elbo.evidence import yours
from sections.elbo.subject import inference
from ui import state
from ui.inference import gaussian
from vae_core import pretrained
from vae_core.data import drawing

pytestmark = pytest.mark.browser

ROWS = ("reconstruction", "kl_prior", "elbo", "kl_posterior", "log_evidence")
# What the table shows has three decimals, and the page is served by another process.
NEAR = 2e-3


def value(text: str) -> float:
    return float(text.replace("−", "-"))


def numbers(visitor, row: str) -> list[float]:
    """Of the encoder, the best Gaussian and the hand's."""
    line = visitor.page.locator(".st-key-evidence_table tbody tr").nth(ROWS.index(row))
    return [value(cell) for cell in line.locator("td").all_inner_texts()[1:]]


def of_the_page(**address):
    """What is inference at an address, and the q on screen there."""
    with state.apart("elbo", address, "en"):
        return inference(), yours()


def open_derivation(visit):
    """The step without a figure, once its formulas are written."""
    visitor = visit("/elbo?step=derivation", ready=False)
    last = visitor.page.locator(".katex-mathml annotation").filter(has_text="(14)")
    last.first.wait_for(state="attached")
    visitor.settle()
    return visitor


def ellipse(figure) -> np.ndarray:
    """The ring of one standard deviation of the hand's q."""
    return np.array(figure.trace(5))


def test_every_term_on_screen_is_exact_and_the_encoders_gaussian_drawn_to_scale(visit):
    visitor = visit("/elbo?step=evidence")
    figure = visitor.figure("evidence")
    inferred, _q = of_the_page()
    for column, q in enumerate((inferred.encoder, inferred.best, inferred.encoder)):
        account = inferred.account(q)
        shown = [numbers(visitor, row)[column] for row in ROWS]
        expected = [
            account.reconstruction,
            -account.kl_prior,
            account.bound,
            account.kl_posterior,
            account.log_evidence,
        ]
        assert shown == pytest.approx(expected, abs=NEAR)
        assert shown[2] + shown[3] == pytest.approx(shown[4], abs=0.02)
    assert f"{inferred.evidence.log_evidence:.3f}".replace("-", "−") in visitor.page.content()
    ring = np.array(figure.trace(1))
    centre, reach = (ring.max(1) + ring.min(1)) / 2, (ring.max(1) - ring.min(1)) / 2
    assert centre == pytest.approx(inferred.encoder.mean, abs=1e-6)
    assert reach == pytest.approx(inferred.encoder.standard_deviation, rel=1e-3)
    spans = figure.node.evaluate(
        """node => { const { xaxis, yaxis } = node.view.plot._fullLayout;
            return [xaxis, yaxis].map((axis) => axis._length / (axis.range[1] - axis.range[0])); }"""
    )
    assert spans[0] == pytest.approx(spans[1], rel=0.01)


def test_q_follows_the_hand_and_the_address_brings_it_back(visit):
    visitor = visit("/elbo?step=evidence")
    figure = visitor.figure("evidence")
    before = ellipse(figure)
    figure.drag("q", across=-40, up=25)
    moved = ellipse(figure)
    assert moved[0].mean() < before[0].mean() - 0.005
    figure.drag("q1", across=30)
    wider = ellipse(figure)
    assert np.ptp(wider[0]) > 1.2 * np.ptp(before[0])
    query = dict(part.split("=") for part in visitor.page.url.split("?")[1].split("&"))
    inferred, q = of_the_page(q=query["q"])
    assert numbers(visitor, "elbo")[2] == pytest.approx(inferred.account(q).bound, abs=NEAR)
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert ellipse(again.figure("evidence")) == pytest.approx(wider, abs=1e-6)
    assert numbers(again, "elbo") == pytest.approx(numbers(visitor, "elbo"), abs=NEAR)


def test_a_second_of_dragging_has_no_blank_frame(visit, capsys):
    figure = visit("/elbo?step=evidence").figure("evidence")
    frames = figure.wiggle("q")
    assert all(frame["same"] and frame["paths"] > 0 for frame in frames)
    assert figure.answers() > 5
    with capsys.disabled():
        print(f"\nevidence: answered in {figure.median_ms('roundTripMs'):.0f} ms")


def test_the_best_gaussian_leaves_the_approximation_gap_alone(visit):
    visitor = visit("/elbo?step=evidence&digit=decoded&image=3")
    visitor.figure("evidence")
    visitor.page.get_by_role("button", name="q := best Gaussian").click()
    visitor.settle()
    inferred, _q = of_the_page(image="3")
    assert numbers(visitor, "kl_posterior")[2] == pytest.approx(inferred.gap.approximation, abs=0.01)
    visitor.page.get_by_role("button", name="q := encoder's").click()
    visitor.settle()
    assert numbers(visitor, "kl_posterior")[2] == pytest.approx(inferred.gap.total, abs=0.01)


def test_what_is_no_digit_is_far_less_probable(visit):
    scribble = np.zeros((28, 28), np.float32)
    scribble[4:24, ::4] = 1  # a grating
    visitor = visit(f"/elbo?step=evidence&digit=drawn&centred=False&ink={drawing.pack(scribble.ravel())}")
    visitor.figure("evidence")
    assert numbers(visitor, "log_evidence")[0] < -300
    assert visitor.page.get_by_text("the model would hardly make this").is_visible()


def test_on_grey_levels_the_page_says_that_it_is_a_score(visit):
    visitor = visit("/elbo?step=evidence&pixels=grey")
    visitor.figure("evidence")
    inferred, _q = of_the_page(pixels="grey")
    assert same_weights(inferred.model.state_dict(), pretrained.load("mnist-vae-2d").state_dict())
    assert visitor.page.get_by_text("a score, not a probability").is_visible()
    assert numbers(visitor, "log_evidence")[0] == pytest.approx(inferred.evidence.log_evidence, abs=NEAR)


def test_equal_lines_of_the_derivation_show_equal_numbers(visit):
    visitor = open_derivation(visit)
    inferred, _q = of_the_page()
    level = f"{inferred.evidence.log_evidence:.3f}"
    bound = f"{inferred.account(inferred.encoder).bound:.3f}"
    lines = visitor.page.locator(".katex-mathml annotation").all_text_contents()
    (evidence,) = (line for line in lines if "(5)" in line)
    assert evidence.count(level) == 6  # log p(x) and (1) to (5)
    (loss,) = (line for line in lines if "(11)" in line)
    assert loss.count(bound) == 3


def test_show_me_makes_q_the_prior_where_the_notes_sum_should_be_0(visit):
    visitor = open_derivation(visit)
    visitor.page.locator(".st-key-show-sum button").click()
    visitor.page.wait_for_url("**q=0_0_1_1**")
    visitor.settle()
    assert visitor.page.get_by_text("taken at its word").inner_text().endswith("1.437.")
    visitor.turn_to("evidence").figure("evidence")
    assert numbers(visitor, "kl_prior")[2] == 0
    inferred, q = of_the_page(q="0_0_1_1")
    assert q.mean.tolist() == [0, 0]
    assert numbers(visitor, "elbo")[2] == pytest.approx(inferred.account(gaussian((0, 0), (1, 1))).bound, abs=0.05)


def test_in_chinese(visit):
    visitor = visit("/elbo?step=evidence&lang=zh_CN")
    visitor.figure("evidence")
    visitor.turn_to("derivation")
    visitor.page.get_by_role("heading", name="逐行推导").wait_for()
