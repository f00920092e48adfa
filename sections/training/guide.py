"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "learn",
        "choices",
        mark("Choose what is to be learned; both models get the same images in the same order."),
    ),
    Stop(
        "learn",
        "figure",
        mark("Press Play: the curves are the losses of both, on images they learn from and on held-out ones."),
    ),
    Stop(
        "learn",
        "figure",
        mark("Held-out images tell whether something was understood or only learned by heart."),
    ),
    Stop(
        "learn",
        "figure",
        mark("Below, what both make of the same images, and of the same z drawn from the prior."),
    ),
    Stop(
        "learn",
        "figure",
        mark("Only the VAE was ever told where its codes should lie: compare what the two draw."),
    ),
    Stop(
        "terms",
        "choices",
        mark("The same losses in numbers: reconstruction, KL, and their sum, to the last digit."),
    ),
    Stop(
        "slow-motion",
        "choices",
        mark("All learning happens in steps: a batch goes in, the loss is measured, every weight moves a little."),
    ),
    Stop(
        "runs",
        "heading",
        mark("What you have trained is kept here; lay two runs over each other."),
    ),
    Stop(
        "sweep",
        "choices",
        mark("Train one model for each of several β, and see what the code costs and what it buys."),
    ),
    Stop(
        "sweep",
        "choices",
        mark("Along the curve, less KL is paid for by worse pictures: rate against distortion."),
    ),
)
