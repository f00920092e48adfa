"""Formulas whose symbols wear the same colours as the figures."""

import re

from vae_core.figures.theme import SYMBOLS

LATEX = {
    "x": "x",
    "z": "z",
    "mu": r"\mu",
    "sigma": r"\sigma",
    "epsilon": r"\varepsilon",
    "x_hat": r"\hat{x}",
    "p": "p",
    "q": "q",
    "kl": r"\mathrm{KL}",
}


def coloured(template: str) -> str:
    """LaTeX with each ``<name>`` of a symbol replaced by that symbol in its colour."""
    return re.sub(r"<(\w+)>", lambda match: tinted(match[1], LATEX[match[1]]), template)


def tinted(symbol: str, latex: str) -> str:
    """LaTeX in the colour of ``symbol``: a number in that of what it is the value of."""
    return rf"\textcolor{{{SYMBOLS[symbol].light}}}{{{latex}}}"


def lines(*of: tuple[str, str, str, str]) -> str:
    """A derivation in LaTeX: number, formula, value and reason of each line, in a column each; a value may be empty."""
    rows = (
        rf"{number} &\quad& {formula} &{'=' if value else ''} {value} &\quad& \footnotesize\text{{{reason}}}"
        for number, formula, value, reason in of
    )
    return r"\begin{aligned}" + r" \\[4pt] ".join(rows) + r"\end{aligned}"


def style() -> str:
    """CSS that lightens the symbols on a dark page, at once when the theme changes."""
    rules = (
        f'.katex [style*="{_as_rgb(shade.light)}"] {{ color: light-dark({shade.light}, {shade.dark}) !important; }}'
        for shade in SYMBOLS.values()
    )
    return f"<style>{' '.join(rules)}</style>"


def _as_rgb(colour: str) -> str:
    """``#0067A3`` as a browser writes it into a style: ``rgb(0, 103, 163)``."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
