"""A server among several says its name, once to each browser, and one that is alone says nothing."""

import pytest
from aside import finish
from passing import Origin, passed
from starlette.datastructures import Headers

from ui.answering import COOKIE, SayWhoseItIs


@pytest.fixture
def named(monkeypatch):
    monkeypatch.setenv("VAE_SERVER_NAME", "app-2")


def fetch(kind: str = "text/html; charset=utf-8", **asked: str) -> list[str]:
    _, headers, _ = passed(SayWhoseItIs(Origin(kind, (b"",))), **asked)
    return headers.getlist("set-cookie")


def open_socket(**asked: str) -> list[str]:
    """The cookies of a socket that is taken."""
    sent = []

    async def origin(_scope, _receive, send) -> None:
        await send({"type": "websocket.accept", "subprotocol": "streamlit", "headers": [(b"x-other", b"1")]})

    async def send(message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in asked.items()]
    finish(SayWhoseItIs(origin)({"type": "websocket", "path": "/classes/ABC/socket", "headers": raw}, None, send))
    (message,) = sent
    assert message["subprotocol"] == "streamlit"
    headers = Headers(raw=message["headers"])
    assert headers["x-other"] == "1"
    return headers.getlist("set-cookie")


@pytest.mark.parametrize("asked", [{}, {"cookie": f"{COOKIE}=app-1"}, {"cookie": "other=app-2"}, {"cookie": "a/b=1"}])
@pytest.mark.parametrize("ask", [fetch, open_socket])
def test_a_page_and_a_socket_name_the_server_that_has_answered(named, ask, asked):
    (cookie,) = ask(**asked)
    assert cookie.startswith(f"{COOKIE}=app-2;")
    assert "HttpOnly" in cookie
    assert "Max-Age" not in cookie, "it ends with the browser"


@pytest.mark.parametrize("ask", [fetch, open_socket])
def test_who_knows_it_already_is_not_told_again(named, ask):
    assert ask(cookie=f"visitor=somebody; {COOKIE}=app-2") == []


def test_what_many_may_keep_names_nobody(named):
    assert fetch("application/json") == []


@pytest.mark.parametrize("ask", [fetch, open_socket])
def test_a_server_without_others_says_nothing(monkeypatch, ask):
    monkeypatch.delenv("VAE_SERVER_NAME", raising=False)
    assert ask() == []
