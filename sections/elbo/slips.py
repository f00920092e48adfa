"""Three slips of the notes' derivation, with the difference that each makes in nats."""

import math

from sections.elbo.evidence import put_q, yours
from sections.elbo.subject import inference
from ui import lesson
from ui.fields.elbo import SUBJECT, Q
from ui.i18n import gettext as _
from ui.inference import gaussian
from vae_core.printing import nats

WIDER = 4


def like_the_prior() -> None:
    """Slip 11: the notes' sum should be 0 here, and is where the letter means log σ², and is not where it means σ."""
    put_q(gaussian((0.0, 0.0), (1.0, 1.0)))


def wide() -> None:
    """Slip 12: for a wide q, the logarithm of a mean and the mean of a logarithm part ways."""
    encoder = inference().encoder
    put_q(gaussian(tuple(encoder.mean), tuple(WIDER * encoder.standard_deviation)))


@lesson.section(shares=(*SUBJECT, Q))
def slips() -> None:
    numbers = inference().derivation(yours())
    lesson.check_the_notes(
        _("for any $q$, $\\int q(z)\\,q(x∣z)\\,dz = 1$."),
        _(
            "what line (1) needs is $\\int q(z∣x)\\,dz = 1$. With the decoder in the place of $q(x∣z)$ and the prior "
            "in that of $q(z)$, the integral of the notes is $p(x)$ itself: for this image $10^{{{power}}}$, {nats} "
            "nats away from 1."
        ).format(power=round(numbers.log_evidence / math.log(10)), nats=nats(-numbers.log_evidence)),
        key="mass",
    )
    exact, notes, literal = (sum(each) for each in (numbers.line_12, numbers.notes_12, numbers.literal_12))
    lesson.check_the_notes(
        _("(12) the first term is $\\sum_i \\exp(\\sigma_i) - (1 + \\sigma_i) + m_i^2$."),
        _(
            "half of that, and with $\\log\\sigma_i^2$ where the notes write $\\sigma_i$. For your $q$ it is "
            "{exact} nats; the notes' sum gives {notes}, {more} too many. With $\\sigma_i$ taken at its word it would "
            "be {literal}."
        ).format(exact=nats(exact), notes=nats(notes), more=nats(notes - exact), literal=nats(literal)),
        like_the_prior,
        key="sum",
    )
    lesson.check_the_notes(
        _("(14) the second term is $\\mathrm{E}_{q(z∣x)}[P(x∣z)]$."),
        _(
            "the logarithm is missing, and it belongs inside: $\\mathrm{{E}}_q[\\log p(x∣z)]$ = {inside}. Taken "
            "outside, $\\log\\mathrm{{E}}_q[p(x∣z)]$ = {outside}, {more} nats more: a few lucky $z$ would make up for "
            "all others."
        ).format(
            inside=nats(numbers.line_14), outside=nats(numbers.notes_14), more=nats(numbers.notes_14 - numbers.line_14)
        ),
        wide,
        key="logarithm",
    )
