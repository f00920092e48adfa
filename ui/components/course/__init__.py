"""The course on the first page: its lessons with what they take and need, and how far somebody has come."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from ui import components, state
from ui import course as whole
from ui.i18n import gettext as _
from ui.i18n import language

_mount = components.register("course")

KEY = "course"


def course(*, go: Callable[[Mapping[str, Any]], None]) -> None:
    """All lessons, part by part; the browser remembers which steps somebody has seen.

    Args:
        go: is told ``{"page": name}`` or ``{"page": name, "step": name}``.
    """
    data = {
        "outline": whole.outline(language()),
        "query": urlencode(state.address_of(None)),
        "text": {
            "begin": _("Begin: {title}"),
            "go_on": _("Go on: {title}"),
            "again": _("You have seen it all. Begin anew: {title}"),
            "all": _("{all} steps, about {hours} hours in all"),
            "done": _("{seen} of {all} steps seen, about {hours} hours in all"),
            "minutes": _("{minutes} min"),
            "after": _("after {lessons}"),
            "steps": _("{seen} of {all} steps"),
        },
    }
    _mount(key=KEY, data=data, on_go_change=lambda: go(components.told(KEY, "go") or {}))
