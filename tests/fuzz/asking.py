"""The app's own routes, asked without a socket: whatever a browser, or nobody's browser, may send."""

import asyncio
from collections.abc import Sequence

from aside import finish
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ui import server
from ui.in_class import running

GONE = {"type": "websocket.disconnect", "code": 1001}


def app() -> Starlette:
    """Routes and middleware as the server has them, with a page of nothing."""
    page = Route("/", lambda _request: HTMLResponse("<html><head></head><body></body></html>"))
    return Starlette(routes=[page, *server.routes()], middleware=server.middleware())


def ask(
    on: Starlette, method: str, path: str, query: bytes = b"", headers: Sequence[tuple[bytes, bytes]] = (), body=b""
) -> tuple[int, bytes]:
    """Status and content of the answer; what is raised behind the door is raised here."""
    sent = []

    async def receive() -> dict:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        **{
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(errors="replace"),
        },
        **{"query_string": query, "headers": list(headers), "client": ("10.0.0.1", 1), "scheme": "http"},
    }
    finish(on(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def talk(on: Starlette, path: str, messages: Sequence[str | bytes]) -> list[dict]:
    """What a socket is sent while it says these messages, and leaves."""
    sent: list[dict] = []
    says = [{"type": "websocket.connect"}, *map(_frame, messages), GONE]

    async def receive() -> dict:
        await asyncio.sleep(0)
        return says.pop(0) if says else GONE

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        **{"type": "websocket", "http_version": "1.1", "path": path, "raw_path": path.encode(errors="replace")},
        **{"query_string": b"", "headers": [], "client": ("10.0.0.1", 1), "scheme": "ws", "subprotocols": []},
    }

    async def whole() -> None:
        await on(scope, receive, send)
        running.hub().stop()  # the loop of this thread ends

    finish(whole())
    return sent


def _frame(message: str | bytes) -> dict:
    return {"type": "websocket.receive", "bytes" if isinstance(message, bytes) else "text": message}
