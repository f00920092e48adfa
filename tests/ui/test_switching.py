"""Where somebody has chosen to go is where they come, also while the page that they leave still says something."""

import asyncio
from unittest.mock import MagicMock

import pytest
import streamlit as st
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from ui import navigation, session, state

PATIENCE = 60  # seconds


class Visitor:
    """Somebody on the first page of the app."""

    def __init__(self, script):
        self.session = AppSession(ScriptData(str(script), is_hello=False), MagicMock(), ScriptCache(), None, {})
        self.first = ""

    async def enter(self) -> "Visitor":
        await self.run()
        (self.first,) = (page for page, of in self.session.get_pages().items() if of["url_pathname"] == "")
        return self

    def say(self) -> None:
        """Ask for another run of the first page, as whatever is on it does."""
        self.session.request_rerun(ClientState(page_script_hash=self.first))

    async def run(self) -> None:
        """The first page runs, and whatever comes of it."""
        self.say()
        async with asyncio.timeout(PATIENCE):
            while self.session._scriptrunner is not None:
                await asyncio.sleep(0.01)

    @property
    def settings(self) -> dict:
        return self.session.session_state[session.SETTINGS]

    @property
    def page(self) -> str:
        """The one that they have come to."""
        return self.settings[state._PAGE.key]


@pytest.fixture
def script(root, monkeypatch):
    monkeypatch.setattr(runtime, "get_instance", MagicMock())
    return root / "ui" / "router.py"


def test_who_has_chosen_a_lesson_comes_to_it_and_may_leave_it(script):
    async def stroll():
        visitor = await Visitor(script).enter()
        assert visitor.page == "home"
        visitor.settings[navigation.GOING.key] = "elbo"
        await visitor.run()
        assert visitor.page == "elbo"
        await visitor.run()
        assert visitor.page == "home"

    asyncio.run(stroll())


def test_a_late_word_of_the_page_before_holds_nobody_there(script, monkeypatch):
    """Streamlit takes it, that page's address included, for the latest that was asked."""

    async def stroll():
        visitor = await Visitor(script).enter()
        switch, switched = st.switch_page, []

        def overtaken(*page, **settings):
            try:
                switch(*page, **settings)
            finally:
                switched.append(page)
                if len(switched) == 1:
                    visitor.say()

        monkeypatch.setattr(st, "switch_page", overtaken)
        visitor.settings[navigation.GOING.key] = "elbo"
        await visitor.run()
        assert visitor.page == "elbo"
        assert len(switched) == 2

    asyncio.run(stroll())
