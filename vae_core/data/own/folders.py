"""Pictures in folders: which part they are of, and which class, their folders say, or a table beside them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.listing import read_tables
from vae_core.data.own.names import Split, in_order, is_split, split_of
from vae_core.data.own.part import Part
from vae_core.data.own.pictures import stack_of
from vae_core.data.own.reading import Reading, listed
from vae_core.errors import Sentence


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
    listing = read_tables(reading, pictures, tables)
    labels = listing.labels or _from_folders(reading, pictures)
    by_split: dict[Split, list[Member]] = {}
    for member in pictures:
        by_split.setdefault(listing.splits.get(member.path) or _split(member), []).append(member)
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
        _say_what_is_one(reading, classes)
        return classes
    reading.say(
        Sentence(
            "The folders are not taken for classes: {count} of the pictures lie outside of them.",
            count=len(pictures) - len(classes),
        )
    )
    return {}


def _say_what_is_one(reading: Reading, classes: Mapping[str, str]) -> None:
    """Name classes whose pictures lie in several folders: of two alphabets, say, or by two hands."""
    folders: dict[str, set[PurePosixPath]] = {}
    for path, name in classes.items():
        parts = PurePosixPath(path).parts[:-1]
        folders.setdefault(name, set()).add(PurePosixPath(*(part for part in parts if not is_split(part))))
    shared = [name for name, those in folders.items() if len(those) > 1]
    if shared:
        reading.say(
            Sentence(
                "Folders of one name are one class, wherever they lie: {found}. Where they are not, give them names of "
                "their own.",
                found=listed(in_order(shared), 3),
            )
        )
