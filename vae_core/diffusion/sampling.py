"""From noise back to data, with chance and without, by whatever tells x̂_0 from x_t.

Sources: Ho, Jain & Abbeel 2020 (cited as H); Song, Meng & Ermon 2021 (DDIM); Song et al. 2021 (S); Lu, Zhou, Bao, Chen,
Li & Zhu 2022, "DPM-Solver++" (L).

Examples:
    >>> from vae_core.diffusion.examples import LINES
    >>> data, schedule = LINES["two"], Schedule("log-snr", 100)
    >>> noise = np.random.default_rng(0).standard_normal((1, 4, 1))
    >>> def denoise(x_t, t):
    ...     return data.denoised(x_t, schedule.signal[t], schedule.noise[t])
    >>> way = sample(Sampler("ddim", steps=20), schedule, denoise, noise)
    >>> way.x.shape  # the start and 20 steps, of four particles on a line
    (21, 4, 1)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import is_number, is_whole, require
from vae_core.diffusion.forward import Step, step
from vae_core.diffusion.mixture import noise_in
from vae_core.diffusion.schedule import Schedule

Positions = Float[np.ndarray, "n d"]
# x_t and t -> x̂_0
Denoise = Callable[[Positions, int], Positions]

KINDS = ("ancestral", "ddim", "flow")


@dataclass(frozen=True)
class Sampler:
    """How to come back from noise.

    Attributes:
        kind: ``"ancestral"``: a draw of q(x_s∣x_t, x̂_0) in each step (H, algorithm 2); ``"ddim"``: as much chance as
            ``eta`` says (DDIM, eq. 12 and 16); ``"flow"``: along the probability flow, with two guesses a step (S,
            eq. 13; L).
        steps: how many of the schedule's, spread evenly; ``None``: all.
        eta: η of DDIM: 0 is without chance, 1 with that of an ancestral step.

    Raises :class:`~vae_core.errors.ConfigError` for values outside their range.
    """

    kind: str = "ancestral"
    steps: int | None = None
    eta: float = 0.0

    def __post_init__(self):
        require(self.kind in KINDS, f"a sampler is one of {', '.join(KINDS)}, not {self.kind}")
        require(
            self.steps is None or is_whole(self.steps, 1, 1000), f"a sampler takes 1 to 1000 steps, not {self.steps}"
        )
        require(is_number(self.eta, 0, 1), f"η is from 0 to 1, not {self.eta}")

    def times(self, schedule: Schedule, start: int | None = None) -> Int[np.ndarray, " times"]:
        """The steps of ``schedule`` that are gone through, from ``start``, or from T, to 0."""
        first = schedule.steps if start is None else start
        require(is_whole(first, 1, schedule.steps), f"a way back sets out from 1 to {schedule.steps}, not from {start}")
        return np.rint(np.linspace(first, 0, min(self.steps or first, first) + 1)).astype(int)

    @property
    def has_chance(self) -> bool:
        """Whether noise is drawn on the way."""
        return self.kind == "ancestral" or (self.kind == "ddim" and self.eta > 0)

    def noises(self, schedule: Schedule) -> int:
        """How many noises a way from T takes: one to set out from, and with chance one more for each step."""
        return len(self.times(schedule)) if self.has_chance else 1


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The way of each particle.

    Attributes:
        times: t at each stop, from T to 0.
        x: x_t there, ``[times, n, d]``.
        denoised: x̂_0 as seen from each stop but the last, ``[times − 1, n, d]``.
    """

    times: Int[np.ndarray, " times"]
    x: Float[np.ndarray, "times n d"]
    denoised: Float[np.ndarray, "stops n d"]


def sample(
    sampler: Sampler,
    schedule: Schedule,
    denoise: Denoise,
    noise: Float[np.ndarray, "times n d"],
    *,
    start: int | None = None,
) -> Trajectory:
    """Take particles from noise to data.

    Args:
        sampler: the way.
        schedule: of the noise that is taken away.
        denoise: E[x_0∣x_t], or what a network thinks that it is.
        noise: standard normal; the first is x_T, the others are for the steps, in their order. A sampler without
            chance needs no more than the first. The last step needs none.
        start: the step from which they set out, where the first of ``noise`` is x_t; ``None``: from T.

    Raises :class:`~vae_core.errors.ConfigError` for a start that is no step of the schedule.
    """
    times = sampler.times(schedule, start)
    x, guesses = [noise[0]], []
    for at, (t, s) in enumerate(zip(times[:-1].tolist(), times[1:].tolist(), strict=True)):
        guesses.append(denoise(x[-1], t))
        if s == 0:
            x.append(guesses[-1])  # the mean of p(x_0∣x_t), as H do in their last step
        elif sampler.kind == "flow":
            x.append(_along_the_flow(step(schedule, t, s), denoise, s, x[-1], guesses[-1]))
        else:
            share = 1.0 if sampler.kind == "ancestral" else sampler.eta
            fresh = noise[at + 1] if sampler.has_chance else 0.0
            x.append(_with_chance(step(schedule, t, s), share, x[-1], guesses[-1], fresh))
    return Trajectory(times, np.array(x), np.array(guesses))


def _with_chance(way: Step, share: float, x_t: Positions, guess: Positions, fresh: Positions | float) -> Positions:
    # x_s = α_s x̂_0 + √(σ_s² − σ̃²) ε̂ + σ̃ ε with σ̃ = η √(β σ_s²/σ_t²)   (DDIM, eq. 12 and 16)
    deviation = share * np.sqrt(way.added) * way.noise_before / way.noise
    old = noise_in(x_t, guess, way.signal, way.noise)
    return way.signal_before * guess + np.sqrt(way.noise_before**2 - deviation**2) * old + deviation * fresh


def _along_the_flow(way: Step, denoise: Denoise, s: int, x_t: Positions, guess: Positions) -> Positions:
    # For a guess that stays the same, the flow is known: x_s = α_s x̂_0 + σ_s ε̂. Once with the guess at t, then with
    # the mean of that and of the one where it leads   (L, algorithm 1 with r = 1, by the trapezoid rule)
    tried = _with_chance(way, 0.0, x_t, guess, 0.0)
    return _with_chance(way, 0.0, x_t, (guess + denoise(tried, s)) / 2, 0.0)
