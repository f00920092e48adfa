"""A question's words, taken apart: what is text, bold and a formula."""

from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classroom.wording import parts

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def formula(words: str) -> ElementTree.Element:
    """The one formula of ``words``."""
    (found,) = (ElementTree.fromstring(part["math"]) for part in parts(words) if "math" in part)
    return found


def test_text_bold_and_formulas_stay_in_order():
    first, bold, between, math, last = parts("Is **this** $x^2$?")
    assert [first, bold, between, last] == [{"text": "Is "}, {"bold": "this"}, {"text": " "}, {"text": "?"}]
    assert math.keys() == {"math", "tex"}


def test_a_formula_is_mathml():
    found = formula(r"$\frac{\mu}{2}$")
    assert found.tag == f"{MATHML}math"
    (fraction,) = found.iter(f"{MATHML}mfrac")
    assert ["".join(each.itertext()) for each in fraction] == ["μ", "2"]


@pytest.mark.parametrize("words", ["a < b", "5 $", "2 * 3 ** 4", "", "$$", "no_marks_at_all"])
def test_what_is_no_formula_stays_text(words):
    assert "".join(part["text"] for part in parts(words)) == words


@pytest.mark.parametrize(
    "latex", [r"\frac{1}{2", r"\left(x", "x^", "x_", "}", "a & b", "\x00", r"\begin{matrix} 1", "\ud800"]
)
def test_a_slip_in_a_formula_costs_no_word(latex):
    found = parts(f"Is ${latex}$ right?")
    assert (found[0], found[-1]) == ({"text": "Is "}, {"text": " right?"})
    (between,) = found[1:-1]
    assert between == {"text": f"${latex}$"} or ElementTree.fromstring(between["math"]).tag == f"{MATHML}math"


@pytest.mark.parametrize("latex", ["a & b", "\x00"])
def test_what_no_browser_could_read_stays_as_it_was_written(latex):
    assert parts(f"${latex}$") == [{"text": f"${latex}$"}]


def test_signs_of_html_in_a_formula_are_signs():
    assert "".join(formula("$<b>x</b>$").itertext()) == "<b>x</b>"


@given(st.text() | st.text(r"$*\{}ab^_& <", max_size=40))
@example("Is $0$ right?")
def test_any_words_are_taken_apart_and_none_are_lost(words):
    found = parts(words)
    assert all(part.keys() in ({"text"}, {"bold"}, {"math", "tex"}) and all(part.values()) for part in found)
    for part in found:
        if "math" in part:
            assert ElementTree.fromstring(part["math"]).tag == f"{MATHML}math"
    assert "".join(part.get("text") or part.get("tex") or f"**{part['bold']}**" for part in found) == words


def test_who_is_given_the_parts_may_change_them():
    parts("**a**").clear()
    assert parts("**a**") == [{"bold": "a"}]
