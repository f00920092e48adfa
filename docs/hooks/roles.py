"""Docstrings speak reStructuredText where they point to something: here its names become code."""

import re

import griffe

ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc):`~?([^`]+)`")
CODE = re.compile(r"``([^`]+)``")
LITERAL = re.compile(r"::$", re.MULTILINE)


class Roles(griffe.Extension):
    """Rewrites each docstring before it becomes a page."""

    def on_instance(self, *, obj: griffe.Object, **_other) -> None:
        """griffe calls it with each module, class, function and attribute."""
        if obj.docstring is not None:
            obj.docstring.value = in_markdown(obj.docstring.value)


def in_markdown(docstring: str) -> str:
    """The same in Markdown."""
    return LITERAL.sub(":", CODE.sub(r"`\1`", ROLE.sub(r"`\1`", docstring)))
