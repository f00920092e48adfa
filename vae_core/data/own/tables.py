"""Tables of text: a row of pixels for each image."""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.cells import spread
from vae_core.data.own.columns import Columns, columns_of
from vae_core.data.own.levels import as_pictures
from vae_core.data.own.names import split_of
from vae_core.data.own.part import Part
from vae_core.data.own.plain_text import plain
from vae_core.data.own.reading import Reading, too_much
from vae_core.errors import DatasetError

BYTES = 4  # of a number while its table is read


def read_text(reading: Reading, member: Member) -> list[Part]:
    """The images in a table of text, and their labels; in parts, where a column says which row is of which.

    Raises :class:`DatasetError` where its rows are no images, or too many.
    """
    content, shown = member.load(None), reading.shown(member.path)
    columns = columns_of(shown, content)
    content = spread(plain(content))
    rows = content.count(b"\n")
    reading.check_most(rows - 1)
    if rows * columns.count * BYTES > reading.limits.unpacked_bytes:
        raise too_much(reading.name, reading.limits)
    table = _parsed(shown, content, columns)
    pixels = [table[str(place)] for place in columns.pixels]
    if empty := sum(column.null_count for column in pixels):
        raise DatasetError(
            "{file}: expected a number for each pixel, found {count} empty cells among them.", file=shown, count=empty
        )
    labels = [table[str(place)] for place in columns.labels]
    classes = side_by_side(labels) if len(labels) > 1 else text_of(labels[0]) if labels else None
    whole = Part(split_of(member.path), as_pictures(reading, side_by_side(pixels)), classes, member.path)
    return [whole] if columns.split is None else _apart(whole, text_of(table[str(columns.split)]))


def _parsed(shown: str, content: bytes, columns: Columns):
    """The columns that are used, by their places, as a table of Arrow."""
    from pyarrow import ArrowException, csv  # a tenth of a second, which other data need not wait for

    are_text = (*(columns.labels if len(columns.labels) == 1 else ()), columns.split)
    types = dict.fromkeys(map(str, (*columns.pixels, *columns.labels)), "float32")
    types |= dict.fromkeys((str(place) for place in are_text if place is not None), "string")
    try:
        return csv.read_csv(
            io.BytesIO(content),
            csv.ReadOptions(column_names=list(map(str, range(columns.count))), skip_rows=int(columns.has_header)),
            csv.ParseOptions(delimiter=columns.delimiter),
            csv.ConvertOptions(column_types=types, include_columns=list(types), decimal_point=columns.decimal),
        )
    except ArrowException as error:
        raise DatasetError(
            "{file}: expected a table of numbers, as many in each row. {error}",
            file=shown,
            error=str(error).splitlines()[0][:200],
        ) from error


def _apart(whole: Part, said: np.ndarray) -> list[Part]:
    """The rows for which ``said`` names the same part, together."""
    splits = np.array([split_of(name) for name in said])
    labels = whole.labels
    return [
        replace(whole, split=str(split), images=whole.images[at], labels=None if labels is None else labels[at])
        for split in np.unique(splits)
        for at in [splits == split]
    ]


def side_by_side(columns: Sequence) -> np.ndarray:
    """Columns of numbers, as Arrow has them, as an array ``[rows, columns]``."""
    values = np.empty((len(columns[0]), len(columns)), np.float32, order="F")
    for place, column in enumerate(columns):
        values[:, place] = column.to_numpy()
    return values


def text_of(column) -> np.ndarray:
    """A column of text or numbers, as Arrow has it, as an array of text; empty where there is none."""
    return np.array(["" if value is None else str(value) for value in column.to_pylist()])
