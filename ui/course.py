"""The course in one piece, as the browser searches it: every step that can be gone to, and every symbol."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from ui import i18n
from ui.fields.app import LANGUAGES
from ui.lessons import PARTS, Lesson
from ui.symbols import GLOSSARY, Symbol
from vae_core.figures.theme import SYMBOLS


@cache
def outline(language: str) -> dict[str, Any]:
    """Parts, lessons, steps and symbols in a language: what web/course/outline.js describes."""
    gettext = i18n.catalogue(language).gettext
    return {
        "parts": [
            {"title": gettext(part), "lessons": [_lesson(lesson, gettext) for lesson in lessons if lesson.is_ready]}
            for part, lessons in PARTS.items()
        ],
        "symbols": [_symbol(symbol, gettext) for symbol in GLOSSARY],
    }


def _lesson(lesson: Lesson, gettext: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": lesson.name,
        "title": gettext(lesson.title),
        "question": gettext(lesson.question),
        "icon": lesson.sign,
        "steps": [{"name": name, "title": gettext(title)} for name, title in lesson.steps.items()],
        "minutes": lesson.minutes,
        "needs": lesson.needs,
    }


def _symbol(symbol: Symbol, gettext: Callable[[str], str]) -> dict[str, Any]:
    shade = SYMBOLS.get(symbol.colour)
    return {
        "sign": symbol.sign,
        "key": symbol.colour,
        "name": gettext(symbol.name),
        "meaning": gettext(symbol.meaning),
        "lesson": symbol.lesson,
        "step": symbol.step,
        "colours": shade and {"light": shade.light, "dark": shade.dark},
        "spoken": f"{symbol.name} {symbol.spoken}",
    }


@cache
def files() -> dict[str, bytes]:
    """The outline in each language, as JSON."""
    return {f"{language}.json": json.dumps(outline(language)).encode() for language in LANGUAGES}


@cache
def version() -> str:
    """A hash of all of them: a part of their addresses, so that a browser may keep them for ever."""
    return hashlib.sha256(b"\0".join(files().values())).hexdigest()[:16]
