"""The one door to ``st.session_state``: what a person has set, and what widgets say.

A look into Streamlit's state is dear, and a run of the page takes hundreds: all settings are in it as one dictionary.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

SETTINGS = "settings"

_apart: ContextVar[dict[str, Any] | None] = ContextVar("apart", default=None)
_found: ContextVar[dict[str, Any] | None] = ContextVar("found", default=None)  # a thread runs for one session


def settings() -> dict[str, Any]:
    """The settings and notes in force, by their keys: the session's, unless we stand apart."""
    kept = _apart.get()
    if kept is None:
        kept = _found.get()
    if kept is None:
        kept = st.session_state.setdefault(SETTINGS, {})
        _found.set(kept)
    return kept


def widgets() -> MutableMapping:
    """What widgets and components say and are told, by their keys."""
    own = _apart.get()
    return st.session_state if own is None else own


@contextmanager
def apart() -> Iterator[None]:
    """Stand apart from anybody's session, without a setting."""
    token = _apart.set({})
    try:
        yield
    finally:
        _apart.reset(token)
