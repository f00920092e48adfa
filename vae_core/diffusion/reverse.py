"""The way back, step by step: p(x_{t−1}∣x_t), a normal whose mean is exact and whose width is a choice.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Nichol & Dhariwal 2021 (N).
"""

import numpy as np
from jaxtyping import Float

from vae_core.config import require
from vae_core.diffusion.forward import Step
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.normal import Normal

Positions = Float[np.ndarray, "... n d"]
WIDTHS = ("best", "fixed")


def posterior(data: DiagonalMixture, step: Step, x_t: Positions) -> Normal:
    """E[x_s∣x_t] and Var[x_s∣x_t] of each dimension, where x_0 is drawn from ``data``."""
    before = data.noisy(step.signal_before, step.noise_before)
    return before.posterior(x_t, step.ratio, np.sqrt(step.added))


def posterior_density(
    data: DiagonalMixture, step: Step, x_t: float, x_s: Float[np.ndarray, " n"]
) -> Float[np.ndarray, " n"]:
    """q(x_s∣x_t) = q(x_t∣x_s) q(x_s)/q(x_t) on a line, which is no normal where steps are wide."""
    before = data.noisy(step.signal_before, step.noise_before)
    after = before.noisy(step.ratio, np.sqrt(step.added))
    log_joint = before.log_density(x_s[:, None]) + step.onwards(x_s).log_density(np.full_like(x_s, x_t))
    return np.exp(log_joint - after.log_density(np.array([[x_t]])))


def reverse(data: DiagonalMixture, step: Step, x_t: Positions, width: str = "best") -> Normal:
    """p(x_s∣x_t), the decoder of one step.

    Args:
        width: ``"best"``: the posterior's own variance, which no normal that is centred on its mean can better in
            the bound, and which a network may learn (N, section 3.1). ``"fixed"``: β σ_s²/σ_t², as if x_0 were known
            (H, section 3.2); to x_0 itself, where that is 0, the best.

    Raises :class:`~vae_core.errors.ConfigError` for other widths.
    """
    require(width in WIDTHS, f"a width is one of {', '.join(WIDTHS)}, not {width}")
    best = posterior(data, step, x_t)
    if width == "best":
        return best
    fixed = step.added * (step.noise_before / step.noise) ** 2
    return Normal(best.mean, np.where(fixed == 0, best.variance, fixed))
