"""Files of the project as parts of a page: from `<!-- include: NAME -->` to `<!-- end -->` stands its text."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r"<!-- include: (\S+) -->.*?<!-- end -->", re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)(?:docs/)?([^)]+)\)")


def on_page_markdown(markdown: str, **_page) -> str:
    """mkdocs calls it with the text of each page."""
    return INCLUDE.sub(lambda match: included(match[1]), markdown)


def included(name: str) -> str:
    """The text of a file of the project without its title; what it links to that is no page here is only named."""
    _title, text = (ROOT / name).read_text("utf-8").split("\n", 1)
    return LINK.sub(lambda match: _link(*match.groups()), text).strip()


def _link(words: str, target: str) -> str:
    return f"[{words}]({target})" if (ROOT / "docs" / target).is_file() else words
