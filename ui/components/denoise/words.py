"""What stands on it, in the reader's language."""

from ui.i18n import gettext as _


def texts() -> dict[str, str]:
    """The words of all views."""
    return {**_controls(), **_pictures(), **_outcomes()}


def _controls() -> dict[str, str]:
    return {
        "model": _("What is denoised"),
        "digit": _("Which digit"),
        "any": _("any"),
        "guidance": _("guidance"),
        "sampler": _("The way back"),
        "ancestral": _("with chance"),
        "flow": _("probability flow"),
        "steps": _("number of steps"),
        "noised": _("how far it is noised"),
        "path": _("From noise to noise"),
        "arc": _("arc"),
        "line": _("straight line"),
        "another_seed": _("Other noise"),
        "another_other": _("Another end"),
        "play": _("Play"),
        "pause": _("Pause"),
        "at": _("from noise to digit"),
        "between": _("from one noise to the other"),
        "present": _("Present (P)"),
        "present_help": _("Fills the screen. P does the same from anywhere on the page; Escape brings it back."),
        "save": _("Save as"),
        "save_as": _("Save as {kind}"),
        "open": _("{sampler}, {steps} steps: see this way stop by stop"),
    }


def _pictures() -> dict[str, str]:
    return {
        "now": _("now"),
        "guess": _("guess"),
        "strip": _("The way from noise to the digit: what is there, and what it is taken for"),
        "now_is": _("now: {signal} · digit + {noise} · noise"),
        "guess_is": _("taken for, at step {t}"),
        "clean": _("the drawing"),
        "noisy": _("the drawing, noised"),
        "noisy_is": _("{signal} · drawing + {noise} · noise"),
        "back": _("what comes back"),
        "now_between": _("The digit of the noise in between"),
        "long": _("its noise is {length} long"),
        "strip_between": _("The digits of the noises on an arc and on a straight line"),
        "lengths": _("{path}\n{first} → {middle} → {last}"),
        "in_steps": _("{steps} steps"),
        "apart": _("{share} %\nelsewhere"),
        "measure": _("measured against this"),
    }


def _outcomes() -> dict[str, str]:
    return {
        "loading": _("Taking the noise away …"),
        "failed": _("The network could not be fetched. Is the server still running?"),
        "done": _("{steps} steps in {milliseconds} ms, in your browser."),
        "done_ways": _("{ways} ways back of {steps} steps each in {milliseconds} ms, in your browser."),
        "done_beside": _("{ways} ways back in {milliseconds} ms, in your browser."),
    }
