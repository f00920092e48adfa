"""Arrays as NumPy saves them: plain numbers or text, and no larger than the file itself can show."""

import math
from dataclasses import dataclass
from io import BytesIO
from tokenize import TokenError

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic

from vae_core.errors import DatasetError, Sentence

HEADER_BYTES = 10_000 + 12  # NumPy's own bound on the text of a header, and the bytes before it
NUMBERS, NUMBERS_OR_TEXT = "biuf", "biufUS"
LARGEST_NUMBER, LONGEST_TEXT = 8, 4 * 200  # bytes
TEXT = Sentence("{array}: expected an array of real numbers, found text.")
NOT_NUMBERS = {
    "O": Sentence(
        "{array}: expected an array of real numbers, found Python objects, which are never unpickled here. Save it as "
        "array.astype(int) or array.astype(str)."
    ),
    "U": TEXT,
    "S": TEXT,
    "c": Sentence("{array}: expected an array of real numbers, found complex numbers."),
    "": Sentence("{array}: expected an array of real numbers, found records of several fields."),
}
OTHER_NUMBERS = Sentence("{array}: expected an array of real numbers, found {dtype}.")


@dataclass(frozen=True)
class NpyHeader:
    """What an array in an ``.npz`` file says it is, and where in the file its values begin."""

    dtype: np.dtype
    fortran_order: bool
    shape: tuple[int, ...]
    start: int


def npy_header(name: str, content: bytes, kinds: str = NUMBERS) -> NpyHeader:
    """Read the header of an ``.npy`` file.

    The header alone: ``np.load`` sets aside the memory that it asks for before it looks for the data.

    Args:
        name: of the array, for messages.
        content: the file, or its beginning.
        kinds: of values that may be in it, as NumPy calls them.

    Raises :class:`DatasetError` on anything other than those.
    """
    file = BytesIO(content)
    try:
        version = read_magic(file)
    except ValueError as error:
        raise DatasetError("{array}: expected an array as NumPy saves it, found something else.", array=name) from error
    try:
        # Version 3 came for the names of fields in other scripts, and is laid out as version 2.
        read = read_array_header_1_0 if version == (1, 0) else read_array_header_2_0
        shape, fortran_order, dtype = read(file, max_header_size=HEADER_BYTES)
    except (ValueError, TypeError, SyntaxError, TokenError, RecursionError, MemoryError) as error:
        raise DatasetError(
            "{array}: expected an array as NumPy saves it, found a damaged header.", array=name
        ) from error
    largest = LARGEST_NUMBER if dtype.kind in NUMBERS else LONGEST_TEXT
    if dtype.kind not in kinds or dtype.itemsize > largest:
        kind = "" if dtype.names else dtype.kind
        raise DatasetError(NOT_NUMBERS.get(kind, OTHER_NUMBERS), array=name, dtype=dtype.str)
    return NpyHeader(dtype, fortran_order, shape, file.tell())


def npy_array(name: str, content: bytes, kinds: str = NUMBERS) -> np.ndarray:
    """The array in an ``.npy`` file, which must have exactly the data that its header promises."""
    header = npy_header(name, content, kinds)
    expected, length = math.prod(header.shape) * header.dtype.itemsize, len(content) - header.start
    if expected != length:
        raise DatasetError(
            "{array}: its header {shape} promises {expected} bytes of data, found {found}.",
            array=name,
            shape=header.shape,
            expected=expected,
            found=length,
        )
    if not expected:
        raise DatasetError(
            "{array}: expected at least one number, found an array of shape {shape}.", array=name, shape=header.shape
        )
    values = np.frombuffer(content, header.dtype, offset=header.start)
    return values.reshape(header.shape, order="F" if header.fortran_order else "C")
