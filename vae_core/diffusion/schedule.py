"""How much of x_0 is left at each step, and how much noise: x_t = α_t x_0 + σ_t ε with α_t² + σ_t² = 1.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Song et al. 2021 (S); Nichol & Dhariwal 2021 (N); Kingma, Salimans, Poole
& Ho 2021 (K).

Examples:
    >>> Schedule("log-snr", steps=4).log_snr.round(6).tolist()
    [inf, 6.0, 2.0, -2.0, -6.0]
    >>> Schedule("cosine", steps=4).signal.round(2).tolist()
    [1.0, 0.92, 0.7, 0.38, 0.01]
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float

from vae_core.config import is_whole, require

PerStep = Float[np.ndarray, " steps"]  # one more than T, for step 0 counts

MOST_STEPS = 1000
# The variances of H, section 4, 1e-4 to 0.02 in each of a thousand steps, as rates over the whole way.
FIRST_RATE, LAST_RATE = 0.1, 20.0
# N, section 3.2: no step takes away everything, and the first ones are not too small to be learned.
LARGEST_VARIANCE, OFFSET = 0.999, 0.008
# log-SNR from nearly clean to nearly pure noise.
CLEANEST, NOISIEST = 6.0, -6.0


def _linear(steps: int) -> PerStep:
    # log α²(u) = −∫₀ᵘ β = −β₀ u − ½ (β₁ − β₀) u² at u = t/T, where the steps of H are many and small   (S, eq. 33)
    passed = np.arange(steps + 1) / steps
    return -FIRST_RATE * passed - 0.5 * (LAST_RATE - FIRST_RATE) * passed**2


def _cosine(steps: int) -> PerStep:
    # ᾱ(t) = cos²(π/2 · (t/T + s)/(1 + s)), over its value at 0   (N, eq. 17)
    angle = np.pi / 2 * (np.arange(steps + 1) / steps + OFFSET) / (1 + OFFSET)
    kept = np.square(np.cos(angle[1:]) / np.cos(angle[:-1]))
    added = np.minimum(1 - kept, LARGEST_VARIANCE)
    return np.concatenate([[0.0], np.cumsum(np.log1p(-added))])


def _equal_steps(steps: int) -> PerStep:
    # α² = 1/(1 + e^−λ)   (K, section 3.1)
    log_snr = np.linspace(CLEANEST, NOISIEST, steps) if steps > 1 else np.array([NOISIEST])
    return np.concatenate([[0.0], -np.logaddexp(0, -log_snr)])


KINDS: dict[str, Callable[[int], PerStep]] = {"linear": _linear, "cosine": _cosine, "log-snr": _equal_steps}


@dataclass(frozen=True)
class Schedule:
    """The noise of T steps; step 0 is clean.

    Args:
        kind: ``"linear"``: variances that grow evenly (H, S); ``"cosine"`` (N); ``"log-snr"``: equal steps of the
            logarithm of the signal-to-noise ratio from 6 to −6.
        steps: T, 1 to 1000.

    Raises :class:`~vae_core.errors.ConfigError` for other kinds and numbers.
    """

    kind: str = "cosine"
    steps: int = 100

    def __post_init__(self):
        require(self.kind in KINDS, "a schedule is one of {known}, not {kind}", known=", ".join(KINDS), kind=self.kind)
        require(is_whole(self.steps, 1, MOST_STEPS), f"a schedule has 1 to {MOST_STEPS} steps, not {self.steps}")

    @cached_property
    def log_kept(self) -> PerStep:
        """log α_t², 0 at step 0: the share of the variance that is left of x_0."""
        return KINDS[self.kind](self.steps)

    @cached_property
    def signal(self) -> PerStep:
        """α_t, from 1 down."""
        return np.exp(0.5 * self.log_kept)

    @cached_property
    def noise(self) -> PerStep:
        """σ_t, from 0 up."""
        return np.sqrt(-np.expm1(self.log_kept))

    @cached_property
    def log_snr(self) -> PerStep:
        """λ_t = log(α_t²/σ_t²), ∞ at step 0   (K, eq. 3)."""
        with np.errstate(divide="ignore"):
            return self.log_kept - np.log(-np.expm1(self.log_kept))
