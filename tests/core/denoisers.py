"""Denoisers for tests: one that knows, and networks that have learned nothing."""

import numpy as np
import torch

from core.diffusion.chains import TWO
from vae_core.models import Denoiser, DenoiserConfig, build
from vae_core.models.denoiser import parts


class Exact(Denoiser):
    """Knows the noise of a mixture on a line, as no network does."""

    def __init__(self):
        super().__init__(DenoiserConfig("diffusion", 1, 1, 1))

    def _body(self, generator):
        return torch.nn.Identity()

    def forward(self, x_t, log_snr, label=None):
        signal, noise = (part.numpy().astype(float) for part in parts(log_snr))
        guesses = [
            TWO.denoised(np.array([x]), float(a[0]), float(b[0]))[0]
            for x, a, b in zip(x_t.numpy().astype(float), signal, noise, strict=True)
        ]
        return torch.from_numpy((signal * x_t.numpy() - np.array(guesses)) / noise).float()


def with_weights(config: DenoiserConfig) -> Denoiser:
    """A network none of whose layers is silent."""
    model, generator = build(config, seed=1), torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3, generator=generator)
    return model.eval()
