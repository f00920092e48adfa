"""What is kept for the whole process."""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle(page: str) -> None:
    """Take everything loaded so far out of the garbage collector's sight: once, after each page's first run.

    Streamlit collects after every run of a script, with the interpreter locked. Walking the objects
    of all imported libraries each time would cost more than the pages themselves; a page's first
    run is when it has imported its own.
    """
    gc.collect()
    gc.freeze()
