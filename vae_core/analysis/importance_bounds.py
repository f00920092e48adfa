"""Bounds on log p(x) from k weighed draws, and estimates of the reconstruction term, for one image."""

import numpy as np
import torch
from jaxtyping import Float, Int
from scipy.special import logsumexp

from vae_core.analysis.bounds import log_density
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.importance_results import (
    BoundEstimate,
    ImportanceBounds,
    ImportanceDraws,
    ReconstructionEstimates,
)
from vae_core.analysis.latent_grid import Likelihood, log_prior
from vae_core.config import require
from vae_core.models import VAE
from vae_core.randomness import stream

# The largest k, how many numbers k from 1 to there, and how many along the path.
LARGEST, STEPS, PATH_STEPS = 5000, 24, 150
# With fewer groups than this, their spread says little about the error of their mean.
FEW_GROUPS = 8


def draw(
    model: VAE, x: Float[np.ndarray, " pixels"], q: LatentGaussian, *, count: int = 20_000, seed: int = 0
) -> ImportanceDraws:
    """``count`` independent draws from q, each with its log p(x|z) and its importance weight.

    Raises:
        ConfigError: the image does not fit the model, or ``count`` is below 1.
    """
    require(count >= 1, f"at least one draw is needed, not {count!r}")
    noise = torch.randn(count, 2, generator=stream(seed, "importance draws"), dtype=torch.float64).numpy()
    z = q.mean + noise @ q.factor.T
    log_likelihood = Likelihood(model, x).log_likelihood(z)
    # w = p(x|z) p(z) / q(z)   (Burda, Grosse & Salakhutdinov, "Importance Weighted Autoencoders", 2016, eq. 8)
    return ImportanceDraws(z, log_likelihood, log_likelihood + log_prior(z) - log_density(q, z))


def importance_bounds(draws: ImportanceDraws, largest: int = LARGEST) -> ImportanceBounds:
    """L_k for k from 1 to ``largest``, each estimated from as many groups of k draws as there are.

    The estimates for different k share their draws. Where q misses most of the posterior, a weight far above all
    others is too rare to be drawn: then path, bound and standard error all stay too low together.

    Raises:
        ConfigError: ``largest`` is below 1, or there are fewer draws.
    """
    most = len(draws.log_weight)
    require(1 <= largest <= most, f"k goes from 1 to at most the {most} draws, not to {largest!r}")
    samples = _spaced(largest, STEPS)
    means, errors = zip(*(_mean_of_groups(draws, int(k)) for k in samples), strict=True)
    path_samples = _spaced(largest, PATH_STEPS)
    # log (1/k) Σ w of the first k
    path = np.logaddexp.accumulate(draws.log_weight)[path_samples - 1] - np.log(path_samples)
    return ImportanceBounds(samples, np.array(means), np.array(errors), most // samples, path_samples, path)


def bound_of(draws: ImportanceDraws, k: int) -> BoundEstimate:
    """L_k, estimated from as many groups of ``k`` draws as there are.

    Raises:
        ConfigError: ``k`` is below 1, or there are fewer draws.
    """
    return BoundEstimate(*_mean_of_groups(draws, k))


def reconstruction_estimates(draws: ImportanceDraws, samples: int, most: int = 400) -> ReconstructionEstimates:
    """−E_q[log p(x|z)] estimated with ``samples`` draws, up to ``most`` times with other draws.

    Raises:
        ConfigError: there are not draws enough for two estimates, or ``samples`` is below 1.
    """
    groups = min(len(draws.log_likelihood) // samples, most) if samples >= 1 else 0
    require(groups >= 2 and most >= 2, f"two estimates of {samples!r} draws cannot be had from {len(draws.z)}")
    values = -draws.log_likelihood[: groups * samples].reshape(groups, samples).mean(1)
    return ReconstructionEstimates(samples, values)


def _spaced(largest: int, count: int) -> Int[np.ndarray, " n"]:
    """Whole numbers from 1 to ``largest``, about evenly spaced in their logarithms."""
    return np.unique(np.rint(np.geomspace(1, largest, count)).astype(np.int64))


def _mean_of_groups(draws: ImportanceDraws, k: int) -> tuple[float, float]:
    """The mean of log (1/k) Σ w over groups of k, and its standard error."""
    # L_k = E[log (1/k) Σ w]   (Burda et al., eq. 8)
    values = logsumexp(draws.log_weights_in_groups(k), axis=1) - np.log(k)
    groups, log_weight = len(values), draws.log_weight
    if groups >= FEW_GROUPS:
        return float(values.mean()), float(values.std(ddof=1) / np.sqrt(groups))
    # The delta method: the deviation of log w̄ is that of w̄ divided by w̄.
    relative = np.exp(log_weight - logsumexp(log_weight) + np.log(len(log_weight)))
    return float(values.mean()), float(relative.std() / np.sqrt(groups * k))
