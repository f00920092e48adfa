"""What L_k makes of q: of k draws one is kept, by its importance weight. The density of those kept, and its divergence.

Cremer, Morris & Duvenaud, "Reinterpreting Importance-Weighted Autoencoders" (2017), who call it q_EW; here q_k.
"""

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from vae_core.analysis.averages import LATTICES, average
from vae_core.analysis.bounds import log_density
from vae_core.analysis.evidence_results import Divergence, Evidence, LatentGaussian
from vae_core.analysis.importance_results import ImportanceDraws
from vae_core.analysis.latent_grid import Likelihood
from vae_core.config import require
from vae_core.models import VAE

# Groups of the other k − 1 draws over which each half of the estimate averages.
GROUPS = 1000


def resample(draws: ImportanceDraws, k: int, *, seed: int = 0) -> Float[np.ndarray, "n 2"]:
    """Draws from q_k: of every k of ``draws`` the one that a die loaded with their weights has chosen.

    Raises:
        ConfigError: ``k`` is below 1, or there are fewer draws.
    """
    log_weight = draws.log_weights_in_groups(k)
    # argmax (log wᵢ + Gumbel noise) is i with probability wᵢ / Σ w (Gumbel's trick).
    noise = np.random.default_rng(seed).gumbel(size=log_weight.shape)
    chosen = (log_weight + noise).argmax(1)
    return draws.z[np.arange(len(chosen)) * k + chosen]


def log_mean_share(
    log_weight: Float[np.ndarray, " n"], log_rest: Float[np.ndarray, " groups"], k: int
) -> Float[np.ndarray, " n"]:
    """log E[k / (w + Σ_{j ≥ 2} w_j)] for each weight w, the expectation being over the other k − 1 weights.

    It is log q_k(z) − log p(x, z) at the z that has this weight, in nats.

    Args:
        log_weight: log w, ``[n]``.
        log_rest: log Σ_{j ≥ 2} w_j of each group of k − 1 draws, ``[groups]``.
        k: how many draws there are with the first.
    """
    # q_k(z) = p(x, z) E[1 / (1/k (w(z) + Σ_{j ≥ 2} w_j))],  z_j ~ q   (Cremer et al., q_EW)
    shares = -np.logaddexp(log_weight[:, None], log_rest)
    return np.log(k) + logsumexp(shares, axis=1) - np.log(len(log_rest))


def divergence_after_resampling(
    model: VAE, x: Float[np.ndarray, " pixels"], q: LatentGaussian, evidence: Evidence, draws: ImportanceDraws, k: int
) -> Divergence:
    """KL(q_k ‖ p(z|x)), in nats: over z by quadrature, over the other k − 1 draws by averaging.

    It is log p(x) − L_k at most, and as much for k = 1 (Cremer et al.: L_k is a bound on the ELBO of q_k).

    Args:
        model: the VAE.
        x: the image.
        q: from which the draws come.
        evidence: of the image.
        draws: from ``q``.
        k: of how many one is kept.

    Raises:
        ConfigError: ``k`` is below 1, or there are not draws enough for two groups.
    """
    image = Likelihood(model, x)
    halves = [_divergence(image, q, evidence, rest, k) for rest in _rest(draws, k)]
    values = [half.value for half in halves]
    # The error of a mean of two is half of what they are apart.
    return Divergence(float(np.mean(values)), abs(values[0] - values[1]) / 2 + max(half.error for half in halves))


def _divergence(image: Likelihood, q: LatentGaussian, evidence: Evidence, log_rest: np.ndarray, k: int) -> Divergence:
    def integrand(z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        log_weight = image.log_joint(z) - log_density(q, z)
        share = log_mean_share(log_weight, log_rest, k)
        ratio = np.exp(log_weight + share)
        # KL = E_q[r log(q_k / p(z|x))], r = q_k/q. E_q[r] = 1 exactly: to subtract r − 1 takes most of the chance out.
        return ratio * (share + evidence.log_evidence) - ratio + 1

    found = average(q, integrand, LATTICES)
    return Divergence(found.mean, found.error + evidence.error)


def _rest(draws: ImportanceDraws, k: int) -> list[Float[np.ndarray, " groups"]]:
    """log Σ of k − 1 weights, of groups that share no draw, in two halves."""
    if k == 1:
        return [np.array([-np.inf])] * 2
    sums = logsumexp(draws.log_weights_in_groups(k - 1), axis=1)[: 2 * GROUPS]
    require(len(sums) >= 2, f"two groups of {k - 1} cannot be had from {len(draws.z)} draws")
    return np.array_split(sums, 2)
