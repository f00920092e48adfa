"""The legend of classes beside every picture whose points wear their colours: web/latent/swatches.js draws it."""

from collections.abc import Iterable
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
    """

    classes: tuple[int, ...]
    has_digits: bool

    def describe(self) -> dict:
        return {"classes": self.classes, "shades": SHADES, "text": texts(self.has_digits)}


def legend_of(labels: Iterable[int], has_digits: bool) -> Legend:
    """Of digits all ten, also where none of them is there; else the classes that are there. −1 is none."""
    return Legend(tuple(range(10) if has_digits else sorted({int(label) for label in labels} - {-1})), has_digits)


def texts(has_digits: bool) -> dict[str, str]:
    """Its words; ``has_digits``: whether a class is the digit on the image, and not only a number."""
    if has_digits:
        return {"classes": _("Colours of the digits"), "alone": _("Show digit {label} alone, or all again")}
    return {"classes": _("Colours of the classes"), "alone": _("Show class {label} alone, or all again")}
