"""The ELBO, laid open: log p(x) = L_b + KL(q‖posterior), with every term exact."""

from sections.elbo.alternating import alternating
from sections.elbo.derivation import derivation
from sections.elbo.dimensions import dimensions
from sections.elbo.evidence import evidence
from sections.elbo.importance import importance
from sections.elbo.known import known
from sections.elbo.questions import questions
from sections.elbo.slips import slips
from sections.elbo.subject import subject
from ui import lesson
from ui.fields.elbo import PAGE
from ui.i18n import gettext as _

lesson.begin(PAGE, _("A lower bound on $\\log p(x)$, and nothing that is missing from it stays hidden here."))

known()
alternating()
subject()
evidence()
importance()
derivation()
slips()
dimensions()
lesson.predict_first(questions())
lesson.end(PAGE)
