"""What the columns of a table of text are: pixels, a label, or something else."""

import csv
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vae_core.data.own.cells import spread
from vae_core.data.own.levels import flat_side
from vae_core.data.own.names import SPLITS, role_of
from vae_core.data.own.plain_text import beginning_of
from vae_core.errors import DatasetError

LOOK = 200  # rows from which it is found what the columns are
LOOK_BYTES = 2_000_000
MOST = 3 * 256**2 + 8  # columns
LONGEST, NUMBER = 200, 32  # letters in a cell, and in a number
DELIMITERS = ",;\t "
# Columns that number or name the rows.
INDEX = {"", "id", "index", "idx", "unnamed: 0", "__index_level_0__"}
INDEX |= {"image_id", "imageid", "filename", "file", "name", "path"}
MOST_CLASSES = 100  # in columns of their own
Rows = Sequence[Sequence[str]]
Values = Mapping[int, np.ndarray]


@dataclass(frozen=True)
class Columns:
    """What was found.

    Attributes:
        pixels: places of the pixels, in order.
        labels: place of the label; places of several columns, of which one holds a 1 in each row; none without one.
        split: place of what says whether a row is for training or testing; ``None`` without one.
        count: of all columns.
        has_header: whether the first row names them.
        delimiter: what lies between two.
        decimal: what lies before the tenths of a number: a point, or in some countries a comma.
    """

    pixels: tuple[int, ...]
    labels: tuple[int, ...]
    split: int | None
    count: int
    has_header: bool
    delimiter: str
    decimal: str


def beginning(content: bytes, most: int = LOOK + 1, of: int = LOOK_BYTES) -> tuple[list[list[str]], str]:
    """The first rows of a table of text, each as its cells, and what lies between these; none where it is no table.

    Args:
        content: all of the table, or its first bytes.
        most: how many rows, at most.
        of: so many bytes, at most: what is in them takes far more memory.
    """
    lines = spread(beginning_of(content, of)).decode("utf-8", "replace").splitlines()[:most]
    delimiter = _delimiter(lines[0]) if lines else ","
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:  # a cell longer than any text
        return [], delimiter
    return [[cell[:LONGEST] for cell in row] for row in rows if len(row) <= MOST], delimiter


def _delimiter(line: str) -> str:
    """What lies between the cells of a row; between others than commas, a comma may lie in each number (0,5)."""
    commas = line.count(",")
    return next((mark for mark in ";\t" if line.count(mark) and 0 < commas <= line.count(mark) + 1), None) or max(
        DELIMITERS, key=line.count
    )


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
        float(in_english(cell))
    except ValueError:
        return False
    return True


def in_english(cell: str) -> str:
    """A number with a point for a decimal comma."""
    return cell.replace(",", ".", 1)


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
    rows = [row for row in rows[has_header:] if len(row) == count]
    values = _numbers(rows, count)
    split = next((place for place, cell in enumerate(header) if cell in SPLITS), None)
    called = [place for place, cell in enumerate(header) if cell is not None and role_of(cell) == "labels"]
    pixels = [place for place in values if place not in (*called, split) and header[place] not in INDEX]
    if flat_side(len(pixels)) is None and pixels and _counts_rows(values[pixels[0]]):
        pixels = pixels[1:]
    labels = _one_hot(values, called) or called[:1] or _labels(rows, values, pixels, split, header)
    pixels = [place for place in pixels if place not in labels]
    if flat_side(len(pixels)) is None or not values:
        raise DatasetError(
            "{file}: expected a row of pixels for each image, 784 of 28 × 28 for example, and a label first or last; "
            "found {count} columns of numbers.",
            file=name,
            count=len(pixels),
        )
    has_commas = delimiter != "," and any("," in cell for row in rows for cell in row)
    return Columns(tuple(pixels), tuple(labels), split, count, has_header, delimiter, "," if has_commas else ".")


def _labels(rows: Rows, values: Values, pixels: Sequence[int], split: int | None, header: Sequence) -> Sequence[int]:
    """The places of labels that nobody has called so."""
    count = len(header)
    if flat_side(len(pixels)) is not None:
        others = [place for place in range(count) if place not in values and place != split]
        return others if len(others) == 1 and header[others[0]] not in INDEX and _are_classes(rows, others[0]) else []
    if flat_side(len(pixels) - 1) is not None:
        return [_label_at_an_end(values, pixels)]
    few = range(2, min(len(pixels), MOST_CLASSES))
    ends = [end for many in few if flat_side(len(pixels) - many) for end in (pixels[:many], pixels[-many:])]
    return next((places for places in ends if _one_hot(values, places)), [])


def _are_classes(rows: Rows, place: int) -> bool:
    """Whether a column of text says some things more than once."""
    return len({row[place] for row in rows}) < max(len(rows), 2)


def _one_hot(values: Values, places: Sequence[int]) -> Sequence[int]:
    """The places, where each row has a single 1 in them and 0 everywhere else."""
    if len(places) < 2 or not all(place in values for place in places):
        return []
    rows = np.stack([values[place] for place in places], 1)
    return places if ((rows == 0) | (rows == 1)).all() and (rows.sum(1) == 1).all() else []


def _numbers(rows: Rows, count: int) -> Values:
    """The columns that hold numbers, or nothing, by their places."""
    found = {}
    for place, cells in enumerate(np.array([[cell[:NUMBER] for cell in row] for row in rows]).T if rows else ()):
        with suppress(ValueError):
            cells = np.char.replace(cells, ",", ".", 1)
            found[place] = np.where(np.char.strip(cells) == "", "nan", cells).astype(np.float64)
    return {place: column for place, column in found.items() if not np.isnan(column).all()}


def _counts_rows(column: np.ndarray) -> bool:
    """Whether a column does nothing but count."""
    return bool(len(column) > 1 and column[0] in (0, 1) and (np.diff(column) == 1).all())


def _label_at_an_end(columns: Values, places: Sequence[int]) -> int:
    """The first or the last column: labels are less like the column beside them than pixels are."""

    def likeness(place: int, beside: int) -> float:
        one, other = columns[place], columns[beside]
        if np.ptp(one) == 0:  # a class alone, or a pixel that no image reaches
            return 0.0 if np.ptp(other) == 0 and one[0] != other[0] else 2.0
        return 0.0 if np.ptp(other) == 0 else abs(float(np.corrcoef(one, other)[0, 1]))

    first, last = likeness(places[0], places[1]), likeness(places[-1], places[-2])
    return places[0] if first <= last else places[-1]
