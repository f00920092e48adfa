"""How far particles are from what they should be draws of."""

import numpy as np
from scipy.stats import wasserstein_distance

from vae_core.diffusion.mixture import DiagonalMixture, Positions

DIRECTIONS = 24


def sliced_wasserstein(first: Positions, second: Positions) -> float:
    """The Wasserstein-1 distance of two clouds, as seen along a line: a mean over directions.

    It is in the units of the positions; on a line it is the distance itself, in a plane directions are spread evenly.
    Source: Bonneel, Rabin, Peyré & Pfister 2015, "Sliced and Radon Wasserstein barycenters of measures".
    """
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    lines = np.ones((1, 1)) if first.shape[1] == 1 else np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return float(np.mean([wasserstein_distance(first @ line, second @ line) for line in lines]))


def distance_to(data: DiagonalMixture, particles: Positions, rng: np.random.Generator, draws: int = 4) -> float:
    """The mean distance of ``particles`` from as many draws of ``data``; true draws are not at 0 either."""
    return float(np.mean([sliced_wasserstein(particles, data.sample(len(particles), rng)) for _ in range(draws)]))
