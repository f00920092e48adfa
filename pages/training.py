"""The training lab: an autoencoder and a VAE learn side by side."""

from sections.training.compare import compare
from sections.training.dashboard import dashboard
from sections.training.progress import progress
from sections.training.setup import setup
from sections.training.sweep import sweep
from sections.training.take_away import take_away
from sections.training.terms import terms
from sections.training.transport import transport
from ui import lab, lesson
from ui.fields.training import PAGE
from ui.i18n import gettext as _

lesson.begin(
    PAGE,
    _("They start from the same weights and see the same batches. Press play, and watch what the KL term does."),
)
lab.prepare()
setup()
transport()
progress()
dashboard()
terms()
compare()
sweep()
take_away()
lesson.end(PAGE)
