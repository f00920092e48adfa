"""What the web server does besides running pages: models' files, the plotting library, figures while a hand moves."""

import gc
import gzip
import json
import os
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from streamlit import config

from ui import (
    addresses,
    course,
    embedding_routes,
    late,
    libraries,
    library,
    live,
    logs,
    metering,
    posted,
    taken_along,
    web,
)
from ui.answering import SayWhoseItIs
from ui.first_paint import FirstPaint
from ui.heard_out import hear_out
from ui.in_class import routes as classroom_routes
from ui.visitor import RememberVisitors
from ui.zipped import ZippedScripts
from vae_core.errors import VaeCoreError

# The path holds a hash of the content, so a browser may keep a file for as long as it likes.
FOREVER = "public, max-age=31536000, immutable"
# What Streamlit imports late: half imported by one thread, it would break the run of another.
SHARED = ("pandas", "PIL.Image")
AHEAD_SECONDS = 5  # from the server's start; whoever started it has the first page by then
MOST_BYTES = 20_000  # of a question: an address and a few moves


@asynccontextmanager
async def lifespan(_app) -> AsyncIterator[None]:
    """What happens once when the server starts, before anybody is served, and when it stops."""
    logs.begin()
    _send_at_once()
    hear_out()
    for module in SHARED:
        import_module(module)
    # Heard by torch, which is not here yet: an answer is a few milliseconds of work on one thread. With more, those of
    # several visitors and of the workers that train wait for each other: up to a hundred times as long, measured.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    ahead = threading.Timer(AHEAD_SECONDS, _load_ahead)
    ahead.daemon = True
    ahead.start()
    yield
    ahead.cancel()


def _load_ahead() -> None:
    """Load what is loaded late. It stays: to look through it for garbage took 0.2 s each time, with nobody answered."""
    late.load()
    gc.collect()
    gc.freeze()
    late.inference.prepare()
    late.returns.prepare()


def _send_at_once() -> None:
    """Have what is written to a connection leave at once, as asyncio does on sockets that it makes itself.

    On a socket handed to it, as here, it does not (github.com/Kludex/uvicorn/issues/3149): the end of
    each answer then waits 40 ms for the browser's word on its beginning. Connections inherit the
    option from the socket that listens for them.
    """
    for sock in gc.get_objects():
        if isinstance(sock, socket.socket) and sock.family != getattr(socket, "AF_UNIX", None) and sock.fileno() != -1:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def routes() -> list[BaseRoute]:
    """What browsers fetch beside the pages, at the addresses of :mod:`ui.addresses`."""
    return [
        Route(f"{_base()}/web/{web.version()}/{{path:path}}", _serve_script),
        Route(f"{_base()}/models/{{shelf}}/{{member}}/{{version}}/{{file}}", _serve_model),
        Route(f"{_base()}/exports/{{shelf}}/{{member}}/{{version}}/{{file}}", _serve_export),
        Route(f"{_base()}/libraries/{{version}}/{{bundle}}.js", _serve_library),
        Route(f"{_base()}/course/{{version}}/{{file}}", _serve_outline),
        Route(f"{_base()}/{addresses.LIVE}", _serve_live, methods=["POST"]),
        Route(f"{_base()}/{metering.ADDRESS}", _serve_metrics),
        *embedding_routes.routes(_base()),
        *classroom_routes.routes(_base()),
    ]


def middleware() -> list[Middleware]:
    """What is done with Streamlit's own pages and files on their way out."""
    return [Middleware(SayWhoseItIs), Middleware(RememberVisitors), Middleware(FirstPaint), Middleware(ZippedScripts)]


def _serve_script(request: Request) -> Response:
    path = request.path_params["path"]
    if path not in web.files():
        return Response("No such script.", 404)
    return _zipped(web.files()[path], web.KINDS[PurePosixPath(path).suffix], request)


def _serve_model(request: Request) -> Response:
    shelf, member, version, file = (request.path_params[name] for name in ("shelf", "member", "version", "file"))
    if file not in library.FILES:
        return Response("No such model file.", 404)
    try:
        return _for_ever(library.shelf(shelf).file(member, version, file))
    except VaeCoreError as error:
        return Response(str(error), 404)


def _serve_export(request: Request) -> Response:
    """A model to take along: the page in it is this version's, and so no browser keeps it."""
    shelf, member, version, file = (request.path_params[name] for name in ("shelf", "member", "version", "file"))
    if file not in taken_along.LABELS:
        return Response("No such export.", 404)
    try:
        content, name = taken_along.content(shelf, member, file, version)
    except VaeCoreError as error:
        return Response(str(error), 404)
    headers = {"cache-control": "no-store", "content-disposition": f"attachment; filename={name}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _for_ever(content: bytes) -> Response:
    # Weights hardly shrink: "identity" keeps the server from zipping a megabyte for each visitor.
    headers = {"cache-control": FOREVER, "content-encoding": "identity"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _serve_library(request: Request) -> Response:
    bundle = request.path_params["bundle"]
    if bundle not in libraries.BUNDLES:
        return Response("No such library.", 404)
    return _zipped(libraries.content(bundle), web.KINDS[".js"], request)


def _serve_outline(request: Request) -> Response:
    content = course.files().get(request.path_params["file"])
    if content is None or request.path_params["version"] != course.version():
        return Response("No such outline.", 404)
    return _zipped(content, "application/json", request)


async def _serve_live(request: Request) -> Response:
    content = await posted.body(request, MOST_BYTES)
    if content is None:
        return Response("This is too long for a question.", 413)
    try:
        question = live.Question.parse(content)
    except ValueError as error:
        return Response(str(error), 400)
    answer = await run_in_threadpool(_answer, question)
    # "identity": zipping would cost more time than it saves.
    return Response(json.dumps(answer), media_type="application/json", headers={"content-encoding": "identity"})


def _answer(question: live.Question) -> dict:
    with metering.timed(question.section, "hand"):
        return live.answer(question)


def _serve_metrics(request: Request) -> Response:
    if not metering.is_on():
        return Response("No such page.", 404)
    if not metering.may_ask(request.headers.get("authorization", "")):
        return Response("Only who has the secret of VAE_METRICS is told.", 401, {"www-authenticate": "Bearer"})
    content, kind = metering.page()
    return Response(content, media_type=kind, headers={"cache-control": "no-store"})


def _zipped(content: bytes, media_type: str, request: Request) -> Response:
    """Text that a browser may keep for ever, zipped where it takes that."""
    takes_it = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"cache-control": FOREVER, "content-encoding": "gzip" if takes_it else "identity"}
    return Response(_zip(content) if takes_it else content, media_type=media_type, headers=headers)


@cache
def _zip(content: bytes) -> bytes:
    """Zipped once, not for each visitor: plotly's 1.5 MB become 0.5."""
    return gzip.compress(content)


def _base() -> str:
    path = config.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
