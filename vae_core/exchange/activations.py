"""What bends the outputs of layers in other people's models, and how it is computed by what there is here.

Two activations are others over other layers, exactly: LeakyReLU is ReLU over twice as many units, the sigmoid a tanh.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import torch

from vae_core.errors import Sentence
from vae_core.exchange.foreign import Encoder, Foreign, Linear
from vae_core.models.config import ACTIVATIONS

USUAL_SLOPE = 0.01  # of PyTorch's LeakyReLU and of ONNX's
SYNONYMS = {"swish": "silu", "leakyrelu": "leaky-relu"}
KNOWN = (*ACTIVATIONS, "leaky-relu(0.2)", "sigmoid")  # as they are told to somebody
LEAKY = "leaky-relu"


def named(said: str) -> str | None:
    """The activation that somebody calls ``said``, such as ``"LeakyReLU(0.2)"``; ``None``: none that is known here."""
    name, _, settings = said.lower().replace("_", "-").partition("(")
    name = SYNONYMS.get(name, name)
    if name == LEAKY:
        slope = re.search(r"\d*\.?\d+(e-?\d+)?", settings)
        return leaky(float(slope[0]) if slope else USUAL_SLOPE)
    return name if name in ACTIVATIONS or name == "sigmoid" else None


def leaky(slope: float) -> str:
    """What LeakyReLU with this slope below 0 is called."""
    return f"{LEAKY}({slope})"


def foreign(
    decoder: Sequence[Linear], encoder: Encoder | None, activation: str, assumed: Sequence[Sentence]
) -> Foreign:
    """A model with any activation that :func:`named` knows, as one with an activation that there is here."""
    if encoder is not None:
        *trunk, mean = rewritten([*encoder.trunk, encoder.mean], activation)
        spread = encoder.log_variance and rewritten([*encoder.trunk, encoder.log_variance], activation)[-1]
        encoder = Encoder(trunk, mean, spread)
    return Foreign(rewritten(decoder, activation), encoder, computed_by(activation), tuple(assumed))


def computed_by(activation: str) -> str:
    """The activation of :func:`rewritten` layers."""
    return "relu" if activation.startswith(LEAKY) else {"sigmoid": "tanh"}.get(activation, activation)


def rewritten(layers: Sequence[Linear], activation: str) -> list[Linear]:
    """Layers that compute with :func:`computed_by` what ``layers`` compute with ``activation`` between them."""
    if activation in ACTIVATIONS:
        return list(layers)
    first, *others = layers
    after = [first, *(_reading(layer, activation) for layer in others)]
    return [*(_feeding(layer, activation) for layer in after[:-1]), after[-1]]


def _feeding(layer: Linear, activation: str) -> Linear:
    """A layer as it goes into the other activation."""
    if activation == "sigmoid":  # sigmoid(a) = ½ tanh(½ a) + ½
        return layer.times(0.5)
    # leaky(a) = relu(a) − slope · relu(−a)
    weight, bias = torch.cat([layer.weight, -layer.weight]), torch.cat([layer.bias, -layer.bias])
    return replace(layer, weight=weight, bias=bias)


def _reading(layer: Linear, activation: str) -> Linear:
    """A layer as it reads what the other activation gives."""
    if activation == "sigmoid":
        return replace(layer, weight=0.5 * layer.weight, bias=layer.bias + 0.5 * layer.weight.sum(1))
    slope = float(activation.removeprefix(f"{LEAKY}(").removesuffix(")"))
    return replace(layer, weight=torch.cat([layer.weight, -slope * layer.weight], 1))
