"""Reader of the IDX format, in which MNIST and its relatives are published.

An IDX file is a big-endian header (two zero bytes, a type code, the number of axes,
one uint32 length per axis) followed by the raw values. Only unsigned bytes (0x08) occur
in this family.
"""

import gzip
import math
import re
import struct
import zlib
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from vae_core.errors import DatasetError

UNSIGNED_BYTE = 0x08
GZIP = b"\x1f\x8b"
PAGE = re.compile(rb"\s*<(!doctype|html|\?xml|!--)", re.I)
# The largest file of the family, EMNIST's by class, has 547 MB.
MAX_BYTES = 600_000_000


def parse_idx(content: bytes, axes: int, path: Path) -> UInt8[np.ndarray, "..."]:
    """The array in an IDX file's ``content``, which must have ``axes`` axes.

    Raises :class:`DatasetError` naming the file, what was expected and what was found.
    """
    header = 4 + 4 * axes
    _refuse_page(content, path)
    if len(content) < header:
        raise DatasetError(
            "{file}: expected an IDX header of {header} bytes, found a file of {found} bytes.",
            file=path,
            header=header,
            found=len(content),
        )
    magic = bytes((0, 0, UNSIGNED_BYTE, axes))
    if content[:4] != magic:
        raise DatasetError(
            "{file}: expected the IDX magic number {expected}, found {found}.",
            file=path,
            expected=magic.hex(),
            found=content[:4].hex(),
        )
    shape = struct.unpack(f">{axes}I", content[4:header])
    expected, length = math.prod(shape), len(content) - header
    if expected != length:
        size = " x ".join(map(str, shape))
        raise DatasetError(
            "{file}: its header promises {size} = {expected} bytes of data, found {found}.",
            file=path,
            size=size,
            expected=expected,
            found=length,
        )
    try:
        return np.frombuffer(content, np.uint8, offset=header).reshape(shape)
    except ValueError as error:  # nothing times something astronomical is nothing, but no array
        raise DatasetError(
            "{file}: expected the size of an array, found {shape} ({error}).", file=path, shape=shape, error=error
        ) from error


def _refuse_page(content: bytes, path: Path) -> None:
    if PAGE.match(content[:100]):
        raise DatasetError(
            "{file}: expected an IDX file, found a web page: a download has failed, or the file has moved.",
            file=path,
        )


def read_bytes(path: Path) -> bytes:
    """The content of a file, unzipped where it is gzipped, whatever it is called, never more than ``MAX_BYTES``."""
    try:
        with path.open("rb") as file:
            is_zipped = file.read(2) == GZIP
        with gzip.open(path) if is_zipped else path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(
            "{file}: expected a whole gzip file, found a truncated or damaged one ({error}).", file=path, error=error
        ) from error
    except OSError as error:
        raise DatasetError(
            "{file}: expected a readable file, found: {error}.", file=path, error=error.strerror or error
        ) from error
    if len(content) > MAX_BYTES:
        raise DatasetError(
            "{file}: expected at most {most} bytes once unpacked, found more.", file=path, most=MAX_BYTES
        )
    return content
