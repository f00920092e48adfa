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
        raise CheckpointError(f"No array can be called {RECORD!r}: that is the record's own name.")
    for name, array in arrays.items():
        if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
            raise CheckpointError(f"The array {name!r} should hold numbers, it holds {array.dtype}.")
    try:
        text = json.dumps(dict(record))
    except (TypeError, ValueError, RecursionError) as error:
        raise CheckpointError(f"The record should hold JSON values only ({error}).") from error
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
        raise CheckpointError(f"Expected a safetensors file, found something else ({error}).") from error
    text = arrays.pop(RECORD, None)
    if text is None or text.dtype != np.uint8 or text.ndim != 1:
        raise CheckpointError(f"Expected a {RECORD!r} of bytes among the arrays, found {sorted(arrays)}.")
    try:
        record = json.loads(text.tobytes())
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"Expected JSON in {RECORD!r}, found something else ({error}).") from error
    if not isinstance(record, dict):
        raise CheckpointError(f"Expected a JSON object in {RECORD!r}, found {record!r:.60}.")
    return record, {name: array if array.flags.writeable else array.copy() for name, array in arrays.items()}
