"""Diffusion where everything is known: noise, a chain of latents and its bound, the score, and the way back."""

from sections.diffusion.back import back
from sections.diffusion.chain import chain
from sections.diffusion.choices import choose_line, choose_plane
from sections.diffusion.guide import GUIDE
from sections.diffusion.learn import learn
from sections.diffusion.noise import noise
from sections.diffusion.plane import plane
from sections.diffusion.score import score
from ui import lesson
from ui.fields.diffusion import STEPS
from ui.i18n import gettext as _
from ui.steps import Step

lesson.walk(
    STEPS,
    _("It is a diffusion model. Here its data are so simple that every number of it is exact."),
    Step("noise", (noise,), choices=choose_line),
    Step("chain", (chain,), choices=choose_line),
    Step("score", (score,), choices=choose_plane),
    Step("back", (back,), choices=choose_plane),
    Step("plane", (plane,)),
    Step("learn", (learn,), choices=choose_plane),
    guide=GUIDE,
)
