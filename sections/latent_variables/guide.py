"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "ancestral",
        "figure",
        mark("First draw which component, z, then x from its bell: that is the whole model."),
    ),
    Stop(
        "ancestral",
        "reading",
        mark("Forget z and ask which it was: Bayes' rule answers, in shares that add to 1."),
    ),
    Stop(
        "ancestral",
        "z",
        mark("The weights are the prior p(z); the heights of the bells are the likelihood p(x∣z)."),
    ),
    Stop(
        "infinite",
        "figure",
        mark("With z continuous there are infinitely many bells along a curve; their sum is an integral."),
    ),
    Stop(
        "infinite",
        "reading",
        mark("A VAE's decoder is such a curve, with 784 pixels in place of one x."),
    ),
    Stop(
        "prior",
        "figure",
        mark("To know p(x) draw z from the prior and average p(x∣z): right in the long run."),
    ),
    Stop(
        "prior",
        "reading",
        mark("But for an x away from the crowd next to no draw counts, and the long run is very long."),
    ),
    Stop(
        "prior",
        "x",
        mark("Drag x outwards: fewer and fewer draws explain it."),
    ),
    Stop(
        "jensen",
        "figure",
        mark("The logarithm of such an average is too low on average, the more so the fewer the draws."),
    ),
    Stop(
        "jensen",
        "reading",
        mark("So let something look at x first and say where to draw: an encoder, q(z∣x)."),
    ),
)
