"""Tables of text: a row of pixels for each image."""

import io
from collections.abc import Sequence

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.columns import BOM, columns_of
from vae_core.data.own.levels import as_pictures
from vae_core.data.own.names import split_of
from vae_core.data.own.part import Part
from vae_core.data.own.reading import Reading, too_much
from vae_core.errors import DatasetError

BYTES = 4  # of a number while its table is read


def read_text(reading: Reading, member: Member) -> Part:
    """The images in a table of text, and their labels.

    Raises :class:`DatasetError` where its rows are no images, or too many.
    """
    from pyarrow import ArrowException, csv  # a third of a second, which other data need not wait for

    content, shown = member.load(None).removeprefix(BOM), reading.shown(member.path)
    columns = columns_of(shown, content)
    rows = content.count(b"\n")
    reading.check_most(rows - 1)
    if rows * columns.count * BYTES > reading.limits.unpacked_bytes:
        raise too_much(reading.name, reading.limits)
    names = [str(place) for place in range(columns.count)]
    types = dict.fromkeys((names[place] for place in columns.pixels), "float32")
    types |= {} if columns.label is None else {names[columns.label]: "string"}
    try:
        table = csv.read_csv(
            io.BytesIO(content),
            csv.ReadOptions(column_names=names, skip_rows=int(columns.has_header)),
            csv.ParseOptions(delimiter=columns.delimiter),
            csv.ConvertOptions(column_types=types, include_columns=list(types)),
        )
    except ArrowException as error:
        raise DatasetError(
            "{file}: expected a table of numbers, as many in each row. {error}",
            file=shown,
            error=str(error).splitlines()[0][:200],
        ) from error
    labels = None if columns.label is None else text_of(table[names[columns.label]])
    pixels = side_by_side([table[names[place]] for place in columns.pixels])
    return Part(split_of(member.path), as_pictures(reading, pixels), labels, member.path)


def side_by_side(columns: Sequence) -> np.ndarray:
    """Columns of numbers, as Arrow has them, as an array ``[rows, columns]``."""
    values = np.empty((len(columns[0]), len(columns)), np.float32, order="F")
    for place, column in enumerate(columns):
        values[:, place] = column.to_numpy()
    return values


def text_of(column) -> np.ndarray:
    """A column of text or numbers, as Arrow has it, as an array of text; empty where there is none."""
    return np.array(["" if value is None else str(value) for value in column.to_pylist()])
