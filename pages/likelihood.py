"""Likelihood: one formula read both ways, its maximum, its logarithm, and what it is to KL and squared error."""

from sections.likelihood.area import area
from sections.likelihood.both_ways import both_ways
from sections.likelihood.climbing import climbing
from sections.likelihood.guide import GUIDE
from sections.likelihood.nearest import nearest
from sections.likelihood.pooled import THETAS_OF_ALL
from sections.likelihood.slips import about_the_area, about_the_cdf
from sections.likelihood.squared_error import squared_error
from sections.likelihood.underflow import underflow
from ui import lesson
from ui.fields.likelihood import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("Those that lift the curve highest over the data, all points together."),
    Step("both-ways", (both_ways, about_the_cdf), pooled=THETAS_OF_ALL),
    Step("ascent", (climbing,), pooled=THETAS_OF_ALL),
    Step("area", (area, about_the_area)),
    Step("underflow", (underflow,)),
    Step("nearest", (nearest,)),
    Step("squared-error", (squared_error,)),
    guide=GUIDE,
)
