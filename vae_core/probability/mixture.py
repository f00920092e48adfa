"""Finite mixtures of normal distributions: P(x) = Σ P(z) P(x∣z).

Source: Bishop, "Pattern Recognition and Machine Learning" (2006), section 9.2, cited as B.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp, ndtr, ndtri, softmax

from vae_core.config import require
from vae_core.probability.distribution import Distribution, Points
from vae_core.probability.normal import normal_log_density
from vae_core.probability.summing import total

PerComponent = Float[np.ndarray, "K *points"]

# Halvings that take a quantile's bracket, however wide, down to the last digit.
HALVINGS = 80
# A component is in view as far as this many of its standard deviations.
VIEW = 3.5


class Mixture(Distribution):
    """A hidden component z is drawn with P(z); then x from that component's normal distribution.

    Args:
        weights: P(z), ``[K]``; at least 0, with sum 1.
        means: of the components, ``[K]``.
        standard_deviations: of the components, ``[K]``, above 0.

    Raises :class:`~vae_core.errors.ConfigError` where the three do not describe a mixture.
    """

    is_discrete = False
    support = (-np.inf, np.inf)

    def __init__(self, weights: Sequence[float], means: Sequence[float], standard_deviations: Sequence[float]):
        columns = (weights, means, standard_deviations)
        self.weights, self.means, self.standard_deviations = (np.array(column, dtype=float) for column in columns)
        require(
            self.weights.ndim == 1 and self.weights.shape == self.means.shape == self.standard_deviations.shape,
            "weights, means and standard deviations must be equally many",
        )
        require(bool(np.isfinite(np.concatenate(columns)).all()), "a mixture is made of finite numbers")
        require(
            bool((self.weights >= 0).all() and abs(self.weights.sum() - 1) < 1e-6),
            f"the weights must be at least 0 and sum to 1, not {self.weights.sum():.10g}",
        )
        require(bool((self.standard_deviations > 0).all()), "standard deviations must be above 0")

    def component_densities(self, x: Points) -> PerComponent:
        """P(z) p(x∣z) of each component: the summands of the density."""
        return np.exp(self._log_joint(x))

    def log_density(self, x: Points) -> Points:
        # p(x) = Σ_z P(z) p(x∣z)   (B, eq. 9.7)
        return np.asarray(logsumexp(self._log_joint(x), axis=0))

    def responsibilities(self, x: Points) -> PerComponent:
        """P(z∣x), the posterior of the component; each column sums to 1, far out in the tails too."""
        # P(z∣x) = P(z) p(x∣z) / Σ_z P(z) p(x∣z)   (B, eq. 9.13)
        return softmax(self._log_joint(x), axis=0)

    def _log_joint(self, x: Points) -> PerComponent:
        with np.errstate(divide="ignore"):  # log P(z) = −∞ where a component is never drawn
            log_weights = np.log(self.weights)
        columns = (self._column(values, x) for values in (log_weights, self.means, self.standard_deviations))
        log_weight, mean, standard_deviation = columns
        # log P(z) + log p(x∣z)
        return log_weight + normal_log_density(x, mean, standard_deviation)

    def _column(self, values: np.ndarray, x: Points) -> np.ndarray:
        return values.reshape(-1, *[1] * x.ndim)

    def cdf(self, x: Points) -> Points:
        # F(x) = Σ_z P(z) Φ((x − μ_z) / σ_z)
        return np.tensordot(self.weights, ndtr(self._standardised(x)), axes=1)

    def survival(self, x: Points) -> Points:
        # 1 − F(x) = Σ_z P(z) Φ(−(x − μ_z) / σ_z)
        return np.tensordot(self.weights, ndtr(-self._standardised(x)), axes=1)

    def _standardised(self, x: Points) -> PerComponent:
        return (x - self._column(self.means, x)) / self._column(self.standard_deviations, x)

    def quantile(self, u: Points) -> Points:
        return self._halved(np.asarray(ndtri(u)), lambda x: self.cdf(x) >= u)

    def upper_quantile(self, u: Points) -> Points:
        return self._halved(np.asarray(-ndtri(u)), lambda x: self.survival(x) <= u)

    def _halved(self, standard: Points, reached) -> Points:
        """The quantile, found between the components' own: the mixture's lies between the least and the greatest."""
        own = self._column(self.means, standard) + self._column(self.standard_deviations, standard) * standard
        low, high = np.asarray(own.min(axis=0)), np.asarray(own.max(axis=0))
        for _ in range(HALVINGS):
            middle = np.asarray(low + 0.5 * np.subtract(high, low, where=high > low, out=np.zeros_like(low)))
            enough = reached(middle)
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return high

    def mean(self) -> float:
        # E[X] = Σ_z P(z) μ_z
        return total(self.weights * self.means)

    def variance(self) -> float:
        # Var[X] = Σ_z P(z) (σ_z² + (μ_z − E[X])²)
        return float(self.weights @ (self.standard_deviations**2 + (self.means - self.mean()) ** 2))

    def sample(self, n: int, rng: np.random.Generator) -> Float[np.ndarray, " n"]:
        """``n`` independent draws: z first, then x."""
        z = rng.choice(len(self.weights), size=n, p=self.weights / self.weights.sum())
        return self.means[z] + self.standard_deviations[z] * rng.standard_normal(n)

    def window(self) -> tuple[float, float]:
        present = self.weights > 0
        reach = VIEW * self.standard_deviations[present]
        return float((self.means[present] - reach).min()), float((self.means[present] + reach).max())
