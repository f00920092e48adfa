"""Denoisers of both forms, with drawn weights, and whole ways back from noise by each sampler."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save

from ui.library.denoisers import CLEAN
from vae_core import pretrained
from vae_core.denoising import guess_of
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.diffusion.schedule import Schedule
from vae_core.models import Denoiser, DenoiserConfig, build

FORMS = {
    "vector": DenoiserConfig("diffusion", 3, 24, 2, classes=4),
    "image": DenoiserConfig("diffusion", 784, 16, 2, classes=4, form="image"),
    "classless": DenoiserConfig("diffusion", 2, 7, 1),
}
SAMPLERS = [
    Sampler("ancestral", 40),
    Sampler("ddim", 7),
    Sampler("ddim", 40, 0.5),
    Sampler("flow", 9),
    Sampler("ancestral", 1),
]
SCHEDULE = Schedule("cosine", 100)
SHIPPED = {"mnist-latent-diffusion-8d": Sampler("ancestral", 100), "mnist-diffusion": Sampler("ddim", 50)}
LEVELS = (-6.0, 0.3, 7.5)  # of log-SNR


def drawn(config: DenoiserConfig) -> Denoiser:
    """A network none of whose layers is silent."""
    model, generator = build(config), torch.Generator().manual_seed(0)
    for name, parameter in model.named_parameters():
        torch.nn.init.normal_(parameter, std=0.3 if parameter.ndim < 4 else 0.06, generator=generator)
        if "norm" in name and name.endswith("weight"):
            parameter.data += 1
    return model.eval()


def make(folder: Path) -> dict:
    models = {name: drawn(config) for name, config in FORMS.items()}
    for name, model in models.items():
        (folder / f"{name}.denoiser").write_bytes(save(model.state_dict()))
    ways = [way(name, model, sampler, SCHEDULE) for name, model in models.items() for sampler in SAMPLERS]
    ways += [way("vector", models["vector"], sampler, SCHEDULE, start=30) for sampler in SAMPLERS]
    for name, sampler in SHIPPED.items():
        (folder / f"{name}.denoiser").write_bytes(pretrained.denoiser_file(name))
        ways.append(way(name, pretrained.load(name), sampler, pretrained.schedule(name)))
    return {
        "models": {name: velocities(model) for name, model in models.items()},
        "schedule": levels(SCHEDULE),
        "ways": ways,
        "times": {steps: Sampler(steps=steps).times(SCHEDULE).tolist() for steps in (1, 7, 40, 100, 1000)},
    }


def levels(schedule: Schedule) -> dict[str, list[float]]:
    """As ui/library/denoisers.py tells them: JSON knows no infinity."""
    log_snr = [CLEAN, *schedule.log_snr[1:].tolist()]
    return {"signal": schedule.signal.tolist(), "noise": schedule.noise.tolist(), "logSnr": log_snr}


@torch.no_grad()
def velocities(model: Denoiser) -> list[dict]:
    x = torch.randn(3, model.config.pixels, generator=torch.Generator().manual_seed(1))
    labels = [None, 2] if model.config.classes else [None]
    return [
        {"logSnr": level, "label": label, "x": x[i].tolist(), "v": velocity(model, x[i], level, label)}
        for i, level in enumerate(LEVELS)
        for label in labels
    ]


def velocity(model: Denoiser, x: torch.Tensor, level: float, label: int | None) -> list[float]:
    told = None if label is None else torch.tensor([label])
    return model(x[None], torch.tensor([level]), told)[0].tolist()


def way(name: str, model: Denoiser, sampler: Sampler, schedule: Schedule, start: int | None = None) -> dict:
    label, guidance = (1, 1.5) if model.config.classes else (None, 0.0)
    stops = len(sampler.times(schedule, start))
    noise = np.random.default_rng(2).standard_normal((stops if sampler.has_chance else 1, 1, model.config.pixels))
    found = sample(sampler, schedule, guess_of(model, schedule, label, guidance), noise, start=start)
    return {
        "model": name,
        "schedule": levels(schedule),
        "sampler": {"kind": sampler.kind, "steps": sampler.steps, "eta": sampler.eta},
        "start": schedule.steps if start is None else start,
        "label": label,
        "guidance": guidance,
        "noise": noise[:, 0].tolist(),
        "last": found.x[-1, 0].tolist(),
        "halfway": found.x[stops // 2, 0].tolist(),
        "guess": found.denoised[0, 0].tolist(),
    }
