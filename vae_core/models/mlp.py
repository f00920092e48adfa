"""What both autoencoders share: fully connected layers in, fully connected layers out."""

import math
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vae_core.models.config import ModelConfig
from vae_core.randomness import stream

ACTIVATION_LAYERS = {"relu": nn.ReLU, "silu": nn.SiLU, "tanh": nn.Tanh}


class Undrawn:
    """Makes of a layer's class one whose weights are yet to be drawn.

    Unlike ``nn.utils.skip_init``, whose way over the meta device imports half a second's worth of symbolic algebra.
    """

    def reset_parameters(self) -> None:
        """Leave them as they are."""


class UndrawnLinear(Undrawn, nn.Linear):
    """A linear layer without its weights."""


def drawn(layer: nn.Module, inputs: int, generator: torch.Generator) -> nn.Module:
    """``layer`` with all of it drawn uniformly from ±1/sqrt(inputs), PyTorch's own default, but from ``generator``.

    ``inputs`` is how many numbers each output is made of.
    """
    bound = 1 / math.sqrt(inputs)
    for parameter in layer.parameters():  # its weights, then its bias
        nn.init.uniform_(parameter, -bound, bound, generator=generator)
    return layer


def dense(inputs: int, outputs: int, generator: torch.Generator, *, bias: bool = True) -> nn.Module:
    """A linear layer."""
    return drawn(UndrawnLinear(inputs, outputs, bias=bias), inputs, generator)


def trunk(widths: tuple[int, ...], activation: str, generator: torch.Generator) -> nn.Sequential:
    """Layers of the given ``widths``, the activation after each of them."""
    layers = ((dense(a, b, generator), ACTIVATION_LAYERS[activation]()) for a, b in pairwise(widths))
    return nn.Sequential(*(module for pair in layers for module in pair))


class Decoder(nn.Module):
    """z -> the logits of x̂, mirrored from the encoder's widths."""

    def __init__(self, config: ModelConfig, generator: torch.Generator):
        super().__init__()
        widths = (config.latent_dim, *reversed(config.hidden))
        self.trunk = trunk(widths, config.activation, generator)
        self.logits = dense(widths[-1], config.pixels, generator)

    def forward(self, z: Float[Tensor, "*batch latent"]) -> Float[Tensor, "*batch pixels"]:
        return self.logits(self.trunk(z))


class EncoderDecoder(nn.Module):
    """Everything but the answer of the encoder: its trunk, its head for the mean, and the decoder.

    Layers are drawn in a fixed order from one seed, so two models of the same shape start alike.
    """

    def __init__(self, config: ModelConfig, *, seed: int = 0):
        super().__init__()
        generator = stream(seed, "weights")
        self.config = config
        widths = (config.pixels, *config.hidden)
        self.encoder = nn.ModuleDict(
            {
                "trunk": trunk(widths, config.activation, generator),
                "mean": dense(widths[-1], config.latent_dim, generator),
            }
        )
        self.decoder = Decoder(config, generator)
        if config.learned_variance:
            self.pixel_log_variance = nn.Parameter(torch.zeros(()))
        if config.learned_concentration:
            self.pixel_log_concentration = nn.Parameter(torch.zeros(()))

    def decode(self, z) -> Float[Tensor, "*batch pixels"]:
        """The logits of the images at ``z``; their sigmoid is the picture x̂. ``[n, latent]`` -> ``[n, pixels]``."""
        return self.decoder(as_floats(z))


def as_floats(values) -> Float[Tensor, "..."]:
    """A float32 tensor from a tensor or an array, so that a data set's arrays go straight into a network."""
    return torch.as_tensor(values, dtype=torch.float32)
