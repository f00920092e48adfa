"""The ELBO, laid open: log p(x) = L_b + KL(q‖posterior), with every term exact."""

from sections.elbo.alternating import alternating
from sections.elbo.average import average
from sections.elbo.derivation import derivation
from sections.elbo.dimensions import dimensions
from sections.elbo.evidence import evidence
from sections.elbo.families import families
from sections.elbo.gaps import gaps_of_many
from sections.elbo.importance import importance
from sections.elbo.known import known
from sections.elbo.on_disk import on_disk
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
    Step("known", _("A model where all is known"), (known,)),
    Step("evidence", _("A trained VAE, a real digit"), (subject, evidence)),
    Step("families", _("Richer families of q"), (subject, families)),
    Step("draws", _("With draws in place of integrals"), (subject, importance)),
    Step("weighted", _("Trained on Lₖ"), (subject, weighted)),
    Step("derivation", _("The derivation, line by line"), (subject, derivation, slips)),
    Step("dimensions", _("What each dimension costs"), (subject, dimensions)),
    Step("gaps", _("The gap over a thousand digits"), (gaps_of_many,)),
    Step("average", _("Where the mean KL goes"), (average,)),
    Step("on-disk", _("The bound is a file size"), (on_disk,)),
    Step("alternating", _("Two steps in turn"), (alternating,)),
)
