"""The course notes' derivation of the bound, line by line, in numbers: one image, one q, one trained VAE.

All in nats. The lines are numbered as in the notes; where those slip, the corrected line is here, and what theirs
would give is beside it.
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from scipy.special import logsumexp

from vae_core.analysis.averages import gauss_hermite
from vae_core.analysis.bounds import log_density
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.latent_grid import Likelihood, log_prior
from vae_core.config import is_whole, require
from vae_core.models import VAE
from vae_core.objectives import kl_to_standard_normal

# Of the rule for ∫ q(z∣x) … dz, nodes per axis: exact for polynomials of degree 87 in each coordinate.
ORDER = 44


@dataclass(frozen=True)
class Derivation:
    """The numbers in the notes' lines (1) to (14), every integral over z by Gauss–Hermite quadrature under q(z∣x).

    Attributes:
        log_evidence: log P(x), by quadrature over the whole plane: the left side of (1) to (5).
        line_1: ∫ q(z∣x) log P(x) dz.
        line_2: ∫ q(z∣x) log [P(z, x) / P(z∣x)] dz.
        line_3: ∫ q(z∣x) log [P(z, x)/q(z∣x) · q(z∣x)/P(z∣x)] dz.
        line_4: its two parts, ∫ q log [P(z, x)/q] dz and ∫ q log [q/P(z∣x)] dz.
        line_5: the first of them, and KL(q(z∣x)‖P(z∣x)) by an integral of its own over the plane.
        line_9: L_b = ∫ q log [P(x∣z) P(z) / q] dz, which is also (6).
        line_10: ∫ q log [P(z)/q] dz and ∫ q log P(x∣z) dz.
        line_11: −KL(q(z∣x)‖P(z)) in closed form, and the same second part.
        line_12: that KL of each latent dimension, ½ (σ² − 1 − log σ² + μ²).
        notes_12: the notes' exp(s) − (1 + s) + m² of each, with s = log σ²: without the ½.
        literal_12: the same with s = σ, as they call it.
        line_14: E_q[log P(x∣z)].
        notes_14: log E_q[P(x∣z)], the logarithm of what the notes write; never less than ``line_14`` (Jensen).
    """

    log_evidence: float
    line_1: float
    line_2: float
    line_3: float
    line_4: tuple[float, float]
    line_5: tuple[float, float]
    line_9: float
    line_10: tuple[float, float]
    line_11: tuple[float, float]
    line_12: tuple[float, ...]
    notes_12: tuple[float, ...]
    literal_12: tuple[float, ...]
    line_14: float
    notes_14: float


def derive(
    model: VAE,
    x: Float[np.ndarray, " pixels"],
    q: LatentGaussian,
    *,
    log_evidence: float,
    log_normaliser: float,
    kl_to_posterior: float,
) -> Derivation:
    """The derivation for the image ``x`` and a ``q`` with independent coordinates.

    The left side is ``log_evidence``; the posterior's density on the right is that of another integral,
    ``log_normaliser``. So the lines are found to be equal: were the left side wrong, they would differ from it.

    Args:
        model: a VAE with a latent plane and Bernoulli pixels.
        x: in [0, 1].
        q: in the place of q(z∣x).
        log_evidence: log P(x).
        log_normaliser: log ∫ P(z, x) dz by an integral of its own: what makes P(z, x) the density P(z∣x).
        kl_to_posterior: KL(q‖P(z∣x)), found independently of what is done here.

    Raises:
        ConfigError: the image does not fit the model, or the model's code is not a plane.
    """
    noise, weights = gauss_hermite(ORDER)
    z = q.mean + noise @ q.factor.T
    log_likelihood, prior, log_q = Likelihood(model, x).log_likelihood(z), log_prior(z), log_density(q, z)
    log_joint = log_likelihood + prior  # log P(z, x) = log P(x∣z) + log P(z)
    log_posterior = log_joint - log_normaliser  # P(z∣x) = P(z, x) / ∫ P(z, x) dz

    def under_q(values: Float[np.ndarray, " n"]) -> float:
        return float(weights @ values)

    closed = kl_to_standard_normal(torch.from_numpy(q.mean), torch.from_numpy(q.log_variance)).numpy()
    return Derivation(
        log_evidence=log_evidence,
        line_1=under_q(np.full_like(log_q, log_evidence)),
        line_2=under_q(log_joint - log_posterior),
        line_3=under_q((log_joint - log_q) + (log_q - log_posterior)),
        line_4=(under_q(log_joint - log_q), under_q(log_q - log_posterior)),
        line_5=(under_q(log_joint - log_q), kl_to_posterior),
        line_9=under_q(log_likelihood + prior - log_q),
        line_10=(under_q(prior - log_q), under_q(log_likelihood)),
        line_11=(-float(closed.sum()), under_q(log_likelihood)),
        line_12=tuple(closed.tolist()),
        notes_12=_as_the_notes_write_it(q.mean, q.log_variance),
        literal_12=_as_the_notes_write_it(q.mean, q.standard_deviation),
        line_14=under_q(log_likelihood),
        notes_14=float(logsumexp(log_likelihood, b=weights)),
    )


def _as_the_notes_write_it(mean: Float[np.ndarray, " 2"], s: Float[np.ndarray, " 2"]) -> tuple[float, ...]:
    # exp(sᵢ) − (1 + sᵢ) + mᵢ²   (the course notes, eq. 12)
    return tuple((np.exp(s) - (1 + s) + mean**2).tolist())


@dataclass(frozen=True, eq=False)
class KlByDraws:
    """KL(q‖p(z)) of each latent dimension, in nats: in closed form, and from draws.

    Attributes:
        closed: ½ (σ² − 1 − log σ² + μ²), ``[2]``.
        estimate: the mean of log q(z) − log p(z) over draws z ~ q, ``[2]``.
        standard_error: of the estimate, ``[2]``.
        draws: how many.
    """

    closed: Float[np.ndarray, " 2"]
    estimate: Float[np.ndarray, " 2"]
    standard_error: Float[np.ndarray, " 2"]
    draws: int


def kl_by_draws(q: LatentGaussian, draws: int, seed: int) -> KlByDraws:
    """The KL to the prior of a ``q`` with independent coordinates, by its formula and from ``draws`` ≥ 2 of q."""
    require(is_whole(draws, 2, 10**7), f"a standard error needs a whole number of draws from 2 on, not {draws!r}")
    epsilon = np.random.default_rng(seed).standard_normal((draws, 2))
    z = q.mean + q.standard_deviation * epsilon
    # log q(z) − log p(z) = ½ (z² − ε² − log σ²),   z = μ + σ ε
    terms = 0.5 * (z**2 - epsilon**2 - q.log_variance)
    closed = kl_to_standard_normal(torch.from_numpy(q.mean), torch.from_numpy(q.log_variance)).numpy()
    return KlByDraws(closed, terms.mean(0), terms.std(0, ddof=1) / np.sqrt(draws), draws)
