"""Pictures of ink on paper, which the page's theme turns over in the dark (``ui/style.css``)."""

from html import escape


def markup(source: str, label: str, look: str = "") -> str:
    """A picture of :func:`vae_core.figures.pictures.mosaic`, which ``label`` names; ``look`` is a style of its own."""
    image = f'<img src="{source}" alt="{escape(label)}" title="{escape(label)}">'
    return f'<span class="{f"ink {look}".strip()}">{image}</span>'
