"""Which of several servers answers: a browser brings its name back, and a proxy leads it to where its session is."""

import os

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.first_paint import starts_page

COOKIE = "vae_server"  # deploy/nginx/servers.conf reads it
ALONE = "here"  # a server without others


def name() -> str:
    """This server's, which VAE_SERVER_NAME gives it where there are several."""
    return os.environ.get("VAE_SERVER_NAME", ALONE)


class SayWhoseItIs:
    """Middleware by which a page, and each socket that is opened, names the server that has answered.

    The socket as well: where a server is gone, the page of its visitors opens another one elsewhere and asks for all
    else there, too. The cookie lasts as long as the browser is open: who is there for longer than a day stays as well.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = name()
        if own == ALONE or scope["type"] not in ("http", "websocket") or _named(scope) == own:
            await self.app(scope, receive, send)
            return

        async def send_with_name(message: Message) -> None:
            if message["type"] == "websocket.accept" or starts_page(message):
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                headers.append("set-cookie", f"{COOKIE}={own}; Path=/; SameSite=Lax; HttpOnly")
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, send_with_name)


def _named(scope: Scope) -> str | None:
    sent = (value.decode("latin-1") for header, value in scope["headers"] if header == b"cookie")
    found = (cookie_parser(text).get(COOKIE) for text in sent)
    return next((name for name in found if name), None)
