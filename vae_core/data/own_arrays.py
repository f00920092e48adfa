"""The arrays in an ``.npz`` file: plain numbers, and no larger than the file itself can show."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from tokenize import TokenError
from zipfile import ZipFile, ZipInfo

import numpy as np
from jaxtyping import Int64
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic

from vae_core.data.own_archives import OwnDataLimits, printable, unpack
from vae_core.errors import DatasetError, Sentence

HEADER_BYTES = 10_000 + 12  # NumPy's own bound on the text of a header, and the bytes before it
LARGEST_NUMBER = 8  # bytes
TEXT = Sentence("{array}: expected an array of real numbers, found text.")
NOT_NUMBERS = {
    "O": Sentence("{array}: expected an array of real numbers, found Python objects, which are never unpickled here."),
    "U": TEXT,
    "S": TEXT,
    "c": Sentence("{array}: expected an array of real numbers, found complex numbers."),
    "": Sentence("{array}: expected an array of real numbers, found records of several fields."),
}
OTHER_NUMBERS = Sentence("{array}: expected an array of real numbers, found {dtype}.")
# Names under which images and labels are commonly saved together.
NAMES = {"images": "labels", "x": "y", "x_train": "y_train", "train_images": "train_labels"}


def read_npz(name: str, archive: ZipFile, entries: list[ZipInfo]) -> tuple[np.ndarray, np.ndarray | None]:
    """The images of an ``.npz`` file, of whatever shape, and its labels where it has some.

    Images are the array called by one of :data:`NAMES`, else the only one that has the shape of images.

    Raises :class:`DatasetError` when there is no such array or it does not hold real numbers.
    """
    by_name = {entry.filename.removesuffix(".npy"): entry for entry in entries}

    def load(key: str) -> np.ndarray:
        return npy_array(f"{name}, {printable(key)}", unpack(name, archive, by_name[key]))

    def header(key: str) -> NpyHeader:
        return npy_header(f"{name}, {printable(key)}", unpack(name, archive, by_name[key], HEADER_BYTES))

    images = next((key for key in NAMES if key in by_name), None) or _only_images(name, list(by_name), header)
    labels = next((key for key in (NAMES.get(images), *NAMES.values()) if key in by_name), None)
    return load(images), load(labels) if labels else None


def _only_images(name: str, keys: list[str], header: Callable[[str], "NpyHeader"]) -> str:
    candidates = [key for key in keys if _has_the_shape_of_images(key, header)]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise DatasetError(
            "{file}: expected an array of images, found several that could be: {found}. Call the images 'images' and "
            "the labels 'labels'.",
            file=name,
            found=_listed(candidates),
        )
    raise DatasetError(
        "{file}: expected an array of images, found none among: {found}. Call the images 'images' and the labels "
        "'labels'.",
        file=name,
        found=_listed(keys),
    )


def _listed(keys: list[str]) -> str:
    return ", ".join(printable(key) for key in keys[:8])


def _has_the_shape_of_images(key: str, header: Callable[[str], "NpyHeader"]) -> bool:
    try:
        shape = header(key).shape
    except DatasetError:  # another array, of text for example, may lie beside them
        return False
    return len(shape) in (3, 4) or (len(shape) == 2 and shape[1] >= 4 and math.isqrt(shape[1]) ** 2 == shape[1])


def classes(
    name: str, labels: np.ndarray, count: int, limits: OwnDataLimits
) -> tuple[Int64[np.ndarray, " n"], tuple[str, ...]]:
    """Labels of any whole numbers as classes from 0, and the name of each class, its number in the file.

    Raises :class:`DatasetError` unless there is one whole number for each of ``count`` images.
    """
    if labels.shape not in ((count,), (count, 1)):
        raise DatasetError(
            "{file}: expected one label for each of the {count} images, found labels of shape {shape}.",
            file=name,
            count=count,
            shape=list(labels.shape),
        )
    if labels.dtype.kind not in "iu":
        raise DatasetError(
            "{file}: expected labels that are whole numbers, found {found}.", file=name, found=labels.dtype
        )
    values, numbers = np.unique(labels.ravel(), return_inverse=True)
    if len(values) > limits.classes:
        raise DatasetError(
            "{file}: expected at most {most} classes, found {found} different labels.",
            file=name,
            most=limits.classes,
            found=len(values),
        )
    return numbers.astype(np.int64), tuple(str(value) for value in values)


@dataclass(frozen=True)
class NpyHeader:
    """What an array in an ``.npz`` file says it is, and where in the file its values begin."""

    dtype: np.dtype
    fortran_order: bool
    shape: tuple[int, ...]
    start: int


def npy_header(name: str, content: bytes) -> NpyHeader:
    """Read the header of an ``.npy`` file.

    The header alone: ``np.load`` sets aside the memory that it asks for before it looks for the data.

    Raises :class:`DatasetError` on anything other than plain real numbers.
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
    if dtype.kind not in "biuf" or dtype.itemsize > LARGEST_NUMBER:
        kind = "" if dtype.names else dtype.kind
        raise DatasetError(NOT_NUMBERS.get(kind, OTHER_NUMBERS), array=name, dtype=dtype.str)
    return NpyHeader(dtype, fortran_order, shape, file.tell())


def npy_array(name: str, content: bytes) -> np.ndarray:
    """The array in an ``.npy`` file, which must have exactly the data that its header promises."""
    header = npy_header(name, content)
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
