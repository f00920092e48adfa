"""A run is heard out before the next one begins.

Streamlit throws away what a run has said as soon as another begins in its place. Where a section is asked for in the
milliseconds in which a run has ended and what it said is still on its way, words stay as they were, or a whole section
vanishes from the page (github.com/streamlit/streamlit/issues/9188). Of three people whose models learned, 48 runs were
lost in two minutes.
"""

from collections.abc import Callable
from functools import wraps

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

Begin = Callable[[AppSession, RerunData], None]


def hear_out() -> None:
    """Have every session begin a run only after it has passed on what the last one said. Again: nothing more."""
    begin = AppSession._create_scriptrunner
    if not hasattr(begin, "__wrapped__"):
        AppSession._create_scriptrunner = _after_what_was_said(begin)


def _after_what_was_said(begin: Begin) -> Begin:
    @wraps(begin)
    def begin_after(session: AppSession, asked: RerunData) -> None:
        ended = session._scriptrunner
        if ended is None:
            begin(session, asked)
        else:  # all that it said stands in the loop's queue already, before this
            session._event_loop.call_soon_threadsafe(begin_or_ask, session, asked, ended)

    def begin_or_ask(session: AppSession, asked: RerunData, ended: ScriptRunner) -> None:
        running = session._scriptrunner
        if session._state == AppSessionState.SHUTDOWN_REQUESTED:
            return
        if running is None or running is ended:
            begin(session, asked)
        elif not running.request_rerun(asked):  # another was asked for meanwhile, and has ended too
            begin_after(session, asked)

    return begin_after
