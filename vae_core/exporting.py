"""Models for other programs, and for a browser alone: ONNX, and one HTML file that decodes by itself."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from typing import Any
from urllib.parse import quote

from vae_core.errors import CheckpointError
from vae_core.exchange import onnx_writing
from vae_core.exchange.foreign import PIXELS, DecoderAlone
from vae_core.figures import theme

WEB = Path(__file__).resolve().parent.parent / "web"
START = "alone/alone.js"
SHEETS = ("base/controls.css", "latent/swatches.css", "decoder/hand.css", "alone/alone.css")
IMPORT = re.compile(r'(?<= from )"(\.[^"]+)";')
COLOURS = {"z": "z", "p": "p", "none": "epsilon"}


@dataclass(frozen=True, eq=False)
class Exported:
    """What an export is made of.

    Attributes:
        name: what the model is called.
        network: it, in evaluation mode.
        decoder: its decoder's weights, as a safetensors file.
        encodings: its codes of test images, as such a file; it may be of none.
        has_digits: whether a label is the digit on the image, and not only the number of a class.
    """

    name: str
    network: Any
    decoder: bytes
    encodings: bytes
    has_digits: bool


def page(model: Exported) -> bytes:
    """One HTML file that decodes by itself, offline, in any browser.

    The scripts of the project are in it as they are; an import map leads from each to those that it imports.

    Raises:
        CheckpointError: it decodes other pictures than those of 28 × 28 pixels.
    """
    shape = model.network.config
    if shape.pixels != PIXELS or shape.latent_dim < 2:
        raise CheckpointError(
            "The page shows a plane of positions, and pictures of 28 × 28 pixels: this model has others."
        )
    given = {
        "name": model.name,
        "kind": shape.model,
        "latent_dim": shape.latent_dim,
        "activation": shape.activation,
        "has_digits": model.has_digits,
        "decoder": b64encode(model.decoder).decode(),
        "encodings": b64encode(model.encodings).decode(),
        "colours": {part: asdict(theme.SYMBOLS[symbol]) for part, symbol in COLOURS.items()}
        | {"digits": [asdict(shade) for shade in theme.DIGITS]},
    }
    addresses = {path: f"data:text/javascript;charset=utf-8,{quote(text)}" for path, text in _scripts(START).items()}
    return PAGE.format(
        style="\n".join(_text(path) for path in SHEETS),
        scripts=json.dumps({"imports": addresses}),
        body=_text("alone/alone.html"),
        given=json.dumps(given).replace("<", "\\u003c"),  # nothing in it ends the script
        start=START,
    ).encode()


def decoder(model: Exported) -> bytes:
    """The half that decodes, in ONNX."""
    return onnx_writing.decoder(model.network)


def encoder(model: Exported) -> bytes:
    """The half that encodes, in ONNX. Raises CheckpointError where there is none."""
    if isinstance(model.network, DecoderAlone):
        raise CheckpointError("This model has no encoder.")
    return onnx_writing.encoder(model.network)


EXPORTS: Mapping[str, Callable[[Exported], bytes]] = {
    "page.html": page,
    "decoder.onnx": decoder,
    "encoder.onnx": encoder,
}


def _scripts(start: str) -> dict[str, str]:
    """A script of ``web/`` and all that it needs, by path; each imports the others by their paths."""
    found, waiting = {}, [start]
    while waiting:
        path = waiting.pop()
        if path not in found:
            folder = PurePosixPath(path).parent.as_posix()
            found[path] = IMPORT.sub(lambda match, at=folder: f'"{normpath(join(at, match[1]))}";', _text(path))
            waiting += [normpath(join(folder, other)) for other in IMPORT.findall(_text(path))]
    return found


def _text(path: str) -> str:
    return (WEB / path).read_text("utf-8")


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>VAE Playground</title>
<style>
{style}
</style>
<script type="importmap">{scripts}</script>
</head>
<body>
{body}
<script type="application/json" id="given">{given}</script>
<script type="module">
import {{ Alone }} from "{start}";
globalThis.alone = new Alone(document, JSON.parse(document.getElementById("given").textContent));
</script>
</body>
</html>
"""
