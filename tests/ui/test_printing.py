"""Numbers as people read them."""

import math

import pytest

from ui.printing import nats, readable, short, with_error


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.68268949, "0.6827"),
        (0, "0"),
        (-1.5, "−1.500"),
        (12345.678, "12346"),
        (1.5e-7, "1.500 × 10⁻⁷"),
        (2e9, "2.000 × 10⁹"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (None, "—"),
    ],
)
def test_readable(value, text):
    assert readable(value) == text


def test_the_error_decides_how_many_digits_are_shown():
    assert with_error(0.68312, 0.0147) == "0.683 ± 0.015"
    assert with_error(123.456, 2.3) == "123.5 ± 2.3"
    assert with_error(1.0, 0.0) == "1.000 ± 0"
    assert with_error(math.inf, math.inf) == "∞ ± ∞"


def test_rounding_errors_are_no_digits():
    assert readable(5.2e-18, unit=1.0) == "0"
    assert readable(5.2e-18) == "5.200 × 10⁻¹⁸"


@pytest.mark.parametrize(("value", "text"), [(-1.0, "−1"), (0.25, "0.25"), (100, "100"), (1e-9, "1.00 × 10⁻⁹")])
def test_what_was_set_has_no_zeros_at_its_end(value, text):
    assert short(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(-94.1239, "−94.124"), (-0.0001, "0.000"), (-0.0, "0.000"), (99_999.0, "99999.000"), (-2.5e7, "−2.500 × 10⁷")],
)
def test_terms_of_a_sum_have_three_decimals(value, text):
    assert nats(value) == text
