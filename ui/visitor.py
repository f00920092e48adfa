"""Who is there: a person is known by a cookie, which outlives a reload and a dropped connection."""

import secrets
import threading

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import metering, state
from ui.first_paint import starts_page
from ui.notes import Note

COOKIE = "vae_playground_visitor"
OWNER: Note[str | None] = Note("owner", None)  # of a session without a cookie

_sessions: dict[str, set[str]] = {}
_lock = threading.Lock()


class RememberVisitors:
    """Middleware that gives a browser its cookie with the first page it fetches."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or _is_known(scope):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            headers = MutableHeaders(raw=message.setdefault("headers", [])) if starts_page(message) else None
            if headers is not None:
                cookie = f"{COOKIE}={secrets.token_urlsafe(18)}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
                headers.append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _is_known(scope: Scope) -> bool:
    sent = (value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    # Not http.cookies: it refuses all of them where another program on this host has one with a name that it forbids.
    return any(COOKIE in cookie_parser(text) for text in sent)


def owner() -> str:
    """Whoever is looking: the same string at each visit with the same browser, else for this session only."""
    cookie = st.context.cookies.get(COOKIE)
    if isinstance(cookie, str):
        return cookie
    known = state.noted(OWNER) or secrets.token_urlsafe(18)
    state.note(OWNER, known)
    return known


def attend() -> None:
    """Note that this person is here, whatever page they are on."""
    context = get_script_run_ctx()
    if context is not None:
        with _lock:
            _sessions.setdefault(owner(), set()).add(context.session_id)


def count() -> int:
    """How many people have a page of the app open."""
    with _lock:
        known = list(_sessions)
    return sum(map(is_present, known))


def is_present(owner: str) -> bool:
    """Whether the person has a page of the app open."""
    if not exists():
        return True
    runtime = get_instance()
    with _lock:
        here = {session for session in _sessions.get(owner, ()) if runtime.is_active_session(session)}
        if here:
            _sessions[owner] = here
        else:
            _sessions.pop(owner, None)
        return bool(here)


metering.register("vae_visitors", "People with a page of the app open", lambda: {"": count()})
