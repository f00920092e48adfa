"""Models for other programs, and for a browser alone: ONNX, and one HTML file that decodes by itself."""

import json
import re
import sys
from argparse import Namespace
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from typing import Any
from urllib.parse import quote

from vae_core import data, places, pretrained
from vae_core.data.dataset import PIXELS
from vae_core.data.idx import read_bytes
from vae_core.errors import CheckpointError, ConfigError
from vae_core.exchange import onnx_writing
from vae_core.exchange.foreign import LIKELY, DecoderAlone
from vae_core.exchange.opening import open_files
from vae_core.figures import theme
from vae_core.lab import opening
from vae_core.training import checkpoints
from vae_core.training.checkpoints import Checkpoint
from vae_core.writing import write_file

WEB = places.folder("web")
START = "alone/alone.js"
SHEETS = ("base/controls.css", "latent/swatches.css", "decoder/hand.css", "alone/alone.css")
IMPORT = re.compile(r'(?<= from )"(\.[^"]+)";')
DIGITS = ("digits", "mnist")
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
        class_names: of label 0, 1, …; none where they are numbers alone, or not known.
    """

    name: str
    network: Any
    decoder: bytes
    encodings: bytes
    has_digits: bool
    class_names: Sequence[str] = ()


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
        "class_names": list(model.class_names),
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


def export(options: Namespace) -> None:
    """Write a model as ONNX or as a page, as the end of the file's name says."""
    ends = {".html": "page.html", ".onnx": f"{options.part}.onnx"}
    if options.out.suffix not in ends:
        raise ConfigError(f"{options.out} should end in {' or '.join(ends)}.")
    wants_page = options.out.suffix == ".html"
    content = EXPORTS[ends[options.out.suffix]](_found(options.model, options.data_dir, wants_page))
    write_file(options.out, content)
    print(f"Wrote {options.out}, {len(content) / 1e6:.1f} MB.")


def _found(model: str, data_dir: Path | None, wants_codes: bool) -> Exported:
    """A pretrained model, or that of a checkpoint's folder or of a file."""
    if model in pretrained.autoencoders():
        parts = pretrained.decoder_file(model), pretrained.read_file(model, pretrained.ENCODINGS)
        return Exported(model, pretrained.load(model), *parts, has_digits=True)
    path = pretrained.place_of(model)
    if path.is_dir():
        opened = checkpoints.load(path)
    else:
        (opened,) = open_files({path.name: read_bytes(path)}).values()
    known = opened.dataset["name"] if isinstance(opened, Checkpoint) else LIKELY
    held_out = None
    if wants_codes and data.is_present(known, data_dir):
        held_out = data.load(known, split="test", data_dir=data_dir, download=False)
    elif wants_codes:
        print(f"The test images of {known} are not here: the page shows no codes.", file=sys.stderr)
    network = opening.network(opened, held_out) if held_out else opened.model()
    files = opening.browser_files(network, held_out)
    return Exported("", network, files[pretrained.DECODER], files[pretrained.ENCODINGS], known in DIGITS)


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
