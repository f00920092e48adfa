"""The parts that a file has, as one data set: one range, one ground, one set of classes for all."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vae_core.data import emnist
from vae_core.data.dataset import Dataset, from_bytes
from vae_core.data.own.ink import ink_of
from vae_core.data.own.labels import classes
from vae_core.data.own.levels import stacks, stretched
from vae_core.data.own.own_data import FEWEST_HELD_OUT, NAME, NO_LABEL, OwnData
from vae_core.data.own.part import Part, chosen
from vae_core.data.own.reading import Reading
from vae_core.data.own.stack import Stack
from vae_core.errors import Sentence


def together(reading: Reading, parts: Sequence[Part]) -> OwnData:
    """What the parts of a file are, taken together.

    Raises :class:`DatasetError` where there are too few or too many images, nothing is to be seen in them, or their
    labels are not theirs.
    """
    parts = [_with_symbols(reading, part) for part in chosen(reading, parts)]
    held_out = _held_out(reading, parts)
    found = classes(reading, parts, held_out)
    is_numbers = all(isinstance(part.images, np.ndarray) for part in parts)
    images = [part.images for part in parts]
    stack = Stack.joined(stacks(reading, images)) if is_numbers else stretched(reading, Stack.joined(images))
    is_on_its_side = is_numbers and any(_emnist(reading, part) is not None for part in parts)
    ink = ink_of(reading, stack, turn="transposed" if is_on_its_side else "none")
    numbers, names = found or (np.full(len(ink), NO_LABEL), ())
    whole = replace(from_bytes(NAME, "train", ink, numbers), class_names=names)
    if not held_out:
        return OwnData(replace(whole, said=tuple(reading.said)), None, reading.name, reading.options)
    cut = len(whole) - held_out
    train, test = whole.take(cut), replace(whole, split="test", images=whole.images[cut:], labels=whole.labels[cut:])
    _compare(reading, train, test)
    return OwnData(replace(train, said=tuple(reading.said)), test, reading.name, reading.options)


def _emnist(reading: Reading, part: Part) -> str | None:
    found = emnist.set_in(part.source)
    return emnist.set_in(reading.name) if found is None else found


def _with_symbols(reading: Reading, part: Part) -> Part:
    """With the names of classes that everybody knows."""
    return part if part.names else replace(part, names=emnist.symbols(_emnist(reading, part) or ""))


def _held_out(reading: Reading, parts: Sequence[Part]) -> int:
    """How many images, the last ones, the file itself keeps apart for testing."""
    train = sum(len(part.images) for part in parts if part.split in ("train", ""))
    held_out = sum(len(part.images) for part in parts) - train
    if not train or held_out < FEWEST_HELD_OUT:
        reading.check_count(train + held_out)
        if train and held_out:
            reading.say(
                Sentence(
                    "Only {count} images are kept apart for testing, too few: all are put together.", count=held_out
                )
            )
        return 0
    reading.check_count(train)
    reading.check_most(train + held_out)
    reading.say(
        Sentence(
            "The file brings its own split, which is kept: {train} images to learn from, {held_out} held out.",
            train=train,
            held_out=held_out,
        )
    )
    return held_out


def _compare(reading: Reading, train: Dataset, test: Dataset) -> None:
    """Say how many images are on both sides: whoever has learned them by heart does well on them."""
    known = {image.tobytes() for image in train.images}
    both = sum(image.tobytes() in known for image in test.images)
    if both:
        reading.say(
            Sentence(
                "{count} of the {all} held-out images are among those to learn from, too.", count=both, all=len(test)
            )
        )
