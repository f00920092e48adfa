"""Pictures of ink on paper, which the page's theme turns over in the dark (``ui/style.css``)."""

from collections.abc import Sequence
from html import escape

ROOMY = 48  # pictures with a caption that fill a projector


def markup(source: str, label: str, look: str = "") -> str:
    """A picture of :func:`vae_core.figures.pictures.mosaic`, which ``label`` names; ``look`` is a style of its own."""
    image = f'<img src="{source}" alt="{escape(label)}" title="{escape(label)}">'
    return f'<span class="{f"ink {look}".strip()}">{image}</span>'


def in_rows(rows: Sequence[tuple[str, int, str]], label: str) -> str:
    """Pictures of :func:`markup` in rows, each behind what it is called and how many there are.

    ``label`` says what they are.
    """
    cells = (
        f"<b>{escape(name)}</b><i>{count}</i>{markup(source, f'{name} · {label}')}" for name, count, source in rows
    )
    return f'<div class="ink-rows">{"".join(cells)}</div>'


def in_grid(cells: Sequence[tuple[str, str]], *, is_narrow: bool = False) -> str:
    """Pictures of :func:`markup` side by side, each over its caption in HTML; many are small, and have none to see.

    ``is_narrow``: a column is all the room there is.
    """
    shown = (f"<figure>{picture}<figcaption>{caption}</figcaption></figure>" for picture, caption in cells)
    look = "many" if len(cells) > ROOMY else "narrow" if is_narrow else ""
    return f'<div class="{f"ink-grid {look}".strip()}">{"".join(shown)}</div>'
