"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "map",
        "figure",
        mark("Codes of eight dimensions, seen in two: each dot is an image, its colour the digit."),
    ),
    Stop(
        "map",
        "choices",
        mark("PCA is a shadow: it looks from where the cloud is widest, and distances can only shrink."),
    ),
    Stop(
        "map",
        "choices",
        mark("t-SNE keeps neighbours together and gives up distances: groups show, their sizes mean little."),
    ),
    Stop(
        "map",
        "reading",
        mark("How true a map is can be counted: how many of a point's nearest neighbours it keeps."),
    ),
    Stop(
        "map",
        "figure",
        mark("Encircle some dots with Shift held: which digits are they, and where do they lie on other maps?"),
    ),
    Stop(
        "place",
        "figure",
        mark("Draw a digit: the encoder answers while you draw, and its code finds its place."),
    ),
    Stop(
        "place",
        "figure",
        mark("Around it lies the cloud of q(z∣x): how sure the encoder is."),
    ),
    Stop(
        "place",
        "formula",
        mark("PCA places a new code by a formula; t-SNE has none and must let it find its place."),
    ),
    Stop(
        "holes",
        "figure",
        mark("Colour says how far the nearest code is: holes are where nothing was ever put."),
    ),
    Stop(
        "holes",
        "figure",
        mark("Draws from the prior fall into holes, and what is decoded there is often no digit."),
    ),
)
