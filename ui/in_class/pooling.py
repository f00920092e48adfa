"""What a class does on a step, as one picture on its teacher's screen; each student's page becomes a part of it."""

from collections.abc import Sequence

import streamlit as st

from classroom.room import Room
from ui import pools, state, steps
from ui.i18n import gettext as _
from ui.in_class import seat
from ui.pools import Hand, Pool
from ui.section import section

EVERY = 2.0  # seconds until the picture is drawn again


def begin() -> None:
    """Where hands are collected: a teacher sees what they make together, a student draws by luck of their own."""
    seated, collected = seat.taken(), _collected()
    if seated is None or collected is None:
        return
    if seated.person.is_teacher:
        together()
    elif state.noted(seat.HAS_COME):
        state.note(seat.HAS_COME, False)
        pools.sow(collected[1], seated.person.member)


@section(every=lambda: EVERY)
def together() -> None:
    """The picture, in front of what the teacher's own page shows."""
    collected = _collected()
    if collected is None:
        return
    room, pool = collected
    with st.container(border=True, key="pooled"):
        st.subheader(_(pool.title), anchor=False)
        pools.show(pool, _hands(room))


def _hands(room: Room) -> Sequence[Hand]:
    names = room.members
    return [
        Hand(member, names[member].colour, names[member].animal, query)
        for member, query in room.hands(*room.collecting).items()
    ]


def _collected() -> tuple[Room, Pool] | None:
    """The class whose hands are collected on the step on screen, and what becomes of them."""
    room, place = seat.room(), (state.page(), steps.on_screen())
    pool = pools.pool_of(*place)
    return None if room is None or pool is None or room.collecting != place else (room, pool)
