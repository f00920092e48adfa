"""The lesson in ten sentences, each of which points at what it speaks of."""

from ui.guide import Stop
from ui.i18n import mark

GUIDE = (
    Stop(
        "coding",
        "figure",
        mark("Q's code gives each symbol −log₂ q bits; data from P use it with the frequencies p."),
    ),
    Stop(
        "coding",
        "reading",
        mark("What that costs on average beyond P's own code is KL(P‖Q): in bits here, in nats everywhere else."),
    ),
    Stop(
        "divergence",
        "p",
        mark("Here P is continuous: drag it by its mean and by its width."),
    ),
    Stop(
        "divergence",
        "q",
        mark("And Q stands in for it; where q is small and p is not, the price is high."),
    ),
    Stop(
        "divergence",
        "kl",
        mark("The area below is KL: above zero it pulls up, below zero down, and in sum it is never negative."),
    ),
    Stop(
        "divergence",
        "reading",
        mark("Turned round, KL(Q‖P) is another number: the divergence is no distance."),
    ),
    Stop(
        "fit",
        "figure",
        mark("Lowering KL(p‖q) covers all modes, lowering KL(q‖p) picks one: a VAE does the latter."),
    ),
    Stop(
        "standard-normal",
        "figure",
        mark("Every dimension of a VAE's code pays this much for not being N(0, 1)."),
    ),
    Stop(
        "standard-normal",
        "formula",
        mark("The bill in closed form: ½(μ² + σ² − 1 − log σ²)."),
    ),
    Stop(
        "dimensions",
        "figure",
        mark("Dimensions that are independent simply add their bills."),
    ),
)
