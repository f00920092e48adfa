"""How a person's own images are read: what is found in them, or what is said instead."""

from collections.abc import Callable, Mapping

import streamlit as st

from ui import state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.data.own import Options

AS_FOUND = mark("as found")
INVERTED = {fields.FOUND: AS_FOUND, "yes": mark("change places"), "no": mark("stay")}
TURNS = {
    fields.FOUND: AS_FOUND,
    "none": mark("not at all"),
    "transposed": mark("rows ↔ columns"),
    "left": mark("a quarter left"),
    "right": mark("a quarter right"),
    "over": mark("half a turn"),
}
SWITCHES = (fields.INVERT, fields.TURN, fields.RANGE)


def switches() -> None:
    """What was found can be overruled; the file is then read again."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.choose(
            fields.INVERT, st.selectbox, _("Dark and light"), fields.INVERTED, format_func=_in(INVERTED), width=125
        )
        state.choose(fields.TURN, st.selectbox, _("Turn"), fields.TURNS, format_func=_in(TURNS), width=130)
        state.choose(fields.RANGE, st.selectbox, _("Pixel values"), fields.LEVELS, format_func=_levels, width=115)
    st.caption(_("The file stays on this server for a while, and the address then leads others to it."))


def _in(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: _(names[value])


def _levels(value: str) -> str:
    return _(AS_FOUND) if value == fields.FOUND else value.replace("-", "−").replace("_", " … ")


def options() -> Options:
    """The choices, as the reader takes them."""
    invert, turn, levels = (state.get(field) for field in SWITCHES)
    return Options(
        None if invert == fields.FOUND else invert == "yes",
        None if turn == fields.FOUND else turn,
        None if levels == fields.FOUND else tuple(float(level) for level in levels.split("_")),
    )
