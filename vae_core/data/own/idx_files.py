"""IDX files, alone or with their labels, as MNIST and its relatives are published."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vae_core.data.idx import parse_idx
from vae_core.data.own.archives import Member
from vae_core.data.own.levels import as_pictures
from vae_core.data.own.names import split_of, words
from vae_core.data.own.part import Part
from vae_core.data.own.reading import Reading, listed, printable
from vae_core.errors import DatasetError

AXES = 4  # where in the header their number is
# What in the name of an IDX file does not say whose it is.
COMMON = {"images", "labels", "image", "label", "idx1", "idx3", "idx", "ubyte", "gz"}


def read_idx(reading: Reading, members: Sequence[Member]) -> list[Part]:
    """The parts in IDX files: images, and the labels of each part where they are there.

    Raises :class:`DatasetError` when a file is damaged, there are labels alone, or several data sets lie together.
    """
    arrays = {member.path: _array(reading, member, len(members) == 1) for member in members}
    sets = {_set_of(path) for path in arrays}
    if len(sets) > 1:
        raise DatasetError(
            "{file}: several data sets lie together in it: {found}. Pack the files of one of them.",
            file=reading.name,
            found=listed(sorted(" ".join(each) or "?" for each in sets)),
        )
    images, labels = defaultdict(list), defaultdict(list)
    for path, values in arrays.items():
        found = (labels if values.ndim == 1 else images)[split_of(path)]
        if not any(np.array_equal(values, other) for _, other in found):  # some archives have each file twice
            found.append((path, values))
    if not images:
        raise DatasetError("{file}: expected an IDX file of images, found one of labels.", file=reading.name)
    for found in (*images.values(), *labels.values()):
        if len(found) > 1:
            raise DatasetError(
                "{file}: expected one file of images and one of labels for each part, found several: {found}.",
                file=reading.name,
                found=listed([path for path, _ in found]),
            )
    return [
        Part(split, as_pictures(reading, values), labels[split][0][1] if split in labels else None, path)
        for split, [(path, values)] in images.items()
    ]


def _array(reading: Reading, member: Member, is_alone: bool) -> np.ndarray:
    content = member.load(None)
    shown = reading.name if is_alone else f"{reading.name}, {printable(member.path)}"
    return parse_idx(content, min(max(content[AXES - 1], 1), 4), Path(shown))


def _set_of(path: str) -> tuple[str, ...]:
    """What the name says of whose the file is: of ``emnist-letters-train-images-idx3-ubyte``, emnist and letters."""
    found = [word.lower() for word in words(Path(path).name)]
    return tuple(word for word in found if word not in COMMON and not word.isdigit() and not split_of(word))
