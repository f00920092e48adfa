"""A run is heard out before the next one begins.

Streamlit throws away what a run has said as soon as another begins in its place. Where a section is asked for in the
milliseconds in which a run has ended and what it said is still on its way, words stay as they were, or a whole section
vanishes from the page (github.com/streamlit/streamlit/issues/9188). Of three people whose models learned, 48 runs were
lost in two minutes.
"""

from collections.abc import Callable
from functools import wraps
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

Begin = Callable[[AppSession, RerunData], None]


def hear_out() -> None:
    """Have every session begin a run only after it has passed on what the last one said. Again: nothing more."""
    begin = AppSession._create_scriptrunner
    if not hasattr(begin, "__wrapped__"):
        AppSession._create_scriptrunner = _after_what_was_said(begin)


def _after_what_was_said(begin: Begin) -> Begin:
    waiting: WeakKeyDictionary[AppSession, list[RerunData]] = WeakKeyDictionary()

    @wraps(begin)
    def begin_after(session: AppSession, asked: RerunData) -> None:
        if session._scriptrunner is None:  # nobody speaks, or has been told to stop
            begin(session, _as_one([*waiting.pop(session, ()), asked]))
        elif session in waiting:
            waiting[session].append(asked)
        else:  # all that it said stands in the loop's queue already, before this
            waiting[session] = [asked]
            session._event_loop.call_soon_threadsafe(begin_waiting, session, waiting[session])

    def begin_waiting(session: AppSession, asked: list[RerunData]) -> None:
        if waiting.get(session) is not asked:  # a run that began meanwhile has taken them along
            return
        del waiting[session]
        if session._state != AppSessionState.SHUTDOWN_REQUESTED:
            begin(session, _as_one(asked))

    return begin_after


def _as_one(asked: list[RerunData]) -> RerunData:
    """What was asked for while a run waited, joined as Streamlit joins what is asked of a run that goes on."""
    requests = ScriptRequests()
    requests.request_rerun_batch(asked)
    return requests.on_scriptrunner_ready().rerun_data
