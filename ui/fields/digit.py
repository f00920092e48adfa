"""Which digit is on screen: settings that a lesson has for itself."""

from dataclasses import dataclass

from ui.fields.field import Choice, Field, Whole
from vae_core.data import drawing

SOURCES = ("decoded", "dataset", "drawn")
IMAGES = 10_000  # in MNIST's test set
LEARNED = 1000  # of its training images, drawn by seed: ui.gaps


@dataclass(frozen=True)
class Drawing:
    """A drawn digit as :func:`vae_core.data.drawing.pack` writes it; no text is an empty field."""

    def parse(self, text: str) -> str:
        if text:
            drawing.unpack(text)
        return text

    def format(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class DigitFields:
    """The settings that say which digit is on screen.

    Attributes:
        source: ``"decoded"``, ``"dataset"`` or ``"drawn"``; ``"learned"`` as well, where there is :attr:`learned`.
        image: which image of MNIST's test set is shown, or was encoded for a decoder to draw it again.
        ink: the drawing.
        centred: whether the drawing is centred and scaled as MNIST's digits were.
        learned: the place among a thousand images that the model has learned from; ``None`` in lessons without them.
    """

    source: Field[str]
    image: Field[int]
    ink: Field[str]
    centred: Field[bool]
    learned: Field[int] | None = None

    @property
    def all(self) -> tuple[Field, ...]:
        learned = () if self.learned is None else (self.learned,)
        return self.source, self.image, self.ink, self.centred, *learned


def digit_fields(page: str, *, has_learned: bool = False) -> DigitFields:
    """The settings of ``page``; another lesson's are others."""
    sources = ("decoded", "dataset", "learned", "drawn") if has_learned else SOURCES
    return DigitFields(
        Field("digit", "decoded", Choice(sources), page),
        Field("image", 0, Whole(0, IMAGES - 1), page),
        Field("ink", "", Drawing(), page),
        Field("centred", True, Choice((True, False)), page),
        Field("learned", 0, Whole(0, LEARNED - 1), page) if has_learned else None,
    )
