"""KL divergence: how far one distribution is from another, and why the way back is not as far."""

from sections.kl_divergence.coding import coding
from sections.kl_divergence.dimensions import dimensions
from sections.kl_divergence.divergence import divergence
from sections.kl_divergence.fit import fit
from sections.kl_divergence.pair import choose_pair
from sections.kl_divergence.questions import questions
from sections.kl_divergence.standard_normal import standard_normal
from ui import lesson, state
from ui.fields.kl_divergence import LOG_VARIANCE, MEAN, NOTES, STEPS, TABLES, VIEW
from ui.i18n import gettext as _
from ui.steps import Step


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


lesson.walk(
    STEPS,
    _("There are two answers: $\\mathrm{KL}(P\\|Q)$ and $\\mathrm{KL}(Q\\|P)$. Take hold of $P$ and $Q$."),
    Step("divergence", _("Where the divergence comes from"), (divergence,), choose_pair),
    Step("coding", _("What KL counts: extra code length"), (coding, about_what_is_saved)),
    Step("fit", _("Fit a Gaussian both ways"), (fit,)),
    Step("standard-normal", _("KL to the standard normal"), (standard_normal, about_the_half)),
    Step("dimensions", _("Many dimensions: the sum"), (dimensions,)),
    lesson.predict(questions, choices=choose_pair),
)
