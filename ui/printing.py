"""Numbers as people read them."""

import math


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
    if not 1e-4 <= size < 1e6:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa} × 10{_superscript(int(exponent))}".replace("-", "−")
    decimals = digits - 1 - math.floor(math.log10(size))
    return f"{value:.{max(0, decimals)}f}".replace("-", "−")


def short(value: float, digits: int = 3) -> str:
    """A number that was set rather than found: no zeros at its end."""
    text = readable(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def with_error(value: float, error: float) -> str:
    """An estimate and its standard error, to the digits that mean something: ``0.683 ± 0.005``."""
    if not (math.isfinite(value) and math.isfinite(error)) or error <= 0:
        return f"{readable(value)} ± {readable(error, 2)}"
    decimals = max(0, 1 - math.floor(math.log10(error)))
    if decimals > 7 or abs(value) >= 1e6:
        return f"{readable(value)} ± {readable(error, 2)}"
    return f"{value:.{decimals}f} ± {error:.{decimals}f}".replace("-", "−")


def nats(value: float) -> str:
    """One term of a sum, with three decimals, so that terms that add up do so on screen."""
    return f"{value + 0.0:.3f}".replace("-0.000", "0.000").replace("-", "−") if abs(value) < 1e5 else readable(value)


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
