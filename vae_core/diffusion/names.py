"""One function of x_t under three names: what is guessed for x_0, the noise that is found, and the score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.diffusion.mixture import DiagonalMixture, noise_in
from vae_core.diffusion.schedule import Schedule

Place = Float[np.ndarray, "1 d"]


@dataclass(frozen=True, eq=False)
class Names:
    """At one place, at one step.

    Attributes:
        signal, noise: α_t, σ_t.
        x_t: the place.
        denoised: E[x_0∣x_t].
        noise_found: E[ε∣x_t].
        score: ∇ log q(x_t), by the gradient of each component and not from the others.
    """

    signal: float
    noise: float
    x_t: Place
    denoised: Place
    noise_found: Place
    score: Place

    @property
    def disagreement(self) -> float:
        """By how much the score is not −E[ε∣x_t]/σ_t: rounding."""
        return float(np.abs(self.score + self.noise_found / self.noise).max())


def three_names(data: DiagonalMixture, schedule: Schedule, t: int, x_t: Sequence[float]) -> Names:
    """The three at ``x_t`` and step ``t``, from 1."""
    signal, noise, place = float(schedule.signal[t]), float(schedule.noise[t]), np.array([x_t], dtype=float)
    denoised = data.denoised(place, signal, noise)
    score = data.noisy(signal, noise).score(place)
    return Names(signal, noise, place, denoised, noise_in(place, denoised, signal, noise), score)
