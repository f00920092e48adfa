"""A question's words, taken apart for a browser: text, what is stressed in it, and formulas."""

import re
from functools import lru_cache
from xml.etree import ElementTree

from latex2mathml.converter import convert

Parts = list[dict[str, str]]  # each has one of "text", "bold" and "math", which is MathML, with its source as "tex"

_MARKED = re.compile(r"\$(?P<math>[^$]+)\$|\*\*(?P<bold>.+?)\*\*")


def parts(words: str) -> Parts:
    """``words`` in Markdown, as far as questions use it: ``**bold**`` and ``$formulas$``."""
    return list(_parts(words))


@lru_cache(maxsize=1000)
def _parts(words: str) -> tuple[dict[str, str], ...]:
    found, end = [], 0
    for match in _MARKED.finditer(words):
        found += [{"text": words[end : match.start()]}, _part(match)]
        end = match.end()
    return tuple(part for part in (*found, {"text": words[end:]}) if any(part.values()))


def _part(match: re.Match[str]) -> dict[str, str]:
    if match["bold"]:
        return {"bold": match["bold"]}
    try:
        math = convert(match["math"])
        ElementTree.fromstring(math)  # an & as it was written would leave a browser with nothing
    except Exception:  # noqa: BLE001 - a teacher's slip in LaTeX, of which the library has no error of its own
        return {"text": match[0]}
    return {"math": math, "tex": match[0]}
