"""The way into a class, on the first page."""

from ui import addresses, components
from ui.fields.app import CLASS
from ui.i18n import gettext as _

_mount = components.register("lobby")

KEY = "lobby"


def lobby() -> None:
    """Join a class by its code, or begin one."""
    text = {
        "code": _("Join a class: its code"),
        "join": _("Join"),
        "teach": _("Teach a class"),
        "back": _("Back to class {code}"),
        "teach_help": _("You lead, their screens follow; they predict, and all see what many hands did"),
    }
    _mount(key=KEY, data={"classes": addresses.CLASSES, "setting": CLASS.name, "text": text})
