"""Parquet, as the Hugging Face hub has it: a picture in each row, or its pixels."""

import io
import json
from collections.abc import Sequence

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.columns import INDEX
from vae_core.data.own.levels import as_pictures, flat_side
from vae_core.data.own.names import likelihood, role_of, split_of
from vae_core.data.own.part import Part
from vae_core.data.own.pictures import stack_of
from vae_core.data.own.reading import Reading, listed, too_much
from vae_core.data.own.stack import Stack
from vae_core.data.own.tables import side_by_side, text_of
from vae_core.errors import DatasetError

ROWS = 256  # at once: what is repeated takes no room in the file
METADATA = b"huggingface"


def read_parquet(reading: Reading, member: Member) -> Part:
    """The images in a Parquet file, and their labels.

    Raises :class:`DatasetError` where it is damaged, too large, or has no images.
    """
    from pyarrow import ArrowException, parquet  # a tenth of a second, which other data need not wait for

    shown = reading.shown(member.path)
    try:
        file = parquet.ParquetFile(io.BytesIO(member.load(None)))
        schema, about = file.schema_arrow, file.metadata
        reading.check_most(about.num_rows)
        sizes = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
        if sizes > reading.limits.unpacked_bytes:
            raise too_much(reading.name, reading.limits)
        pictures, pixels, label = _columns(shown, schema)
        table = _rows(reading, file, [*pixels, *pictures, *label])
        images = (
            _pictures(reading, member, table[pictures[0]])
            if pictures
            else as_pictures(reading, _pixels(shown, table, pixels))
        )
    except (ArrowException, OSError, EOFError, ValueError, UnicodeError) as error:
        raise DatasetError(
            "{file}: expected a whole Parquet file, found a truncated or damaged one ({error}).",
            file=shown,
            error=(str(error).splitlines() or [""])[0][:200],
        ) from error
    labels, names = _labels(table, label, schema.metadata or {})
    return Part(split_of(member.path), images, labels, member.path, names)


def _columns(shown: str, schema) -> tuple[list[str], list[str], list[str]]:
    """The names of the column of pictures, or of those of pixels, and of that of labels, each in a list."""
    from pyarrow import types

    label = [field.name for field in schema if role_of(field.name) == "labels"][:1]
    others = [field for field in schema if field.name not in label]
    pictures = [field.name for field in others if types.is_struct(field.type) or types.is_binary(field.type)]
    lists = [field.name for field in others if _is_list(field.type)]
    if pictures or lists:
        first = sorted(pictures or lists, key=likelihood)[:1]
        return (first, [], label) if pictures else ([], first, label)
    numbers = [
        field.name
        for field in others
        if (types.is_integer(field.type) or types.is_floating(field.type)) and field.name.lower() not in INDEX
    ]
    if flat_side(len(numbers)) is None:
        raise DatasetError(
            "{file}: expected a column of pictures, or a column for each pixel, found: {found}.",
            file=shown,
            found=listed(schema.names),
        )
    return [], numbers, label


def _is_list(kind) -> bool:
    from pyarrow import types

    return types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)


def _rows(reading: Reading, file, columns: Sequence[str]):
    """The table of some columns; how large it becomes is counted on the way."""
    import pyarrow

    batches = []
    for batch in file.iter_batches(batch_size=ROWS, columns=columns):
        reading.spend(batch.nbytes)
        batches.append(batch)
    return pyarrow.Table.from_batches(batches, file.schema_arrow.empty_table().select(columns).schema)


def _pictures(reading: Reading, member: Member, column) -> Stack:
    contents = [value.get("bytes") if isinstance(value, dict) else value for value in column.to_pylist()]
    if any(not isinstance(content, bytes) for content in contents):
        raise DatasetError(
            "{file}: expected the bytes of each picture, found the paths of files that are elsewhere. In Python: "
            "dataset.cast_column('image', datasets.Image()).to_parquet('images.parquet').",
            file=reading.shown(member.path),
        )
    return stack_of(reading, [_row(member, number, content) for number, content in enumerate(contents)])


def _row(member: Member, number: int, content: bytes) -> Member:
    return Member(f"{member.path}, row {number}", len(content), lambda most: content[:most])


def _pixels(shown: str, table, columns: Sequence[str]) -> np.ndarray:
    if len(columns) > 1:
        return side_by_side([table[name] for name in columns])
    values, shape = table[columns[0]].combine_chunks(), [len(table)]
    while _is_list(values.type):
        length = len(values)
        values = values.flatten()
        shape.append(len(values) // max(length, 1))
    found = values.to_numpy(zero_copy_only=False)
    if found.dtype.kind not in "biuf" or int(np.prod(shape)) != len(found):
        raise DatasetError("{file}: expected images of one size, found rows of several lengths.", file=shown)
    return found.reshape(shape)


def _labels(table, label: Sequence[str], metadata) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """The labels and, where the hub has noted them, the names of 0, 1, …"""
    if not label:
        return None, ()
    values = table[label[0]]
    try:
        features = json.loads(metadata.get(METADATA, b"{}"))["info"]["features"]
        names = tuple(str(name) for name in features[label[0]]["names"])
    except (KeyError, TypeError, ValueError, RecursionError):
        names = ()
    found = values.to_numpy() if not _is_list(values.type) else np.array(values.to_pylist())
    return (found if found.dtype.kind in "biuf" else text_of(values)), names
