"""The ELBO of any Gaussian for one image, and its KL to the true posterior by another route.

log p(x) = ELBO + KL(q ‖ p(z|x)). The three are computed independently: the first on refined lattices
(:mod:`vae_core.analysis.evidence`), the second by the Gauss-Hermite rule and a closed form, the third on lattices
along the axes of q and of each of the posterior's peaks.

Examples:
    >>> from vae_core import pretrained
    >>> from vae_core.analysis.evidence import evidence
    >>> from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
    >>> vae = pretrained.load("mnist-binary-vae-2d")
    >>> x = (vae.decode(np.zeros((1, 2))) > 0).float().numpy()[0]  # what it would draw in the middle
    >>> found, q = evidence(vae, LatentGrid.of(vae), x), encoder_gaussian(vae, x)
    >>> together = elbo(vae, x, q).elbo + kl_to_posterior(vae, x, q, found).value
    >>> abs(together - found.log_evidence) < 1e-2
    True
"""

import numpy as np
import torch
from jaxtyping import Float
from scipy.spatial import cKDTree
from scipy.special import logsumexp

from vae_core.analysis.averages import LATTICES, RULES, average
from vae_core.analysis.evidence_results import Bound, Divergence, Evidence, GapParts, LatentGaussian
from vae_core.analysis.latent_grid import Likelihood
from vae_core.models import VAE
from vae_core.objectives import kl_to_standard_normal, normal_log_density

# Squares of the posterior's lattices that hold less than this are left out of a second integration.
EMPTY = 1e-9
# The second integration's lattice: finer than the first by this factor, and turned by this angle.
FINER, TURN = 0.9, 0.5


def kl_to_prior(q: LatentGaussian) -> float:
    """KL(q ‖ N(0, I)) in closed form, in nats."""
    # Turning the plane changes neither side: along its own axes q is a product.
    variances, axes = np.linalg.eigh(q.covariance)
    mean, log_variance = torch.from_numpy(q.mean @ axes), torch.from_numpy(np.log(variances))
    return kl_to_standard_normal(mean, log_variance).sum().item()


def elbo(model: VAE, x: Float[np.ndarray, " pixels"], q: LatentGaussian) -> Bound:
    """L_b[q] of the image: exact but for the ``error`` that it states.

    The error is below 5e-4 nats for any q about as narrow as the model's posteriors. A much wider q averages over a
    rugged likelihood, and its error grows to some tenths of a nat (of hundreds).

    Raises:
        ConfigError: the image does not fit the model.
    """
    # E_q[log p(x|z)] = E[log p(x|μ + L ε)], ε ~ N(0, I)
    log_likelihood = average(q, Likelihood(model, x).log_likelihood, RULES)
    return Bound(log_likelihood.mean, log_likelihood.deviation, log_likelihood.error, kl_to_prior(q))


def kl_to_posterior(
    model: VAE,
    x: Float[np.ndarray, " pixels"],
    q: LatentGaussian,
    evidence: Evidence,
    log_normaliser: float | None = None,
) -> Divergence:
    """KL(q ‖ p(z|x)) by direct integration of q log(q / p(z|x)), in nats.

    Neither ``evidence.log_evidence`` nor the ELBO enters: the posterior is p(x, z) divided by an integral of its own,
    :func:`second_log_evidence`, which who asks of many q hands over as ``log_normaliser``. ``evidence`` only says where
    to look.

    Raises:
        ConfigError: the image does not fit the model.
    """
    image = Likelihood(model, x)
    if log_normaliser is None:
        log_normaliser = second_log_evidence(model, x, evidence)

    def log_ratio(z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        return log_density(q, z) - (image.log_joint(z) - log_normaliser)

    # KL(q ‖ p(z|x)) = ∫ q(z) log (q(z) / p(z|x)) dz
    result = average(q, log_ratio, LATTICES)
    return Divergence(result.mean, result.error + evidence.error)


def second_log_evidence(model: VAE, x: Float[np.ndarray, " pixels"], evidence: Evidence) -> float:
    """log ∫ p(x, z) dz once more, in nats: on turned lattices around the nodes of ``evidence`` that hold mass.

    Their spacing is like that of the nodes.

    Raises:
        ConfigError: the image does not fit the model.
    """
    image = Likelihood(model, x)
    full = evidence.share > EMPTY
    nodes, spacing = evidence.nodes[full], evidence.spacing[full]
    turn = np.array([[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]])
    around = np.stack(np.meshgrid(*[np.arange(-1, 2)] * 2), -1).reshape(-1, 1, 2)
    tree, parts = cKDTree(nodes), []
    for old in np.unique(spacing):
        new = FINER * old
        index = np.rint(nodes[spacing == old] @ turn / new) + around
        places = np.unique(index.reshape(-1, 2), axis=0) * new @ turn.T
        # Every place counts for the lattice of its nearest node.
        distance, nearest = tree.query(places, distance_upper_bound=1.5 * old)
        near = np.isfinite(distance)
        near[near] = spacing[nearest[near]] == old
        parts.append(image.log_joint(places[near]) + 2 * np.log(new))
    return float(logsumexp(np.concatenate(parts)))


def split_gap(evidence: Evidence, best: Bound, encoder: Bound) -> GapParts:
    """The gap of the encoder's bound in its two parts."""
    return GapParts(evidence.log_evidence, best.elbo, encoder.elbo)


def log_density(q: LatentGaussian, z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
    """log q(z), in nats."""
    # q(μ + L ε) = N(ε; 0, I) / |L|
    noise = torch.from_numpy(np.linalg.solve(q.factor, (z - q.mean).T).T)
    return normal_log_density(noise, 0.0, 0.0).numpy() - np.log(np.diag(q.factor)).sum()
