"""What to predict about the parts of the gap."""

from sections.elbo.subject import inference
from ui import late
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.analysis.ladder_results import Ladder
from vae_core.printing import nats


def won_by_this_digit_alone() -> Question:
    """How much of the gap closes where the encoder's kind of q is fitted to this digit alone."""
    ladder = _ladder()
    share = ladder.gain(1) / ladder.gap(0) if ladder.gap(0) else 0.0
    return Question(
        _(
            "The encoder's $q$ stays {gap} nats below $\\log p(x)$. How much of that does the best $q$ of its kind, "
            "fitted to this digit alone, win back?"
        ).format(gap=nats(ladder.gap(0))),
        (_("less than half"), _("half to nine tenths"), _("more than nine tenths")),
        sum(share > end for end in (0.5, 0.9)),
        _("{won} nats: what it costs that one network serves all digits. {left} are left.").format(
            won=nats(ladder.gain(1)), left=nats(ladder.gap(1))
        ),
    )


def tilted_or_no_gaussian() -> Question:
    """What costs the best upright Gaussian more."""
    ladder = _ladder()
    return Question(
        _(
            "The best upright Gaussian stays {gap} nats below $\\log p(x)$. What costs more: that it may not be "
            "tilted, or that it is a Gaussian at all?"
        ).format(gap=nats(ladder.gap(1))),
        (_("that it may not be tilted"), _("that it is a Gaussian at all")),
        int(ladder.gap(2) > ladder.gain(2)),
        _("A tilt wins {tilt} nats; {left} are what the best of all Gaussians leaves.").format(
            tilt=nats(ladder.gain(2)), left=nats(ladder.gap(2))
        ),
    )


def _ladder() -> Ladder:
    """Of the Gaussians at least: no question waits for the others."""
    return late.families_of_q.families(inference()).ladder.printed()
