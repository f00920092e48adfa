"""The ELBO, laid open: log p(x) = L_b + KL(q‖posterior), with every term exact."""

from sections.elbo.alternating import alternating
from sections.elbo.average import average
from sections.elbo.derivation import derivation
from sections.elbo.dimensions import dimensions
from sections.elbo.evidence import evidence
from sections.elbo.families import families
from sections.elbo.gaps import gaps_of_many
from sections.elbo.guide import GUIDE
from sections.elbo.importance import importance
from sections.elbo.known import known
from sections.elbo.on_disk import on_disk
from sections.elbo.pooled import QS_OF_ALL
from sections.elbo.slips import slips
from sections.elbo.subject import subject
from sections.elbo.weighted import weighted
from ui import lesson
from ui.fields.elbo import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("A lower bound on $\\log p(x)$, and nothing that is missing from it stays hidden here."),
    Step("known", (known,)),
    Step("evidence", (subject, evidence), pooled=QS_OF_ALL),
    Step("families", (subject, families)),
    Step("draws", (subject, importance)),
    Step("weighted", (subject, weighted)),
    Step("derivation", (subject, derivation, slips)),
    Step("dimensions", (subject, dimensions)),
    Step("gaps", (gaps_of_many,)),
    Step("average", (average,)),
    Step("on-disk", (on_disk,)),
    Step("alternating", (alternating,)),
    guide=GUIDE,
)
