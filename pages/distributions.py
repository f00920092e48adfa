"""Distributions: densities, areas, and what many draws tell."""

from sections.distributions.choice import choose_member
from sections.distributions.density import density
from sections.distributions.estimators import estimators
from sections.distributions.guide import GUIDE
from sections.distributions.pooled import DRAWS_OF_ALL
from sections.distributions.settling import settling
from sections.distributions.shapes import shapes
from sections.distributions.slips import about_areas, about_shapes
from sections.distributions.standardising import standardising
from sections.distributions.throwing import throwing
from ui import lesson
from ui.fields.distributions import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("It is a height, and only areas under it are probabilities. But first: what is a probability?"),
    Step("throws", (throwing,)),
    Step("area", (density, about_areas), choose_member),
    Step("draws", (settling,), choose_member, pooled=DRAWS_OF_ALL),
    Step("estimators", (estimators,), choose_member),
    Step("shapes", (shapes, about_shapes)),
    Step("standardising", (standardising,)),
    guide=GUIDE,
)
