"""Two slips of the notes about what KL counts, each with its counterexample."""

from ui import lesson, state
from ui.fields.kl_divergence import LOG_VARIANCE, MEAN, NOTES, TABLES, VIEW
from ui.i18n import gettext as _


def paid_in_bits() -> None:
    """Slip 5: four symbols whose ideal code words are of whole bits under P and under Q."""
    state.put(TABLES, ((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)))


def twice_as_much() -> None:
    """Slip 11: the notes' sum beside the divergence."""
    state.put(MEAN, 1.0)
    state.put(LOG_VARIANCE, -1.0)
    state.put(NOTES, True)
    state.put(VIEW, "map")


def about_what_is_saved() -> None:
    """Slip 5, and its counterexample."""
    lesson.check_the_notes(
        _("$\\mathrm{KL}(P\\|Q)$ is the entropy that is saved when the distribution $Q$ is expressed by $P$."),
        _(
            "nothing is saved. $\\mathrm{KL}(P\\|Q)$ is what is paid *on top* of the entropy, on average, when data "
            "from $P$ are written in the code made for $Q$. In the example all words have whole bits: 1.75 are needed "
            "and 2.375 are paid, 0.625 too many; with the roles exchanged it is 0.5."
        ),
        paid_in_bits,
        key="coding",
    )


def about_the_half() -> None:
    """Slip 11, and its counterexample."""
    lesson.check_the_notes(
        _("the divergence in the loss is $\\sum_i \\exp(\\sigma_i) - (1 + \\sigma_i) + (m_i)^2$."),
        _(
            "the factor $\\frac12$ is missing, and what is called $\\sigma_i$ is $\\log\\sigma_i^2$. Without the "
            "$\\frac12$ a VAE is trained as if with $\\beta = 2$: the code is pressed twice as hard onto the prior."
        ),
        twice_as_much,
        key="half",
    )
