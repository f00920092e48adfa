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

# One hue per class, on either background; the numeral is drawn at the middle of its class as well.
DIGITS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#8C6D46",
    "#8A8F98",
    "#B0345C",
    "#999933",
)
