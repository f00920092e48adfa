"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "space",
        "figure",
        mark("Each dot is the code of a test image; drag the point, and both decoders answer at once."),
    ),
    Stop(
        "space",
        "figure",
        mark("On a dot the picture is a digit; between dots, see for yourself on whose side it stays one."),
    ),
    Stop(
        "manifold",
        "figure",
        mark("The whole plane at once: neighbours are alike, and one digit turns into another."),
    ),
    Stop(
        "manifold",
        "figure",
        mark("Where colours meet, digits are undecided; far outside, nobody was ever asked."),
    ),
    Stop(
        "traversals",
        "figure",
        mark("One dimension at a time, the others held: what does each of them mean?"),
    ),
    Stop(
        "traversals",
        "figure",
        mark("A dimension for which the encoder pays almost nothing changes almost nothing."),
    ),
    Stop(
        "path",
        "figure",
        mark("From one digit to another: straight, or along an arc around the origin."),
    ),
    Stop(
        "path",
        "figure",
        mark("Where the way leads far from every code, the decoder is asked for what it never saw."),
    ),
    Stop(
        "arithmetic",
        "figure",
        mark("A − B + C with codes: keep the style, exchange the digit, if the space allows it."),
    ),
    Stop(
        "tour",
        "figure",
        mark("A tour of the prior: one draw of N(0, I) after the other, through both decoders."),
    ),
)
