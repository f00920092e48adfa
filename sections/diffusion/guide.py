"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "noise",
        "figure",
        mark("Step by step data melt into noise: nothing is learned here, this is the encoder."),
    ),
    Stop(
        "noise",
        "reading",
        mark("At some step nobody can tell any more which hump x₀ came from."),
    ),
    Stop(
        "chain",
        "figure",
        mark("Every step is a latent. Going back, each step is a bell, and the whole is a VAE with T latents."),
    ),
    Stop(
        "chain",
        "table",
        mark("So there is an ELBO, and its terms add up to the evidence but for a gap."),
    ),
    Stop(
        "chain",
        "reading",
        mark("With more steps the gap closes: small steps are bells in both directions."),
    ),
    Stop(
        "score",
        "figure",
        mark(
            "Where did x_t come from? The mean of all answers, the noise in it, and the slope of log p are one "
            "function."
        ),
    ),
    Stop(
        "back",
        "figure",
        mark("Back from noise: with chance every path is its own, without chance noise and data belong together."),
    ),
    Stop(
        "plane",
        "figure",
        mark("The same in the plane of a VAE's codes, where each particle is a picture."),
    ),
    Stop(
        "learn",
        "figure",
        mark("Nobody knows the field of real data: a network learns it from noisy points alone."),
    ),
    Stop(
        "learn",
        "reading",
        mark("The simple loss and the bound weigh the steps differently; which one comes nearer, and where?"),
    ),
)
