"""A part of a data set as a file has it, before it is known what in it is ink and which labels are classes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_core.data.own.names import Split
from vae_core.data.own.reading import Reading, printable
from vae_core.data.own.stack import Stack
from vae_core.errors import Sentence

TRAIN = ("train", "")  # the parts to learn from


@dataclass(frozen=True, eq=False)
class Part:
    """Images that belong together, with their labels.

    Attributes:
        split: which part of the whole they are; empty where nothing says so.
        images: numbers of any range ``[n, height, width, channels]``, or pictures.
        labels: one of each image, numbers or text, or in rows; ``None`` where there are none.
        source: the file or array that they come from, for messages.
        names: of the labels 0, 1, …, where the file brings some.
    """

    split: Split
    images: np.ndarray | Stack
    labels: np.ndarray | None
    source: str
    names: tuple[str, ...] = ()


def chosen(reading: Reading, parts: Sequence[Part]) -> list[Part]:
    """The parts to learn from and to be scored on, in this order; what is left out is said.

    Of images to learn from, those without labels are left out where others have some; so is a validation set where
    there is a test set.
    """
    train = [part for part in parts if part.split in TRAIN]
    if any(part.labels is not None for part in train):
        for part in train:
            if part.labels is None:
                _leave_out(reading, part, Sentence("they have no labels, and the others have"))
        train = [part for part in train if part.labels is not None]
    held_out = [part for part in parts if part.split == "test"]
    validation = [part for part in parts if part.split == "validation"]
    if train and held_out:
        for part in validation:
            _leave_out(reading, part, Sentence("a validation set is not needed here"))
        return train + held_out
    return train + held_out + validation


def _leave_out(reading: Reading, part: Part, why: Sentence) -> None:
    reading.say(
        Sentence(
            "{count} images of {source} are left out: {why}.",
            count=len(part.images),
            source=printable(part.source),
            why=why,
        )
    )
