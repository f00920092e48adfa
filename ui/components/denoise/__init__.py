"""Noise that a network takes away, in the browser: one way back stop by stop, many beside each other."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from jaxtyping import Float32

from ui import components
from ui.components import hand
from ui.components.denoise.words import texts
from ui.fields.field import Field, Number, Whole
from ui.library.denoisers import Described
from vae_core.figures import theme

_mount = components.register("denoise")


def way(models: Mapping[str, Described], fields: Mapping[str, Field], *, title: str, key: str) -> None:
    """A way from noise to a digit, stop by stop.

    Args:
        models: by the values of the field ``"model"``.
        fields: the settings by the component's names for them.
        title: of the files that can be saved.
        key: unique on the page.
    """
    _denoise("way", models, fields, title=title, key=key)


def beside(
    models: Mapping[str, Described],
    fields: Mapping[str, Field],
    *,
    counts: Mapping[str, Sequence[int]],
    opened: Callable[[str, int], None],
    elsewhere: Sequence[str] = (),
    title: str,
    key: str,
) -> None:
    """One noise, brought back by each sampler in each number of steps.

    Args:
        models: by the values of the field ``"model"``.
        fields: the settings by the component's names for them.
        counts: of steps, by model; as many for each.
        opened: is called with the sampler and the number of steps of a way that somebody wants to see.
        elsewhere: those of ``fields`` that are chosen in another part of the page.
        title: of the files that can be saved.
        key: unique on the page.
    """

    def hear(message: Mapping[str, Any]) -> None:
        if found := message.get("opened"):
            opened(found["sampler"], found["steps"])

    _denoise("beside", models, fields, {"counts": counts}, hear=hear, elsewhere=elsewhere, title=title, key=key)


def noised(
    models: Mapping[str, Described],
    fields: Mapping[str, Field],
    image: Float32[np.ndarray, "784"],
    *,
    channel: str | None,
    whole: Mapping[str, int],
    ways: int,
    title: str,
    key: str,
) -> None:
    """An image that is noised as far as the hand says, and ways back from there, with chance.

    Args:
        models: by the values of the field ``"model"``.
        fields: the settings by the component's names for them.
        image: 0 is background and 1 is full ink.
        channel: whose pad is listened to while a pen moves; ``None``: nobody's, the image is no drawing.
        whole: how many steps a way has that begins at noise alone, by model.
        ways: how many come back.
        title: of the files that can be saved.
        key: unique on the page.
    """
    shown = base64.b64encode(image.astype("<f4").tobytes()).decode("ascii")
    options = {"image": shown, "channel": channel, "whole": whole, "ways": ways}
    _denoise("drawing", models, fields, options, title=title, key=key)


def between(model: Described, fields: Mapping[str, Field], *, title: str, key: str) -> None:
    """From one noise to another, and the digit of each noise on the way.

    Args:
        model: one that is fast enough to follow a hand.
        fields: the settings by the component's names for them.
        title: of the files that can be saved.
        key: unique on the page.
    """
    _denoise("between", {"only": model}, fields, title=title, key=key)


def _denoise(
    view: str,
    models: Mapping[str, Described],
    fields: Mapping[str, Field],
    options: Mapping[str, Any] | None = None,
    *,
    hear: Callable[[Mapping[str, Any]], None] = lambda message: None,
    elsewhere: Sequence[str] = (),
    title: str,
    key: str,
) -> None:
    def take() -> None:
        if message := hand.take(fields, key):
            hear(message)

    numbers = {name: field.kind for name, field in fields.items() if isinstance(field.kind, Number | Whole)}
    data = {
        "view": view,
        "models": {name: model.describe() for name, model in models.items()},
        **hand.held(fields, key),
        "limits": {name: (kind.low, kind.high) for name, kind in numbers.items()},
        "elsewhere": list(elsewhere),
        "options": options or {},
        "colours": {symbol: asdict(theme.SYMBOLS[symbol]) for symbol in ("x", "x_hat", "z")},
        "text": {**texts(), "title": title},
    }
    _mount(key=key, data=data, on_place_change=take)
