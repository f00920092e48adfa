"""Pictures decoded along a rule in the browser: a grid, rows, a way between two digits, a sum, a tour."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ui import components, state
from ui.components import hand
from ui.components.decoder import TITLES
from ui.components.walk.words import texts
from ui.fields.field import Field
from ui.fields.latent_space import AXES, POSITION
from ui.library import Model
from vae_core.figures import theme

_mount = components.register("walk")

VIEWS = ("manifold", "traversals", "path", "arithmetic", "tour")


def walk(
    view: str,
    models: Sequence[Model],
    fields: Mapping[str, Field],
    *,
    options: Mapping[str, Any],
    title: str,
    key: str,
) -> None:
    """A view of what ``models`` decode, with its controls; a picture that is clicked is where z goes.

    Args:
        view: one of :data:`VIEWS`.
        models: of one size.
        fields: the view's settings by the names that it has for them.
        options: what else the view asks for; JSON.
        title: of the files that can be saved.
        key: unique on the page; another for other models.
    """
    n = models[0].latent_dim
    axes = state.get(AXES)
    data = {
        "view": view,
        "models": [{**model.describe(), "label": TITLES[model.kind]} for model in models],
        "z": (*state.get(POSITION), *[0.0] * n)[:n],
        "axes": axes if max(axes) <= n else (1, 2),
        **hand.held(fields, key),
        "options": dict(options),
        "colours": {"z": asdict(theme.SYMBOLS["z"])},
        "text": {**texts(), "title": title},
    }
    _mount(key=key, data=data, on_place_change=lambda: hand.take(fields, key))
