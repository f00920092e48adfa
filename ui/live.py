"""Answers to a hand in motion: one section's figures for an address, without a session and without its words.

A run of Streamlit takes 100 ms and more to reach the screen, most of it in the browser. So while the
hand moves, the browser asks for the figures alone. Everything that a section shows follows from the
address; the section runs as it does on the page, only that nobody listens to its words. Those follow
a few times a second, when Streamlit hears of the new address.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

from ui import posted, state
from vae_core.errors import VaeCoreError

SECTIONS: dict[str, Callable[[], None]] = {}
KEPT = 500  # figures whose controls are kept: what several people drag at the same time

_controls: OrderedDict[tuple, Sequence] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Heard:
    """What a section shows when it runs for its figures alone: by key, what is drawn, and what can be moved."""

    shown: dict[str, dict] = field(default_factory=dict)
    controls: dict[str, Sequence] = field(default_factory=dict)


_listener: ContextVar[Heard | None] = ContextVar("listener", default=None)
# Streamlit warns of every element that has no page to stand on.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
    lambda record: _listener.get() is None
)


def listener() -> Heard | None:
    """Who asked for the figures alone; ``None`` in a run of the page."""
    return _listener.get()


def keep(key: str, controls: Sequence) -> None:
    """Remember the controls of the figure ``key`` as it stands, for whoever moves one next."""
    place = _place(key)
    with _lock:
        _controls[place] = controls
        _controls.move_to_end(place)
        while len(_controls) > KEPT:
            _controls.popitem(last=False)


@dataclass(frozen=True)
class Question:
    """What a browser asks while the hand moves.

    Attributes:
        section: the section's name; it has been on screen since the server started.
        page: the page it is on.
        key: the figure's.
        language: the reader's.
        query: the address that the hand sets out from.
        moves: what it has moved since, each ``{"name": …, …}`` for the control of that name.
    """

    section: str
    page: str
    key: str
    language: str
    query: Mapping[str, str]
    moves: Sequence[dict]

    @staticmethod
    def parse(content: bytes) -> "Question":
        """The question in a request's body. Raises ValueError where there is none."""
        try:
            question = Question(**posted.parsed(content))
            pairs = [*question.query.items(), *((name, getattr(question, name)) for name in ("section", "page", "key"))]
            names = [move["name"] for move in question.moves]
        except (TypeError, AttributeError, KeyError) as error:
            raise ValueError(f"this is no question: {content[:60]!r}") from error
        if not all(isinstance(text, str) for text in (question.language, *names, *(t for pair in pairs for t in pair))):
            raise ValueError("names, addresses and languages are text")
        if question.section not in SECTIONS:
            raise ValueError(f"no section {question.section!r:.60} has been shown since the server started")
        return question


def answer(question: Question) -> dict:
    """The section's figures after the moves as ``shown``, and as ``query`` the address at which they stand.

    Where the section stops with an error, what comes after it is missing; Streamlit will say why.
    """
    run, key = SECTIONS[question.section], question.key
    with state.apart(question.page, question.query, question.language):
        known = _controls.get(_place(key))
        _take(question.moves, _listen(run).controls.get(key, ()) if known is None else known)
        heard = _listen(run)
        for other, controls in heard.controls.items():
            keep(other, controls)
        return {"query": state.address(), "shown": heard.shown}


def _take(moves: Sequence[dict], controls: Sequence) -> None:
    for move in moves:
        for control in controls:
            if control.name == move["name"]:
                _set(control, move)
                break


def _set(control, move: dict) -> None:
    try:
        control.take(move)
    except (ValueError, KeyError, TypeError, OverflowError):
        # A place where this value cannot be: it stays where it was, and the handle goes back there.
        return


def _place(key: str) -> tuple:
    return state.page(), key, frozenset(state.address().items())


def _listen(run: Callable[[], None]) -> Heard:
    heard = Heard()
    token = _listener.set(heard)
    try:
        with suppress(VaeCoreError):
            run()
    finally:
        _listener.reset(token)
    return heard
