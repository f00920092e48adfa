"""Arrays of NumPy, one or several: which of them are images, and which their labels."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from vae_core.data.own.archives import Member
from vae_core.data.own.levels import as_pictures, flat_side
from vae_core.data.own.names import Role, Split, likelihood, role_of, split_of
from vae_core.data.own.npy import HEADER_BYTES, NUMBERS_OR_TEXT, npy_array, npy_header
from vae_core.data.own.part import Part
from vae_core.data.own.reading import Reading, listed, printable
from vae_core.errors import DatasetError, Sentence

Shapes = Mapping[str, tuple[int, ...]]


def read_arrays(reading: Reading, members: Sequence[Member]) -> list[Part]:
    """The parts in an ``.npz`` file, or in ``.npy`` files packed or lying together.

    Images are arrays that are called so, else those that have the shape of images; labels are called so, or are as
    many as the images.

    Raises :class:`DatasetError` when there are no images, several that could be, or something other than numbers.
    """
    arrays = {member.path.removesuffix(".npy"): member for member in members}
    found = {name: _shape(reading, name, member, is_alone=len(arrays) == 1) for name, member in arrays.items()}
    shapes = {name: shape for name, shape in found.items() if shape is not None}
    images = _images(reading, arrays, shapes)
    return [_part(reading, arrays, shapes, split, name) for split, name in images.items()]


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _role(path: str) -> Role:
    return role_of(_last(path))


def _likelihood(path: str) -> int:
    return likelihood(_last(path))


def _load(reading: Reading, name: str, member: Member, kinds: str) -> np.ndarray:
    return npy_array(_shown(reading, name), member.load(None), kinds)


def _shown(reading: Reading, name: str) -> str:
    return reading.name if name in ("", reading.name.removesuffix(".npy")) else f"{reading.name}, {printable(name)}"


def _shape(reading: Reading, name: str, member: Member, *, is_alone: bool) -> tuple[int, ...] | None:
    """The shape of an array of numbers or text; ``None`` for another, which is an error where it should be images."""
    try:
        return npy_header(_shown(reading, name), member.load(HEADER_BYTES), NUMBERS_OR_TEXT).shape
    except DatasetError as error:
        if is_alone or _role(name) == "images":
            raise
        reading.say(Sentence("Left out: {reason}", reason=error))
        return None


def _images(reading: Reading, arrays: Mapping[str, Member], shapes: Shapes) -> dict[Split, str]:
    """The name of the images of each part."""
    named = [name for name in shapes if _role(name) == "images"]
    if not named and len(shapes) == 1:  # whatever its shape: what is wrong with it will be said
        return {split_of(name): name for name in shapes}
    candidates = named or [name for name in shapes if _role(name) != "labels" and _has_the_shape(shapes[name])]
    if not candidates:
        raise DatasetError(
            "{file}: expected an array of images, found none among: {found}. Call the images 'images' and the labels "
            "'labels'.",
            file=reading.name,
            found=listed(list(arrays)),
        )
    if not named:  # one-hot labels of 16 classes have the shape of images, too
        largest = max(math.prod(shapes[name][1:]) for name in candidates)
        candidates = [name for name in candidates if math.prod(shapes[name][1:]) == largest]
    found: dict[Split, str] = {}
    for name in sorted(candidates, key=_likelihood):
        split = split_of(name)
        if split in found and _likelihood(found[split]) == _likelihood(name):
            return _in_turn(reading, candidates, shapes)
        found.setdefault(split, name)
    return found


def _in_turn(reading: Reading, candidates: Sequence[str], shapes: Shapes) -> dict[Split, str]:
    """Of arrays that were saved without names, the first images are for training, the second for testing."""
    if len(candidates) == 2 and all(_last(name).startswith("arr_") for name in candidates):
        return dict(zip(("train", "test"), sorted(candidates), strict=True))
    raise DatasetError(
        "{file}: expected an array of images, found several that could be: {found}. Call the images 'images' and "
        "the labels 'labels'.",
        file=reading.name,
        found=listed(list(candidates)),
    )


def _has_the_shape(shape: tuple[int, ...]) -> bool:
    return len(shape) in (3, 4) or (len(shape) == 2 and flat_side(shape[1]) is not None)


def _part(reading: Reading, arrays: Mapping[str, Member], shapes: Shapes, split: Split, name: str) -> Part:
    images = _load(reading, name, arrays[name], "biuf")
    labels = _labels_of(shapes, split, name)
    values = _load(reading, labels, arrays[labels], NUMBERS_OR_TEXT) if labels else None
    return Part(split, as_pictures(reading, images), values, name)


def _labels_of(shapes: Shapes, split: Split, images: str) -> str | None:
    """The array that is called labels of that part, or the only one that could be."""
    others = [name for name in shapes if name != images and _role(name) != "images"]
    named = [name for name in others if _role(name) == "labels" and split_of(name) == split]
    if named:
        return named[0]
    as_many = [name for name in others if len(shapes[name]) in (1, 2) and shapes[name][0] == shapes[images][0]]
    return as_many[0] if len(as_many) == 1 and _role(as_many[0]) in ("", "labels") else None
