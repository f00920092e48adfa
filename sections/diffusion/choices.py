"""The data that are noised, and the schedule by which."""

from collections.abc import Mapping

import streamlit as st

from ui import state
from ui.fields.diffusion import LINE, SCHEDULE
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.i18n import mark

NAMES = {
    "two": mark("two humps"),
    "three": mark("three humps"),
    "uneven": mark("narrow and wide"),
    "one": mark("one bell"),
    "corners": mark("Corners"),
    "ring": mark("Ring"),
    "moons": mark("Moons"),
    "spiral": mark("Spiral"),
    "linear": mark("linear β"),
    "cosine": mark("cosine"),
    "log-snr": mark("even log SNR"),
}


def choose_line() -> None:
    """Data on a line, and the schedule."""
    with st.container(horizontal=True):
        choose(LINE, _("The data"))
        choose(SCHEDULE, _("The schedule"))


def choose(field: Field, label: str, names: Mapping[str, str] | None = None) -> None:
    """Buttons for the options of ``field``, by their names."""
    settings = {"required": True, "width": "content", "label_visibility": "collapsed"}
    options = field.kind.options
    state.choose(
        field,
        st.segmented_control,
        label,
        options,
        format_func=lambda name: (names or {}).get(name) or _(NAMES[name]),
        **settings,
    )
