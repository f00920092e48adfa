"""Divergence as a price: messages from P, written in a code that was made for Q."""

import streamlit as st

from sections.kl_divergence import code_words
from sections.kl_divergence.questions import price
from ui import lesson, predict, state
from ui.components.figure import Handle, live_figure
from ui.fields.kl_divergence import FEWEST_SYMBOLS, MOST_SYMBOLS, TABLES
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import kl_divergence as figures
from vae_core.printing import what_is_left
from vae_core.probability import coding as core
from vae_core.probability.coding import Coding
from vae_core.probability.notation import amount, factor, number, shortened

SYMBOLS = "ABCDEFGH"
WRITTEN = 3  # terms of the sum


@lesson.section(shares=(TABLES,))
def coding() -> None:
    st.markdown(
        _(
            "Symbols come with the frequencies $p$; your code was made for $q$ and gives each symbol "
            "$-\\log_2 q$ bits. Drag the tops of the bars: the other bars of the same colour make room."
        )
    )
    p, q = state.get(TABLES)
    coding_costs = core.coding(p, q)
    names = SYMBOLS[: len(p)]
    live_figure(
        lambda: figures.coding_view(coding_costs, names, words=code_words.words()),
        [*_tops(0, "p", names), *_tops(1, "q", names)],
        key="coding",
        label=_("Probabilities of the symbols, and their code lengths, each as wide as p"),
        view=f"{len(p)}",
    )
    may_see = predict.first("coding", price)
    if may_see:
        code_words.reading(coding_costs, names)
    _choices(len(p))
    if may_see:
        _tell(coding_costs, names)
    lesson.code(core.code_lengths, core.average_length, core.excess_bits, core.huffman_code)


def _tell(coding_costs: Coding, names: str) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.latex(coloured(_average(coding_costs)))
    with right.container(key="coding_words"):
        st.latex(coloured(_excess(coding_costs)))
    code_words.table(coding_costs, names)
    code_words.whole_bits(coding_costs)


def _tops(number_of_table: int, symbol: str, names: str) -> list[Handle]:
    """A handle on every bar of P or of Q."""
    tables = state.get(TABLES)
    aside = figures.BAR_ASIDE * (1 if number_of_table else -1)

    def take(row: int, value: float) -> None:
        changed = list(tables)
        changed[number_of_table] = core.with_probability(tables[number_of_table], row, value)
        state.put(TABLES, tuple(changed))

    return [
        Handle(
            f"{symbol}:{name}",
            "",
            _("Probability of {symbol} under {distribution}").format(symbol=name, distribution=symbol.upper()),
            row + aside,
            tables[number_of_table][row],
            lambda _x, y, row=row: take(row, y),
            moves="y",
            symbol=symbol,
        )
        for row, name in enumerate(names)
    ]


def _choices(count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("Number of symbols"),
            range(FEWEST_SYMBOLS, MOST_SYMBOLS + 1),
            required=True,
            **state.bind(TABLES, count, lambda size: _change(lambda table: core.resized(table, size)), "size"),
        )
        p, q = state.get(TABLES)
        st.button(_("Make the code for P"), on_click=lambda: state.put(TABLES, (p, p)), icon=":material/equal:")
        st.button("⇄", on_click=lambda: state.put(TABLES, (q, p)), key="coding_exchange", help=_("Exchange P and Q"))


def _change(change) -> None:
    p, q = state.get(TABLES)
    state.put(TABLES, (change(p), change(q)))


def _average(coding_costs: Coding) -> str:
    terms = [
        rf"{number(p)} \cdot {factor(length)}"
        for p, length in zip(coding_costs.p, coding_costs.lengths_q, strict=True)
        if p > 0
    ]
    return (
        r"\begin{aligned} H(P, Q) &= \textstyle\sum_i <p>_i \cdot (-\log_2 <q>_i) \\"
        rf"&= {shortened(terms, WRITTEN)} \\ &= {amount(coding_costs.average)}\text{{ bit}} \end{{aligned}}"
    )


def _excess(coding_costs: Coding) -> str:
    average, excess = coding_costs.average, coding_costs.excess
    entropy = what_is_left(average, excess, coding_costs.entropy)
    return (
        r"\begin{aligned} \mathrm{KL}(P\|Q) &= H(P, Q) - H(P) \\"
        rf"&= {amount(average)} - {amount(entropy)} = \mathbf{{{amount(excess)}}}"
        r"\text{ bit} \end{aligned}"
    )
