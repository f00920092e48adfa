"""The way back, step by step: p(x_{t−1}∣x_t), a normal whose mean is exact and whose width is a choice.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Nichol & Dhariwal 2021 (N); Bishop 2006 (B).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.config import require
from vae_core.diffusion.forward import Step
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.probability.normal import normal_log_density

WIDTHS = ("best", "fixed")


@dataclass(frozen=True, eq=False)
class Moments:
    """Mean and variance of a normal at each point, in each dimension.

    Attributes:
        mean: ``[n, d]``.
        variance: ``[n, d]``, above 0.
    """

    mean: Float[np.ndarray, "n d"]
    variance: Float[np.ndarray, "n d"]

    def log_density(self, x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, " n"]:
        """log N(x; mean, diag(variance)) in nats."""
        return normal_log_density(x, self.mean, np.sqrt(self.variance)).sum(axis=1)


def posterior(data: DiagonalMixture, step: Step, x_t: Float[np.ndarray, "n d"]) -> Moments:
    """E[x_s∣x_t] and Var[x_s∣x_t] of each dimension, where x_0 is drawn from ``data``.

    q(x_s∣x_t) is a mixture itself, of each component's own posterior, weighted by P(k∣x_t).
    """
    before = data.noisy(step.signal_before, step.noise_before)
    after = before.noisy(step.ratio, np.sqrt(step.added))
    gain = step.ratio * before.variances / after.variances
    # mean and variance of x_s given x_t and k   (B, eq. 2.116 and 2.117)
    means = before.means + gain * (x_t[:, None] - after.means)
    variances = before.variances * step.added / after.variances
    shares = after.responsibilities(x_t)[..., None]
    mean = (shares * means).sum(axis=1)
    return Moments(mean, (shares * (variances + (means - mean[:, None]) ** 2)).sum(axis=1))


def reverse(data: DiagonalMixture, step: Step, x_t: Float[np.ndarray, "n d"], width: str = "best") -> Moments:
    """p(x_s∣x_t), the decoder of one step.

    Args:
        width: ``"best"``: the posterior's own variance, which no normal that is centred on its mean can better in
            the bound, and which a network may learn (N, section 3.1). ``"fixed"``: β σ_s²/σ_t², as if x_0 were known
            (H, section 3.2); to x_0 itself, where that is 0, the best.

    Raises :class:`~vae_core.errors.ConfigError` for other widths.
    """
    require(width in WIDTHS, f"a width is one of {', '.join(WIDTHS)}, not {width}")
    best = posterior(data, step, x_t)
    fixed = step.added * (step.noise_before / step.noise) ** 2
    return best if width == "best" or fixed == 0 else Moments(best.mean, np.full_like(best.mean, fixed))
