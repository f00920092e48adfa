"""Tables of text: a row of pixels for each image."""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.columns import columns_of, in_unicode
from vae_core.data.own.levels import as_pictures
from vae_core.data.own.names import split_of
from vae_core.data.own.part import Part
from vae_core.data.own.reading import Reading, too_much
from vae_core.errors import DatasetError

BYTES = 4  # of a number while its table is read


def read_text(reading: Reading, member: Member) -> list[Part]:
    """The images in a table of text, and their labels; in parts, where a column says which row is of which.

    Raises :class:`DatasetError` where its rows are no images, or too many.
    """
    from pyarrow import ArrowException, csv  # a tenth of a second, which other data need not wait for

    content, shown = in_unicode(member.load(None)), reading.shown(member.path)
    columns = columns_of(shown, content)
    rows = content.count(b"\n")
    reading.check_most(rows - 1)
    if rows * columns.count * BYTES > reading.limits.unpacked_bytes:
        raise too_much(reading.name, reading.limits)
    names = [str(place) for place in range(columns.count)]
    types = dict.fromkeys((names[place] for place in columns.pixels), "float32")
    types |= dict.fromkeys((names[place] for place in (columns.label, columns.split) if place is not None), "string")
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
    pixels = as_pictures(reading, side_by_side([table[names[place]] for place in columns.pixels]))
    labels, said = (None if at is None else text_of(table[names[at]]) for at in (columns.label, columns.split))
    whole = Part(split_of(member.path), pixels, labels, member.path)
    return [whole] if said is None else _apart(whole, said)


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
