"""Models as other people write them."""

from collections import OrderedDict
from itertools import pairwise

import torch
from safetensors.torch import save
from torch import Tensor, nn


class Example(nn.Module):
    """github.com/pytorch/examples, vae/main.py."""

    def __init__(self, hidden: int = 400, latent: int = 20, pixels: int = 784):
        super().__init__()
        self.fc1 = nn.Linear(pixels, hidden)
        self.fc21 = nn.Linear(hidden, latent)
        self.fc22 = nn.Linear(hidden, latent)
        self.fc3 = nn.Linear(latent, hidden)
        self.fc4 = nn.Linear(hidden, pixels)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = torch.relu(self.fc1(x))
        return self.fc21(h), self.fc22(h)

    def decode(self, z: Tensor) -> Tensor:
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(z))))


class Sequential(nn.Module):
    """Two ``nn.Sequential``; the encoder's end is one layer for both, or a head each, of the names given."""

    def __init__(self, inner=(300, 100), outer=(100, 300), latent: int = 3, heads=(), bend=nn.ReLU):
        super().__init__()
        self.heads = heads
        end = [] if heads else [2 * latent]
        self.encoder = layers((784, *inner, *end), bend, ends=not heads)
        self.decoder = nn.Sequential(*layers((latent, *outer, 784), bend), nn.Sigmoid())
        for name in heads:
            setattr(self, name, nn.Linear(inner[-1], latent))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = self.encoder(x)
        return tuple(getattr(self, name)(h) for name in self.heads) if self.heads else h.chunk(2, -1)

    def decode(self, z: Tensor) -> Tensor:
        return self.decoder(z)


def layers(widths, bend, *, ends: bool = True) -> nn.Sequential:
    made = [each for a, b in pairwise(widths) for each in (nn.Linear(a, b), bend())]
    return nn.Sequential(*(made[:-1] if ends else made))


def named(**sizes: tuple[int, int]) -> bytes:
    """A file of layers of these sizes, [inputs, outputs], with ``__`` for each dot in their names."""
    modules = OrderedDict((name.replace("__", "."), nn.Linear(*size)) for name, size in sizes.items())
    return save({f"{name}.{key}": value for name, each in modules.items() for key, value in each.state_dict().items()})
