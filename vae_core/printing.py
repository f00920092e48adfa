"""Numbers as people read them: one by one, beside each other, and in sums.

What stands together is printed here and nowhere else: equal numbers look equal, and a sum is the sum of what is shown.
"""

import math
from collections.abc import Sequence

# Terms of a sum have three decimals: so many nats are more than anybody feels.
DECIMALS = 3
# From here on a term is a power of ten, and its decimals are no news.
LARGEST_TERM = 1e5
# Beyond so many decimals a probability is written as a power of ten.
MOST_DECIMALS = 12


def readable(value: float | None, digits: int = 4, *, unit: float = 0.0) -> str:
    """``value`` with ``digits`` significant digits; a power of ten where it is very large or small.

    What is below the rounding errors of a sum of terms as large as ``unit`` is shown as 0.
    """
    if value is None:
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size <= 1e-12 * unit:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if not 1e-4 <= size < 1e6:
        return f"{mantissa} × 10{_superscript(int(exponent))}".replace("-", "−")
    # The exponent is that of the rounded number: 0.99999 has as many digits as 1.
    return fixed(value, max(0, digits - 1 - int(exponent)))


def rounded(value: float, decimals: int = DECIMALS) -> float:
    """``value`` as :func:`fixed` prints it."""
    return round(float(value), decimals) + 0.0  # NumPy rounds otherwise than Python prints; + 0: no −0


def what_is_left(total: float, part: float, rest: float, decimals: int = DECIMALS) -> float:
    """``rest`` with so many decimals, so that with ``part`` it adds up to ``total`` as both are printed.

    It is off by one in its last digit at most; where it would be by more, ``total`` is not the sum, and that shows.
    """
    left = rounded(rounded(total, decimals) - rounded(part, decimals), decimals)
    return left if abs(left - rest) < 1.01 * 10**-decimals else rounded(rest, decimals)


def fixed(value: float, decimals: int = DECIMALS) -> str:
    """``value`` with so many decimals, and never −0; ∞ has none."""
    if not math.isfinite(value):
        return readable(value)
    return f"{rounded(value, decimals):.{decimals}f}".replace("-", "−")


def short(value: float, digits: int = 3) -> str:
    """A number that was set rather than found: no zeros at its end."""
    text = readable(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def with_error(value: float, error: float, *, unit: float = 0.0) -> str:
    """An estimate and its standard error, to the digits that mean something: ``0.683 ± 0.005``.

    An infinite error says nothing of the estimate, which then stands alone.
    """
    if not math.isfinite(error) and math.isfinite(value):
        return readable(value, 3, unit=unit)
    if not math.isfinite(value) or error <= 0:
        return f"{readable(value, unit=unit)} ± {readable(error, 2)}"
    decimals = decimals_of([error], 2)
    if decimals > 7 or abs(value) >= 1e6:
        return f"{readable(value, unit=unit)} ± {readable(error, 2)}"
    return f"{fixed(value, decimals)} ± {fixed(error, decimals)}"


def nats(value: float) -> str:
    """One term of a sum."""
    return fixed(value) if abs(value) < LARGEST_TERM else readable(value)


def alike(values: Sequence[float], digits: int = 3, least: int = 0) -> tuple[str, ...]:
    """Numbers that are compared: all with the same decimals, and the smallest of them has ``digits`` digits left.

    Args:
        values: finite ones.
        digits: significant ones, of the smallest that is not 0.
        least: decimals that there are in any case.
    """
    decimals = decimals_of(values, digits, least)
    return tuple(fixed(value, decimals) for value in values)


def decimals_of(values: Sequence[float], digits: int = 3, least: int = 0) -> int:
    """With how many decimals the smallest of ``values`` that is not 0 has ``digits`` significant digits."""
    sizes = [abs(value) for value in values if value]
    needed = digits - 1 - math.floor(math.log10(min(sizes))) if sizes else least
    return min(max(needed, least), MOST_DECIMALS)


def adding_up(total: float, parts: Sequence[float], decimals: int = DECIMALS) -> tuple[float, ...]:
    """``parts`` with so many decimals, each rounded down or up so that their sum is ``total`` as it is printed.

    Each to the nearest, every fourth sum of two would be off by one in its last digit. Rounded up are those that lose
    most when rounded down (the method of largest remainders). Where ``total`` is not their sum, each is rounded to
    the nearest, and the difference shows.
    """
    units = [_in_units(part, decimals) for part in parts]
    lower = [math.floor(unit) for unit in units]
    losses = [unit - low for unit, low in zip(units, lower, strict=True)]
    missing = round(_in_units(total, decimals)) - sum(lower)
    if not 0 <= missing <= sum(loss > 0 for loss in losses):
        return tuple(rounded(part, decimals) for part in parts)
    raised = sorted(range(len(parts)), key=losses.__getitem__, reverse=True)[:missing]
    return tuple((low + (i in raised)) / 10**decimals for i, low in enumerate(lower))


def _in_units(value: float, decimals: int) -> float:
    """``value`` in units of its last decimal; a hair beside a whole number is that number."""
    units = value * 10**decimals
    return float(round(units)) if abs(units - round(units)) < 1e-6 else units


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
