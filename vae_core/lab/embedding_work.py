"""What a worker process does for a map: t-SNE, with every frame told."""

import base64
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float32

from vae_core.analysis.embedding import TSNEConfig, form
from vae_core.config import from_json, to_json
from vae_core.packing import pack, unpack
from vae_core.training.channel import Channel


def arguments_for(codes: Float32[np.ndarray, "n latent"], config: TSNEConfig) -> dict:
    """What :func:`make_embedding` needs to know, as JSON values."""
    return {"codes": base64.b64encode(pack({}, {"codes": codes})).decode("ascii"), "config": to_json(config)}


def make_embedding(channel: Channel, arguments: Mapping) -> None:
    """The work: each frame is one message, the first of them sent at once."""
    config = from_json(TSNEConfig, arguments["config"])
    _, arrays = unpack(base64.b64decode(arguments["codes"]))
    for frame in form(arrays["codes"], config):
        channel.send({"step": frame.step, "kl": frame.kl}, {"points": frame.points}, at_once=frame.step == 0)
        channel.commands()
        if channel.is_stopping:
            return
