"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "throws",
        "figure",
        mark("Throw the die: no face can be foretold, yet the share of throws in which A comes settles."),
    ),
    Stop(
        "throws",
        "reading",
        mark("The chance of A is the sum of the heights of its faces; load the die and it changes."),
    ),
    Stop(
        "area",
        "figure",
        mark("For a continuous X the curve is a height, not a probability: it may well exceed 1."),
    ),
    Stop(
        "area",
        "x",
        mark("Probability is the area between x₁ and x₂; for a single point there is none."),
    ),
    Stop(
        "area",
        "mu",
        mark("μ moves the whole curve and leaves its form alone."),
    ),
    Stop(
        "area",
        "sigma",
        mark("σ makes it wide and low, or narrow and high: the area below it stays 1."),
    ),
    Stop(
        "draws",
        "figure",
        mark("Draw from it: shares approach areas, and averages approach the mean, the slower the nearer."),
    ),
    Stop(
        "estimators",
        "figure",
        mark("Dividing by n makes the variance too small on average; dividing by n − 1 does not."),
    ),
    Stop(
        "shapes",
        "figure",
        mark("Mean and variance do not fix a distribution: here are four with the same two."),
    ),
    Stop(
        "standardising",
        "figure",
        mark("Counted in standard deviations from its mean, every normal is the standard normal."),
    ),
)
