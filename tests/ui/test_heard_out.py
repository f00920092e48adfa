"""What a run has said reaches the browser, also where the next is asked for in the moment in which it ends."""

import asyncio
from collections.abc import Callable
from unittest.mock import MagicMock

import pytest
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from ui.heard_out import WRAPPED, hear_out

SCRIPT = """
import streamlit as st

def part(name):
    st.text(name + st.query_params.get("told", ""))
    if st.button("press", key=name):
        st.caption("pressed")

for name in "ab":
    with st.container():
        st.fragment(lambda name=name: part(name))()
"""
PRESSES = """
import time
import streamlit as st

def press(name):
    st.session_state.pressed = name
    time.sleep(0.3)
    st.toast(name)
    st.session_state.heard = st.session_state.get("heard", "") + name

for name in "ab":
    st.button(name, key=name, on_click=press, args=name)
st.text(st.session_state.get("heard", ""))
"""


@pytest.fixture(autouse=True)
def heard_out(monkeypatch):
    for owner, name in WRAPPED:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    hear_out()
    hear_out()  # a second time: nothing more


@pytest.fixture
def written(tmp_path, monkeypatch) -> Callable[[str], ScriptData]:
    def write(text: str) -> ScriptData:
        script = tmp_path / "page.py"
        script.write_text(text)
        return ScriptData(str(script), is_hello=False)

    monkeypatch.setattr(runtime, "get_instance", MagicMock())
    return write


@pytest.fixture
def page(written) -> ScriptData:
    return written(SCRIPT)


def at_the_end_of_its_run(page: ScriptData) -> AppSession:
    """A session whose page has run, but has passed nothing on: the loop, which does so, waits here."""
    session = AppSession(page, MagicMock(), ScriptCache(), None, {})
    session.request_rerun(None)
    session._scriptrunner._script_thread.join(20)
    return session


def ask_for(session: AppSession, part: int, **said) -> None:
    session.request_rerun(ClientState(fragment_id=[*session._fragment_storage._fragments][part], **said))


def pressed(session: AppSession, key: str) -> WidgetStates:
    id = session.session_state._key_id_mapper.get_id_from_key(key)
    return WidgetStates(widgets=[WidgetState(id=id, trigger_value=True)])


async def all_that_is_sent(session: AppSession) -> list[ForwardMsg]:
    sent = []
    while session._scriptrunner is not None or not sent:
        await asyncio.sleep(0.02)
        sent += session._browser_queue.flush()
    session.shutdown()
    return sent


def texts(sent: list[ForwardMsg]) -> list[str]:
    return [m.delta.new_element.text.body for m in sent if m.delta.new_element.HasField("text")]


@pytest.mark.parametrize("parts", [(0,), (1,), (0, 1), (1, 0, 1)], ids=str)
def test_a_page_reaches_the_browser_before_its_parts_run_again(page, parts):
    async def messages() -> list[ForwardMsg]:
        session = at_the_end_of_its_run(page)
        for part in parts:
            ask_for(session, part)
        return await all_that_is_sent(session)

    sent = asyncio.run(asyncio.wait_for(messages(), 30))
    assert {*texts(sent)} == {"a", "b"}
    page_ending, *part_endings = [m.script_finished for m in sent if m.HasField("script_finished")]
    assert page_ending == ForwardMsg.FINISHED_SUCCESSFULLY
    assert part_endings[-1] == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY


def test_the_page_takes_along_what_a_part_was_told_before(page):
    """What came first is not heard last: words that are out of date would take a change back."""

    async def messages() -> list[ForwardMsg]:
        session = at_the_end_of_its_run(page)
        ask_for(session, 0, query_string="told=1", widget_states=pressed(session, "a"))
        session.request_rerun(ClientState(query_string="told=2"))
        return await all_that_is_sent(session)

    sent = asyncio.run(asyncio.wait_for(messages(), 30))
    assert texts(sent)[-2:] == ["a2", "b2"]
    assert sum("pressed" in m.delta.new_element.markdown.body for m in sent) == 1


def test_nothing_runs_for_who_has_left(page):
    async def leave() -> None:
        session = at_the_end_of_its_run(page)
        ask_for(session, 0)
        last = session._scriptrunner
        session.shutdown()
        await asyncio.sleep(0.1)
        assert session._scriptrunner in (last, None)

    asyncio.run(leave())


@pytest.mark.parametrize("is_heard", [False, True], ids=["at once", "while the first is heard"])
def test_of_two_presses_both_are_heard(written, is_heard):
    """What was pressed first is lost otherwise: a run that is overtaken would end in the midst of hearing it."""

    async def press_both() -> list[ForwardMsg]:
        session = at_the_end_of_its_run(written(PRESSES))
        while session._scriptrunner is not None:
            await asyncio.sleep(0.01)
        session.request_rerun(ClientState(widget_states=pressed(session, "a")))
        while is_heard and "pressed" not in session.session_state:
            await asyncio.sleep(0.01)
        session.request_rerun(ClientState(widget_states=pressed(session, "b")))
        return await all_that_is_sent(session)

    sent = asyncio.run(asyncio.wait_for(press_both(), 30))
    assert texts(sent)[-1] == "ab"
