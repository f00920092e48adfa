"""What is known while a file is read: its name, how much may be taken, what was asked for, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from vae_core.config import is_number, is_whole, require
from vae_core.errors import DatasetError, Sentence

Turn = Literal["none", "transposed", "left", "right", "over"]
TURNS = get_args(Turn)


@dataclass(frozen=True)
class OwnDataLimits:
    """How much of a person's own data is taken.

    Attributes:
        upload_bytes: of the file. MNIST's largest has 10 MB zipped and 47 MB as it is.
        unpacked_bytes: of everything in an archive, and pixels of all its images: MNIST as 64-bit floats,
            and still well inside the memory of a small server.
        images: as many as MNIST has, training and test together.
        fewest_images: with fewer, no network learns anything that a held-out set could confirm.
        side: pixels. A larger photograph says nothing more once it is 28 x 28.
        classes: as many as ImageNet has.
    """

    upload_bytes: int = 50_000_000
    unpacked_bytes: int = 400_000_000
    images: int = 70_000
    fewest_images: int = 50
    side: int = 4096
    classes: int = 1000

    def __post_init__(self):
        for each in fields(self):
            value = getattr(self, each.name)
            require(
                is_whole(value, 1, 2**40),
                "{name} must be a whole number from 1, not {found}",
                name=each.name,
                found=repr(value),
            )


# Of a file on one's own disk: EMNIST's largest set, as numbers of 32 bits.
ON_DISK = OwnDataLimits(upload_bytes=4_000_000_000, unpacked_bytes=4_000_000_000, images=1_000_000, side=16_384)


@dataclass(frozen=True)
class Options:
    """How a file is to be read; what is ``None`` is found from the data.

    Attributes:
        invert: whether dark and light change places.
        turn: how pictures are turned: ``"transposed"`` (rows become columns, as EMNIST needs it), a quarter to the
            ``"left"`` or the ``"right"``, half a turn (``"over"``), or ``"none"``.
        levels: the pixel values that mean no light and full light, such as ``(-1, 1)``.

    Raises:
        ConfigError: an option is none of these.
    """

    invert: bool | None = None
    turn: Turn | None = None
    levels: tuple[float, float] | None = None

    def __post_init__(self):
        require(self.invert in (None, True, False), "invert must be true, false or none")
        require(self.turn is None or self.turn in TURNS, "turn must be one of {turns}", turns=", ".join(TURNS))
        if self.levels is not None:
            is_a_pair = len(self.levels) == 2 and all(is_number(level, -1e9, 1e9) for level in self.levels)
            require(
                is_a_pair and self.levels[0] < self.levels[1],
                "levels must be two numbers, the lower one first, not {found}",
                found=repr(self.levels),
            )


AS_FOUND = Options()


@dataclass
class Reading:
    """One file being read.

    Attributes:
        name: what the person calls it, as it may stand in a sentence.
        limits: how much is taken.
        options: how it is to be read.
        said: what was found and done, in the order in which it was.
        spent: bytes unpacked and pixels decoded so far.
    """

    name: str
    limits: OwnDataLimits
    options: Options
    said: list[Sentence] = field(default_factory=list)
    spent: int = 0

    def shown(self, path: str) -> str:
        """A file in the file as it may stand in a sentence."""
        return self.name if path == self.name else f"{self.name}, {printable(path)}"

    def say(self, sentence: Sentence) -> None:
        """Note what was found or done, once."""
        if sentence not in self.said:
            self.said.append(sentence)

    def spend(self, count: int) -> None:
        """Count bytes or pixels that are about to take memory. Raises :class:`DatasetError` where they are too many."""
        self.spent += count
        if self.spent > self.limits.unpacked_bytes:
            raise too_much(self.name, self.limits)

    def check_count(self, count: int) -> None:
        """Raise :class:`DatasetError` where there are too few images, or too many."""
        if count < self.limits.fewest_images:
            raise DatasetError(
                "{file}: expected at least {least} images, found {found}. "
                "From fewer there is nothing to learn that would hold for others.",
                file=self.name,
                least=self.limits.fewest_images,
                found=count,
            )
        self.check_most(count)

    def check_most(self, count: int) -> None:
        """Raise :class:`DatasetError` where there are too many images."""
        if count > self.limits.images:
            raise DatasetError(
                "{file}: expected at most {most} images, found {found}. A part of them would do.",
                file=self.name,
                most=self.limits.images,
                found=count,
            )


def too_much(name: str, limits: OwnDataLimits) -> DatasetError:
    """That the file unpacks to more than is taken."""
    return DatasetError(
        "{file}: expected at most {most} MB once unpacked, found more. Fewer or smaller images would do.",
        file=name,
        most=limits.unpacked_bytes // 10**6,
    )


def printable(name: str) -> str:
    """A file's or folder's name as it may stand in a sentence: short, and without control characters."""
    shown = "".join(letter for letter in name if letter.isprintable())
    return shown if len(shown) <= 60 else f"{shown[:40]}…{shown[-19:]}"


def listed(names: Sequence[str], most: int = 8) -> str:
    """Some names as they may stand in a sentence."""
    return ", ".join(printable(name) for name in names[:most]) + (" …" if len(names) > most else "")
