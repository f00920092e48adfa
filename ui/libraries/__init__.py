"""plotly.js, as browsers get it: two of its own bundles in place of all that it can draw.

Evaluating the whole library takes a browser some two seconds, these less than one. They are files of this folder,
unchanged, with their licence; ``python -m ui.libraries`` fetches those of the installed plotly.
"""

from functools import cache
from pathlib import Path

from vae_core.figures.figure import Figure

FOLDER = Path(__file__).resolve().parent
FLAT, SOLID = "cartesian", "gl3d"
BUNDLES = (FLAT, SOLID)
# What only the bundle of solids draws; of flat things it draws lines and points.
SOLIDS = ("scatter3d", "surface")


def file_name(bundle: str) -> str:
    return f"plotly-{bundle}.min.js"


@cache
def content(bundle: str) -> bytes:
    return (FOLDER / file_name(bundle)).read_bytes()


@cache
def version() -> str:
    """Of plotly.js, as its first lines say."""
    return content(FLAT)[:200].decode().split(" v", 1)[1].split("\n")[0]


def bundle_for(figure: Figure) -> str:
    """The bundle that draws a ``figure``."""
    return SOLID if any(trace["type"] in SOLIDS for trace in figure.data) else FLAT
