"""The bound of a denoiser, line by line, in numbers: one code, many whole chains of noise, each line by its own route.

All in nats. Sources: Ho, Jain & Abbeel 2020 (cited as H); Kingma, Salimans, Poole & Ho 2021 (K); Burda, Grosse &
Salakhutdinov 2016 (B).
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from vae_core.config import is_whole, require
from vae_core.diffusion.forward import PRIOR, Step, jump, rate_of_the_last, steps
from vae_core.diffusion.mixture import noise_in
from vae_core.diffusion.normal import Normal, kl_divergence
from vae_core.diffusion.sampling import Denoise
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import step_weights

PerChain = Float[np.ndarray, " chains"]
PerStep = Float[np.ndarray, "steps chains"]


@dataclass(frozen=True)
class Mean:
    """Over chains, with its standard error."""

    value: float
    error: float

    @staticmethod
    def of(values: PerChain) -> "Mean":
        return Mean(float(values.mean()), float(values.std(ddof=1) / math.sqrt(len(values))))


@dataclass(frozen=True, eq=False)
class Terms:
    """The three kinds of terms of the bound, of each chain   (H, eq. 5, where they are negative).

    Attributes:
        first: log p(x_0∣x_1).
        steps: of t = 2 … T, ``[steps, chains]``.
        last: of x_T.
    """

    first: PerChain
    steps: PerStep
    last: PerChain

    @property
    def of_steps(self) -> Mean:
        """All of them together."""
        return Mean.of(self.steps.sum(0))

    @property
    def value(self) -> Mean:
        """Their sum: the bound."""
        return Mean.of(self.first + self.steps.sum(0) + self.last)


@dataclass(frozen=True, eq=False)
class Chains:
    """Whole chains q(x_{1:T}∣x_0), and what a denoiser takes each x_t for.

    Attributes:
        schedule: of the noise.
        x: x_0, the same for all, to x_T, ``[T + 1, chains, d]``.
        guess: x̂_0 as seen from x_1 … x_T, ``[T, chains, d]``.
    """

    schedule: Schedule
    x: Float[np.ndarray, "stops chains d"]
    guess: Float[np.ndarray, "steps chains d"]

    # ---- normals of the chain --------------------------------------------------------------------

    @cached_property
    def ways(self) -> Step:
        """From each x_{t−1} to x_t."""
        return steps(self.schedule)

    @cached_property
    def onwards(self) -> Normal:
        """q(x_t∣x_{t−1}) for t = 1 … T   (H, eq. 2)."""
        return self.ways.onwards(self.x[:-1])

    @cached_property
    def jumps(self) -> Normal:
        """q(x_t∣x_0) for t = 1 … T   (H, eq. 4)."""
        return Normal(self.ways.signal * self.x[0], self.ways.noise**2)

    @cached_property
    def back(self) -> Normal:
        """q(x_{t−1}∣x_t, x_0) for t = 2 … T   (H, eq. 6)."""
        return steps(self.schedule, first=2).back(self.x[2:], self.x[0])

    @cached_property
    def model(self) -> Normal:
        """p(x_{t−1}∣x_t) for t = 1 … T: as if x̂_0 were x_0; from x_1 with what noise is to signal there."""
        told = self.ways.back(self.x[1:], self.guess)
        first = (self.ways.noise / self.ways.signal) ** 2
        return Normal(told.mean, np.where(told.variance == 0, first, told.variance))

    # ---- the lines ---------------------------------------------------------------------------------

    @cached_property
    def of_paths(self) -> PerChain:
        """log p(x_{0:T}) − log q(x_{1:T}∣x_0): two densities of a whole path   (H, eq. 3)."""
        path = _summed(PRIOR.log_density(self.x[-1])) + _summed(self.model.log_density(self.x[:-1])).sum(0)
        return path - _summed(self.onwards.log_density(self.x[1:])).sum(0)

    @cached_property
    def of_factors(self) -> PerChain:
        """log p(x_T) + Σ log p(x_{t−1}∣x_t)/q(x_t∣x_{t−1}): a ratio for each step   (H, eq. 18)."""
        ratios = self.model.log_density(self.x[:-1]) - self.onwards.log_density(self.x[1:])
        return _summed(PRIOR.log_density(self.x[-1])) + _summed(ratios).sum(0)

    @cached_property
    def by_bayes(self) -> PerChain:
        """With q(x_t∣x_{t−1}) = q(x_{t−1}∣x_t, x_0) q(x_t∣x_0)/q(x_{t−1}∣x_0) for t ≥ 2   (H, eq. 20)."""
        jumps = _summed(self.jumps.log_density(self.x[1:]))
        turned = _summed(self.back.log_density(self.x[1:-1])) + jumps[1:] - jumps[:-1]
        later = _summed(self.model.log_density(self.x[:-1])) - np.concatenate([jumps[:1], turned])
        return _summed(PRIOR.log_density(self.x[-1])) + later.sum(0)

    @cached_property
    def ratios(self) -> Terms:
        """What is left where neighbours cancel   (H, eq. 21)."""
        model = _summed(self.model.log_density(self.x[:-1]))
        last = _summed(PRIOR.log_density(self.x[-1]) - jump(self.schedule, self.T, self.x[0]).log_density(self.x[-1]))
        return Terms(model[0], model[1:] - _summed(self.back.log_density(self.x[1:-1])), last)

    @cached_property
    def divergences(self) -> Terms:
        """Each ratio by its expectation, a KL between normals   (H, eq. 22)."""
        later = Normal(self.model.mean[1:], self.model.variance[1:])
        return self._with_steps(-_summed(kl_divergence(self.back, later)))

    @cached_property
    def means(self) -> Terms:
        """−½ ‖μ̃ − μ‖²/σ̃²: both normals of a step are equally wide   (H, eq. 8)."""
        squares = _summed((self.back.mean - self.model.mean[1:]) ** 2 / self.back.variance)
        return self._with_steps(-0.5 * squares)

    @cached_property
    def guesses(self) -> Terms:
        """−½ (SNR(t−1) − SNR(t)) ‖x_0 − x̂_0‖²   (K, eq. 13)."""
        ratio = np.exp(self.schedule.log_snr[1:, None])
        squares = _summed((self.x[0] - self.guess[1:]) ** 2)
        return self._with_steps(-0.5 * (ratio[:-1] - ratio[1:]) * squares)

    @cached_property
    def noises(self) -> Terms:
        """−½ (SNR(t−1)/SNR(t) − 1) ‖ε − ε̂‖²   (K, eq. 14)."""
        return self._with_steps(-step_weights(self.schedule)[2:, None] * self.errors[1:])

    @cached_property
    def errors(self) -> PerStep:
        """‖ε − ε̂‖² at t = 1 … T: weighed all alike, what most denoisers learn by   (H, eq. 14)."""
        true, found = (noise_in(self.x[1:], x_0, self.ways.signal, self.ways.noise) for x_0 in (self.x[0], self.guess))
        return _summed((true - found) ** 2)

    @cached_property
    def looks(self) -> PerStep:
        """The bound as seen from one t of 2 … T alone, counted for all of them."""
        noises = self.noises
        return noises.first + len(noises.steps) * noises.steps + noises.last

    def at_one_step(self, rng: np.random.Generator) -> PerChain:
        """One look for each chain, at a step drawn evenly: right on average   (K, section 4.1)."""
        count = self.looks.shape[1]
        return self.looks[rng.integers(len(self.looks), size=count), np.arange(count)]

    @property
    def spread_of_looks(self) -> float:
        """Their standard deviation over steps and chains."""
        return float(self.looks.std())

    @property
    def steps_for_half(self) -> int:
        """How many steps, from t = 2 on, cost half of what all of them do."""
        costs = self.noises.steps.mean(axis=1).cumsum()
        return 1 + int(np.argmax(costs / costs[-1] >= 0.5))

    # ---- from below --------------------------------------------------------------------------------

    @cached_property
    def evidence(self) -> float:
        """log of the mean of p(x_{0:T})/q(x_{1:T}∣x_0): on average from the bound to log p(x_0)   (B, eq. 8)."""
        return float(logsumexp(self.of_paths) - math.log(len(self.of_paths)))

    @cached_property
    def effective(self) -> float:
        """How many equal weights would be as good: 1/Σ w², of weights with sum 1."""
        return float(np.exp(2 * logsumexp(self.of_paths) - logsumexp(2 * self.of_paths)))

    @property
    def T(self) -> int:  # noqa: N802, the literature's name
        return self.schedule.steps

    def _with_steps(self, of_steps: PerStep) -> Terms:
        last = np.full(of_steps.shape[1], -float(rate_of_the_last(self.schedule, self.x[0, 0])))
        return Terms(self.ratios.first, of_steps, last)


def chains(guess: Denoise, schedule: Schedule, x_0: Float[np.ndarray, " d"], *, count: int, seed: int) -> Chains:
    """``count`` chains from ``x_0``, step by step, and what ``guess`` takes each x_t for.

    Raises:
        ConfigError: a standard error needs two chains or more; a chain needs two steps or more.
    """
    require(is_whole(count, 2, 10_000), f"a standard error needs 2 to 10000 chains, not {count!r}")
    require(schedule.steps >= 2, "between first and last there is no step in a chain of one")
    rng, ways = np.random.default_rng(seed), steps(schedule)
    x = [np.tile(x_0.astype(float), (count, 1))]
    for ratio, added in zip(ways.ratio[:, 0, 0], ways.added[:, 0, 0], strict=True):
        x.append(ratio * x[-1] + np.sqrt(added) * rng.standard_normal(x[-1].shape))
    return Chains(schedule, np.array(x), np.array([guess(x_t, t) for t, x_t in enumerate(x) if t]))


def _summed(values: Float[np.ndarray, "... d"]) -> Float[np.ndarray, "..."]:
    """Over the dimensions, which are independent."""
    return values.sum(axis=-1)
