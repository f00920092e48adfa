"""Latent variables: mixtures, finite and infinite, and why their p(x) is hard to come by."""

from sections.latent_variables.ancestral import ancestral
from sections.latent_variables.infinite import infinite
from sections.latent_variables.jensen import jensen
from sections.latent_variables.prior import prior
from sections.latent_variables.questions import questions
from ui import lesson, state
from ui.fields.latent_variables import MIXTURE, PAGE, STEP, VALUE
from ui.i18n import gettext as _
from vae_core.probability.families import Member


def uneven_weights() -> None:
    """Slip 8: two equal bells, one of them drawn nine times as often, seen from the middle."""
    state.put(MIXTURE, Member("mixture", (0.9, -1.5, 0.7, 0.1, 1.5, 0.7)))
    state.put(VALUE, 0.0)
    state.put(STEP, 200)


lesson.begin(
    PAGE,
    _("Then it is a mixture: of a few bells, or of one for every number $z$."),
)

ancestral()
lesson.check_the_notes(
    _(
        "in $P(x) = \\sum P(z)P(x∣z)$, $P(z)$ is the $z$-th Gaussian and $P(x∣z)$ the probability, or weight, with "
        "which it is taken."
    ),
    _(
        "the other way round: $P(z)$ is the weight, one number for each $z$, summing to 1. $p(x∣z)$ is the bell, of "
        "area 1 over $x$. Set the weights to 0.9 and 0.1: halfway between two equal bells $p(x∣z)$ is the same "
        "for both, and $P(z∣x)$ is 0.9 to 0.1 still."
    ),
    uneven_weights,
    key="weights",
)
infinite()
prior()
jensen()
lesson.predict_first(questions())
lesson.end(PAGE)
