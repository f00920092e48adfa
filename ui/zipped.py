"""Streamlit's own scripts and styles, zipped: it sends them as they are, 2.7 MB to whoever comes for the first time."""

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.first_paint import starts_page

KINDS = (".js", ".css")


class ZippedScripts:
    """Middleware that zips each of them once and keeps it; their names change with their content."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self._kept: dict[str, tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_wanted(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            start, body = await self._fetch(scope, receive)
            if start["status"] != 200 or starts_page(start):  # Streamlit answers with its page where no file is
                await send(start)
                await send(body)
                return
            self._kept[path] = await run_in_threadpool(_zip, start, body)
        for message in self._kept[path]:
            await send(message)

    async def _fetch(self, scope: Scope, receive: Receive) -> tuple[Message, Message]:
        """The response as it is, in one piece."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, keep)
        start, *parts = messages
        return start, {"type": "http.response.body", "body": b"".join(part.get("body", b"") for part in parts)}


def _is_wanted(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
        return False
    headers = Headers(scope=scope)
    takes_it = "gzip" in headers.get("accept-encoding", "")
    asks_for_more = any(name in headers for name in ("range", "if-none-match", "if-modified-since"))
    return takes_it and not asks_for_more and scope["path"].endswith(KINDS)


def _zip(start: Message, body: Message) -> tuple[Message, Message]:
    content = gzip.compress(body["body"], mtime=0)
    headers = MutableHeaders(raw=[*start["headers"]])
    headers["content-encoding"], headers["content-length"] = "gzip", str(len(content))
    headers.add_vary_header("accept-encoding")
    return {**start, "headers": headers.raw}, {**body, "body": content}
