"""Diffusion on real digits: in the codes of a VAE, and in the pixels themselves."""

from sections.from_noise.beside import beside
from sections.from_noise.between import between
from sections.from_noise.derivation import derivation
from sections.from_noise.drawing import choose, drawing
from sections.from_noise.guide import GUIDE
from sections.from_noise.holes import holes
from sections.from_noise.needed import needed
from sections.from_noise.pooled import NOISES_OF_ALL
from sections.from_noise.way import way
from ui import lesson
from ui.fields.from_noise import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("A network has learned to say what noise has hidden. Asked again and again, it finds a digit in pure noise."),
    Step("way", (way,), pooled=NOISES_OF_ALL),
    Step("beside", (beside,)),
    Step("drawing", (drawing,), choices=choose),
    Step("between", (between,)),
    Step("needed", (needed,)),
    Step("holes", (holes,)),
    Step("derivation", (derivation,)),
    guide=GUIDE,
)
