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
from importlib import import_module, resources

import plotly
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import config

from ui import live
from vae_core import pretrained
from vae_core.errors import CheckpointError, VaeCoreError

# The path holds a hash of the content, so a browser may keep a file for as long as it likes.
FOREVER = "public, max-age=31536000, immutable"
# What Streamlit imports late, and plotly looks at in passing as soon as it is there: half imported by one thread, it
# would break the figure of another.
SHARED = ("pandas", "PIL.Image")
AHEAD_SECONDS = 5  # from the server's start; whoever started it has the first page by then
MOST_BYTES = 20_000  # of a question: an address and a few moves
FILES = {
    pretrained.DECODER: pretrained.decoder_file,
    pretrained.ENCODER: pretrained.encoder_file,
    pretrained.ENCODINGS: lambda name: pretrained.read_file(name, pretrained.ENCODINGS),
}


def model_url(name: str, file: str) -> str:
    """Where the browser gets ``file`` of the pretrained model ``name``."""
    source = pretrained.ENCODINGS if file == pretrained.ENCODINGS else pretrained.WEIGHTS
    version = pretrained.entry(name)["files"][source][:16]
    return f"{_base()}/models/{name}/{version}/{file}"


def run_url(run: str, member: str, version: str, file: str) -> str:
    """Where the browser gets ``file`` of a model of a run; ``version`` is a hash of its content."""
    return f"{_base()}/runs/{run}/{member}/{version}/{file}"


def plotly_url() -> str:
    """Where the browser gets plotly.js: the copy in the installed package, so that no network is needed."""
    return f"{_base()}/libraries/{plotly.__version__}/plotly.min.js"


@asynccontextmanager
async def lifespan(_app) -> AsyncIterator[None]:
    """What happens once when the server starts, before anybody is served, and when it stops."""
    _send_at_once()
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
    """Load what takes seconds, once the first page is there: whoever trains first should not have others wait."""
    from ui import lab, trained  # noqa: F401


def _send_at_once() -> None:
    """Have what is written to a connection leave at once, as asyncio does on sockets that it makes itself.

    On a socket handed to it, as here, it does not (github.com/Kludex/uvicorn/issues/3149): the end of
    each answer then waits 40 ms for the browser's word on its beginning. Connections inherit the
    option from the socket that listens for them.
    """
    for sock in gc.get_objects():
        if isinstance(sock, socket.socket) and sock.family != getattr(socket, "AF_UNIX", None) and sock.fileno() != -1:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def map_url(key: str) -> str:
    """Where the browser gets the frames of a map."""
    return f"{_base()}/maps/{key}"


def image_url(run: str = "") -> str:
    """Where the browser gets an image: of a run, or of MNIST's test set; its number takes the place of ``{number}``."""
    return f"{_base()}/images/{run or 'test'}/{{number}}"


def live_url() -> str:
    """Where the browser asks for a figure while the hand moves."""
    return f"{_base()}/live"


def routes() -> list[Route]:
    from ui import map_routes  # which needs the addresses above

    return [
        Route(f"{_base()}/models/{{name}}/{{version}}/{{file}}", _serve_model),
        Route(run_url("{run}", "{member}", "{version}", "{file}"), _serve_run),
        Route(f"{_base()}/libraries/{{version}}/plotly.min.js", _serve_plotly),
        Route(live_url(), _serve_live, methods=["POST"]),
        *map_routes.routes(_base()),
    ]


def _serve_model(request: Request) -> Response:
    name, file = request.path_params["name"], request.path_params["file"]
    if file not in FILES or name not in pretrained.available():
        return Response("No such model file.", 404)
    try:
        content = FILES[file](name)
    except CheckpointError as error:
        return Response(str(error), 500)
    return _for_ever(content)


def _serve_run(request: Request) -> Response:
    from ui import trained  # torch takes a second: not before it is needed

    if request.path_params["file"] not in FILES:
        return Response("No such model file.", 404)
    run, member, version, file = (request.path_params[name] for name in ("run", "member", "version", "file"))
    try:
        return _for_ever(trained.file(run, member, version, file))
    except VaeCoreError as error:
        return Response(str(error), 404)


def _for_ever(content: bytes) -> Response:
    # Weights hardly shrink: "identity" keeps the server from zipping a megabyte for each visitor.
    headers = {"cache-control": FOREVER, "content-encoding": "identity"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _serve_plotly(request: Request) -> Response:
    if "gzip" not in request.headers.get("accept-encoding", ""):
        headers = {"cache-control": FOREVER, "content-encoding": "identity"}
        return Response(gzip.decompress(_plotly_zipped()), media_type="text/javascript", headers=headers)
    headers = {"cache-control": FOREVER, "content-encoding": "gzip"}
    return Response(_plotly_zipped(), media_type="text/javascript", headers=headers)


async def _serve_live(request: Request) -> Response:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BYTES:
            return Response("This is too long for a question.", 413)
    try:
        question = live.Question.parse(bytes(content))
    except ValueError as error:
        return Response(str(error), 400)
    answer = await run_in_threadpool(live.answer, question)
    # "identity": zipping would cost more time than it saves.
    return Response(json.dumps(answer), media_type="application/json", headers={"content-encoding": "identity"})


@cache
def _plotly_zipped() -> bytes:
    """Zipped once, not for each visitor: 4.8 MB become 1.4."""
    return gzip.compress((resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes())


def _base() -> str:
    path = config.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
