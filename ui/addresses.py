"""Where the browser finds what this server has, relative to where it found the page.

They begin with no ``/``: a proxy may have put the app below a path that the server never hears of.
``web/base/server.js`` completes them.
"""

import plotly

from ui import web
from vae_core import pretrained

LIVE = "live"  # figures while a hand moves


def script(path: str) -> str:
    """A file of ``web/``, such as ``"figure/figure.js"``; its neighbours are found from there."""
    return f"web/{web.version()}/{path}"


def model_file(name: str, file: str) -> str:
    """``file`` of the pretrained model ``name``."""
    source = pretrained.ENCODINGS if file == pretrained.ENCODINGS else pretrained.WEIGHTS
    version = pretrained.entry(name)["files"][source][:16]
    return f"models/{name}/{version}/{file}"


def run_file(run: str, member: str, version: str, file: str) -> str:
    """``file`` of a model of a run; ``version`` is a hash of its content."""
    return f"runs/{run}/{member}/{version}/{file}"


def plotly_script() -> str:
    """plotly.js: the copy in the installed package, so that no network is needed."""
    return f"libraries/{plotly.__version__}/plotly.min.js"


def frames(key: str) -> str:
    """The frames of a map."""
    return f"maps/{key}"


def image(run: str = "") -> str:
    """An image of a run, or of MNIST's test set; its number takes the place of ``{number}``."""
    return f"images/{run or 'test'}/{{number}}"
