"""Data that are a mixture of normals stay one under noise: marginals, denoiser and score are exact.

Sources: Bishop 2006, section 9.2 (cited as B); Efron 2011, "Tweedie's formula and selection bias" (E); Song et al. 2021
(S).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp, softmax

from vae_core.config import require
from vae_core.diffusion.normal import Level, Normal
from vae_core.probability.normal import normal_log_density

Positions = Float[np.ndarray, "... n d"]
PerComponent = Float[np.ndarray, "... n K"]


@dataclass(frozen=True, eq=False)
class DiagonalMixture:
    """Σ_k w_k N(μ_k, diag(σ_k²)) in d dimensions, or one such at each of many steps.

    Args:
        weights: w, ``[K]``; at least 0, with sum 1.
        means: ``[..., K, d]``.
        variances: σ², ``[..., K, d]``, at least 0; a density needs them above 0.

    Raises :class:`~vae_core.errors.ConfigError` where the three do not describe a mixture.
    """

    weights: np.ndarray
    means: np.ndarray
    variances: np.ndarray

    def __post_init__(self):
        shape = self.means.shape
        require(
            len(shape) >= 2 and shape == self.variances.shape and self.weights.shape == shape[-2:-1],
            "a mixture has a weight, a mean and a variance in each dimension for each component",
        )
        require(
            bool((self.weights >= 0).all() and abs(self.weights.sum() - 1) < 1e-6),
            "weights must be at least 0 and sum to 1",
        )
        require(bool((self.variances >= 0).all()), "no variance is below 0")

    def noisy(self, signal: Level, noise: Level) -> "DiagonalMixture":
        """The distribution of α x + σ ε: each component is shrunk and widened by itself."""
        return DiagonalMixture(self.weights, signal * self.means, signal**2 * self.variances + noise**2)

    def log_density(self, x: Positions) -> Float[np.ndarray, "... n"]:
        """log p(x) in nats   (B, eq. 9.7)."""
        return logsumexp(self._log_joint(x), axis=-1)

    def density_on_grid(
        self, across: Float[np.ndarray, " columns"], up: Float[np.ndarray, " rows"]
    ) -> Float[np.ndarray, "rows columns"]:
        """p(x) where the lines of a grid in the plane cross: a product of matrices, for axes are independent."""
        first, second = (
            np.exp(normal_log_density(places[:, None], self.means[:, axis], np.sqrt(self.variances[:, axis])))
            for axis, places in enumerate((across, up))
        )
        return (self.weights * second) @ first.T

    def responsibilities(self, x: Positions) -> PerComponent:
        """P(k∣x)   (B, eq. 9.13)."""
        return softmax(self._log_joint(x), axis=-1)

    def score(self, x: Positions) -> Positions:
        """∇ log p(x) = Σ_k P(k∣x) (μ_k − x)/σ_k²."""
        means, variances = self._beside_positions()
        return (self.responsibilities(x)[..., None] * (means - x[..., None, :]) / variances).sum(axis=-2)

    def posterior(self, seen: Positions, signal: Level, noise: Level) -> Normal:
        """E[x∣y] and Var[x∣y] of each dimension, where y = α x + σ ε was ``seen`` and x is of this mixture.

        p(x∣y) is a mixture itself, of each component's own posterior, weighted by P(k∣y).
        """
        of_seen = self.noisy(signal, noise)
        # E[x∣y, k] = μ_k + α σ_k²/(α² σ_k² + σ²) (y − α μ_k), Var[x∣y, k] = σ_k² σ²/(α² σ_k² + σ²)   (B, eq. 2.116)
        gains = (signal * self.variances / of_seen.variances)[..., None, :, :]
        variances = (self.variances * noise**2 / of_seen.variances)[..., None, :, :]
        means = self.means[..., None, :, :] + gains * (seen[..., None, :] - of_seen.means[..., None, :, :])
        shares = of_seen.responsibilities(seen)[..., None]
        mean = (shares * means).sum(axis=-2)
        return Normal(mean, (shares * (variances + (means - mean[..., None, :]) ** 2)).sum(axis=-2))

    def denoised(self, x_t: Positions, signal: Level, noise: Level) -> Positions:
        """E[x_0∣x_t], the best guess for x_0 where x_t = α x_0 + σ ε: the mean of :meth:`posterior` alone."""
        of_seen = self.noisy(signal, noise)
        # Σ_k P(k∣x_t) (μ_k + g_k (x_t − α μ_k)), g_k = α σ_k²/(α² σ_k² + σ²), as two products of matrices
        gains = signal * self.variances / of_seen.variances
        shares = of_seen.responsibilities(x_t)
        return shares @ (self.means - gains * of_seen.means) + (shares @ gains) * x_t

    def sample(self, n: int, rng: np.random.Generator) -> Positions:
        """``n`` draws: a component first, then a point of it."""
        k = rng.choice(len(self.weights), size=n, p=self.weights / self.weights.sum())
        return self.means[k] + np.sqrt(self.variances[k]) * rng.standard_normal((n, self.means.shape[1]))

    def _log_joint(self, x: Positions) -> PerComponent:
        with np.errstate(divide="ignore"):  # log w = −∞ where a component is never drawn
            log_weights = np.log(self.weights)
        means, variances = self._beside_positions()
        return log_weights + normal_log_density(x[..., None, :], means, np.sqrt(variances)).sum(axis=-1)

    def _beside_positions(self) -> tuple[Float[np.ndarray, "... 1 K d"], Float[np.ndarray, "... 1 K d"]]:
        return self.means[..., None, :, :], self.variances[..., None, :, :]


def noise_in(x_t: Positions, denoised: Positions, signal: Level, noise: Level) -> Positions:
    """ε̂ = (x_t − α x̂_0)/σ: the noise that is left where the guess for x_0 is taken away."""
    return (x_t - signal * denoised) / noise


def score_of(noise_found: Positions, noise: Level) -> Positions:
    """∇ log q(x_t) = −E[ε∣x_t]/σ   (E, eq. 1.4; S, section 3)."""
    return -noise_found / noise
