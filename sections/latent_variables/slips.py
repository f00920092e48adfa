"""A slip of the notes about which of the two is the weight, with its counterexample."""

from ui import lesson, state
from ui.fields.latent_variables import DRAW_STEP, MIXTURE, VALUE
from ui.i18n import gettext as _
from vae_core.probability.families import Member


def uneven_weights() -> None:
    """Slip 8: two equal bells, one of them drawn nine times as often, seen from the middle."""
    state.put(MIXTURE, Member("mixture", (0.9, -1.5, 0.7, 0.1, 1.5, 0.7)))
    state.put(VALUE, 0.0)
    state.put(DRAW_STEP, 200)


def about_the_weights() -> None:
    """Slip 8, and its counterexample."""
    lesson.check_the_notes(
        _(
            "in $P(x) = \\sum P(z)P(x∣z)$, $P(z)$ is the $z$-th Gaussian and $P(x∣z)$ the probability, or weight, with "
            "which it is taken."
        ),
        _(
            "the other way round: $P(z)$ is the weight, one number for each $z$, summing to 1. $p(x∣z)$ is the bell, "
            "of area 1 over $x$. Set the weights to 0.9 and 0.1: halfway between two equal bells $p(x∣z)$ is the same "
            "for both, and $P(z∣x)$ is 0.9 to 0.1 still."
        ),
        uneven_weights,
        key="weights",
    )
