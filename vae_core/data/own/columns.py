"""What the columns of a table of text are: pixels, a label, or something else."""

import csv
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vae_core.data.own.levels import flat_side
from vae_core.data.own.names import SPLITS, role_of
from vae_core.errors import DatasetError

LOOK = 200  # rows from which it is found what the columns are
LOOK_BYTES = 2_000_000
MOST = 3 * 256**2 + 8  # columns
LONGEST, NUMBER = 200, 32  # letters in a cell, and in a number
DELIMITERS = ",;\t "
# Columns that number or name the rows.
INDEX = {"", "id", "index", "idx", "unnamed: 0", "image_id", "imageid", "filename", "file", "name", "path"}
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Columns:
    """What was found.

    Attributes:
        pixels: places of the pixels, in order.
        label: place of the label; ``None`` without one.
        split: place of what says whether a row is for training or testing; ``None`` without one.
        count: of all columns.
        has_header: whether the first row names them.
        delimiter: what lies between two.
    """

    pixels: tuple[int, ...]
    label: int | None
    split: int | None
    count: int
    has_header: bool
    delimiter: str


def in_unicode(content: bytes) -> bytes:
    """A table of text as UTF-8, whatever Excel has made of it."""
    for mark, script in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(script, "replace").encode()
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()
    return content


def beginning(content: bytes, most: int = LOOK + 1, of: int = LOOK_BYTES) -> tuple[list[list[str]], str]:
    """The first rows of a table of text, each as its cells, and what lies between these; none where it is no table.

    Args:
        content: all of the table, or its first bytes.
        most: how many rows, at most.
        of: so many bytes, at most: what is in them takes far more memory.
    """
    part = content if len(content) < of else content[: content.rfind(b"\n", 0, of) + 1]
    lines = in_unicode(part).decode("utf-8", "replace").splitlines()[:most]
    delimiter = max(DELIMITERS, key=lines[0].count) if lines else ","
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:  # a cell longer than any text
        return [], delimiter
    return [[cell[:LONGEST] for cell in row] for row in rows if len(row) <= MOST], delimiter


def is_header(row: Sequence[str]) -> bool:
    """Whether a row has names: mostly no numbers, or the numbers of the columns, as pandas writes those of an array."""
    cells = [cell.strip() for cell in row]
    if sum(not is_number(cell) for cell in cells) > len(cells) / 2:
        return True
    counts = [int(count) if count.isdecimal() else -1 for count in (cell.partition(".")[2] for cell in cells)]
    if sum(after == before + 1 > 0 for before, after in pairwise(counts)) > len(cells) / 2:
        return True  # pandas has taken the first row for names, and numbered those that came twice
    numbers = [cell for cell in cells if is_number(cell)]
    return len(numbers) > 3 and numbers in ([str(i + first) for i in range(len(numbers))] for first in (0, 1))


def is_number(cell: str) -> bool:
    """Whether a cell holds a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def columns_of(name: str, content: bytes) -> Columns:
    """What the columns of a table are.

    Args:
        name: of the table, for messages.
        content: all of it, or its beginning.

    Raises:
        DatasetError: its rows are no images.
    """
    rows, delimiter = beginning(content)
    count = len(rows[0]) if rows else 0
    has_header = bool(rows) and is_header(rows[0])
    header = [cell.strip(" #\"'").lower() for cell in rows[0]] if has_header else [None] * count
    values = _numbers([row for row in rows[has_header:] if len(row) == count], count)
    label = next((place for place, cell in enumerate(header) if cell is not None and role_of(cell) == "labels"), None)
    split = next((place for place, cell in enumerate(header) if cell in SPLITS), None)
    pixels = [place for place in values if place not in (label, split) and header[place] not in INDEX]
    if flat_side(len(pixels)) is None and pixels and _counts_rows(values[pixels[0]]):
        pixels = pixels[1:]
    if label is None and not has_header and flat_side(len(pixels)) is not None:
        others = [place for place in range(count) if place not in values]
        label = others[0] if len(others) == 1 else None
    if label is None and flat_side(len(pixels)) is None and flat_side(len(pixels) - 1) is not None:
        label = _label_at_an_end(values, pixels)
        pixels.remove(label)
    if flat_side(len(pixels)) is None or not values:
        raise DatasetError(
            "{file}: expected a row of pixels for each image, 784 of 28 × 28 for example, and a label first or last; "
            "found {count} columns of numbers.",
            file=name,
            count=len(pixels),
        )
    return Columns(tuple(pixels), label, split, count, has_header, delimiter)


def _numbers(rows: Rows, count: int) -> Mapping[int, np.ndarray]:
    """The columns that hold numbers, or nothing, by their places."""
    found = {}
    for place, cells in enumerate(np.array([[cell[:NUMBER] for cell in row] for row in rows]).T if rows else ()):
        with suppress(ValueError):
            found[place] = np.where(np.char.strip(cells) == "", "nan", cells).astype(np.float64)
    return {place: column for place, column in found.items() if not np.isnan(column).all()}


def _counts_rows(column: np.ndarray) -> bool:
    """Whether a column does nothing but count."""
    return bool(len(column) > 1 and column[0] in (0, 1) and (np.diff(column) == 1).all())


def _label_at_an_end(columns: Mapping[int, np.ndarray], places: Sequence[int]) -> int:
    """The first or the last column: labels are less like the column beside them than pixels are."""

    def likeness(place: int, beside: int) -> float:
        one, other = columns[place], columns[beside]
        if np.ptp(one) == 0:
            return 2.0  # no label: it says nothing
        return 0.0 if np.ptp(other) == 0 else abs(float(np.corrcoef(one, other)[0, 1]))

    first, last = likeness(places[0], places[1]), likeness(places[-1], places[-2])
    return places[0] if first <= last else places[-1]
