"""The codes, symbol by symbol, and what becomes of them in whole bits."""

import math

import streamlit as st

from ui import lesson
from ui.i18n import gettext as _
from vae_core.figures import kl_divergence as figures
from vae_core.printing import adding_up, alike, fixed, readable
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
    shares = (alike(table.tolist()) for table in (coding_costs.p, coding_costs.q))
    lengths = (map(fixed, each) for each in (coding_costs.lengths_q, coding_costs.lengths_p))
    waste = coding_costs.waste.tolist()
    excess = adding_up(coding_costs.excess, waste) if math.isfinite(coding_costs.excess) else waste
    parts = map(fixed, excess)
    words_in_bits = ["—" if word is None else f"`{word}`" if word else "ε" for word in coding_costs.words]
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
        list(zip(names, *shares, *lengths, parts, words_in_bits, strict=True)),
    )


def whole_bits(coding_costs: Coding) -> None:
    """What a code that can be written down really costs."""
    huffman, paid = coding_costs.huffman_average, coding_costs.average
    text = _(
        "A word has a whole number of bits. Huffman's words for Q, in the last column, take {huffman} bits per symbol "
        "from P; lengths rounded up take {whole}. The lengths with a fraction are reached when long messages are coded "
        "as one (arithmetic coding)."
    )
    if huffman < paid:
        text += " " + _(
            "That Huffman's words cost less than the {paid} paid is luck: they are the best for Q, and rounding has "
            "brought them nearer to what is best for P."
        )
    st.caption(text.format(huffman=fixed(huffman), whole=fixed(coding_costs.whole_average), paid=fixed(paid)))


def words() -> figures.Words:
    """What stands in the figure."""
    return figures.Words(code_for_q=_("code for Q"), code_for_p=_("best code"))
