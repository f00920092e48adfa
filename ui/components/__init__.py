"""Browser-side parts: what must move while the hand moves.

Each component has a folder with its ``.html``, ``.css`` and ``.js``; ``shared`` holds JavaScript
that several use. A component's script is its shared files and its own, joined, because a script
that Streamlit mounts cannot import another.
"""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent


def register(name: str, *, shared: tuple[str, ...] = (), isolate_styles: bool = True):
    """The mounting command of the component in folder ``name``.

    Without ``isolate_styles`` it shares the page's style sheets: for a library that adds its own.
    """
    scripts = [FOLDER / "shared" / f"{file}.js" for file in shared] + [FOLDER / name / f"{name}.js"]
    return st.components.v2.component(
        f"vae_playground.{name}",
        html=(FOLDER / name / f"{name}.html").read_text("utf-8"),
        css=(FOLDER / name / f"{name}.css").read_text("utf-8"),
        js="\n".join(script.read_text("utf-8") for script in scripts),
        isolate_styles=isolate_styles,
    )
