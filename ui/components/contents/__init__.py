"""The list of lessons in the sidebar; below the one on screen, its steps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ui import addresses, components, course, state
from ui.i18n import gettext as _
from ui.i18n import language
from ui.lessons import HOME, Lesson

_mount = components.register("contents")

KEY = "contents"
Entry = Mapping[str, str]  # a step: its "name" and its "title"


def contents(
    parts: Mapping[str, Sequence[Lesson]],
    lesson: Lesson,
    steps: Sequence[Entry],
    step: str,
    answered: Collection[str],
    *,
    go: Callable[[Mapping[str, Any]], None],
) -> None:
    """Where one is and where one has been; the browser remembers the steps that it has shown.

    Args:
        parts: the lessons, by the title of their part.
        lesson: the one on screen.
        steps: its steps, and last the way to all of them.
        step: the name of the one on screen.
        answered: steps on which somebody has answered a question.
        go: is told ``{"page": name}``, ``{"step": name}``, or, where the browser has gone back or forward within the
            lesson, ``{"address": query}``; nothing, where it has found the server again: it wants to be run.
    """
    query = urlencode(state.address_of(None))
    data = {
        "parts": [
            {"title": title, "lessons": [_entry(each, query) for each in lessons]} for title, lessons in parts.items()
        ],
        "lesson": lesson.name,
        "steps": steps,
        "step": step,
        "answered": sorted(answered),
        "outline": addresses.outline(course.version(), language()),
        "text": {"contents": _("Lessons"), "seen": _("Seen"), "answered": _("Seen, and answered"), **_search_words()},
    }
    _mount(key=KEY, data=data, on_go_change=lambda: go(components.told(KEY, "go") or {}))


def _search_words() -> dict[str, str]:
    return {
        "search": _("Search"),
        "search_for": _("Search steps and symbols"),
        "nothing": _("Nothing of that name. Try a single word, or a symbol such as σ."),
    }


def _entry(lesson: Lesson, query: str) -> dict[str, str]:
    return {
        "name": lesson.name,
        "title": _(lesson.title),
        "icon": lesson.sign,
        "path": f"{'' if lesson is HOME else lesson.name}?{query}".rstrip("?"),
    }
