"""Posteriors that are known in closed form, on a lattice: nothing is decoded."""

from collections.abc import Callable

import numpy as np
import torch

from vae_core.analysis.evidence_results import Evidence, LatentGaussian
from vae_core.analysis.mixture_fit import LatentMixture
from vae_core.analysis.posterior_lattice import PosteriorLattice

SPACING, REACH = 0.16, 8.0


def square(spacing: float = SPACING, reach: float = REACH) -> np.ndarray:
    ticks = np.arange(-reach, reach + spacing / 2, spacing)
    return np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)


def lattice_of(log_density: Callable[[np.ndarray], np.ndarray], units: LatentGaussian) -> PosteriorLattice:
    """A posterior of a given log p(z), in the units of a Gaussian near it; far below its top there is nothing."""
    noise = square()
    scale = np.linalg.det(units.factor)
    values = log_density(units.mean + noise @ units.factor.T) + np.log(scale)
    full = values > values.max() - 40
    return PosteriorLattice(units, torch.from_numpy(noise[full]), torch.from_numpy(values[full]), SPACING**2)


def peaks_of(posterior: LatentMixture) -> Evidence:
    """What evidence knows of a posterior whose components lie far apart; of the rest, nothing."""
    means, covariances = (
        np.stack([getattr(each, name) for each in posterior.components]) for name in ("mean", "covariance")
    )
    heights, none = posterior.log_density(means), np.zeros(0)
    nowhere = np.zeros(2), np.eye(2)
    return Evidence(0.0, 0.0, -np.inf, *nowhere, means, heights, covariances, np.zeros((0, 2)), none, none)


def divergence(lattice: PosteriorLattice, q) -> float:
    """KL of a q over z, on the lattice of the posterior."""
    z = lattice.units.mean + lattice.places.numpy() @ lattice.units.factor.T
    log_q = q.log_density(z) + np.log(np.linalg.det(lattice.units.factor))
    return lattice.divergence(torch.from_numpy(log_q)).item()
