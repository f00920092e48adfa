"""Where the browser finds what this server has, relative to where it found the page.

They begin with no ``/``: a proxy may have put the app below a path that the server never hears of.
``web/base/server.js`` completes them.
"""

from ui import libraries, web

LIVE = "live"  # figures while a hand moves
CLASSES = "classes"


def class_itself(code: str) -> str:
    """Where it is asked whether there is such a class."""
    return f"{CLASSES}/{code}"


def class_socket(code: str) -> str:
    """What a class says and hears."""
    return f"{CLASSES}/{code}/socket"


def class_members(code: str) -> str:
    """Where a class is joined."""
    return f"{CLASSES}/{code}/members"


def script(path: str) -> str:
    """A file of ``web/``, such as ``"figure/figure.js"``; its neighbours are found from there."""
    return f"web/{web.version()}/{path}"


def model_file(shelf: str, member: str, version: str, file: str) -> str:
    """``file`` of a model of the library; ``version`` is a hash of its content."""
    return f"models/{shelf}/{member}/{version}/{file}"


def export_file(shelf: str, member: str, version: str, file: str) -> str:
    """A model for other programs, or for a browser alone; made when it is asked for."""
    return f"exports/{shelf}/{member}/{version}/{file}"


def plotly_script(bundle: str) -> str:
    """A bundle of plotly.js, from our own folder, so that no network is needed."""
    return f"libraries/{libraries.version()}/{bundle}.js"


def frames(key: str) -> str:
    """The frames of a map."""
    return f"maps/{key}"


def image(shelf: str) -> str:
    """An image behind the codes of a shelf's models; its number takes the place of ``{number}``."""
    return f"images/{shelf}/{{number}}"


def outline(version: str, language: str) -> str:
    """The whole course in a language; ``version`` is a hash of its content."""
    return f"course/{version}/{language}.json"
