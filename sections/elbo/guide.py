"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "known",
        "p",
        mark("Where all is known, posterior and evidence are exact: one bell, one number."),
    ),
    Stop(
        "known",
        "q",
        mark("q is yours. However you move it, bound and gap trade length, and their sum stands still."),
    ),
    Stop(
        "known",
        "kl",
        mark("The gap is KL from q to the posterior: never negative, so L_b is a bound."),
    ),
    Stop(
        "evidence",
        "figure",
        mark("A trained VAE with a plane of codes can be integrated over: here is its true posterior."),
    ),
    Stop(
        "families",
        "figure",
        mark("What is missing has reasons: one network for all, no tilt, only one hump."),
    ),
    Stop(
        "draws",
        "figure",
        mark("Where nobody can integrate, draws from q stand in; with k of them the bound is L_k, and higher."),
    ),
    Stop(
        "derivation",
        "formula",
        mark("Every line of the derivation with its number: equal lines, equal numbers."),
    ),
    Stop(
        "gaps",
        "figure",
        mark("Over a thousand digits the gaps go from hundredths of a nat to hundreds."),
    ),
    Stop(
        "average",
        "figure",
        mark("What the codes cost on average is what they tell of the image, plus what they miss of the prior."),
    ),
    Stop(
        "on-disk",
        "figure",
        mark("And the bound is a file size: bits are spent on z and x, and old bits come back."),
    ),
)
