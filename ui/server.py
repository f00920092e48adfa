"""What the web server does besides running pages: it hands out the models' files and the plotting library."""

import gzip
from functools import cache
from importlib import resources

import plotly
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import config

from vae_core import pretrained
from vae_core.errors import CheckpointError

# The path holds a hash of the content, so a browser may keep a file for as long as it likes.
FOREVER = "public, max-age=31536000, immutable"
FILES = {
    "decoder.safetensors": pretrained.decoder_file,
    "encodings.safetensors": lambda name: pretrained.read_file(name, pretrained.ENCODINGS),
}


def model_url(name: str, file: str) -> str:
    """Where the browser gets ``file`` of the pretrained model ``name``."""
    source = pretrained.ENCODINGS if file == pretrained.ENCODINGS else pretrained.WEIGHTS
    version = pretrained.entry(name)["files"][source][:16]
    return f"{_base()}/models/{name}/{version}/{file}"


def plotly_url() -> str:
    """Where the browser gets plotly.js: the copy in the installed package, so that no network is needed."""
    return f"{_base()}/libraries/{plotly.__version__}/plotly.min.js"


def routes() -> list[Route]:
    return [
        Route(f"{_base()}/models/{{name}}/{{version}}/{{file}}", _serve_model),
        Route(f"{_base()}/libraries/{{version}}/plotly.min.js", _serve_plotly),
    ]


def _serve_model(request: Request) -> Response:
    name, file = request.path_params["name"], request.path_params["file"]
    if file not in FILES or name not in pretrained.available():
        return Response("No such model file.", 404)
    try:
        content = FILES[file](name)
    except CheckpointError as error:
        return Response(str(error), 500)
    # Weights hardly shrink: "identity" keeps the server from zipping a megabyte for each visitor.
    headers = {"cache-control": FOREVER, "content-encoding": "identity"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _serve_plotly(request: Request) -> Response:
    if "gzip" not in request.headers.get("accept-encoding", ""):
        headers = {"cache-control": FOREVER, "content-encoding": "identity"}
        return Response(gzip.decompress(_plotly_zipped()), media_type="text/javascript", headers=headers)
    headers = {"cache-control": FOREVER, "content-encoding": "gzip"}
    return Response(_plotly_zipped(), media_type="text/javascript", headers=headers)


@cache
def _plotly_zipped() -> bytes:
    """Zipped once, not for each visitor: 4.8 MB become 1.4."""
    return gzip.compress((resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes())


def _base() -> str:
    path = config.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
