"""Which digit is on screen, for whoever computes with it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Int64

from ui import gaps, library, state
from ui.fields.digit import DigitFields
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.library import PROJECT, Model
from vae_core import data
from vae_core.data import drawing as drawings

DECODER = "mnist-vae-8d"  # draws the digits that are not from the data set
KEPT = 256  # digits


@dataclass(frozen=True, eq=False)
class Digit:
    """What is on screen.

    Attributes:
        image: float32 ``[784]``, 0 is background and 1 is full ink.
        name: what it is, in the reader's language; it fits into a sentence.
        label: which digit it is, where that is known.
    """

    image: Float32[np.ndarray, "784"]
    name: str
    label: int | None


NOTHING = Digit(np.zeros(784, np.float32), "", None)


def is_blank(fields: DigitFields) -> bool:
    """Whether somebody is about to draw, and has not begun."""
    return state.get(fields.source) == "drawn" and not state.get(fields.ink)


def current(fields: DigitFields) -> Digit:
    """The digit on screen.

    Until something is drawn the digit from before stays there, and where MNIST's files are missing, a decoded one
    stands in for a test image.
    """
    if state.get(fields.source) == "drawn" and state.get(fields.ink):
        return Digit(_drawn(state.get(fields.ink), state.get(fields.centred)), _("your drawing"), None)
    if shows_learned(fields):
        place = state.get(fields.learned)
        number, label = (int(each[place]) for each in (gaps.of("train").number, gaps.of("train").label))
        name = _("training image {number} of MNIST, a {label}").format(number=number, label=label)
        return Digit(_learned(place), name, label)
    number = state.get(fields.image)
    label = int(labels()[number])
    if state.get(fields.source) == "dataset" and is_present():
        name = _("test image {number} of MNIST, a {label}").format(number=number, label=label)
        return Digit(_from_dataset(number), name, label)
    name = _("a {label}, decoded from the code of test image {number}").format(number=number, label=label)
    return Digit(_decoded(library.pretrained(DECODER), number), name, label)


def shows_learned(fields: DigitFields) -> bool:
    """Whether the digit is one that the models have learned from, and it is here."""
    return state.get(fields.source) == "learned" and gaps.are_here("train")


def pool(fields: DigitFields) -> tuple[Field[int], Int64[np.ndarray, " n"]]:
    """The setting that says which of the ready images is on screen, and which digit each of them is."""
    return (fields.learned, gaps.of("train").label) if shows_learned(fields) else (fields.image, labels())


def sources(fields: DigitFields) -> tuple[str, ...]:
    """Where a digit can come from on this server, which may lack MNIST's files, or those of its training images."""
    missing = set() if data.is_present("mnist") else {"learned"}
    if not is_present():
        missing.add("dataset")
    return tuple(source for source in fields.source.kind.options if source not in missing)


def is_present() -> bool:
    """Whether MNIST's test images are on this server."""
    return PROJECT.images() is not None


@lru_cache(maxsize=KEPT)
def _drawn(ink: str, is_centred: bool) -> Float32[np.ndarray, "784"]:
    image = drawings.unpack(ink)
    return _kept(drawings.centred(image) if is_centred else image)


@lru_cache(maxsize=KEPT)
def _decoded(model: Model, number: int) -> Float32[np.ndarray, "784"]:
    """x̂ at the mean of a test image's posterior, in MNIST's 256 levels of grey."""
    picture = model.pictures(model.encodings.mean[number][None])[0]
    return _kept(data.as_ink(data.as_bytes(picture)))


def _from_dataset(number: int) -> Float32[np.ndarray, "784"]:
    return _kept(data.as_ink(PROJECT.images()[number]))


@lru_cache(maxsize=KEPT)
def _learned(place: int) -> Float32[np.ndarray, "784"]:
    return _kept(gaps.image("train", place))


def labels() -> Int64[np.ndarray, " n"]:
    """Which digit each test image is."""
    return library.pretrained(DECODER).encodings.label


def _kept(image: Float32[np.ndarray, "784"]) -> Float32[np.ndarray, "784"]:
    """Everybody gets the same array, so nobody may write to it."""
    image.flags.writeable = False
    return image
