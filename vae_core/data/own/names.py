"""What names of files, folders, arrays and columns say: which part of a data set it is, and what is in it."""

import re
from collections.abc import Iterable
from typing import Literal

Split = Literal["train", "validation", "test", ""]
Role = Literal["images", "labels", ""]

_SPLIT = re.compile(
    r"[xy]?(?:(?P<train>train|training)|(?P<validation>val|valid|validation|dev)|(?P<test>test|testing|t10k|eval))"
    r"(?:set)?[xy]?",
    re.I,
)
# Words: x_train, trainImages, test-00000-of-00001.
_BETWEEN = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d+$)")
SPLITS = {"split", "set", "subset", "usage", "partition", "fold"}  # what a column is called that says it
_FILLING = {"set", "data", "images", "sample"}
# The names under which images are saved, the likelier ones first, and those of labels.
IMAGES = ("images", "image", "imgs", "img", "pixels", "pixel", "x", "data", "features", "inputs", "input")
LABELS = ("labels", "label", "y", "targets", "target", "classes", "class", "category", "digit", "letter")


def split_of(name: str) -> Split:
    """Which part of a data set a name speaks of; empty where no word in it does."""
    found = next((match for word in words(name) if (match := _SPLIT.fullmatch(word))), None)
    return found.lastgroup if found else ""


def is_split(name: str) -> bool:
    """Whether a name says nothing but which part it is, or nothing at all."""
    others = [word for word in words(name) if not _SPLIT.fullmatch(word)]
    return not name or (bool(split_of(name)) and all(word.lower() in _FILLING for word in others))


def role_of(name: str) -> Role:
    """Whether images or labels are called so; empty where the name does not say."""
    found = {word.lower() for word in words(name)}
    first = name[:1].lower() if split_of(name) else ""  # xtrain
    if found & {*LABELS} or first == "y":
        return "labels"
    return "images" if found & {*IMAGES} or first == "x" else ""


def likelihood(name: str) -> int:
    """The place of a name among those of images, the likeliest first."""
    found = {word.lower() for word in words(name)}
    return next((place for place, word in enumerate(IMAGES) if word in found), len(IMAGES))


def words(name: str) -> list[str]:
    """The words that a name is made of."""
    return [word for word in _BETWEEN.split(name) if word]


def in_order(names: Iterable[str]) -> list[str]:
    """Names, each once, as a person would order them: 2 before 10."""
    return sorted(set(names), key=_natural)


def _natural(name: str) -> list[tuple[bool, int, str]]:
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", name)
    return [(not part.isdigit(), int(part) if part.isdigit() and part.isascii() else 0, part) for part in parts]
