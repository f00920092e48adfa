"""KL divergence: how far one distribution is from another, and why the way back is not as far."""

from sections.kl_divergence.coding import coding
from sections.kl_divergence.dimensions import dimensions
from sections.kl_divergence.divergence import divergence
from sections.kl_divergence.fit import fit
from sections.kl_divergence.guide import GUIDE
from sections.kl_divergence.pair import choose_pair
from sections.kl_divergence.slips import about_the_half, about_what_is_saved
from sections.kl_divergence.standard_normal import standard_normal
from ui import lesson
from ui.fields.kl_divergence import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("Count what it costs to take one for the other: that has two answers."),
    Step("coding", (coding, about_what_is_saved)),
    Step("divergence", (divergence,), choose_pair),
    Step("fit", (fit,)),
    Step("standard-normal", (standard_normal, about_the_half)),
    Step("dimensions", (dimensions,)),
    guide=GUIDE,
)
