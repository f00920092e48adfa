"""The legend of classes beside every picture whose points wear their colours: web/latent/swatches.js draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from ui.i18n import gettext as _
from vae_core.figures import theme

# Of class 0, 1, …; where there are more classes, they begin anew.
SHADES = [asdict(shade) for shade in theme.DIGITS]


@dataclass(frozen=True)
class Legend:
    """The legend of a figure.

    Attributes:
        classes: in order.
        has_digits: whether a class is the digit on the image, and not only a number.
        names: of class 0, 1, …; none where they are numbers alone.
    """

    classes: tuple[int, ...]
    has_digits: bool
    names: tuple[str, ...] = ()

    def describe(self) -> dict:
        return {**asdict(self), "shades": SHADES, "text": texts(self.has_digits)}


def legend_of(labels: Iterable[int], has_digits: bool, names: Sequence[str] = ()) -> Legend:
    """Of digits all ten, also where none of them is there; else the classes that are there. −1 is none."""
    classes = range(10) if has_digits else sorted({int(label) for label in labels} - {-1})
    return Legend(tuple(classes), has_digits, tuple(names))


def texts(has_digits: bool) -> dict[str, str]:
    """Its words; ``has_digits``: whether a class is the digit on the image, and not only a number."""
    if has_digits:
        return {"classes": _("Colours of the digits"), "alone": _("Show digit {label} alone, or all again")}
    return {"classes": _("Colours of the classes"), "alone": _("Show class {label} alone, or all again")}
