"""What is told is heard out, and so is what is said.

Streamlit throws away what a run has said as soon as another begins in its place. Where a section is asked for in the
milliseconds in which a run has ended and what it said is still on its way, words stay as they were, or a whole section
vanishes from the page (github.com/streamlit/streamlit/issues/9188). Of three people whose models learned, 48 runs were
lost in two minutes.

And it ends a run that is overtaken also while that run hears what was pressed: a press on another step is lost where
the page has just told something by itself. Therefore runs of a page follow one another (``runner.fastReruns`` in
.streamlit/config.toml), and none is ended before it has heard everything.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.state import SafeSessionState

Begin = Callable[[AppSession, RerunData], None]

_is_hearing = ContextVar("is hearing", default=False)


def hear_out() -> None:
    """Have every session pass on what a run said before the next begins, and hear all it is told. Again: nothing."""
    for (owner, name), wrapped in WRAPPED.items():
        inner = getattr(owner, name)
        if not hasattr(inner, "__wrapped__"):
            setattr(owner, name, wraps(inner)(wrapped(inner)))


def _after_what_was_said(begin: Begin) -> Begin:
    waiting: WeakKeyDictionary[AppSession, list[RerunData]] = WeakKeyDictionary()

    def begin_after(session: AppSession, asked: RerunData) -> None:
        if session._scriptrunner is None:  # nobody speaks
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


def _hearing_all(hear: Callable[..., None]) -> Callable[..., None]:
    """All callbacks of a run: each to its end."""

    def hear_all(*told: object, **how: object) -> None:
        before = _is_hearing.set(True)
        try:
            hear(*told, **how)
        finally:
            _is_hearing.reset(before)

    return hear_all


def _once_all_is_heard(end_if_overtaken: Callable[[ScriptRunner], None]) -> Callable[[ScriptRunner], None]:
    """Where a run that is overtaken ends: Streamlit itself asks once more as soon as all callbacks are through."""

    def end_once_all_is_heard(runner: ScriptRunner) -> None:
        if not _is_hearing.get():
            end_if_overtaken(runner)

    return end_once_all_is_heard


WRAPPED: dict[tuple[type, str], Callable[[Callable[..., None]], Callable[..., None]]] = {
    (AppSession, "_create_scriptrunner"): _after_what_was_said,
    (SafeSessionState, "on_script_will_rerun"): _hearing_all,
    (ScriptRunner, "_maybe_handle_execution_control_request"): _once_all_is_heard,
}
