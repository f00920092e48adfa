"""How browsers reach a class: it is begun and joined by a request, and a socket carries the rest, both ways."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from classroom.codes import read_code
from classroom.errors import ClassError, NoClass
from classroom.hub import Connection
from classroom.store import StoreError
from ui import addresses, i18n, posted
from ui.fields.app import LANGUAGES
from ui.in_class import running

MOST_LETTERS = 8000  # of a message
ENTER_SECONDS = 10  # within which a page says who it is
PACE, BURST = 10, 40  # messages a second, and at once
# Why a socket is closed: a page need not try again with the same words; it may be cured in a moment.
NOBODY, TOO_MUCH, AGAIN = 4401, 4408, 1013
FRESH = {"cache-control": "no-store"}


def routes(base: str) -> list[BaseRoute]:
    """The routes, below ``base``."""
    return [
        Route(f"{base}/{addresses.CLASSES}", _open, methods=["POST"]),
        Route(f"{base}/{addresses.CLASSES}/{{code}}", _look, methods=["GET"]),
        Route(f"{base}/{addresses.CLASSES}/{{code}}/members", _join, methods=["POST"]),
        WebSocketRoute(f"{base}/{addresses.CLASSES}/{{code}}/socket", _connect),
    ]


async def _open(request: Request) -> JSONResponse:
    _, begun = running.tries()
    if not begun.may(_whence(request)):
        return _sorry(request, ClassError("Many classes were begun just now. Wait a minute, then try again."), 429)
    begun.add(_whence(request))
    try:
        code, token = await run_in_threadpool(lambda: running.classes().open())
    except StoreError as error:
        return _sorry(request, error, 503)
    return JSONResponse({"code": code, "token": token}, 201, FRESH)


async def _look(request: Request) -> JSONResponse:
    """Whether there is a class: who has mistyped its code hears so before being asked to join."""
    return await _by_code(request, lambda code: {"code": running.classes().room(code).code}, 200)


async def _join(request: Request) -> JSONResponse:
    def join(code: str) -> dict[str, str]:
        code, token = running.classes().join(code)
        return {"code": code, "token": token}

    return await _by_code(request, join, 201)


async def _by_code(request: Request, do: Callable[[str], dict[str, str]], status: int) -> JSONResponse:
    """What comes of a code, which may be a wrong one: so many are heard, and no more."""
    wrong_codes, _begun = running.tries()
    if not wrong_codes.may(_whence(request)):
        return _sorry(request, ClassError("Too many wrong codes were tried. Wait a minute, then try again."), 429)
    try:
        answer = await run_in_threadpool(do, request.path_params["code"])
    except NoClass as error:
        wrong_codes.add(_whence(request))
        return _sorry(request, error, 404)
    except ClassError as error:
        return _sorry(request, error, 409)
    except StoreError as error:
        return _sorry(request, error, 503)
    return JSONResponse(answer, status, FRESH)


def _sorry(request: Request, error: ClassError | StoreError, status: int) -> JSONResponse:
    gettext = i18n.catalogue(_language(request.query_params.get("lang"))).gettext
    return JSONResponse({"sentence": error.sentence.translated(gettext)}, status, FRESH)


def _language(name: object) -> str:
    return name if isinstance(name, str) and name in LANGUAGES else "en"


def _whence(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""


# ---- the socket -------------------------------------------------------------------------------------


async def _connect(socket: WebSocket) -> None:
    """A page of somebody in a class, for as long as it is there."""
    await socket.accept()
    code, connection = read_code(socket.path_params["code"]) or "", None
    with suppress(WebSocketDisconnect):
        connection = await _enter(socket, code)
    if connection is None:
        return
    sending = asyncio.create_task(_send(socket, connection))
    try:
        with suppress(WebSocketDisconnect):
            await _listen(socket, code, connection)
    finally:
        sending.cancel()
        running.hub().leave(code, connection)


async def _enter(socket: WebSocket, code: str) -> Connection | None:
    """Whoever a page says it is of. Where it is nobody's, the socket is closed.

    A class that is not there is told from a wrong secret by nothing: no code is found here, and none need be counted.
    A whole school comes back from one address, also where somebody has just mistyped many.
    """
    connection, reason = None, NOBODY
    try:
        message = await asyncio.wait_for(_receive(socket), ENTER_SECONDS)
        if isinstance(message.get("token"), str):
            hub = await run_in_threadpool(running.hub)
            connection = await hub.enter(code, message["token"], _language(message.get("language")))
    except ClassError:
        pass
    except (StoreError, TimeoutError):
        reason = AGAIN
    if connection is None:
        await socket.close(reason)
    return connection


async def _receive(socket: WebSocket) -> dict:
    """What a page says; nothing that means something, where it is no object of JSON."""
    told = await socket.receive()
    if told["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(told["code"])
    text = told.get("text")  # which a frame of bytes has not
    if text is None or len(text) > MOST_LETTERS:
        return {}
    try:
        message = posted.parsed(text)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


async def _listen(socket: WebSocket, code: str, connection: Connection) -> None:
    left, at = float(BURST), time.monotonic()
    while True:
        message = await _receive(socket)
        now = time.monotonic()
        left, at = min(BURST, left + (now - at) * PACE) - 1, now
        if left < 0:
            await socket.close(TOO_MUCH)
            return
        await running.hub().hear(code, connection, message)


async def _send(socket: WebSocket, connection: Connection) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # closed meanwhile
        while True:
            await socket.send_text(await connection.next())
