"""Where the mean KL of the shipped models goes, computed once for everybody."""

from functools import lru_cache

import numpy as np

from ui import library
from vae_core.analysis import aggregate
from vae_core.analysis.aggregate import Aggregate, Decomposition

MODELS = {"grey": "mnist-vae-2d", "binary": "mnist-binary-vae-2d", "eight": "mnist-vae-8d"}
CELL = 0.08  # of the picture, in latent units
DRAWS = 2000  # in eight dimensions, where there is no grid


def _codes(model: str) -> tuple[np.ndarray, np.ndarray]:
    """μ and σ of all test images."""
    known = library.pretrained(MODELS[model]).encodings
    return known.mean, np.exp(0.5 * known.log_variance)


def is_plane(model: str) -> bool:
    """Whether its codes can be drawn."""
    return _codes(model)[0].shape[1] == 2


@lru_cache(maxsize=len(MODELS))
def decomposition(model: str) -> Decomposition:
    """Of the test set, exact in a plane."""
    return _in_plane(model)[0] if is_plane(model) else aggregate.decompose(*_codes(model), draws=DRAWS)


def density(model: str) -> Aggregate:
    """q(z) of a plane, for a picture."""
    return _in_plane(model)[1]


@lru_cache(maxsize=len(MODELS))
def _in_plane(model: str) -> tuple[Decomposition, Aggregate]:
    mean, deviation = _codes(model)
    together = aggregate.aggregate(mean, deviation)
    return aggregate.decompose_plane(mean, deviation, together), together.coarser(CELL)


@lru_cache(maxsize=len(MODELS))
def of_dimensions(model: str) -> tuple[np.ndarray, np.ndarray]:
    """E[KL(q(z_j|x)‖p(z_j))] and KL(q(z_j)‖p(z_j)) of each dimension."""
    mean, deviation = (part.astype(np.float64) for part in _codes(model))
    return aggregate.rates(mean, deviation), aggregate.divergences_of_dimensions(mean, deviation)


def images(model: str) -> int:
    """How many there are."""
    return len(_codes(model)[0])
