"""The list of lessons in the sidebar; below the one on screen is room for the list of its steps."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import streamlit as st

_below: ContextVar[Any] = ContextVar("below the lesson on screen")


def draw(parts: Mapping[str, Sequence[Any]], current: Any) -> None:
    """Links to the pages of all parts; ``current`` is on screen."""
    with st.sidebar.container(key="lessons", gap=None):
        for part, pages in parts.items():
            if part:
                st.caption(part)
            for page in pages:
                st.page_link(page)
                if page.url_path == current.url_path:
                    _below.set(st.container(gap=None))


def below() -> Any:
    """The place below the link of the lesson on screen."""
    return _below.get()
