"""Small configurations, data sets, files and references that the tests share."""

import math
import struct
from pathlib import Path

import numpy as np
import torch
from hypothesis import strategies as st
from torch.distributions import Bernoulli, Normal

from vae_core.data import Dataset
from vae_core.models import VAE, ModelConfig, build
from vae_core.objectives import BOUNDS, RECONSTRUCTIONS, ObjectiveConfig
from vae_core.training import TrainingConfig
from vae_core.training.checkpoints import Checkpoint
from vae_core.training.config import INITIALISATIONS, SCHEDULES

ROOT = Path(__file__).resolve().parents[2]


def tiny_run(model="vae", reconstruction="bernoulli", beta=1.0, pixels=784, **changes) -> TrainingConfig:
    objective = ObjectiveConfig(reconstruction, beta)
    network = ModelConfig(model, 2, (16,), pixels=pixels, **objective.learned)
    return TrainingConfig(network, objective, **{"epochs": 2, "batch_size": 64, **changes})


def checkpoint_of(config: TrainingConfig, weights=None) -> Checkpoint:
    source = {"name": "digits", "split": "train", "examples": 256, "sha256": "0" * 64}
    return Checkpoint(config, weights or build(config.model).state_dict(), source, 2, {"reconstruction": 151.25})


def noise_images(count: int, pixels: int = 784, seed: int = 0) -> Dataset:
    random = np.random.default_rng(seed)
    images = random.random((count, pixels), dtype=np.float32)
    return Dataset("noise", "train", images, random.integers(0, 10, count))


def idx_bytes(values: np.ndarray) -> bytes:
    """An unsigned-byte IDX file, written from its specification."""
    return bytes((0, 0, 8, values.ndim)) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def same_weights(first, second) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def small_vae(latent_dim: int = 1, seed: int = 0, objective: ObjectiveConfig | None = None) -> VAE:
    """Six pixels, and a decoder steep enough for its latent space to matter."""
    learned = objective.learned if objective else {}
    vae = build(ModelConfig("vae", latent_dim, (8,), pixels=6, **learned), seed=seed)
    with torch.no_grad():
        vae.decoder.logits.weight.mul_(8)
    return vae


def log_joint_on_line(vae: VAE, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, float]:
    """log p(x, z) ``[n, points]`` of a VAE of one latent dimension, the points z, and their distance."""
    z = torch.linspace(-10, 10, 4001, dtype=torch.float64)
    with torch.no_grad():
        pixels = Bernoulli(logits=vae.decode(z[:, None]).double(), validate_args=False)
    likelihood = torch.stack([pixels.log_prob(image.double()).sum(-1) for image in x])
    return likelihood + Normal(0.0, 1.0).log_prob(z), z, (z[1] - z[0]).item()


def log_evidence_on_line(vae: VAE, x: torch.Tensor) -> torch.Tensor:
    """log p(x) ``[n]`` by quadrature."""
    joint, _, step = log_joint_on_line(vae, x)
    return torch.logsumexp(joint, -1) + math.log(step)


def numbers(low: float, high: float, **bounds) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, **bounds)


@st.composite
def valid_settings(draw, pixels: int | None = None) -> dict:
    """The JSON of any valid training configuration, of a given number of pixels if asked."""
    reconstruction = draw(st.sampled_from(RECONSTRUCTIONS))
    log_variance = draw(st.none() | numbers(-20, 20)) if reconstruction == "gaussian" else None
    model = draw(st.sampled_from(("ae", "vae")))
    samples = draw(st.integers(1, 1000)) if model == "vae" else 1
    bound = draw(st.sampled_from(BOUNDS if reconstruction != "squared-error" else BOUNDS[:1]))
    has_beta = bound == "elbo" or samples == 1
    return {
        "model": {
            "model": model,
            "latent_dim": draw(st.integers(1, 64)),
            "hidden": draw(st.lists(st.integers(1, 4096), max_size=8)),
            "activation": draw(st.sampled_from(("relu", "silu", "tanh"))),
            "pixels": pixels or draw(st.integers(1, 4096)),
            "learned_variance": reconstruction == "gaussian" and log_variance is None,
            "learned_concentration": reconstruction == "beta-binomial",
        },
        "objective": {
            "reconstruction": reconstruction,
            "beta": draw(numbers(0, 1000)) if has_beta else 1.0,
            "log_variance": log_variance,
            "samples": samples,
            "bound": bound,
        },
        "epochs": draw(st.integers(1, 10_000)),
        "batch_size": draw(st.integers(1, 65_536)),
        "learning_rate": draw(numbers(0, 10, exclude_min=True)),
        "schedule": draw(st.sampled_from(SCHEDULES)),
        "weight_decay": draw(numbers(0, 10)),
        "input_noise": 0.0 if (binarise := draw(st.booleans())) else draw(numbers(0, 1)),
        "binarise": binarise,
        "max_gradient_norm": draw(st.none() | numbers(0, 1e9, exclude_min=True)),
        "seed": draw(st.integers(0, 2**53 - 1)),
        "patience": draw(st.none() | st.integers(1, 10_000)),
        "momentum": draw(numbers(0, 0.9999)),
        "epsilon": draw(numbers(1e-12, 1)),
        "initialisation": draw(st.sampled_from(INITIALISATIONS)),
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
