"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "flow",
        "figure",
        mark("One digit passes through both models, from 784 pixels to a code of eight numbers, and back."),
    ),
    Stop(
        "flow",
        "figure",
        mark("The autoencoder gives a point; the VAE gives a mean μ and a width σ for each dimension."),
    ),
    Stop(
        "flow",
        "figure",
        mark("z = μ + σε: the chance is in ε alone, so the way from the loss to μ and σ stays open."),
    ),
    Stop(
        "flow",
        "figure",
        mark("What is different between x̂ and x is the reconstruction term; the width of the cloud costs KL."),
    ),
    Stop(
        "sampling",
        "figure",
        mark("Draw z directly, and moving μ moves nothing: draws are what they are."),
    ),
    Stop(
        "sampling",
        "reading",
        mark("Write it as μ + σε, and the same draws move along: now there is a slope."),
    ),
    Stop(
        "gradients",
        "figure",
        mark("Without that way there is a gradient, too; but single draws of it stray much more."),
    ),
    Stop(
        "gradients",
        "reading",
        mark("Both have the same mean. The one through z needs far fewer draws to be as sure of it."),
    ),
    Stop(
        "cloud",
        "figure",
        mark("Around the autoencoder's point nobody was ever asked to decode; around the VAE's, everybody was."),
    ),
    Stop(
        "cloud",
        "reading",
        mark("Put the same noise around both codes: how long does each picture stay the digit?"),
    ),
)
