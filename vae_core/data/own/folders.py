"""Pictures in folders: which part they are of, and which class, their folders say, or a table beside them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.columns import beginning, is_header
from vae_core.data.own.names import Split, is_split, role_of, split_of
from vae_core.data.own.part import Part
from vae_core.data.own.pictures import stack_of
from vae_core.data.own.reading import Reading
from vae_core.errors import Sentence

NAMED = 0.5  # of the pictures at least has a table that speaks of them


def read_pictures(reading: Reading, pictures: Sequence[Member], tables: Sequence[Member]) -> list[Part]:
    """The parts in files of pictures.

    Args:
        reading: of the file that they are in.
        pictures: the files.
        tables: of text, which may say the class of each picture.

    Raises:
        DatasetError: one is damaged or too large, or there are too many.
    """
    reading.check_most(len(pictures))
    labels = _from_tables(reading, pictures, tables) or _from_folders(reading, pictures)
    by_split: dict[Split, list[Member]] = {}
    for member in pictures:
        by_split.setdefault(_split(member), []).append(member)
    return [part for split, members in by_split.items() for part in _parts(reading, split, members, labels)]


def _parts(reading: Reading, split: Split, members: Sequence[Member], labels: Mapping[str, str]) -> Iterator[Part]:
    """Pictures of one part of the whole: those that have labels, and those that have none."""
    labelled = [member for member in members if member.path in labels]
    for those in (labelled, [member for member in members if member.path not in labels]):
        if those:
            values = np.array([labels[member.path] for member in those]) if those is labelled else None
            yield Part(split, stack_of(reading, those), values, _common(those) or reading.name)


def _split(member: Member) -> Split:
    return next((split_of(part) for part in PurePosixPath(member.path).parts[:-1] if is_split(part)), "")


def _common(members: Sequence[Member]) -> str:
    """The innermost folder that all lie in."""
    paths = [PurePosixPath(member.path).parts[:-1] for member in members]
    depth = 0
    while all(len(path) > depth and path[depth] == paths[0][depth] for path in paths):
        depth += 1
    return "/".join(paths[0][:depth])


def _from_folders(reading: Reading, pictures: Sequence[Member]) -> Mapping[str, str]:
    """The class of each picture, where all of a part lie in folders, and these have two names or more."""
    classes = {member.path: member.folder for member in pictures if not is_split(member.folder)}
    if len(set(classes.values())) < 2:
        return {}
    mixed = {_split(member) for member in pictures if member.path in classes} & {
        _split(member) for member in pictures if member.path not in classes
    }
    if not mixed:
        return classes
    reading.say(
        Sentence(
            "The folders are not taken for classes: {count} of the pictures lie outside of them.",
            count=len(pictures) - len(classes),
        )
    )
    return {}


def _from_tables(reading: Reading, pictures: Sequence[Member], tables: Sequence[Member]) -> Mapping[str, str]:
    """The class of each picture that a table names, by its path, its name, or its name without suffix."""
    for table in tables:
        rows, _delimiter = beginning(table.load(None), most=None)
        header = rows.pop(0) if rows and is_header(rows[0]) else []
        found = _joined(pictures, header, rows)
        if found:
            reading.say(Sentence("The classes are those in {table}.", table=reading.shown(table.path)))
            return found
        if not table.path.lower().endswith(".txt"):  # which may be anything
            reading.say(Sentence("{table} names none of the pictures.", table=reading.shown(table.path)))
    return {}


def _joined(pictures: Sequence[Member], header: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, str]:
    width = min((len(row) for row in rows), default=0)
    for column in range(width):
        places = {row[column].strip().replace("\\", "/"): number for number, row in enumerate(rows)}
        at = {member.path: _place(places, member) for member in pictures}
        at = {path: place for path, place in at.items() if place is not None}
        if len(at) >= NAMED * len(pictures) and width > 1:
            label = _label_column(header, width, column)
            return {path: rows[place][label].strip() for path, place in at.items()}
    return {}


def _place(places: dict[str, int], member: Member) -> int | None:
    """The row in which a picture is named."""
    path = PurePosixPath(member.path)
    names = (*(PurePosixPath(*path.parts[i:]) for i in range(len(path.parts))), path.stem)
    return next((places[str(name)] for name in names if str(name) in places), None)


def _label_column(header: Sequence[str], width: int, names: int) -> int:
    others = [column for column in range(width) if column != names]
    called = [column for column in others if column < len(header) and role_of(header[column]) == "labels"]
    return (called or others)[0]
