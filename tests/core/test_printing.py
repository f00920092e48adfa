"""Numbers as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.builders import numbers
from vae_core.printing import adding_up, alike, fixed, nats, readable, rounded, short, what_is_left, with_error
from vae_core.probability.exact_bound import Account


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
    assert with_error(-0.13742, math.inf) == "−0.137"  # an error without end says nothing
    assert with_error(-1.86e-17, 0.0, unit=1.0) == "0 ± 0"
    assert with_error(-0.0001, 0.01) == "0.000 ± 0.010"


@pytest.mark.parametrize("value", [0.99996, 0.99999999, 1.0, 1.0000001])
def test_equal_numbers_look_equal(value):
    assert readable(value) == "1.000"
    assert readable(1000 * value) == "1000"


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


def test_no_decimals_are_asked_of_what_has_no_end():
    assert [fixed(value) for value in (math.inf, -math.inf)] == ["∞", "−∞"]


@pytest.mark.parametrize(("value", "decimals", "text"), [(-0.0004, 3, "0.000"), (-0.0, 1, "0.0"), (-1.25, 1, "−1.2")])
def test_nothing_is_minus_zero(value, decimals, text):
    assert fixed(value, decimals) == text


def test_what_is_compared_has_equal_decimals():
    assert alike([1.0, 0.25, 0.04]) == ("1.0000", "0.2500", "0.0400")
    assert alike([3.0, 2.0], 1) == ("3", "2")
    assert alike([0.0, 0.0], least=2) == ("0.00", "0.00")


@given(st.lists(numbers(-400, 400), min_size=1, max_size=9), st.integers(0, 6))
def test_printed_parts_add_up_to_the_printed_sum(parts, decimals):
    total = math.fsum(parts)
    shown = adding_up(total, parts, decimals)
    assert math.fsum(shown) == pytest.approx(rounded(total, decimals), abs=1e-9)
    for part, printed in zip(parts, shown, strict=True):
        assert abs(part - printed) < 10**-decimals + 1e-9
        assert printed == 0 or part != 0


def test_what_does_not_add_up_is_not_made_to():
    assert adding_up(5.0, [1.0, 1.0]) == (1.0, 1.0)
    assert what_is_left(5.0, 1.0, 1.0) == 1.0


@given(numbers(-200, 0), numbers(0, 30), numbers(0, 30))
def test_an_account_adds_up_as_printed(reconstruction, price, gap):
    bound = reconstruction - price
    exact = Account(bound + gap, bound, reconstruction, price, gap)
    shown = exact.printed()
    assert shown.bound + shown.kl_posterior == pytest.approx(shown.log_evidence, abs=1e-9)
    assert shown.reconstruction - shown.kl_prior == pytest.approx(shown.bound, abs=1e-9)
    assert shown.log_evidence == rounded(exact.log_evidence)
    assert shown.bound == rounded(bound)
    assert abs(shown.kl_posterior - gap) < 1.01e-3
    assert abs(shown.kl_prior - price) < 1.01e-3


def test_the_sums_that_did_not_add_up():
    # Once on screen: −2.247 = −6.208 + 3.962 and −88.962 = −89.415 + 0.452.
    account = Account(-2.2465, -6.2082, -5.0, 1.2082, 3.9617).printed()
    assert [nats(value) for value in (account.log_evidence, account.bound, account.kl_posterior)] == [
        "−2.247",
        "−6.208",
        "3.961",
    ]
