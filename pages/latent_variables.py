"""Latent variables: mixtures, finite and infinite, and why their p(x) is hard to come by."""

from sections.latent_variables.ancestral import ancestral
from sections.latent_variables.guide import GUIDE
from sections.latent_variables.infinite import infinite
from sections.latent_variables.jensen import jensen
from sections.latent_variables.prior import prior
from sections.latent_variables.slips import about_the_weights
from ui import lesson
from ui.fields.latent_variables import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("Then it is a mixture: of a few bells, or of one for every number $z$."),
    Step("ancestral", (ancestral, about_the_weights)),
    Step("infinite", (infinite,)),
    Step("prior", (prior,)),
    Step("jensen", (jensen,)),
    guide=GUIDE,
)
