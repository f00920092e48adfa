"""From AE to VAE: a digit goes through both, and what it means to sample."""

from sections.autoencoders.cloud import cloud
from sections.autoencoders.flow import continuous_codes, flow, names_in_the_notes
from sections.autoencoders.gradients import gradients
from sections.autoencoders.questions import questions
from sections.autoencoders.sampling import sampling
from ui import lesson
from ui.fields.autoencoders import PAGE
from ui.i18n import gettext as _

lesson.begin(
    PAGE,
    _("An autoencoder keeps a *point* for each digit, a variational one a *cloud*. Follow one digit through both."),
)

flow()
names_in_the_notes()
continuous_codes()
sampling()
gradients()
cloud()
lesson.predict_first(questions())
lesson.end(PAGE)
