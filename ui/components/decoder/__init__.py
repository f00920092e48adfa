"""Drag a point in latent space; every model decodes it in the browser, frame by frame."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ui import components, i18n, server
from ui.i18n import gettext as _
from vae_core import pretrained
from vae_core.figures import theme

_mount = components.register("decoder", shared=("network", "latent_map"))

TITLES = {"vae": "VAE", "ae": "AE"}


@dataclass(frozen=True)
class Place:
    """What the hand has set.

    Attributes:
        position: z; missing coordinates are 0, and an empty one is a point never moved.
        axes: the latent dimensions that the map shows across and up, counted from 1.
        map: whose codes it shows, ``"vae"`` or ``"ae"``.
    """

    position: tuple[float, ...] = ()
    axes: tuple[int, int] = (1, 2)
    map: str = "vae"


def decoder(names: Sequence[str], place: Place, *, compact: bool = False, key: str) -> Place:
    """The map, the sliders and the pictures of the pretrained models ``names``, side by side.

    ``place`` is where the point starts; once on screen, the hand decides. With ``compact`` there
    are no sliders and no choice of maps, and the address stays as it is.

    Returns where the hand last let go.
    """
    latent_dim = pretrained.entry(names[0])["latent_dim"]
    start = _fitted(place, latent_dim)
    data = {
        "models": [_describe(name) for name in names],
        "latent_dim": latent_dim,
        "place": asdict(start),
        "compact": compact,
        "text": _texts(latent_dim),
        "colours": {
            "z": asdict(theme.SYMBOLS["z"]),
            "p": asdict(theme.SYMBOLS["p"]),
            "digits": [asdict(shade) for shade in theme.DIGITS],
        },
    }
    result = _mount(key=key, data=data, default={"place": None}, on_place_change=lambda: None)
    if not result.place:
        return start if place.position else place
    return Place(tuple(result.place["position"]), tuple(result.place["axes"]), result.place["map"])


def source_that_ran() -> str:
    """The JavaScript that decodes, as it is sent to the browser."""
    script = (components.FOLDER / "shared" / "network.js").read_text("utf-8")
    return script.split("// <decode>\n")[1].split("// </decode>")[0].replace("export ", "").strip()


def _fitted(place: Place, latent_dim: int) -> Place:
    """``place`` with as many coordinates as there are dimensions, and axes among them."""
    position = (*place.position, *[0.0] * latent_dim)[:latent_dim]
    return Place(position, place.axes if max(place.axes) <= latent_dim else (1, 2), place.map)


def _describe(name: str) -> dict:
    entry = pretrained.entry(name)
    label = TITLES[entry["model"]]
    return {
        "kind": entry["model"],
        "label": label,
        "title": _("{model} decodes z").format(model=label),
        "activation": entry["activation"],
        "decoder": server.model_url(name, "decoder.safetensors"),
        "encodings": server.model_url(name, pretrained.ENCODINGS),
    }


def _texts(latent_dim: int) -> dict[str, str]:
    nearest = (
        _("Nearest test code: a {digit}, {distance} away.")
        if latent_dim == 2
        else _("Nearest test code, in all dimensions: a {digit}, {distance} away.")
    )
    return {
        "lang": i18n.language().replace("_", "-"),
        "pad": _("Map of the latent space. Drag, or use the arrow keys; with Shift they take larger steps."),
        "map_choice": _("Whose codes the map shows"),
        "codes_of": _("Codes of the {model}"),
        "across": _("Dimension across the map"),
        "up": _("Dimension up the map"),
        "picture": _("Picture decoded by the {model}"),
        "slider": _("Latent coordinate z{index}"),
        "reading": nearest,
        "sample": _("Sample from the prior"),
        "reset": _("Back to 0"),
        "back": _("Undo"),
        "loading": _("Fetching the decoders …"),
        "failed": _("The decoders could not be fetched. Is the server still running?"),
        "retry": _("Try again"),
    }
