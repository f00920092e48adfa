"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "both-ways",
        "figure",
        mark("One formula, read two ways: as a curve over x for one θ, as a surface over θ for these data."),
    ),
    Stop(
        "both-ways",
        "x",
        mark("Drag a datum: the product of all the heights above the data is the likelihood."),
    ),
    Stop(
        "both-ways",
        "mu",
        mark("Drag θ and lift that product: nearer to the data, and as wide as they are."),
    ),
    Stop(
        "both-ways",
        "reading",
        mark(
            "How far below the top you are is said in nats; e to that power is how many times less likely the data are."
        ),
    ),
    Stop(
        "ascent",
        "figure",
        mark("Without a formula for the top one climbs along the slope of log L, step by step."),
    ),
    Stop(
        "ascent",
        "reading",
        mark("Steps that are too long jump across the top, and may never come back."),
    ),
    Stop(
        "area",
        "figure",
        mark("Over x every density has area 1; over μ the likelihood has any area, for it is no density of μ."),
    ),
    Stop(
        "underflow",
        "figure",
        mark("The product of some hundred heights is too small for a computer; the sum of their logarithms is not."),
    ),
    Stop(
        "nearest",
        "figure",
        mark("What the mean log likelihood gains, KL from the data to the model loses: best fit is nearest model."),
    ),
    Stop(
        "squared-error",
        "figure",
        mark("With σ fixed, maximising the likelihood of a normal is minimising squared error: training will use it."),
    ),
)
