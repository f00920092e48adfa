"""The browser's half of the house: the files of ``web/``, as the server hands them out."""

import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "web"
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
# What a script has for other scripts, and for who checks its types.
MACHINERY = re.compile(r"^export |(?<= )@type \{.*\} (?=\*/)", re.MULTILINE)


@cache
def files() -> dict[str, bytes]:
    """Every file by its path in the folder, read once: a page and its scripts are of one piece while a server runs."""
    paths = (path for path in sorted(FOLDER.rglob("*")) if path.suffix in KINDS)
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}


@cache
def version() -> str:
    """A hash of all files. It is a part of their addresses, so that a browser may keep them for ever."""
    digest = hashlib.sha256()
    for path, content in files().items():
        digest.update(f"{path} {len(content)} ".encode() + content)
    return digest.hexdigest()[:16]


def text(path: str) -> str:
    """A file as text. Raises KeyError where there is none."""
    return files()[path].decode("utf-8")


def shown(path: str, name: str) -> str:
    """What a script has between ``// <name>`` and ``// </name>``: the code that runs, as learners read it."""
    return MACHINERY.sub("", text(path).split(f"// <{name}>\n")[1].split(f"// </{name}>")[0].strip())
