"""What browsers fetch of maps: frames as they form, where a new point belongs, and the images behind the points."""

import json

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui import embeddings, i18n, library, posted
from ui.fields.app import LANGUAGES
from vae_core.errors import Sentence, VaeCoreError

MOST_BYTES = 4_000  # of a question: a code of 64 numbers
WATCHER = 40  # letters of a watcher's name
MOST_DIGITS = 9  # of an image's number
BINARY = "application/octet-stream"
# Numbers hardly shrink: "identity" keeps the server from zipping them for each visitor.
FRESH = {"cache-control": "no-store", "content-encoding": "identity"}
LONG = {"cache-control": "public, max-age=86400", "content-encoding": "identity"}


def routes(base: str) -> list[Route]:
    """The routes, below ``base``."""
    return [
        Route(f"{base}/maps/{{key}}", _serve_frames),
        Route(f"{base}/maps/{{key}}/leave", _serve_leaving, methods=["POST"]),
        Route(f"{base}/maps/{{key}}/place", _serve_place, methods=["POST"]),
        Route(f"{base}/images/{{shelf}}/{{number}}", _serve_image),
    ]


def _serve_frames(request: Request) -> Response:
    try:
        after = max(0, int(request.query_params.get("after", "0")))
    except ValueError:
        return Response("The number of frames must be a whole number.", 400)
    language = request.query_params.get("lang", "en")
    gettext = i18n.catalogue(language).gettext if language in LANGUAGES else str
    try:
        content = embeddings.frames(
            request.path_params["key"], after, _watcher(request), lambda text: Sentence(text).translated(gettext)
        )
    except VaeCoreError as error:
        return Response(error.sentence.translated(gettext), 404)
    return Response(content, media_type=BINARY, headers=FRESH)


def _serve_leaving(request: Request) -> Response:
    embeddings.leave(request.path_params["key"], _watcher(request))
    return Response(status_code=204)


def _watcher(request: Request) -> str:
    return request.query_params.get("watcher", "")[:WATCHER]


async def _serve_place(request: Request) -> Response:
    content = await posted.body(request, MOST_BYTES)
    if content is None:
        return Response("This is too long for a code.", 413)
    try:
        code = np.array(posted.parsed(content), np.float32)
    except (ValueError, TypeError, OverflowError):
        return Response("A code is a list of numbers.", 400)
    if code.ndim != 1 or not np.isfinite(code).all():
        return Response("A code is a list of numbers.", 400)
    try:
        point = await run_in_threadpool(embeddings.place, request.path_params["key"], code)
    except VaeCoreError as error:
        return Response(str(error), 404)
    answer = None if point is None else point.tolist()
    return Response(json.dumps(answer), media_type="application/json", headers=FRESH)


def _serve_image(request: Request) -> Response:
    """784 bytes, row after row; 0 is background and 255 full ink."""
    try:
        images = library.shelf(request.path_params["shelf"]).images()
    except VaeCoreError as error:
        return Response(str(error), 404)
    number = request.path_params["number"]
    # Not by Starlette's own {number:int}: Python refuses thousands of digits, with an error that nobody expects there.
    is_one = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    if images is None or not is_one or not int(number) < len(images):
        return Response("No such image.", 404)
    return Response(images[int(number)].tobytes(), media_type=BINARY, headers=LONG)
