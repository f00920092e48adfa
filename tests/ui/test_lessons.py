"""The lessons at the edges: whatever an address asks for, a page answers in words and numbers, never with NaN."""

import re

import pytest
from entering import keep, visit
from equations import chains, value
from streamlit.testing.v1 import AppTest

from ui import predict
from ui.fields.steps import ALL
from vae_core.probability.families import FAMILIES, Member

EXTREMES = {
    "distributions": [
        *(
            {"p": f"{family}-{'_'.join(f'{value:g}' for value in Member.default(family).parameters)}"}
            for family in FAMILIES
        ),
        {"p": "normal-0_0.001", "x1": "-1", "x2": "1"},
        {"p": "normal-1000_1000", "x1": "1e6", "x2": "1e6"},
        {"p": "binomial-10_0"},
        {"p": "binomial-1_1", "n": "1"},
        {"die": "categorical-1_0.5_2_0.5", "throws": "1"},  # a coin that has no 5 and no 6
        {"die": "categorical-1_0_2_1", "event": "", "throws": "10000"},
        {"die": "categorical-0.5_0.25_7_0.75", "event": "0.5_7"},
        {"p": "bernoulli-1", "size": "2"},
        {"p": "bernoulli-0", "n": "1"},
        {"p": "geometric-1"},
        {"p": "geometric-0.001", "x1": "0", "x2": "1e6"},
        {"p": "poisson-0.001"},
        {"p": "cauchy-0_0.001", "n": "100000"},
        {"p": "student_t-0.5_0_1"},
        {"p": "student_t-1.5_0_1", "n": "2"},
        {"p": "gamma-0.1_1000", "x1": "0", "x2": "0"},
        {"p": "beta-0.5_0.5", "x1": "0", "x2": "1"},
        {"p": "log_normal-10_10"},
        {"p": "uniform-0_0.001"},
        {"p": "mixture-1_0_0.001_0_5_1000"},
        {"p": "categorical-1_0_2_1"},
        {"mean": "5", "sd": "0.1", "norm": "normal-0_0.001", "x": "1e6"},
    ],
    "likelihood": [
        {"data": "1"},
        {"data": "0.5_0.5_0.5", "climb": "200"},
        {"data": "-1000_1000", "mu": "1000", "sigma": "0.0001"},
        {"data": "0_0.001", "sigma": "10000", "rate": "10", "climb": "50"},
        {"data": "_".join(["3"] * 19 + ["4"]), "width": "0.05", "fit": "1000", "fit_sd": "0.05", "bin": "5"},
        {"n": "2000", "spread": "0.01", "guess": "-1000", "guess_sd": "0.05"},
        {"n": "1", "spread": "10", "truth": "mixture", "reveal": "True", "view": "landscape"},
        {"data": "0_1000", "bin": "0.05", "fit_sd": "20", "rate": "0.01"},
    ],
    "kl_divergence": [
        {"p": "normal-0_0.001", "q": "normal-0_1000"},
        {"p": "normal-0_1000", "q": "normal-0_0.001", "unit": "bits"},
        {"p": "normal-0_1", "q": "uniform-0_1"},
        {"p": "uniform-0_1", "q": "uniform-0_1"},
        {"p": "cauchy-0_1", "q": "normal-0_1", "n": "2"},
        {"p": "student_t-0.5_0_1", "q": "laplace-0_0.001"},
        {"p": "bernoulli-1", "q": "bernoulli-0"},
        {"p": "poisson-3", "q": "geometric-0.3"},
        {"p": "poisson-3", "q": "normal-0_1"},
        {"p": "categorical-1_0.5_2_0.5", "q": "binomial-10_0"},
        {"p": "mixture-0.5_-2_0.5_0.5_2_0.5", "q": "gamma-0.1_1000"},
        {"p": "beta-0.5_0.5", "q": "exponential-1000"},
        {"code": "1_0_0-0_0_1"},
        {"code": "0.5_0.5_0-0.5_0.5_0", "d": "1"},
        {"mix": "mixture-1_0_0.001_0_5_1000", "start": "10000", "start_sd": "0.001", "fitted": "60"},
        {"mix": "mixture-0.2_-5_1_0.2_-2_1_0.2_0_1_0.2_2_1_0.2_5_1", "fitted": "60"},
        {"mu": "-3", "logvar": "3", "notes": "True", "view": "landscape", "d": "16"},
        {"mu": "0", "logvar": "0", "mu2": "0", "logvar2": "0", "d": "2"},
    ],
    "latent_variables": [
        {"p": "mixture-1_0_0.001_0_5_1000", "drawn": "600", "x": "1e5"},
        {"p": "mixture-0.5_0_1_0.5_0_1", "drawn": "0", "x": "-1e5"},
        {"p": "mixture-0.2_-5_1_0.2_-2_1_0.2_0_1_0.2_2_1_0.2_5_1", "x": "40"},
        {"line": "fold", "sigma": "0.05", "a": "2", "k": "400", "at": "100", "n": "100000"},
        {"line": "step", "noise": "growing", "at": "-100", "n": "1", "k": "1"},
        {"line": "line", "sigma": "1.5", "a": "0.25"},
        {"dim": "2", "plane": "spiral", "sigma": "0.05", "k": "400", "where": "100_-100", "n": "1"},
        {"dim": "2", "plane": "fold", "noise": "growing", "sigma": "1.5", "n": "100000"},
        {"p": "mixture-0.5_-1000_0.001_0.5_1000_0.001", "x": "0", "drawn": "1"},
        {"p": "mixture-0_-1000_1000_1_1000_1000", "x": "-1e5", "drawn": "0"},
        {"dim": "2", "plane": "line", "sigma": "0.05", "a": "2", "where": "100_-100", "n": "1"},
        {"dim": "2", "plane": "fold", "sigma": "1.5", "noise": "growing", "a": "2", "k": "400"},
    ],
    "diffusion": [
        {"t": "0", "x0": "-3", "T": "1", "step_at": "1", "width": "fixed", "level": "1", "at": "3_-3", "steps": "1"},
        {"t": "100", "schedule": "linear", "line": "uneven", "T": "200", "step_at": "200", "xt": "3", "level": "100"},
        {"T": "3", "width": "fixed", "x0": "3", "stop": "0", "steps": "100", "without": "flow", "plane": "spiral"},
        {"line": "one", "x0": "-3", "T": "40", "width": "fixed", "schedule": "cosine", "plane": "ring", "steps": "3"},
    ],
    "autoencoders": [
        {"digit": "drawn", "ink": ""},
        {"image": "9999", "j": "1", "n": "50"},
        {"stage": "5", "dim": "8", "shift": "-3", "stretch": "10", "nearby": "3", "by": "sigma"},
    ],
    "elbo": [
        {"w": "0", "s": "0.05", "x": "12", "m": "30", "sd": "10"},
        {"w": "3", "s": "0.05", "x": "-12", "m": "-30", "sd": "0.01"},
        {"qs": "fixed", "width": "0.1", "half": "30", "noise": "0.1"},
        {"qs": "shared", "half": "30", "along": "0_0"},
        {"digit": "drawn", "ink": "", "pixels": "threshold"},
        {"pixels": "grey", "image": "9999", "q": "-9_9_0.001_0.001"},
        {"q": "0_0_9_9", "luck": "9999"},
    ],
}
# What rounding has left of 0, a 0 with a sign, an error that says nothing.
NO_NUMBER = re.compile(r"e-1\d|10⁻¹[5-9]|10\^\{-1[5-9]\}|(?<![\d.])[-−]0(?:\.0+)?(?![\d.])|± ∞")
CASES = [(lesson, address) for lesson, addresses in EXTREMES.items() for address in addresses]


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "latex", "success", "info")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


@pytest.mark.parametrize(
    ("lesson", "address"), CASES, ids=lambda value: "&".join(value.values()) if isinstance(value, dict) else value
)
def test_extremes_are_shown_in_words_and_numbers(lesson, address):
    app = visit(lesson, step=ALL, **address)
    assert not app.exception
    assert not app.error
    assert not app.warning, "the address was refused"
    assert not re.search(r"\b(nan|NaN|None|inf|Infinity)\b", words(app))
    assert_numbers(app)


def assert_numbers(app: AppTest) -> None:
    assert not NO_NUMBER.search(words(app))
    for sides in chains(words(app)):
        assert [value(side) for side in sides] == pytest.approx([value(sides[0])] * len(sides), abs=1e-9), sides


def test_equations_are_found_and_read():
    text = r"x &= \textcolor{#fff}{-2.247} &= -6.208 + 3.961 \\[6pt] L &= 1.5 + (-0.5) = 1 \approx 3"
    assert chains(text) == [("-2.247", "-6.208 + 3.961"), ("1.5 + (-0.5)", "1")]
    assert value("-6.208 + 3.961") == pytest.approx(-2.247)
    assert value("1.5 + (−0.5) − 2") == -1


@pytest.mark.parametrize("lesson", EXTREMES)
def test_equations_hold_as_printed(lesson):
    assert_numbers(visit(lesson, step=ALL))


def test_a_mean_that_is_large_beside_a_huge_spread_is_printed():
    app = visit("distributions", step="draws", p="log_normal-0_10")
    (table,) = (text.value for text in app.markdown if "by integral" in text.value)
    mean = next(line for line in table.split("\n") if "mean" in line)
    assert mean.split("|")[2:4] == [" 5.1847 × 10²¹ "] * 2


def test_a_mean_that_cancels_is_0():
    app = visit("distributions", step="draws", p="student_t-1.5_0_1")
    (table,) = (text.value for text in app.markdown if "by integral" in text.value)
    mean = next(line for line in table.split("\n") if "mean" in line)
    assert [cell.strip() for cell in mean.split("|")[2:4]] == ["0", "0"]
    assert "error unknown" in mean


def test_the_divergence_of_equals_is_0_by_draws_too():
    app = visit("kl_divergence", step="divergence", p="normal-0_1", q="normal-0_1")
    (table,) = (text.value for text in app.markdown if "Jensen" in text.value and "draws" in text.value)
    shannon = next(line for line in table.split("\n") if "Jensen" in line)
    assert [cell.strip() for cell in shannon.split("|")[2:5]] == ["—", "0", "0 ± 0"]


def test_a_draw_of_no_spread_explains_its_error():
    app = visit("distributions", step="area", p="normal-0_1", x1="-9", x2="9")
    assert any("Laplace" in caption.value for caption in app.caption)
    assert not any("Laplace" in caption.value for caption in visit("distributions", step="area").caption)


def test_an_integral_from_right_to_left_is_shown_as_negative():
    app = visit("distributions", step="area", p="normal-0_1", x1="4", x2="-4")
    assert any("= −0.9999" in text.value for text in app.markdown)


def test_a_symbol_that_the_code_does_not_expect_has_no_word():
    app = visit("kl_divergence", step="coding", code="0.5_0.25_0.25-0.5_0.5_0")
    (table,) = (text.value for text in app.markdown if "in whole bits" in text.value)
    words_in_bits = [line.split("|")[-2].strip() for line in table.split("\n")[2:]]
    assert words_in_bits[2] == "—"
    assert words_in_bits[:2] != ["—", "—"]


@pytest.mark.parametrize("p", ["uniform-0_1", "bernoulli-1", "bernoulli-0", "geometric-1", "poisson-3", "cauchy-0_1"])
def test_the_options_of_a_question_differ(p):
    for address in ({"x2": "0.5"}, {"x2": "1"}, {"x2": "3"}):
        app = visit("distributions", step="area", ask="True", p=p, x1="0", **address)
        keep(app, predict.ASKED.of("distributions:en"), {"area": predict.Asked(turn=1)})
        app.run()
        assert not app.exception
        (question,) = (group for group in app.get("button_group") if group.label.startswith("What is P(X ="))
        # As people read them: "1" and "1.00" are one answer.
        assert len({option.rstrip("0").rstrip(".") or "0" for option in question.options}) == 3


@pytest.mark.parametrize("lesson", sorted(EXTREMES.keys() - {"diffusion"}))  # of which they only promise to speak
def test_a_lesson_checks_the_notes(lesson):
    assert any(button.label == "Show me" for button in visit(lesson, step=ALL).button)


@pytest.mark.parametrize("lesson", [*EXTREMES, "latent_space", "latent_map"])
def test_code_is_made_once_its_box_is_opened(lesson):
    app = visit(lesson, step=ALL)
    assert not app.code
    boxes = [box for box in app.expander if box.label == "The code that ran"]
    assert len(boxes) >= 3
    for box in boxes:
        app.session_state[box.proto.id.split("-", 2)[2]] = True  # its key ends its id
    app.run()
    assert not app.exception
    assert len(app.code) >= len(boxes)


def test_an_x_too_far_out_for_any_density_still_has_shares():
    app = visit("latent_variables", p="mixture-0.5_0_0.5_0.5_1_2", x="1000")
    assert any("logarithms still tell" in caption.value for caption in app.caption)
    assert any("P(z = 2∣x) = 1.00" in text.value for text in app.markdown)


@pytest.mark.parametrize(
    ("lesson", "label", "seed"),
    [
        ("distributions", "Draw anew", "seed"),
        ("likelihood", "Draw data", "seed"),
        ("kl_divergence", "Draw anew", "seed"),
        ("kl_divergence", "Draw the others anew", "values"),
        ("latent_variables", "Draw anew", "seed"),
    ],
)
def test_drawing_anew_goes_on_to_the_next_seed_and_from_the_last_to_the_first(lesson, label, seed):
    app = visit(lesson, step=ALL, **{seed: "9998"})
    for after in ("9999", "0"):
        next(button for button in app.button if button.label == label).click().run()
        assert not app.exception
        assert app.query_params[seed] == after
