"""The training lab: an autoencoder and a VAE learn side by side."""

from sections.training import asked
from sections.training.compare import compare
from sections.training.dashboard import dashboard
from sections.training.forecast import forecast
from sections.training.guide import GUIDE
from sections.training.notes import notes
from sections.training.pooled import RUNS_OF_ALL
from sections.training.readings import readings
from sections.training.setup import setup
from sections.training.slow_motion import slow_motion
from sections.training.sweep import sweep
from sections.training.take_away import take_away
from sections.training.terms import terms
from sections.training.transport import forget_what_is_gone, transport
from ui import lab, lesson
from ui.fields.training import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

CONTROLS = setup, transport  # beside whatever shows the run

INTRODUCTION = _(
    "They start from the same weights and see the same batches. Press play, and watch what the KL term does."
)

lab.prepare()
forget_what_is_gone()

lesson.walk(
    STEPS,
    None if asked.record() else INTRODUCTION,
    Step("learn", (*CONTROLS, forecast, dashboard, readings, notes, take_away)),
    Step("terms", (*CONTROLS, terms)),
    Step("slow-motion", (*CONTROLS, slow_motion)),
    Step("runs", (compare,)),
    Step("sweep", (setup, sweep), pooled=RUNS_OF_ALL),
    guide=GUIDE,
)
