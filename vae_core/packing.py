"""A JSON record and arrays in one file: safetensors, so whole or refused, and nothing in it can run.

What a run keeps and what its processes send each other has this form.
"""

import json
from collections.abc import Mapping

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from vae_core.errors import CheckpointError, Sentence

RECORD = "record"
HOW_TO_BRING = Sentence(
    "To bring such a model: in Python, load its weights into a network of vae_core.models that has the same layers, "
    "and write the file with vae_core.training.checkpoints.to_bytes()."
)
# What anybody's PyTorch writes with one line more, and what is shown wherever files are opened.
RECIPE = 'from safetensors.torch import save_file; save_file(model.state_dict(), "vae.safetensors")'
FROM_TORCH = Sentence("Where the model is, one line of Python writes what opens here: {recipe}", recipe=RECIPE)
IN_KERAS = 'decoder.export("decoder.onnx", format="onnx")'
FROM_KERAS = Sentence("Where the model is, Keras writes what opens here: {recipe}", recipe=IN_KERAS)
NO_MODEL = Sentence("A model is one .safetensors file, as the training lab gives it under “Take it away”.")
ZIP = b"PK\x03\x04"
# How files of other kinds begin, and what of it tells them from their neighbours.
OTHERS = (
    (ZIP, b"data.pkl", Sentence("This is a file of PyTorch (.pt, .pth). Opening it could run any code."), FROM_TORCH),
    (ZIP, b"model.weights.h5", Sentence("This is a model of Keras (.keras)."), FROM_KERAS),
    (ZIP, b"", Sentence("This is a zip archive, not a model."), NO_MODEL),
    (b"\x80", b"", Sentence("This is a Python pickle (.pt, .pth, .pkl). Opening it could run any code."), FROM_TORCH),
    (b"\x89HDF", b"", Sentence("This is an HDF5 file (.h5), such as Keras writes."), FROM_KERAS),
    (b"\x08", b"onnx", Sentence("This is a model in ONNX."), NO_MODEL),
    (b"\x93NUMPY", b"", Sentence("This is an array of NumPy (.npy), not a model."), NO_MODEL),
    (b"\x89PNG", b"", Sentence("This is a picture, not a model."), NO_MODEL),
    (b"\xff\xd8\xff", b"", Sentence("This is a picture, not a model."), NO_MODEL),
)


def pack(record: Mapping, arrays: Mapping[str, np.ndarray]) -> bytes:
    """``record``, a mapping of JSON values, and named ``arrays`` of numbers as the content of one file.

    Raises:
        CheckpointError: an array is called ``"record"`` or holds something other than numbers, or the
            record holds something that JSON does not know.
    """
    if RECORD in arrays:
        raise CheckpointError("No array can be called {name}: that is the record's own name.", name=repr(RECORD))
    for name, array in arrays.items():
        if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
            raise CheckpointError(
                "The array {name} should hold numbers, it holds {found}.", name=repr(name), found=array.dtype
            )
    try:
        text = json.dumps(dict(record))
    except (TypeError, ValueError, RecursionError) as error:
        raise CheckpointError("The record should hold JSON values only ({error}).", error=error) from error
    everything = {RECORD: np.frombuffer(text.encode(), np.uint8), **arrays}
    # save() writes the memory as it lies, and would take a slice's neighbours for the slice.
    return save({name: np.asarray(array, order="C") for name, array in everything.items()})


def unpack(content: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """The record and the arrays that :func:`pack` put into ``content``; the arrays may be written to.

    Raises:
        CheckpointError: ``content`` is truncated, damaged or of another kind.
    """
    _refuse_others(content)
    try:
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise CheckpointError(
            "Expected a safetensors file: this is something else, or was cut off on its way. {how_to_bring}",
            how_to_bring=NO_MODEL,
        ) from error
    text = arrays.pop(RECORD, None)
    if text is None or text.dtype != np.uint8 or text.ndim != 1:
        raise CheckpointError(
            "This safetensors file holds weights alone ({found}), and nothing says which network they are of. "
            "{how_to_bring}",
            found=", ".join(sorted(arrays))[:200],
            how_to_bring=HOW_TO_BRING,
        )
    try:
        record = json.loads(text.tobytes())
    except (ValueError, RecursionError) as error:
        raise CheckpointError(
            "Expected JSON in {record}, found something else ({error}).", record=repr(RECORD), error=error
        ) from error
    if not isinstance(record, dict):
        raise CheckpointError(
            "Expected a JSON object in {record}, found {found}.", record=repr(RECORD), found=repr(record)[:60]
        )
    return record, {name: array if array.flags.writeable else array.copy() for name, array in arrays.items()}


def _refuse_others(content: bytes) -> None:
    """Say of a file of another kind what it is."""
    if content[8:9] == b"{":  # a safetensors file, after the length of its header, which may begin with any byte
        return
    for start, mark, sentence, way in OTHERS:
        if content.startswith(start) and mark in content:
            raise CheckpointError("{kind} {how_to_bring}", kind=sentence, how_to_bring=way)
