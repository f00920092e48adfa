"""From AE to VAE: a digit goes through both, and what it means to sample."""

from sections.autoencoders.cloud import cloud
from sections.autoencoders.flow import continuous_codes, flow, names_in_the_notes
from sections.autoencoders.gradients import gradients
from sections.autoencoders.sampling import sampling
from ui import lesson
from ui.fields.autoencoders import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("An autoencoder keeps a *point* for each digit, a VAE a *cloud*. Follow one through both."),
    Step("flow", _("One digit, all the way through"), (flow, names_in_the_notes, continuous_codes)),
    Step("sampling", _("Why not just sample?"), (sampling,)),
    Step("gradients", _("A gradient without a way through z"), (gradients,)),
    Step("cloud", _("A point against a cloud"), (cloud,)),
)
