"""The data that are noised, and the schedule by which."""

from collections.abc import Mapping

import streamlit as st

from ui import state
from ui.fields.diffusion import LINE, PLANE, REACH, SCHEDULE
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.diffusion.schedule import Schedule

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

LOOKED_AT = 100  # steps of a schedule
ROOM = 760  # pixels: more than there is beside an introduction, so that it goes below


def schedule() -> Schedule:
    """The one on screen, of a hundred steps: a chain has its own number of them."""
    return Schedule(state.get(SCHEDULE), LOOKED_AT)


def within(value: float) -> float:
    """``value``, brought into the picture."""
    return max(-REACH, min(REACH, value))


def choose_line() -> None:
    """Data on a line, and the schedule."""
    with st.container(horizontal=True, width=ROOM):
        choose(LINE, _("The data"))
        choose(SCHEDULE, _("The schedule"))


def choose_plane() -> None:
    """Data in the plane."""
    choose(PLANE, _("The data"))


def choose(field: Field, label: str, names: Mapping[str, str] | None = None) -> None:
    """Buttons for the options of ``field``, by their names."""

    def named(option: str) -> str:
        return (names or {}).get(option) or _(NAMES[option])

    settings = {"required": True, "width": "content", "label_visibility": "collapsed"}
    state.choose(field, st.segmented_control, label, field.kind.options, format_func=named, **settings)
