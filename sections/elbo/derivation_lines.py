"""The lines (1) to (14) in LaTeX: formula, value, and why it equals the line before."""

from ui.formulas import lines, tinted
from ui.i18n import gettext as _
from vae_core.analysis.derivation import Derivation
from vae_core.printing import adding_up, what_is_left
from vae_core.probability.notation import amount

Q_Z, JOINT, POSTERIOR = r"<q>(<z>\mid <x>)", r"<p>(<z>, <x>)", r"<p>(<z>\mid <x>)"
LIKELIHOOD, PRIOR = r"<p>(<x>\mid <z>)", "<p>(<z>)"


def value(number: float, symbol: str = "") -> str:
    """A number in nats as LaTeX, in the colour of what it is the value of."""
    written = amount(number)
    return tinted(symbol, written) if symbol else written


def _integral(inner: str) -> str:
    return rf"\int {Q_Z}\,{inner}\,d<z>"


def to_two_terms(numbers: Derivation) -> str:
    """Lines (1) to (5)."""
    ratio = rf"\log\frac{{{JOINT}}}{{{Q_Z}}}"
    return lines(
        ("", r"\log <p>(<x>)", value(numbers.log_evidence, "p"), ""),
        ("(1)", _integral(r"\log <p>(<x>)"), value(numbers.line_1, "p"), _("mean of a constant")),
        (
            "(2)",
            _integral(rf"\log\frac{{{JOINT}}}{{{POSTERIOR}}}"),
            value(numbers.line_2, "p"),
            _("Bayes' rule"),
        ),
        (
            "(3)",
            _integral(rf"\log\Big[\frac{{{JOINT}}}{{{Q_Z}}}\cdot\frac{{{Q_Z}}}{{{POSTERIOR}}}\Big]"),
            value(numbers.line_3, "p"),
            _("times q/q = 1"),
        ),
        (
            "(4)",
            _integral(ratio) + " + " + _integral(rf"\log\frac{{{Q_Z}}}{{{POSTERIOR}}}"),
            _evidence(*numbers.line_4),
            _("log of a product: a sum"),
        ),
        (
            "(5)",
            _integral(ratio) + rf" + <kl>\big({Q_Z}\|{POSTERIOR}\big)",
            _evidence(*numbers.line_5),
            _("the second is a KL"),
        ),
    )


def to_the_bound(numbers: Derivation) -> str:
    """Lines (6) to (8)."""
    bound, gap = numbers.line_4[0], numbers.line_5[1]
    return lines(
        ("(6)", "L_b := " + _integral(rf"\log\frac{{{JOINT}}}{{{Q_Z}}}"), value(bound, "q"), _("a name for the first")),
        (
            "(7)",
            rf"\log <p>(<x>) = L_b + <kl>\big({Q_Z}\|{POSTERIOR}\big) \ge L_b",
            _evidence(bound, gap),
            "KL ≥ 0",
        ),
        ("(8)", r"\text{maximise } L_b", "", _("its bound is in reach")),
    )


def to_the_loss(numbers: Derivation) -> str:
    """Lines (9) to (11)."""
    return lines(
        (
            "(9)",
            "L_b = " + _integral(rf"\log\frac{{{LIKELIHOOD}\,{PRIOR}}}{{{Q_Z}}}"),
            value(numbers.line_9, "q"),
            _("first z, then x"),
        ),
        (
            "(10)",
            _integral(rf"\log\frac{{{PRIOR}}}{{{Q_Z}}}") + " + " + _integral(rf"\log {LIKELIHOOD}"),
            _bound(*numbers.line_10),
            _("log of a product: a sum"),
        ),
        (
            "(11)",
            rf"-<kl>\big({Q_Z}\|{PRIOR}\big) + " + _integral(rf"\log {LIKELIHOOD}"),
            _bound(*numbers.line_11),
            _("the first is −KL"),
        ),
    )


def to_the_code(numbers: Derivation) -> str:
    """Lines (12) to (14)."""
    total = -what_is_left(numbers.line_9, numbers.line_11[1], numbers.line_11[0])
    parts = " + ".join(value(part) for part in adding_up(total, numbers.line_12))
    return lines(
        (
            "(12)",
            r"<kl> = \tfrac12\sum_i \big(<sigma>_i^2 - (1 + \log <sigma>_i^2) + <mu>_i^2\big)",
            f"{parts} = {value(total, 'kl')}",
            _("for normals, solved"),
        ),
        (
            "(13)",
            r"\text{maximise } " + _integral(rf"\log {LIKELIHOOD}"),
            value(numbers.line_10[1], "reconstruction"),
            _("the part with pixels"),
        ),
        (
            "(14)",
            rf"\;= \mathrm{{E}}_{{<q>}}[\log {LIKELIHOOD}]",
            value(numbers.line_14, "reconstruction"),
            _("a mean under q"),
        ),
    )


def _evidence(bound: float, gap: float) -> str:
    """log p(x) as the sum of its two parts."""
    whole = bound + gap
    return f"{value(bound, 'q')} + {value(what_is_left(whole, bound, gap), 'kl')} = {value(whole, 'p')}"


def _bound(price: float, expectation: float) -> str:
    """The bound as the sum of its two terms."""
    whole = price + expectation
    price = what_is_left(whole, expectation, price)
    return f"{value(price, 'kl')} + ({value(expectation, 'reconstruction')}) = {value(whole, 'q')}"
