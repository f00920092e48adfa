"""A JSON record and arrays in one file: safetensors, so whole or refused, and nothing in it can run.

What a run keeps and what its processes send each other has this form.
"""

import json
from collections.abc import Mapping

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from vae_core.errors import CheckpointError

RECORD = "record"


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
    try:
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise CheckpointError("Expected a safetensors file, found something else ({error}).", error=error) from error
    text = arrays.pop(RECORD, None)
    if text is None or text.dtype != np.uint8 or text.ndim != 1:
        raise CheckpointError(
            "This safetensors file is none of this project's: it lacks the bytes {record} and holds {found}.",
            record=repr(RECORD),
            found=repr(sorted(arrays))[:200],
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
