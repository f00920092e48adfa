"""The training lab: an autoencoder and a VAE learn side by side."""

from sections.training.compare import compare
from sections.training.dashboard import dashboard
from sections.training.notes import notes
from sections.training.progress import progress
from sections.training.questions import questions
from sections.training.readings import readings
from sections.training.setup import setup
from sections.training.slow_motion import slow_motion
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
readings()
notes()
terms()
slow_motion()
compare()
sweep()
take_away()
questions()
lesson.end(PAGE)
