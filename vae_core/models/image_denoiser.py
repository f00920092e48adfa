"""The network that tells what noise has hidden of an image: a small U-Net (Ronneberger, Fischer & Brox 2015)."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from vae_core.models.config import GROUPS, DenoiserConfig
from vae_core.models.denoiser import Denoiser, Examples, silenced
from vae_core.models.mlp import Undrawn, dense, drawn

Planes = Float[Tensor, "n channels side side"]
Told = Float[Tensor, "n width"]

PATCH = 2  # side of what becomes one place with a channel for each of its pixels
CHANNELS = PATCH**2


class UndrawnConvolution(Undrawn, nn.Conv2d):
    """A convolution without its weights."""


def convolution(inputs: int, outputs: int, generator: torch.Generator, stride: int = 1) -> nn.Module:
    """3 × 3, with a border of zeros."""
    return drawn(UndrawnConvolution(inputs, outputs, 3, padding=1, stride=stride), 9 * inputs, generator)


class Block(nn.Module):
    """h + conv₂(silu(norm₂(conv₁(silu(norm₁(h))) + U c))), as in Ho, Jain & Abbeel 2020, appendix B."""

    def __init__(self, channels: int, width: int, generator: torch.Generator):
        super().__init__()
        self.norm_first = nn.GroupNorm(GROUPS, channels)
        self.first = convolution(channels, channels, generator)
        self.told = dense(width, channels, generator)
        self.norm_second = nn.GroupNorm(GROUPS, channels)
        self.second = silenced(convolution(channels, channels, generator))

    def forward(self, h: Planes, condition: Told) -> Planes:
        inner = self.first(F.silu(self.norm_first(h))) + self.told(condition)[:, :, None, None]
        return h + self.second(F.silu(self.norm_second(inner)))


class ImageBody(nn.Module):
    """Fine, coarse and fine again; what was fine is added to what comes back."""

    def __init__(self, config: DenoiserConfig, generator: torch.Generator):
        super().__init__()
        self.side, fine, coarse = config.side, config.width, 2 * config.width

        def blocks(channels: int) -> nn.ModuleList:
            return nn.ModuleList(Block(channels, config.width, generator) for _ in range(config.depth))

        self.enter = convolution(CHANNELS, fine, generator)
        self.before = blocks(fine)
        self.down = convolution(fine, coarse, generator, stride=2)
        self.middle = blocks(coarse)
        self.up = convolution(coarse, fine, generator)
        self.after = blocks(fine)
        self.norm = nn.GroupNorm(GROUPS, fine)
        self.leave = silenced(convolution(fine, CHANNELS, generator))

    def forward(self, x_t: Examples, condition: Told) -> Examples:
        h = self.enter(F.pixel_unshuffle(x_t.view(-1, 1, self.side, self.side), PATCH))
        for block in self.before:
            h = block(h, condition)
        inner = self.down(h)
        for block in self.middle:
            inner = block(inner, condition)
        h = h + self.up(F.interpolate(inner, scale_factor=2))
        for block in self.after:
            h = block(h, condition)
        return F.pixel_shuffle(self.leave(F.silu(self.norm(h))), PATCH).flatten(1)


class ImageDenoiser(Denoiser):
    """For square grey images in [0, 1], flattened."""

    def _body(self, generator: torch.Generator) -> ImageBody:
        return ImageBody(self.config, generator)
