"""Widths of the hidden layers: some to choose from, or whatever is typed."""

import re

import streamlit as st

from ui import state
from ui.fields import training as fields
from ui.fields.field import SEPARATOR
from ui.i18n import gettext as _
from ui.notes import Note

WIDTHS = ((512, 256), (256, 128), (128,), (32,), ())
REFUSED = Note("widths refused", False)


def choose_widths() -> None:
    """Widths of the hidden layers: some to choose from, or whatever is typed."""
    value = state.get(fields.WIDTHS)

    def take(chosen: str | tuple[int, ...]) -> None:
        try:
            state.put(fields.WIDTHS, widths_in(chosen) if isinstance(chosen, str) else chosen)
        except ValueError:
            state.note(REFUSED, True)

    st.selectbox(
        _("Hidden layers"),
        sorted({*WIDTHS, value}, reverse=True),
        format_func=layers,
        accept_new_options=True,
        help=_("Units of each layer of the encoder; the decoder mirrors them. Choose, or type others: 300, 100"),
        **state.bind(fields.WIDTHS, value, take),
    )
    if state.noted(REFUSED):
        state.note(REFUSED, False)
        kind = fields.WIDTHS.kind
        st.error(
            _("Hidden layers are at most {most} whole numbers from {low} to {high}, such as 300, 100.").format(
                most=kind.most, low=kind.kind.low, high=kind.kind.high
            )
        )


def widths_in(text: str) -> tuple[int, ...]:
    """The widths that a person has typed, such as "300, 100". Raises ValueError where they are none."""
    return fields.WIDTHS.kind.parse(SEPARATOR.join(re.findall(r"[^\s,;，；、]+", text)))


def layers(widths: tuple[int, ...] | str) -> str:
    """Widths in words."""
    if isinstance(widths, str):  # as it was typed
        return widths
    return ", ".join(map(str, widths)) or _("none: linear")
