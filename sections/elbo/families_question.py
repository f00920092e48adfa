"""What to predict about the parts of the gap."""

from sections.elbo.subject import inference
from ui import late
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.printing import nats


def largest_part() -> Question:
    """Which part of the encoder's gap is the largest."""
    ladder = late.families_of_q.families(inference()).ladder.printed()
    amortisation, correlation, left = ladder.gain(1), ladder.gain(2), ladder.gap(2)
    parts = amortisation, correlation, left
    return Question(
        _("The encoder's $q$ stays {gap} nats below $\\log p(x)$. What costs this digit most?").format(
            gap=nats(ladder.gap(0))
        ),
        (
            _("one network has to serve all digits"),
            _("its Gaussian may not be tilted"),
            _("it is a Gaussian at all"),
        ),
        parts.index(max(parts)),
        _(
            "One network for all costs {amortisation} nats, the upright axes {correlation}, and {left} are what the "
            "best Gaussian of all leaves."
        ).format(amortisation=nats(amortisation), correlation=nats(correlation), left=nats(left)),
    )
