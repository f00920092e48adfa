"""A digit on its way through the AE and the VAE at once, with every number computed in the browser."""

import base64
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache

from ui import components
from ui.components import hand
from ui.components.dataflow import source
from ui.components.dataflow.words import equations, texts
from ui.digit import Digit
from ui.fields.field import Field
from ui.library import Model
from vae_core.figures import theme

_mount = components.register("dataflow")

BATCH = 128  # the size that the models were trained with, and the course notes'
SHOWN = ("x", "mu", "sigma", "epsilon", "z", "x_hat", "reconstruction", "kl")


def dataflow(
    models: Mapping[str, Model], digit: Digit, fields: Mapping[str, Field], *, channel: str | None, key: str
) -> None:
    """The diagram, with its equations and its code.

    Args:
        models: an ``"ae"`` and a ``"vae"`` of the same size, both with an encoder.
        digit: what goes in.
        fields: ``"stage"``, ``"rows"`` (1, or the whole batch), ``"noise"`` (the seed of ε), ``"dimension"``,
            ``"shift"`` and ``"stretch"``, moved by the hand.
        channel: whose pad is listened to while a pen moves; ``None``: nobody's, the digit is no drawing.
        key: unique on the page.
    """
    data = {
        "models": {kind: model.describe() for kind, model in models.items()},
        "image": base64.b64encode(digit.image.astype("<f4").tobytes()).decode("ascii"),
        "digit": digit.name,
        "batch": BATCH,
        "channel": channel,
        **hand.held(fields, key),
        "limits": {name: [fields[name].kind.low, fields[name].kind.high] for name in ("shift", "stretch", "noise")},
        "equations": equations(),
        "code": _code(),
        "colours": {symbol: asdict(theme.SYMBOLS[symbol]) for symbol in SHOWN},
        "text": texts(),
    }
    _mount(key=key, data=data, on_place_change=lambda: hand.take(fields, key))


@cache
def _code() -> dict[str, list[dict]]:
    languages = {"javascript": source.javascript(), "python": source.python()}
    return {language: [asdict(line) for line in lines] for language, lines in languages.items()}
