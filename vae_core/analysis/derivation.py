"""The course notes' derivation of the bound, line by line, in numbers: one image, one q, one trained VAE.

All in nats. The lines are numbered as in the notes; where those slip, the corrected line is here, and what theirs
would give is beside it.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.models import VAE, DiagonalNormal
from vae_core.objectives import bernoulli_nll, kl_to_standard_normal, normal_log_density

# A side of the rule's grid: exact for polynomials of degree 79 in each coordinate.
NODES = 40


@dataclass(frozen=True)
class Derivation:
    """The numbers in the notes' lines (1) to (14), every integral over z by Gauss–Hermite quadrature under q(z∣x).

    Attributes:
        mass: ∫ q(z∣x) dz, what the notes' ∫ q(z) q(x∣z) dz = 1 stands for.
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

    mass: float
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


@torch.no_grad()
def derive(
    model: VAE, x: Float[np.ndarray, " pixels"], q: DiagonalNormal, log_evidence: float, kl_to_posterior: float
) -> Derivation:
    """The derivation for ``x`` under ``model`` with Bernoulli pixels, and a ``q`` of two or fewer dimensions.

    Args:
        model: the VAE.
        x: the image.
        q: one normal, ``[latent]``.
        log_evidence: log P(x).
        kl_to_posterior: KL(q‖P(z∣x)), found independently of what is done here.
    """
    z, log_weights = _rule(q)
    weights = log_weights.exp()
    mean, log_variance = (part.double().expand(len(z), -1) for part in (q.mean, q.log_variance))
    log_likelihood = -bernoulli_nll(torch.as_tensor(x).double().expand(len(z), -1), model.decode(z).double())
    log_prior, log_q = normal_log_density(z, 0.0, 0.0), normal_log_density(z, mean, log_variance)
    log_joint = log_likelihood + log_prior  # log P(z, x) = log P(x∣z) + log P(z)
    log_posterior = log_joint - log_evidence  # log P(z∣x) = log P(z, x) − log P(x)

    def under_q(values: Float[Tensor, " n"]) -> float:
        return (weights * values).sum().item()

    closed = kl_to_standard_normal(mean[0], log_variance[0])
    return Derivation(
        mass=weights.sum().item(),
        log_evidence=log_evidence,
        line_1=under_q(torch.full_like(log_q, log_evidence)),
        line_2=under_q(log_joint - log_posterior),
        line_3=under_q((log_joint - log_q) + (log_q - log_posterior)),
        line_4=(under_q(log_joint - log_q), under_q(log_q - log_posterior)),
        line_5=(under_q(log_joint - log_q), kl_to_posterior),
        line_9=under_q(log_likelihood + log_prior - log_q),
        line_10=(under_q(log_prior - log_q), under_q(log_likelihood)),
        line_11=(-closed.sum().item(), under_q(log_likelihood)),
        line_12=tuple(closed.tolist()),
        notes_12=_as_the_notes_write_it(mean[0], log_variance[0]),
        literal_12=_as_the_notes_write_it(mean[0], (0.5 * log_variance[0]).exp()),
        line_14=under_q(log_likelihood),
        notes_14=torch.logsumexp(log_weights + log_likelihood, 0).item(),
    )


def _as_the_notes_write_it(mean: Float[Tensor, " latent"], s: Float[Tensor, " latent"]) -> tuple[float, ...]:
    # exp(sᵢ) − (1 + sᵢ) + mᵢ²   (the course notes, eq. 12)
    return tuple((s.exp() - (1 + s) + mean.square()).tolist())


def _rule(q: DiagonalNormal) -> tuple[Float[Tensor, "n latent"], Float[Tensor, " n"]]:
    """Places z and the logarithms of their weights, so that Σ wᵢ f(zᵢ) ≈ ∫ q(z) f(z) dz."""
    # ∫ N(z; μ, σ²) f(z) dz ≈ Σᵢ wᵢ/√(2π) f(μ + σ tᵢ),  tᵢ the zeros of Heₙ   (Abramowitz & Stegun, 25.4.46)
    t, w = (torch.from_numpy(part) for part in np.polynomial.hermite_e.hermegauss(NODES))
    log_w = w.log() - 0.5 * math.log(2 * math.pi)
    latent = len(q.mean)
    places = torch.cartesian_prod(*[t] * latent).reshape(-1, latent)
    log_weights = torch.cartesian_prod(*[log_w] * latent).reshape(-1, latent).sum(-1)
    return q.mean.double() + q.standard_deviation.double() * places, log_weights
