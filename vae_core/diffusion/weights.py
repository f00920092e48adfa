"""What finding the noise counts for at each step of a chain, and how well it can be found at all.

Source: Kingma, Salimans, Poole & Ho 2021 (cited as K).
"""

from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.schedule import Schedule

# The rule of equal steps for functions of a normal in the plane: standard deviations from its mean, and shares of it.
_LINE = np.linspace(-4.9, 4.9, 21)
_HEIGHTS = np.exp(-0.5 * _LINE**2) * (_LINE[1] - _LINE[0]) / np.sqrt(2 * np.pi)
AROUND = np.stack(np.meshgrid(_LINE, _LINE), axis=-1).reshape(-1, 2)
SHARES = np.outer(_HEIGHTS, _HEIGHTS).ravel()


def step_weights(schedule: Schedule) -> Float[np.ndarray, " steps"]:
    """What ‖ε − ε̂‖² at each step costs in nats, where the way back has the variance of q(x_{t−1}∣x_t, x_0).

    For t ≥ 2, L_{t−1} = ½ (e^{λ_{t−1} − λ_t} − 1) E‖ε − ε̂‖²   (K, eq. 14); from x_1, −log N(x_0; x̂_0, σ_1²/α_1²) has
    ½ ‖ε − ε̂‖². The step 0 costs nothing.
    """
    log_snr = schedule.log_snr[1:]
    return np.concatenate([[0.0, 0.5], 0.5 * np.expm1(log_snr[:-1] - log_snr[1:])])


def least_loss(data: DiagonalMixture, schedule: Schedule, t: int) -> float:
    """E‖ε − E[ε∣x_t]‖² of data in the plane at step ``t``, from 1: no network that sees x_t alone finds ε better.

    Since E[ε∣x_t] is a mean of ε, that is E‖ε‖² − E‖E[ε∣x_t]‖², and the first of them is 2; right to a thousandth.
    """
    noise = float(schedule.noise[t])
    noisy = data.noisy(float(schedule.signal[t]), noise)
    x_t = noisy.means[:, None] + np.sqrt(noisy.variances)[:, None] * AROUND
    found = noise * noisy.score(x_t.reshape(-1, 2)).reshape(x_t.shape)
    return 2.0 - float(data.weights @ (found**2).sum(axis=-1) @ SHARES)


@lru_cache(maxsize=30)
def least_losses(data: DiagonalMixture, schedule: Schedule) -> Float[np.ndarray, " T"]:
    """:func:`least_loss` of each step from 1 to T."""
    return np.array([least_loss(data, schedule, t) for t in range(1, schedule.steps + 1)])
