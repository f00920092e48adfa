"""Docstrings speak reStructuredText where they point to something: here it is a link, where there is a page of it."""

import re

import griffe

ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc):`(~?)([^`]+)`")
CODE = re.compile(r"``([^`]+)``")
LITERAL = re.compile(r"::$", re.MULTILINE)


class Roles(griffe.Extension):
    """Rewrites each docstring before it becomes a page."""

    def on_package(self, *, pkg: griffe.Module, **_other) -> None:
        """griffe calls it when all names of a package are known."""
        _rewrite(pkg)


def _rewrite(of: griffe.Object) -> None:
    if of.docstring is not None:
        of.docstring.value = in_markdown(of.docstring.value, of)
    for member in of.members.values():
        if not member.is_alias:
            _rewrite(member)


def in_markdown(docstring: str, of: griffe.Object | None = None) -> str:
    """The same in Markdown, with links to what is known where ``of`` is."""
    linked = ROLE.sub(lambda role: _link(of, *role.groups()), docstring)
    return LITERAL.sub(":", CODE.sub(r"`\1`", linked))


def _link(of: griffe.Object | None, is_short: str, name: str) -> str:
    words = f"`{name.rpartition('.')[2] if is_short else name}`"
    path = name if name.startswith("vae_core") else _found(of, name)
    return f'<autoref optional identifier="{path}">{words}</autoref>' if path else words


def _found(of: griffe.Object | None, name: str) -> str | None:
    """What a docstring's name is, seen from where it stands."""
    try:
        return of and of.resolve(name)
    except griffe.NameResolutionError:
        return None
