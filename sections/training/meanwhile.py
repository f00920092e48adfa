"""What somebody can do whose run waits for its turn: watch another, and come back."""

import streamlit as st

from sections.training import asked
from ui import lab, state, visitor
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.lab.events import OVER, Record


def meanwhile(record: Record) -> None:
    """The way from a run that waits to one that goes on, and back."""
    mine = {summary.run: summary for summary in lab.runner().runs(visitor.owner())}
    if state.get(fields.RUN) in mine:
        others = [run for run in lab.runner().going_on() if run not in mine]
        if record.state == "waiting" and others:
            words = _("Others learn just now; yours goes on by itself when its turn comes. Meanwhile:")
            _offer(words, _("Watch a run that goes on"), "visibility", others[-1])
        return
    own = next((summary for summary in mine.values() if summary.state not in OVER), None)
    if own is not None:
        words = _("Your own run: {state}.").format(state=asked.state_in_words(own))
        _offer(words, _("Back to your run"), "arrow_back", own.run)


def in_words(seconds: float) -> str:
    """For how long a run waits for its turn."""
    if seconds < 1:
        return _("it is next")
    if seconds < 90:
        return _("its turn comes in about {n} s").format(n=round(seconds) if seconds < 10 else 5 * round(seconds / 5))
    return _("its turn comes in about {n} min").format(n=round(seconds / 60))


def _offer(words: str, label: str, icon: str, run: str) -> None:
    def look() -> None:
        state.put(fields.RUN, run)
        state.put(fields.MOMENT, fields.NEWEST)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words, width="content")
        st.button(label, key="meanwhile", icon=f":material/{icon}:", on_click=look)
