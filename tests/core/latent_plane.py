"""Models with a latent plane whose evidence is known, and images for them."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import torch
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from torch.distributions import Bernoulli, MultivariateNormal

from core.builders import small_vae
from vae_core import data
from vae_core.analysis.latent_grid import LatentGrid
from vae_core.models import VAE, ModelConfig, build
from vae_core.training import TrainingConfig, train

seeds = st.integers(0, 10_000)
# Of the small networks: few, so that each is decoded once.
networks = st.integers(0, 5)


def binary(images: np.ndarray, seed: int = 0) -> list[np.ndarray]:
    """Grey images in black and white: every other one thresholded, the others sampled pixel by pixel."""
    random = np.random.default_rng(seed)
    return [(image > (0.5 if n % 2 else random.random(len(image)))).astype(float) for n, image in enumerate(images)]


def random_image(pixels: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2, pixels).astype(float)


@cache
def plane_vae(seed: int) -> VAE:
    """A small network with random weights."""
    return small_vae(2, seed).requires_grad_(False)


@cache
def plane_grid(seed: int) -> LatentGrid:
    """The grid of :func:`plane_vae`."""
    return LatentGrid.of(plane_vae(seed))


def ridge_vae(weights: np.ndarray, bias: np.ndarray, angle: float) -> VAE:
    """logits = bias + weights · u, where u is z's coordinate in the direction of ``angle``."""
    vae = build(ModelConfig("vae", 2, (), pixels=len(weights))).requires_grad_(False)
    direction = np.array([math.cos(angle), math.sin(angle)])
    vae.decoder.logits.weight.copy_(torch.from_numpy(np.outer(weights, direction)))
    vae.decoder.logits.bias.copy_(torch.from_numpy(bias))
    return vae


def ridge_evidence(weights: np.ndarray, bias: np.ndarray, x: np.ndarray) -> float:
    """log p(x) of :func:`ridge_vae`: an integral over one coordinate, by SciPy."""

    def log_joint(u):
        eta = bias + weights * np.asarray(u)[..., None]
        return norm.logpdf(u) + (x * eta - np.logaddexp(0, eta)).sum(-1)

    line = np.linspace(-9, 9, 4001)
    heights = log_joint(line)
    top = heights.max()
    held = line[heights > top - 40]
    inner = np.linspace(held[0] - 1e-3, held[-1] + 1e-3, 40)
    value = sum(quad(lambda u: math.exp(log_joint(u) - top), a, b)[0] for a, b in pairwise(inner))
    return top + math.log(value)


def dense_log_joint(vae: VAE, x: np.ndarray, spacing: float = 0.04, reach: float = 7.0):
    """log p(x, z) on a dense square lattice, with torch.distributions: places, values, area of a cell."""
    ticks = torch.arange(-reach, reach + spacing / 2, spacing, dtype=torch.float64)
    z = torch.cartesian_prod(ticks, ticks)
    with torch.no_grad():
        pixels = Bernoulli(logits=vae.decode(z).double(), validate_args=False)
    prior = MultivariateNormal(torch.zeros(2).double(), torch.eye(2).double())
    joint = pixels.log_prob(torch.from_numpy(x)).sum(-1) + prior.log_prob(z)
    return z.numpy(), joint.numpy(), spacing**2


@cache
def trained() -> tuple[VAE, LatentGrid, list[np.ndarray]]:
    """A VAE that has seen binary digits for a moment, its grid, and digits that it has not seen."""
    digits = data.load("digits")
    images = np.stack(binary(digits.images)).astype(np.float32)
    config = TrainingConfig(ModelConfig("vae", 2, (64,)), epochs=12, batch_size=64, learning_rate=3e-3)
    vae = build(config.model)
    *_, last = train(config, data.Dataset("digits", "train", images, digits.labels))
    vae.load_state_dict(last.weights)
    vae.eval().requires_grad_(False)
    return vae, LatentGrid.of(vae), binary(data.load("digits", split="test").images[:60])
