"""The encoder that nobody trains: noise is added step by step, and every way through it is known in closed form.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Kingma, Salimans, Poole & Ho 2021, appendix A (K).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.config import require
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.normal import Level, Normal, Points, kl_divergence
from vae_core.diffusion.schedule import Schedule

PRIOR = Normal(np.zeros(1), 1.0)  # p(x_T), in each dimension
LINE = np.linspace(-10, 10, 4001)[:, None]  # for integrals


@dataclass(frozen=True, eq=False)
class Step:
    """What lies between two steps of a schedule: q(x_t∣x_s) for s < t, and the way back where x_0 is known.

    Attributes are numbers, or ``[steps, 1, 1]`` of many steps at once:
        signal_before, noise_before: α_s and σ_s.
        noise: σ_t, above 0.
        ratio: α_t/α_s.
        added: the variance of q(x_t∣x_s).
    """

    signal_before: Level
    noise_before: Level
    noise: Level
    ratio: Level
    added: Level

    @property
    def signal(self) -> Level:
        """α_t."""
        return self.ratio * self.signal_before

    def onwards(self, x_s: Points) -> Normal:
        """q(x_t∣x_s) = N(α_t/α_s x_s, 1 − (α_t/α_s)²)   (H, eq. 2; K, eq. 26)."""
        return Normal(self.ratio * x_s, self.added)

    def back(self, x_t: Points, x_0: Points) -> Normal:
        """q(x_s∣x_t, x_0), which is x_0 itself for s = 0   (H, eq. 6 and 7)."""
        kept = (self.noise_before / self.noise) ** 2
        # mean: (α_t/α_s) (σ_s²/σ_t²) x_t + α_s (β/σ_t²) x_0; variance: β σ_s²/σ_t²
        mean = self.ratio * kept * x_t + self.signal_before * self.added / self.noise**2 * x_0
        return Normal(mean, self.added * kept)


def step(schedule: Schedule, t: int, s: int | None = None) -> Step:
    """From step ``s`` (the one before ``t``, unless said) to step ``t``.

    Raises :class:`~vae_core.errors.ConfigError` unless 0 ≤ s < t ≤ T.
    """
    s = t - 1 if s is None else s
    require(0 <= s < t <= schedule.steps, f"from step {s} to {t} leads no way of {schedule.steps} steps")
    return Step(*(float(values) for values in _between(schedule, t, s)))


def steps(schedule: Schedule, first: int = 1) -> Step:
    """All steps from ``first`` to T, each from the one before, at once."""
    t = np.arange(first, schedule.steps + 1)[:, None, None]
    return Step(*_between(schedule, t, t - 1))


def _between(schedule: Schedule, t, s) -> tuple:
    log_ratio = schedule.log_kept[t] - schedule.log_kept[s]
    # σ_t² − (α_t/α_s)² σ_s² = 1 − (α_t/α_s)², which loses no digit where the step is small
    added = -np.expm1(log_ratio)
    return schedule.signal[s], schedule.noise[s], schedule.noise[t], np.exp(0.5 * log_ratio), added


def jump(schedule: Schedule, t: int, x_0: Points) -> Normal:
    """q(x_t∣x_0) = N(α_t x_0, σ_t²): t steps at once   (H, eq. 4)."""
    return Normal(schedule.signal[t] * x_0, float(schedule.noise[t] ** 2))


def rate_of_the_last(schedule: Schedule, x_0: Float[np.ndarray, "*points d"]) -> Points:
    """L_T = KL(q(x_T∣x_0)‖N(0, I)) in nats: what x_T still tells of each x_0   (H, eq. 5)."""
    return np.asarray(kl_divergence(jump(schedule, schedule.steps, x_0), PRIOR).sum(axis=-1))


def divergence_from_prior(data: DiagonalMixture, schedule: Schedule, t: int) -> float:
    """KL(q(x_t)‖N(0, 1)) in nats: how far all the noisy data together still are from the prior, on a line."""
    log_density = data.noisy(float(schedule.signal[t]), float(schedule.noise[t])).log_density(LINE)
    weights = np.exp(log_density) * (LINE[1, 0] - LINE[0, 0])
    return float(weights @ (log_density - PRIOR.log_density(LINE)[:, 0]))


@dataclass(frozen=True)
class Known:
    """What is known of one x_0 at step t: all of it in closed form, or by an integral on a line.

    Attributes:
        signal, noise: α_t, σ_t.
        snr: α_t²/σ_t², ∞ at step 0.
        rate: KL(q(x_t∣x_0)‖N(0, 1)) in nats, ∞ at step 0.
        divergence: KL(q(x_t)‖N(0, 1)) of all data.
        last: the rate at the last step: L_T.
    """

    signal: float
    noise: float
    snr: float
    rate: float
    divergence: float
    last: float


def known(data: DiagonalMixture, schedule: Schedule, x_0: float, t: int) -> Known:
    """What is known of ``x_0`` at step ``t``."""
    point = np.array([x_0])
    rate = float(kl_divergence(jump(schedule, t, point), PRIOR)[0]) if t else np.inf
    return Known(
        float(schedule.signal[t]),
        float(schedule.noise[t]),
        float(np.exp(schedule.log_snr[t])),
        rate,
        divergence_from_prior(data, schedule, t),
        float(rate_of_the_last(schedule, point)),
    )
