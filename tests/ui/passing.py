"""A request on its way through a middleware."""

from dataclasses import dataclass, field

from aside import finish
from starlette.datastructures import Headers


@dataclass
class Origin:
    """What is behind the middleware: it answers with ``parts``, and remembers what it was asked."""

    kind: str
    parts: tuple[bytes, ...]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Headers] = field(default_factory=list)

    async def __call__(self, scope, receive, send) -> None:
        self.asked.append(Headers(scope=scope))
        headers = {"content-type": self.kind, "content-length": str(sum(map(len, self.parts))), **self.headers}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        *first, last = self.parts
        for part in first:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": last})


def passed(middleware, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, Headers, bytes]:
    """Status, headers and body of the answer to a request; ``_`` in the name of a header stands for ``-``."""
    sent = []

    async def send(message):
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw}
    finish(middleware(scope, None, send))
    start, *parts = sent
    return start["status"], Headers(raw=start["headers"]), b"".join(part.get("body", b"") for part in parts)
