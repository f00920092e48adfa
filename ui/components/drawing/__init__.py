"""A pad to draw a digit on; what it shows follows the pen in the browser, the address when the pen is lifted."""

from ui import components
from ui.components import hand
from ui.fields.digit import DigitFields
from ui.i18n import gettext as _

_mount = components.register("drawing")


def channel(fields: DigitFields) -> str:
    """By what name the pad of ``fields`` tells other components in the browser of every move of the pen."""
    return fields.ink.key


def drawing(fields: DigitFields, *, key: str, label: str) -> None:
    """The pad for the drawing in ``fields``, beside what a network is given of it.

    Args:
        fields: of the lesson.
        key: unique on the page.
        label: what can be done here, for those who cannot see it.
    """
    moved = {"source": fields.source, "ink": fields.ink, "centred": fields.centred}
    data = {
        **hand.held(moved, key),
        "channel": channel(fields),
        "text": _texts(label),
    }
    _mount(key=key, data=data, on_place_change=lambda: hand.take(moved, key))


def _texts(label: str) -> dict[str, str]:
    return {
        "pad": label,
        "seen": _("What the network sees: 28 × 28"),
        "clear": _("Clear"),
        "back": _("Take back a stroke"),
        "centre": _("Centre and scale as in MNIST"),
        "why": _(
            "MNIST's digits fill a box of 20 × 20 pixels, with their centre of mass in the middle of the field. "
            "Turn it off: the networks have never seen a digit in a corner."
        ),
    }
