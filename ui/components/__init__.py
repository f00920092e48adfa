"""Browser-side parts: what must move while the hand moves.

Each component has a folder with its ``.html``, ``.css`` and ``.js``; ``shared`` holds JavaScript
and styles that several use. A component's script is its shared files and its own, joined, because a script
that Streamlit mounts cannot import another.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent


def register(name: str, *, shared: tuple[str, ...] = (), isolate_styles: bool = True):
    """The mounting command of the component in folder ``name``.

    Of ``page`` and each ``shared`` name it takes the script and the style sheet, whichever there is, before its own.
    Without ``isolate_styles`` it shares the page's style sheets: for a library that adds its own.
    """
    own = FOLDER / name / name
    parts = [FOLDER / "shared" / file for file in ("page", *shared)]
    return st.components.v2.component(
        f"vae_playground.{name}",
        html=own.with_suffix(".html").read_text("utf-8"),
        css="\n".join([*_shared(parts, ".css"), own.with_suffix(".css").read_text("utf-8")]),
        js="\n".join([*_shared(parts, ".js"), own.with_suffix(".js").read_text("utf-8")]),
        isolate_styles=isolate_styles,
    )


def _shared(parts: Sequence[Path], suffix: str) -> list[str]:
    """The text of those of ``parts`` that have a file of this kind; a part with none of any kind is a mistake."""
    for part in parts:
        if not any(part.parent.glob(f"{part.name}.*")):
            raise FileNotFoundError(part)
    files = (part.with_suffix(suffix) for part in parts)
    return [file.read_text("utf-8") for file in files if file.is_file()]
