"""What became of a file: images to learn from and images that are held out, and how both are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vae_core.config import from_json, is_number, is_whole, require, to_json
from vae_core.data.dataset import PIXELS, Dataset, as_bytes, as_ink
from vae_core.data.own.reading import AS_FOUND, Options
from vae_core.errors import CheckpointError, ConfigError, DatasetError, Sentence
from vae_core.packing import pack, unpack

NAME = "own"
NO_LABEL = -1
FEWEST_HELD_OUT = 10
DAMAGED = Sentence("The kept data set is damaged: expected images, labels and class names that fit together.")
FIELDS = {"class_names", "said", "held_out", "file_name", "options"}
FORMER = {"class_names", "inverted", "skipped"}  # of runs until 2026


@dataclass(frozen=True, eq=False)
class OwnData:
    """What became of a file.

    Attributes:
        dataset: ``"own"``; 28 x 28 grey, 0 is background. Labels count from 0, or are all -1 where there are none. With
            it are the names of its classes, and what was found and done while the file was read.
        held_out: what the file itself keeps apart for testing, with the same classes, or -1 where those
            are not known; ``None`` where it does not.
        file_name: what the file is called; empty where nobody has noted it.
        options: how it was to be read.
    """

    dataset: Dataset
    held_out: Dataset | None = None
    file_name: str = ""
    options: Options = AS_FOUND

    @property
    def class_names(self) -> tuple[str, ...]:
        """Of label 0, 1, …; empty without labels."""
        return self.dataset.class_names

    @property
    def said(self) -> tuple[Sentence, ...]:
        """What was found and done while the file was read."""
        return self.dataset.said

    def parts(self, seed: int = 0) -> tuple[Dataset, Dataset]:
        """A training set and a held-out one, each shuffled by ``seed``: those of the file where it has both.

        Files are often in the order of classes, and of a part only the first images may be taken.
        """
        if self.held_out is None:
            return split(self.dataset, seed)
        return _shuffled(self.dataset, seed), _shuffled(self.held_out, seed)


def split(dataset: Dataset, seed: int = 0, part: float = 0.2, most: int = 2000) -> tuple[Dataset, Dataset]:
    """A training set and a held-out one, shuffled by ``seed``.

    Args:
        dataset: at least 20 images.
        seed: of the shuffle.
        part: what share is held out, above 0 and below 1; at least 10 images are, and at least 10 remain.
        most: held-out images at most; from more, nothing new is seen.

    Raises:
        ConfigError: a number is outside its range.

    Examples:
        >>> from vae_core import data
        >>> [len(part) for part in split(data.load("digits"), part=0.1)]
        [1350, 150]
    """
    require(len(dataset) >= 2 * FEWEST_HELD_OUT, "a split needs at least 20 images, not {found}", found=len(dataset))
    require(is_number(part, 0, 1) and 0 < part < 1, "part must be above 0 and below 1, not {found}", found=repr(part))
    require(
        is_whole(most, FEWEST_HELD_OUT, 2**40), "most must be a whole number from 10, not {found}", found=repr(most)
    )
    held_out = min(max(round(part * len(dataset)), FEWEST_HELD_OUT), most, len(dataset) - FEWEST_HELD_OUT)
    order = _order(len(dataset), seed)
    return dataset.at(order[held_out:], "train"), dataset.at(order[:held_out], "test")


def _shuffled(dataset: Dataset, seed: int) -> Dataset:
    return dataset.at(_order(len(dataset), seed))


def _order(count: int, seed: int) -> np.ndarray:
    import torch  # not before there is something to train: reading an upload does not need it

    from vae_core.randomness import stream

    return torch.randperm(count, generator=stream(seed, "own data split")).numpy()


def to_bytes(own: OwnData) -> bytes:
    """The data as the content of one file; :func:`from_packed` gives the very same back."""
    parts = [own.dataset] if own.held_out is None else [own.dataset, own.held_out]
    record = {
        "class_names": list(own.class_names),
        "said": [sentence.record() for sentence in own.said],
        "held_out": 0 if own.held_out is None else len(own.held_out),
        "file_name": own.file_name,
        "options": to_json(own.options),
    }
    images, labels = (np.concatenate([getattr(part, what) for part in parts]) for what in ("images", "labels"))
    return pack(record, {"images": as_bytes(images), "labels": labels})


def from_packed(content: bytes) -> OwnData:
    """The data that :func:`to_bytes` packed. Raises :class:`DatasetError` when it is damaged."""
    try:
        record, arrays = unpack(content)
        record = _as_today(record)
        said = tuple(Sentence.from_record(sentence) for sentence in record["said"])
        options = from_json(Options, record["options"])
    except (CheckpointError, ConfigError) as error:
        raise DatasetError("The kept data set is damaged. {error}", error=error) from error
    if not _fits(record, arrays):
        raise DatasetError(DAMAGED)
    names, count = tuple(record["class_names"]), len(arrays["labels"]) - record["held_out"]
    images, labels = as_ink(arrays["images"]), arrays["labels"]
    dataset = Dataset(NAME, "train", images[:count], labels[:count], names, said)
    held_out = Dataset(NAME, "test", images[count:], labels[count:], names) if record["held_out"] else None
    return OwnData(dataset, held_out, record["file_name"], options)


def _as_today(record: Mapping) -> dict:
    """A record as it is written now; an older one said less."""
    if record.keys() == FORMER and isinstance(record["inverted"], bool) and is_whole(record["skipped"], 0, 2**40):
        added = {"said": [], "held_out": 0, "file_name": "", "options": to_json(AS_FOUND)}
        record = {"class_names": record["class_names"], **added}
    if record.keys() != FIELDS or not (isinstance(record["said"], list) and isinstance(record["file_name"], str)):
        raise DatasetError(DAMAGED)
    return dict(record)


def _fits(record: Mapping, arrays: Mapping[str, np.ndarray]) -> bool:
    names = record["class_names"]
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        return False
    if arrays.keys() != {"images", "labels"} or not is_whole(record["held_out"], 0, 2**40):
        return False
    images, labels = arrays["images"], arrays["labels"]
    lowest, highest = (0, len(names) - 1) if names else (NO_LABEL, NO_LABEL)
    return (
        images.dtype == np.uint8
        and labels.dtype == np.int64
        and labels.ndim == 1
        and images.shape == (len(labels), PIXELS)
        and len(labels) > record["held_out"]
        and bool((labels >= NO_LABEL).all() and (labels <= highest).all())
        and bool((labels[: len(labels) - record["held_out"]] >= lowest).all())  # held-out images may be without
    )
