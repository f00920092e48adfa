"""English in the source, other languages in ``locales/``; the reader's choice lives in the URL."""

import gettext as gettext_module
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ui import state
from ui.fields.app import LANGUAGE, LANGUAGES
from vae_core.errors import Sentence, VaeCoreError

_speaking: ContextVar[str | None] = ContextVar("speaking", default=None)

LOCALES = Path(__file__).resolve().parent / "locales"


def mark(message: str) -> str:
    """Mark a message for translation where it is written, before anybody's language is known."""
    return message


def gettext(message: str) -> str:
    """``message`` in the language of the person looking."""
    return catalogue(language()).gettext(message)


def translated(words: VaeCoreError | str) -> str:
    """What an error of the core says, or a sentence of it, in the language of the person looking.

    What has no translation stays English.
    """
    sentence = words.sentence if isinstance(words, VaeCoreError) else Sentence(words)
    return sentence.translated(gettext)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in ``language``, whoever looks: for others who read it."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def language() -> str:
    """The language chosen in the URL or by the switch, else the browser's, else English."""
    chosen = _speaking.get()
    if chosen is not None:
        return chosen
    chosen = state.get(LANGUAGE) or state.noted(state.READERS_LANGUAGE)
    if chosen is None:
        own = (st.context.locale or "").lower().replace("_", "-").split("-")[0]
        chosen = next((language for language in LANGUAGES if language.split("_")[0] == own), "en")
        state.note(state.READERS_LANGUAGE, chosen)
    return chosen


def catalogue(language: str) -> gettext_module.NullTranslations:
    """The messages of ``language``, compiled in memory from its ``.po`` file; English for what is none of ours."""
    return _catalogue(language if language in LANGUAGES else "en")  # what somebody else has named is no path


@cache
def _catalogue(language: str) -> gettext_module.NullTranslations:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return gettext_module.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def language_switch() -> None:
    """The choice of language, in the sidebar."""
    state.choose(
        LANGUAGE,
        st.sidebar.segmented_control,
        "Language · 语言",
        tuple(LANGUAGES),
        shown=language(),
        required=True,
        format_func=LANGUAGES.get,
        width="stretch",
    )
