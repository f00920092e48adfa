"""From AE to VAE: a digit goes through both, and what it means to sample."""

from sections.autoencoders.cloud import cloud
from sections.autoencoders.flow import continuous_codes, flow, names_in_the_notes
from sections.autoencoders.gradients import gradients
from sections.autoencoders.guide import GUIDE
from sections.autoencoders.sampling import sampling
from ui import lesson
from ui.fields.autoencoders import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("An autoencoder keeps a *point* for each digit, a VAE a *cloud*. Follow one through both."),
    Step("flow", (flow, names_in_the_notes, continuous_codes)),
    Step("sampling", (sampling,)),
    Step("gradients", (gradients,)),
    Step("cloud", (cloud,)),
    guide=GUIDE,
)
