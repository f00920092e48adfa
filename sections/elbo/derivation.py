"""The notes' equations (1) to (14), each with its value for the image and the q on screen."""

import streamlit as st

from sections.elbo.evidence import yours
from sections.elbo.subject import inference
from ui import lesson
from ui.fields.elbo import SUBJECT, Q
from ui.formulas import coloured, tinted
from ui.i18n import gettext as _
from vae_core.analysis import derivation as core
from vae_core.analysis.derivation import Derivation

Q_Z, JOINT, POSTERIOR = r"<q>(<z>\mid <x>)", r"<p>(<z>, <x>)", r"<p>(<z>\mid <x>)"
LIKELIHOOD, PRIOR = r"<p>(<x>\mid <z>)", "<p>(<z>)"


def value(number: float, symbol: str = "") -> str:
    """A number in nats as LaTeX, in the colour of what it is the value of."""
    written = f"{number + 0.0:.3f}".replace("-0.000", "0.000")
    return tinted(symbol, written) if symbol else written


def _integral(inner: str) -> str:
    return rf"\int {Q_Z}\,{inner}\,d<z>"


@lesson.section(shares=(*SUBJECT, Q))
def derivation() -> None:
    st.markdown(
        _(
            "The lines of the notes, with their numbers. Beside each stands its value for the image above and your "
            "$q$, every integral computed by itself: **equal lines show equal numbers**. Where the notes slip, the "
            "line is the corrected one; the boxes say what was changed."
        )
    )
    numbers = inference().derivation(yours())
    for title, lines in (
        (_("From the evidence to two terms"), to_two_terms(numbers)),
        (_("The second cannot be negative: what is left is a bound"), to_the_bound(numbers)),
        (_("The bound falls into the two terms of the loss"), to_the_loss(numbers)),
        (_("The first in closed form, the second as an expectation"), to_the_code(numbers)),
    ):
        st.markdown(f"**{title}**")
        st.latex(coloured(lines))
    lesson.code(core.derive)


def to_two_terms(numbers: Derivation) -> str:
    """Lines (1) to (5)."""
    bound, gap = numbers.line_4
    ratio = rf"\log\frac{{{JOINT}}}{{{Q_Z}}}"
    return _lines(
        ("", r"\log <p>(<x>)", value(numbers.log_evidence, "p")),
        ("(1)", _integral(r"\log <p>(<x>)"), value(numbers.line_1, "p")),
        ("(2)", _integral(rf"\log\frac{{{JOINT}}}{{{POSTERIOR}}}"), value(numbers.line_2, "p")),
        (
            "(3)",
            _integral(rf"\log\Big[\frac{{{JOINT}}}{{{Q_Z}}}\cdot\frac{{{Q_Z}}}{{{POSTERIOR}}}\Big]"),
            value(numbers.line_3, "p"),
        ),
        (
            "(4)",
            _integral(ratio) + " + " + _integral(rf"\log\frac{{{Q_Z}}}{{{POSTERIOR}}}"),
            f"{value(bound, 'q')} + {value(gap, 'kl')} = {value(bound + gap, 'p')}",
        ),
        (
            "(5)",
            _integral(ratio) + rf" + <kl>\big({Q_Z}\|{POSTERIOR}\big)",
            f"{value(numbers.line_5[0], 'q')} + {value(numbers.line_5[1], 'kl')} = {value(sum(numbers.line_5), 'p')}",
        ),
    )


def to_the_bound(numbers: Derivation) -> str:
    """Lines (6) to (8)."""
    return _lines(
        ("(6)", "L_b := " + _integral(rf"\log\frac{{{JOINT}}}{{{Q_Z}}}"), value(numbers.line_4[0], "q")),
        (
            "(7)",
            rf"\log <p>(<x>) = L_b + <kl>\big({Q_Z}\|{POSTERIOR}\big) \ge L_b",
            f"{value(numbers.line_4[0], 'q')} + {value(numbers.line_5[1], 'kl')} = {value(numbers.log_evidence, 'p')}",
        ),
        ("(8)", r"\text{maximise } L_b", ""),
    )


def to_the_loss(numbers: Derivation) -> str:
    """Lines (9) to (11)."""
    of_prior, of_likelihood = numbers.line_10
    price, expectation = numbers.line_11
    return _lines(
        ("(9)", "L_b = " + _integral(rf"\log\frac{{{LIKELIHOOD}\,{PRIOR}}}{{{Q_Z}}}"), value(numbers.line_9, "q")),
        (
            "(10)",
            _integral(rf"\log\frac{{{PRIOR}}}{{{Q_Z}}}") + " + " + _integral(rf"\log {LIKELIHOOD}"),
            _sum(of_prior, of_likelihood),
        ),
        (
            "(11)",
            rf"-<kl>\big({Q_Z}\|{PRIOR}\big) + " + _integral(rf"\log {LIKELIHOOD}"),
            _sum(price, expectation),
        ),
    )


def to_the_code(numbers: Derivation) -> str:
    """Lines (12) to (14)."""
    total = sum(numbers.line_12)
    parts = " + ".join(value(part) for part in numbers.line_12)
    return _lines(
        (
            "(12)",
            r"<kl> = \tfrac12\sum_i \big(<sigma>_i^2 - (1 + \log <sigma>_i^2) + <mu>_i^2\big)",
            f"{parts} = {value(total, 'kl')}",
        ),
        ("(13)", r"\text{maximise } " + _integral(rf"\log {LIKELIHOOD}"), value(numbers.line_10[1], "reconstruction")),
        ("(14)", rf"\;= \mathrm{{E}}_{{<q>}}[\log {LIKELIHOOD}]", value(numbers.line_14, "reconstruction")),
    )


def _sum(price: float, expectation: float) -> str:
    """The bound as the sum of its two terms."""
    return f"{value(price, 'kl')} + ({value(expectation, 'reconstruction')}) = {value(price + expectation, 'q')}"


def _lines(*lines: tuple[str, str, str]) -> str:
    """Numbers of lines, formulas and their values, each in a column of its own."""
    rows = (rf"{number} &\quad& {formula} &{'=' if numeral else ''} {numeral}" for number, formula, numeral in lines)
    return r"\begin{aligned}" + r" \\[4pt] ".join(rows) + r"\end{aligned}"
