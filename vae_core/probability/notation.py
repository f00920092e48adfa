"""Formulas in LaTeX, with letters or with today's numbers in them.

A template writes ``$name`` for a parameter, ``$bare_name`` where a negative number needs no parentheses,
and ``$times`` for a product. ``<mu>``, ``<x>`` and the like are symbols that have a colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from string import Template

from vae_core.printing import LARGEST_TERM, fixed


@dataclass(frozen=True)
class Formula:
    """A density or a mass, to be written out.

    Attributes:
        template: the formula; with numbers too, unless ``term`` is given.
        start: what comes before the terms, for a formula of repeated parameters.
        term: what each block of parameters contributes when numbers are written.
        joint: what stands between the terms.
        in_line: how many terms stand in one line.
    """

    template: str
    start: str = ""
    term: str = ""
    joint: str = ""
    in_line: int = 1

    def in_symbols(self, symbols: dict[str, str]) -> str:
        """The formula with a letter for each parameter."""
        bare = {f"bare_{name}": symbol for name, symbol in symbols.items()}
        return Template(self.template).substitute(symbols, **bare, times=r"\,")

    def in_numbers(self, blocks: Sequence[dict[str, float]]) -> str:
        """The formula with a number for each parameter; one block, unless they are repeated."""
        if not self.term:
            return Template(self.template).substitute(_numbers(blocks[0]))
        terms = [Template(self.term).substitute(_numbers(block)) for block in blocks]
        lines = [self.joint.join(terms[i : i + self.in_line]) for i in range(0, len(terms), self.in_line)]
        body = (self.joint + r"\\ &").join(lines)
        return rf"\begin{{aligned}}{self.start}&{body}\end{{aligned}}"


def _numbers(values: dict[str, float]) -> dict[str, str]:
    bare = {f"bare_{name}": number(value) for name, value in values.items()}
    return {**{name: factor(value) for name, value in values.items()}, **bare, "times": r"\cdot "}


def number(value: float) -> str:
    """A number in LaTeX to 3 significant digits; whole numbers below 10 000 in full."""
    if value == 0 or not math.isfinite(value):
        return {math.inf: r"\infty", -math.inf: r"-\infty"}.get(value, "0")
    if value == round(value) and abs(value) < 1e4:
        return f"{value:.0f}"
    mantissa, exponent = f"{value:.2e}".split("e")
    if -4 <= int(exponent) < 4:
        decimals = max(0, 2 - int(exponent))
        written = f"{float(f'{value:.2e}'):.{decimals}f}"
        return written.rstrip("0").rstrip(".") if "." in written else written
    return rf"{mantissa.rstrip('0').rstrip('.')}\cdot 10^{{{int(exponent)}}}"


def amount(value: float) -> str:
    """A term of a sum in LaTeX, with the decimals that all terms have."""
    return fixed(value).replace("−", "-") if abs(value) < LARGEST_TERM else number(value)


def shortened(terms: Sequence[str], most: int, joint: str = " + ") -> str:
    """The first ``most`` terms of a sum, or factors of a product, and dots for the rest."""
    dots = [r"\cdots"] if len(terms) > most else []
    return joint.join([*terms[:most], *dots])


def factor(value: float) -> str:
    """A number as it stands inside a product, a power or behind a minus: in parentheses where it needs them."""
    written = number(value)
    return f"({written})" if written.startswith("-") or r"\cdot" in written else written
