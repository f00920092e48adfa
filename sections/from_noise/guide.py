"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "way",
        "figure",
        mark("Noise becomes a digit: beside each picture is what the network takes it for."),
    ),
    Stop(
        "way",
        "figure",
        mark("At first that is a blur of all it might be; at the end one of them."),
    ),
    Stop(
        "beside",
        "figure",
        mark("The same noise by three ways back, with few steps and with many."),
    ),
    Stop(
        "beside",
        "reading",
        mark("Without chance few steps lead nearly where many lead; with chance each draw decides anew."),
    ),
    Stop(
        "drawing",
        "figure",
        mark("Your own drawing, noised and back: what all six agree on has survived the noise."),
    ),
    Stop(
        "between",
        "figure",
        mark("Between two noises the digit changes step by step; on an arc noise keeps its length."),
    ),
    Stop(
        "needed",
        "figure",
        mark("A VAE's prior has holes; a diffusion model of its codes is a prior without them."),
    ),
    Stop(
        "needed",
        "reading",
        mark("A classifier counts the pictures it is sure of, for draws from either prior."),
    ),
    Stop(
        "holes",
        "figure",
        mark("Where the draws land: those of N(0, I) also in the holes, those that were learned hardly ever."),
    ),
    Stop(
        "derivation",
        "figure",
        mark("And the bound, line by line, for the code of one image in eight dimensions."),
    ),
)
