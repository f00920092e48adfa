"""The codes, symbol by symbol, and what becomes of them in whole bits."""

import math

import streamlit as st

from ui import lesson
from ui.i18n import gettext as _
from ui.printing import readable, short
from vae_core.figures import kl_divergence as figures
from vae_core.probability.coding import Coding


def reading(coding_costs: Coding, names: str) -> None:
    """What the code in use costs now."""
    if math.isinf(coding_costs.excess):
        missing = next(
            name for name, p, q in zip(names, coding_costs.p, coding_costs.q, strict=True) if p > 0 and q == 0
        )
        lesson.reading(
            _(
                "{symbol} comes, but Q's code has no word for it, however long: $-\\log_2 0 = \\infty$, "
                "and so is $\\mathrm{{KL}}(P\\|Q)$."
            ).format(symbol=missing)
        )
    elif coding_costs.excess < 1e-6:
        lesson.reading(
            _(
                "The code expects just what comes: {average} bits per symbol, which is the entropy. No code is shorter."
            ).format(average=readable(coding_costs.average, 3))
        )
    else:
        dearest = max(range(len(coding_costs.p)), key=lambda i: coding_costs.waste[i])
        lesson.reading(
            _(
                "Each symbol costs {excess} bits more than needed, {percent} % on top. Most of it is due to "
                "{symbol}, which comes in {p} % of all cases and is expected in {q} %."
            ).format(
                excess=readable(coding_costs.excess, 3),
                percent=readable(100 * coding_costs.excess / coding_costs.entropy, 3) if coding_costs.entropy else "∞",
                symbol=names[dearest],
                p=readable(100 * coding_costs.p[dearest], 3),
                q=readable(100 * coding_costs.q[dearest], 3),
            )
        )


def table(coding_costs: Coding, names: str) -> None:
    """One line for each symbol."""
    rows = zip(
        names,
        coding_costs.p,
        coding_costs.q,
        coding_costs.lengths_q,
        coding_costs.lengths_p,
        coding_costs.waste,
        coding_costs.words,
        strict=True,
    )
    lesson.table(
        (
            "",
            "$p$",
            "$q$",
            _("paid: $-\\log_2 q$"),
            _("best: $-\\log_2 p$"),
            "$p \\log_2 \\frac{p}{q}$",
            _("in whole bits"),
        ),
        [(name, *(short(value) for value in numbers), f"`{word}`") for name, *numbers, word in rows],
    )


def whole_bits(coding_costs: Coding) -> None:
    """What a code that can be written down really costs."""
    st.caption(
        _(
            "A word has a whole number of bits. Huffman's words for Q, in the last column, take {huffman} bits per "
            "symbol from P; lengths rounded up take {whole}. The lengths with a fraction are reached when long "
            "messages are coded as one (arithmetic coding)."
        ).format(huffman=readable(coding_costs.huffman_average, 3), whole=readable(coding_costs.whole_average, 3))
    )


def words() -> figures.Words:
    """What stands in the figure."""
    return figures.Words(code_for_q=_("code for Q"), code_for_p=_("best code"))
