"""A small denoiser in torch that learns from batches given to it, and fields and losses that vae_core knows."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn

from ui.library.denoisers import CLEAN
from vae_core.diffusion.examples import PLANES, around
from vae_core.diffusion.mixture import DiagonalMixture, noise_in
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import least_losses, step_weights
from vae_core.models.denoiser import FREQUENCIES

SCHEDULES = [Schedule("cosine", 100), Schedule("linear", 7), Schedule("log-snr", 30)]
SIZES = [12, 9, 6, 2]  # none a multiple of four but the first
EXAMPLES, STEPS, RATE = 7, 10, 0.01
POINTS = (-1.2, 0.9, 1.2, 0.9, 0.3, -2.0)
UNEVEN = DiagonalMixture(
    np.array([0.7, 0.0, 0.3]),
    np.array([[0.0, 1.0], [5.0, 5.0], [-2.0, 0.5]]),
    np.array([[0.01, 0.5], [1.0, 1.0], [0.2, 0.04]]),
)


def make(folder: Path) -> dict:
    schedule = SCHEDULES[0]
    return {
        "schedules": [{"logSnr": told(each), "weights": step_weights(each).tolist()} for each in SCHEDULES],
        "logSnr": told(schedule),
        "learning": {weighting: learning(schedule, weighting) for weighting in ("simple", "bound")},
        "fields": [field(data, schedule, t) for data in mixtures() for t in (1, 2, 25, 99)],
        "least": [{"mixture": written(data), "losses": least_losses(data, schedule).tolist()} for data in mixtures()],
        "points": {"points": POINTS, "mixture": written(around(POINTS))},
    }


def told(schedule: Schedule) -> list[float]:
    return [CLEAN, *schedule.log_snr[1:].tolist()]


def mixtures() -> list[DiagonalMixture]:
    return [*PLANES.values(), around(POINTS), around((0.5, -1.0)), UNEVEN]


def written(data: DiagonalMixture) -> dict:
    return {"weights": data.weights.tolist(), "means": data.means.tolist(), "variances": data.variances.tolist()}


def field(data: DiagonalMixture, schedule: Schedule, t: int) -> dict:
    signal, noise = float(schedule.signal[t]), float(schedule.noise[t])
    x_t = np.random.default_rng(t).uniform(-4, 4, (40, 2))
    return {
        "mixture": written(data),
        "level": {"signal": signal, "noise": noise},
        "places": x_t.ravel().tolist(),
        "noise": noise_in(x_t, data.denoised(x_t, signal, noise), signal, noise).ravel().tolist(),
        "logDensity": data.noisy(signal, noise).log_density(x_t).tolist(),
    }


def learning(schedule: Schedule, weighting: str) -> dict:
    """Slopes of the first batch, and what ten steps of Adam make of the parameters, all in doubles."""
    generator = torch.Generator().manual_seed(3)
    draw = {"generator": generator, "dtype": torch.double}
    layers = [nn.Linear(a, b, dtype=torch.double) for a, b in pairwise(SIZES)]
    for parameter in parameters_of(layers):
        parameter.data = 0.5 * torch.randn(parameter.shape, **draw)
    start = flat(parameters_of(layers))
    adam = torch.optim.Adam(parameters_of(layers), lr=RATE)
    t = torch.randint(1, schedule.steps + 1, (STEPS, EXAMPLES), generator=generator)
    x_t, epsilon = (torch.randn(STEPS, EXAMPLES, 2, **draw) for _ in range(2))
    slopes = []
    for at in range(STEPS):
        adam.zero_grad()
        loss(layers, schedule, weighting, x_t[at], epsilon[at], t[at]).backward()
        slopes.append(flat([parameter.grad for parameter in parameters_of(layers)]))
        adam.step()
    batches = [
        {"steps": t[at].tolist(), "seen": x_t[at].ravel().tolist(), "noise": epsilon[at].ravel().tolist()}
        for at in range(STEPS)
    ]
    return {
        "sizes": SIZES,
        "rate": RATE,
        "start": start,
        "batches": batches,
        "slopes": slopes[0],
        "end": flat(parameters_of(layers)),
    }


def loss(layers, schedule: Schedule, weighting: str, x_t, epsilon, t) -> torch.Tensor:
    signal, noise, log_snr = (
        torch.from_numpy(values)[t][:, None] for values in (schedule.signal, schedule.noise, schedule.log_snr)
    )
    angles = log_snr * torch.tensor(FREQUENCIES, dtype=torch.double)
    h = torch.cat([2 * x_t, angles.sin(), angles.cos()], -1)
    for layer in layers[:-1]:
        h = nn.functional.silu(layer(h))
    found = noise * x_t + signal * layers[-1](h)
    weights = torch.from_numpy(schedule.steps * step_weights(schedule))[t] if weighting == "bound" else 1.0
    return (weights * (epsilon - found).square().sum(-1)).mean()


def parameters_of(layers) -> list[nn.Parameter]:
    return [parameter for layer in layers for parameter in layer.parameters()]


def flat(tensors) -> list[float]:
    found = torch.cat([tensor.detach().ravel() for tensor in tensors]).tolist()
    assert all(map(math.isfinite, found))
    return found
