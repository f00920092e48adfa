"""One symbol, one colour: in the formula, the code, the slider and the figure.

The hues are those of Okabe & Ito (2008), chosen to stay apart for colour-blind readers, darkened
on white and lightened on black until text in them reads well (contrast of 4.5 or more, tested).
Colour never stands alone: whatever it marks also carries its letter.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shade:
    """A colour on a light and on a dark background."""

    light: str
    dark: str


BACKGROUND = Shade("#FFFFFF", "#0F1419")
# Axes, their numbers, and what stands beside the symbols.
INK = Shade("#3A4149", "#C4CBD3")
GRID = Shade("#E4E8ED", "#2A323C")

SYMBOLS = {
    "x": Shade("#1B1F24", "#E8ECF1"),
    "z": Shade("#0067A3", "#56B4E9"),
    "mu": Shade("#007A58", "#2CC79A"),
    "sigma": Shade("#966300", "#E69F00"),
    "epsilon": Shade("#666C74", "#A3ABB5"),
    "x_hat": Shade("#B84A00", "#FF8F52"),
    "p": Shade("#9A4A78", "#DE93BC"),
    "q": Shade("#00768A", "#63D3E6"),
    "kl": Shade("#7A6C00", "#F0E442"),
    "reconstruction": Shade("#A3354A", "#FF8A9B"),
}

# One hue per class; the numeral is drawn where the class is densest as well.
DIGITS = (
    Shade("#0072B2", "#4AA3E0"),
    Shade("#C07A00", "#E69F00"),
    Shade("#00875F", "#15B887"),
    Shade("#D55E00", "#F0772B"),
    Shade("#BE5F98", "#DE93BC"),
    Shade("#3893CB", "#7CC8F2"),
    Shade("#7A5C36", "#B08D5F"),
    Shade("#737983", "#9BA2AC"),
    Shade("#A82553", "#E0648C"),
    Shade("#7F7F1E", "#B5B54A"),
)

# What persons without a name are told apart by, beside the animal that each of them is.
PERSONS = dict(zip(("blue", "orange", "green", "vermilion", "purple", "sky"), DIGITS, strict=False))


def dark_shades() -> dict[str, str]:
    """For every colour of the light theme, the one that takes its place in the dark."""
    return {shade.light: shade.dark for shade in (BACKGROUND, INK, GRID, *SYMBOLS.values(), *DIGITS)}
