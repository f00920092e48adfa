"""The data that are noised, and the schedule by which."""

from collections.abc import Mapping

import streamlit as st

from ui import navigation, state
from ui.fields.diffusion import LINE, OWN, PLANE, POINTS, REACH, SCHEDULE, STEPS
from ui.fields.field import Field
from ui.fields.steps import ALL
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.diffusion.examples import PLANES, around
from vae_core.diffusion.mixture import DiagonalMixture
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
    OWN: mark("Own points"),
    "linear": mark("linear β"),
    "cosine": mark("cosine"),
    "log-snr": mark("even log SNR"),
}

LOOKED_AT = 100  # steps of a schedule
ROOM = 760  # pixels: more than there is beside an introduction, so that it goes below


def schedule() -> Schedule:
    """The one on screen, of a hundred steps: a chain has its own number of them."""
    return Schedule(state.get(SCHEDULE), LOOKED_AT)


def plane() -> DiagonalMixture:
    """The data in the plane on screen."""
    name = state.get(PLANE)
    return around(state.get(POINTS)) if name == OWN else PLANES[name]


def within(value: float) -> float:
    """``value``, brought into the picture."""
    return max(-REACH, min(REACH, value))


def choose_line() -> None:
    """Data on a line, and the schedule."""
    with st.container(horizontal=True, width=ROOM):
        choose(LINE, _("The data"))
        choose(SCHEDULE, _("The schedule"))


def choose_plane() -> None:
    """Data in the plane; the points of one's own are set where a network learns."""
    with st.container(horizontal=True, width=ROOM):
        choose(PLANE, _("The data"))
        if state.get(PLANE) == OWN and state.get(STEPS) not in ("learn", ALL):
            st.button(
                _("Set the points"),
                icon=":material/edit:",
                key="set:points",
                on_click=lambda: navigation.turn_to(STEPS, "learn"),
            )


def choose(field: Field, label: str, names: Mapping[str, str] | None = None) -> None:
    """Buttons for the options of ``field``, by their names."""

    def named(option: str) -> str:
        return (names or {}).get(option) or _(NAMES[option])

    settings = {"required": True, "width": "content", "label_visibility": "collapsed"}
    state.choose(field, st.segmented_control, label, field.kind.options, format_func=named, **settings)
