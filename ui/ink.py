"""Pictures of ink on paper, which the page's theme turns over in the dark (``ui/style.css``)."""

from collections.abc import Sequence
from html import escape


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
