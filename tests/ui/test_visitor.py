"""A browser gets its cookie with the first page, and nothing else does."""

import pytest
from aside import finish

from ui import visitor


def fetch(kind: bytes = b"text/html; charset=utf-8", method: str = "GET", cookie: str = "") -> list[bytes]:
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message)

    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": method, "headers": headers}
    finish(visitor.RememberVisitors(app)(scope, None, send))
    return [value for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_the_first_page_brings_a_cookie_that_no_script_reads():
    (one,), (other,) = fetch(), fetch()
    assert one.startswith(visitor.COOKIE.encode())
    assert b"HttpOnly" in one
    assert one != other


@pytest.mark.parametrize(
    "request_",
    [
        {"kind": b"application/json"},
        {"method": "POST"},
        {"cookie": f"{visitor.COOKIE}=somebody"},
        {"cookie": f"other=1; {visitor.COOKIE}=somebody"},
    ],
)
def test_nothing_else_does(request_):
    assert fetch(**request_) == []
