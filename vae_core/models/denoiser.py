"""Networks that tell what noise has hidden: what all have in common, and the one for vectors.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Salimans & Ho 2022, "Progressive distillation" (SH).
"""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn

from vae_core.models.config import DenoiserConfig
from vae_core.models.mlp import as_floats, dense
from vae_core.randomness import stream

Examples = Float[Tensor, "n pixels"]
LogSNR = Float[Tensor, " n"]
Labels = Int64[Tensor, " n"]

# log-SNR is told by its sine and cosine at these frequencies: the slowest tells −16 from 16, beyond all schedules here.
FREQUENCIES = tuple(math.pi / 16 * 2**octave for octave in range(5))


class Condition(nn.Module):
    """What a network is told beside the example: how noisy it is, and of which class.

    The last row of ``label`` stands for "not told".
    """

    def __init__(self, config: DenoiserConfig, generator: torch.Generator):
        super().__init__()
        self.noise = dense(2 * len(FREQUENCIES), config.width, generator)
        self.mixed = dense(config.width, config.width, generator)
        if config.classes:
            self.label = nn.Parameter(torch.empty(config.classes + 1, config.width))
            if not self.label.is_meta:  # of shapes alone; torch would load its compiler to draw nothing
                nn.init.normal_(self.label, generator=generator)

    def forward(self, log_snr: LogSNR, label: Labels | None) -> Float[Tensor, "n width"]:
        angles = log_snr[:, None] * torch.tensor(FREQUENCIES)
        told = self.noise(torch.cat([angles.sin(), angles.cos()], -1))
        if hasattr(self, "label"):
            told = told + (self.label[-1] if label is None else self.label[label])
        return F.silu(self.mixed(F.silu(told)))


class Denoiser(nn.Module):
    """x_t, and how noisy it is -> v = α ε − σ x_0, from which all else follows without a division   (SH, appendix D).

    Args:
        config: its shape.
        seed: of its first weights.
    """

    def __init__(self, config: DenoiserConfig, *, seed: int = 0):
        super().__init__()
        self.config = config
        generator = stream(seed, "weights")
        self.condition = Condition(config, generator)
        self.body = self._body(generator)

    def forward(self, x_t: Examples, log_snr: LogSNR, label: Labels | None = None) -> Examples:
        """v of each example.

        Args:
            x_t: scaled and noisy.
            log_snr: of each.
            label: of each, 0 to ``classes``, which is the label of none; ``None``: all are without.
        """
        return self.body(x_t, self.condition(log_snr, label))

    def denoised(self, x_t: Examples, log_snr: LogSNR, label: Labels | None = None) -> Examples:
        """x̂_0 = α x_t − σ v: the guess for what has no noise."""
        signal, noise = parts(log_snr)
        return signal * x_t - noise * self(x_t, log_snr, label)

    def noise_in(self, x_t: Examples, log_snr: LogSNR, label: Labels | None = None) -> Examples:
        """ε̂ = σ x_t + α v: the guess for the noise, of unit size."""
        signal, noise = parts(log_snr)
        return noise * x_t + signal * self(x_t, log_snr, label)

    def scaled(self, x) -> Examples:
        """Examples as the network sees them: numbers around 0, about as large as the noise."""
        x = as_floats(x)
        return 2 * x - 1 if self.config.form == "image" else x

    def unscaled(self, x: Examples) -> Examples:
        """The inverse of :meth:`scaled`."""
        return (x + 1) / 2 if self.config.form == "image" else x

    def _body(self, generator: torch.Generator) -> nn.Module:
        raise NotImplementedError


def parts(log_snr: LogSNR) -> tuple[Float[Tensor, "n 1"], Float[Tensor, "n 1"]]:
    """α and σ, with α² + σ² = 1 and α²/σ² = e^λ."""
    return torch.sigmoid(log_snr)[:, None].sqrt(), torch.sigmoid(-log_snr)[:, None].sqrt()


def silenced(layer: nn.Module) -> nn.Module:
    """``layer`` with weights 0: what it is added to begins as it is."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


class VectorBlock(nn.Module):
    """h + W₂ silu(W₁ h + U c)."""

    def __init__(self, width: int, generator: torch.Generator):
        super().__init__()
        self.first = dense(width, width, generator)
        self.told = dense(width, width, generator, bias=False)
        self.second = silenced(dense(width, width, generator))

    def forward(self, h: Float[Tensor, "n width"], condition: Float[Tensor, "n width"]) -> Float[Tensor, "n width"]:
        return h + self.second(F.silu(self.first(h) + self.told(condition)))


class VectorBody(nn.Module):
    """Residual blocks between a layer in and a layer out."""

    def __init__(self, config: DenoiserConfig, generator: torch.Generator):
        super().__init__()
        self.enter = dense(config.pixels, config.width, generator)
        self.blocks = nn.ModuleList(VectorBlock(config.width, generator) for _ in range(config.depth))
        self.leave = silenced(dense(config.width, config.pixels, generator))

    def forward(self, x_t: Examples, condition: Float[Tensor, "n width"]) -> Examples:
        h = self.enter(x_t)
        for block in self.blocks:
            h = block(h, condition)
        return self.leave(F.silu(h))


class VectorDenoiser(Denoiser):
    """For codes and for points of a plane."""

    def _body(self, generator: torch.Generator) -> VectorBody:
        return VectorBody(self.config, generator)
