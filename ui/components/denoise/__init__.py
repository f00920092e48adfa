"""From noise to a digit in the browser: a network takes noise away, stop by stop."""

from collections.abc import Mapping
from dataclasses import asdict

from ui import components
from ui.components import hand
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.library.denoisers import Described
from vae_core.figures import theme

_mount = components.register("denoise")


def denoise(models: Mapping[str, Described], fields: Mapping[str, Field], *, title: str, key: str) -> None:
    """A way from noise to a digit, with its controls.

    Args:
        models: by the values of the field ``"model"``.
        fields: the settings by the component's names for them.
        title: of the files that can be saved.
        key: unique on the page.
    """
    guidance, steps = fields["guidance"].kind, fields["steps"].kind
    data = {
        "models": {name: model.describe() for name, model in models.items()},
        **hand.held(fields, key),
        "guidances": (guidance.low, guidance.high),
        "counts": (steps.low, steps.high),
        "colours": {"x_hat": asdict(theme.SYMBOLS["x_hat"]), "z": asdict(theme.SYMBOLS["z"])},
        "text": {**_texts(), "title": title},
    }
    _mount(key=key, data=data, on_place_change=lambda: hand.take(fields, key))


def _texts() -> dict[str, str]:
    return {
        "model": _("What is denoised"),
        "digit": _("Which digit"),
        "any": _("any"),
        "guidance": _("guidance"),
        "sampler": _("The way back"),
        "ancestral": _("with chance"),
        "flow": _("probability flow"),
        "steps": _("number of steps"),
        "another": _("Other noise"),
        "play": _("Play"),
        "pause": _("Pause"),
        "at": _("from noise to digit"),
        "now": _("now"),
        "guess": _("guess"),
        "strip": _("The way from noise to the digit: what is there, and what it is taken for"),
        "now_is": _("now: {signal} · digit + {noise} · noise"),
        "guess_is": _("taken for, at step {t}"),
        "loading": _("Taking the noise away …"),
        "failed": _("The network could not be fetched. Is the server still running?"),
        "done": _("{steps} steps in {milliseconds} ms, in your browser."),
        "present": _("Present (P)"),
        "present_help": _("Fills the screen. P does the same from anywhere on the page; Escape brings it back."),
        "save": _("Save as"),
        "save_as": _("Save as {kind}"),
    }
