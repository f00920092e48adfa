"""The server's routes in tests, without a server."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from ui import server


def serve(address: str, encoding: str = "gzip") -> Response:
    """What a browser gets at an address of :mod:`ui.addresses`."""
    headers = [(b"accept-encoding", encoding.encode())]
    scope = {"type": "http", "method": "GET", "path": f"/{address}", "headers": headers}
    for route in server.routes():
        match, found = route.matches(scope)
        if match is Match.FULL:
            return route.endpoint(Request({**scope, **found}))
    return Response("Nobody is there.", 404)
