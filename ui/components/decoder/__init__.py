"""Drag a point in latent space; every model decodes it in the browser, frame by frame."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ui import components, taken_along, web
from ui.components import class_legend, hand
from ui.fields.field import SEPARATOR, Field
from ui.i18n import gettext as _
from ui.library import Model
from vae_core.figures import theme

_mount = components.register("decoder")

TITLES = {"vae": "VAE", "ae": "AE"}
HERE = {"position": (), "axes": (1, 2), "map": "vae", "show": ""}  # where nothing has moved it


def decoder(models: Sequence[Model], fields: Mapping[str, Field] | None, *, key: str) -> None:
    """The map, the sliders and the pictures of ``models``, side by side.

    Args:
        models: of one size.
        fields: ``"position"`` (z; where it is empty, 0), ``"axes"`` (the two dimensions of the map, counted from 1),
            ``"map"`` (whose codes it shows, ``"vae"`` or ``"ae"``) and ``"show"`` (what fills the screen), moved by
            the hand. ``None``: no sliders and no choice of maps, and the address stays as it is.
        key: unique on the page; another for other models.
    """
    latent_dim = models[0].latent_dim
    given = hand.held(fields or {}, key)
    if fields:  # the origin is the same as no position, however many dimensions it has
        given["address"]["position"] = (fields["position"].name, SEPARATOR.join(["0"] * latent_dim))
    data = {
        "models": [_describe(model) for model in models],
        "latent_dim": latent_dim,
        "compact": fields is None,
        **given,
        "place": _fitted(given["place"] or HERE, latent_dim),
        "text": {
            **_texts(),
            **_readings(latent_dim, models[0].has_digits),
            **class_legend.texts(models[0].has_digits),
        },
        "colours": {
            "z": asdict(theme.SYMBOLS["z"]),
            "p": asdict(theme.SYMBOLS["p"]),
            "none": asdict(theme.SYMBOLS["epsilon"]),
            "digits": class_legend.SHADES,
        },
    }
    _mount(key=key, data=data, on_place_change=lambda: hand.take(fields or {}, key))


def source_that_ran() -> str:
    """The JavaScript that decodes, as it is sent to the browser."""
    return web.shown("networks/network.js", "decode")


def _fitted(place: Mapping[str, Any], latent_dim: int) -> dict[str, Any]:
    """``place`` with as many coordinates as there are dimensions, and axes among them."""
    position = (*place["position"], *[0.0] * latent_dim)[:latent_dim]
    axes = place["axes"] if max(place["axes"]) <= latent_dim else (1, 2)
    return {**place, "position": position, "axes": axes}


def _describe(model: Model) -> dict:
    label = TITLES[model.kind]
    title = _("{model} decodes z").format(model=label)
    return {**model.describe(), "label": label, "title": title, "exports": taken_along.links(model)}


def _readings(latent_dim: int, has_digits: bool) -> dict[str, str]:
    """What is said of the nearest code, of an image with a label and of one without."""
    if has_digits and latent_dim == 2:
        labelled = _("Nearest test code: a {digit}, {distance} away.")
    elif has_digits:
        labelled = _("Nearest test code, in all dimensions: a {digit}, {distance} away.")
    else:
        labelled = _("Nearest held-out code: class {digit}, {distance} away.")
    return {"reading": labelled, "reading_unlabelled": _("Nearest held-out code: {distance} away.")}


def _texts() -> dict[str, str]:
    return {
        "pad": _("Map of the latent space. Drag, or use the arrow keys; with Shift they take larger steps."),
        "map_choice": _("Whose codes the map shows"),
        "codes_of": _("Codes of the {model}"),
        "across": _("Dimension across the map"),
        "up": _("Dimension up the map"),
        "picture": _("Picture decoded by the {model}"),
        "slider": _("Latent coordinate z{index}"),
        "title": _("A position in the latent space, decoded"),
        "sample": _("Sample from the prior"),
        "reset": _("Back to 0"),
        "back": _("Go back"),
        "loading": _("Fetching the decoders …"),
        "failed": _("The decoders could not be fetched. Is the server still running?"),
        "retry": _("Try again"),
        "present": _("Present (P)"),
        "present_help": _("Fills the screen. P does the same from anywhere on the page; Escape brings it back."),
        "save": _("Save as"),
        "save_as": _("Save as {kind}"),
        "along": _("Model"),
    }
