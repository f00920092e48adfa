"""Sampling from a finite mixture in the order of its story, z first and then x, and telling the story backwards.

Source: Bishop, "Pattern Recognition and Machine Learning" (2006), sections 8.1.2 and 9.2, cited as B.
Components are numbered from 0.
"""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import is_number, is_whole, require
from vae_core.probability.mixture import Mixture
from vae_core.probability.normal import normal_log_density


@dataclass(frozen=True, eq=False)
class Draws:
    """What ancestral sampling gave.

    Attributes:
        z: the component that each draw came from, ``[n]``.
        x: the draws, ``[n]``.
        counts: how many came from each component, ``[K]``.
        expected: how many are to be expected, n·P(z), ``[K]``.
    """

    z: Int[np.ndarray, " n"]
    x: Float[np.ndarray, " n"]
    counts: Int[np.ndarray, " K"]
    expected: Float[np.ndarray, " K"]


def ancestral_sample(mixture: Mixture, n: int, seed: int) -> Draws:
    """``n`` draws of (z, x); with the same seed the first draws are the same however many follow.

    z and the noise have a stream each: moving a mean carries its draws along, and they keep their z.

    Raises:
        ConfigError: if ``n`` is not a whole number from 0 to 1 000 000, or ``seed`` not one from 0 on.
    """
    require(is_whole(n, 0, 1_000_000), f"n must be a whole number from 0 to 1000000, not {n!r}")
    require(is_whole(seed, 0, 2**63), f"seed must be a whole number from 0 on, not {seed!r}")
    choices, noise = (np.random.default_rng(stream) for stream in np.random.SeedSequence(seed).spawn(2))
    # z ~ P(z): the first z with P(Z ≤ z) > u,   u ~ U(0, 1)
    cumulative = np.cumsum(mixture.weights)
    z = np.searchsorted(cumulative / cumulative[-1], choices.random(n), side="right")
    # x = μ_z + σ_z ε,   ε ~ N(0, 1)   (B, section 8.1.2)
    x = mixture.means[z] + mixture.standard_deviations[z] * noise.standard_normal(n)
    return Draws(z, x, np.bincount(z, minlength=len(mixture.weights)), n * mixture.weights)


@dataclass(frozen=True, eq=False)
class Story:
    """Ancestral sampling, told half a draw at a time: a step draws z, the next one its x.

    Attributes:
        draws: those that have their x.
        z: the component drawn last; ``None`` before the first.
        is_open: whether its x is still to come.
    """

    draws: Draws
    z: int | None
    is_open: bool


def story(mixture: Mixture, step: int, seed: int) -> Story:
    """What is known after so many steps: step 2k − 1 draws the k-th z, step 2k its x.

    Raises:
        ConfigError: as :func:`ancestral_sample`.
    """
    is_open = step % 2 == 1
    draws = ancestral_sample(mixture, step // 2, seed)
    latest = ancestral_sample(mixture, step // 2 + is_open, seed).z[-1:]
    return Story(draws, int(latest[0]) if len(latest) else None, is_open)


@dataclass(frozen=True, eq=False)
class MixtureCurves:
    """What to draw of a mixture.

    Attributes:
        x: ascending, closer together around the means, ``[m]``.
        parts: P(z) p(x∣z), ``[K, m]``.
        total: p(x), their sum, ``[m]``.
        peaks: the top of each part, as (x, height), ``[K, 2]``.
        edges: of a histogram's bins over the same stretch, ``[b + 1]``.
        histogram: the draws of each component in each bin, every draw a brick of equal area, ``[K, b]``.
    """

    x: Float[np.ndarray, " m"]
    parts: Float[np.ndarray, "K m"]
    total: Float[np.ndarray, " m"]
    peaks: Float[np.ndarray, "K 2"]
    edges: Float[np.ndarray, " edges"]
    histogram: Float[np.ndarray, "K bins"]


def mixture_curves(
    mixture: Mixture, draws: Draws, *, window: tuple[float, float] | None = None, full: int | None = None
) -> MixtureCurves:
    """The components, their sum, and the draws so far as a histogram of 48 bins, over ``window``.

    Args:
        mixture: whose curves.
        draws: of it.
        window: ``None`` for the mixture's own.
        full: with so many draws the histogram has the area 1; ``None`` for as many as there are.

    Raises:
        ConfigError: if the window's ends are not two numbers in order.
    """
    low, high = mixture.window() if window is None else window
    require(-np.inf < low < high < np.inf, f"window must be two numbers in order, not {window!r}")
    x = _places(mixture, low, high)
    parts = mixture.component_densities(x)
    edges = np.linspace(low, high, 49)
    counts = np.stack([np.histogram(draws.x[draws.z == k], bins=edges)[0] for k in range(len(mixture.weights))])
    brick = 1 / (max(len(draws.x) if full is None else full, 1) * (edges[1] - edges[0]))
    heights = mixture.component_densities(mixture.means).diagonal()
    peaks = np.stack([mixture.means, heights], axis=1)
    # p(x) = Σ_z P(z) p(x∣z)   (B, eq. 9.7)
    return MixtureCurves(x, parts, parts.sum(axis=0), peaks, edges, counts * brick)


def outlook(mixture: Mixture) -> tuple[float, float]:
    """The mixture's window, rounded outwards: a small change of the mixture leaves it as it is."""
    low, high = mixture.window()
    grid = 2.0 ** math.floor(math.log2((high - low) / 8))
    return math.floor(low / grid) * grid, math.ceil(high / grid) * grid


def _places(mixture: Mixture, low: float, high: float) -> Float[np.ndarray, " m"]:
    """Evenly spaced ones, and some around each mean, so that no narrow component is missed."""
    around = mixture.means[:, None] + mixture.standard_deviations[:, None] * np.linspace(-4, 4, 25)
    x = np.unique(np.concatenate([np.linspace(low, high, 161), around.ravel()]))
    return x[(x >= low) & (x <= high)]


@dataclass(frozen=True, eq=False)
class Bayes:
    """Bayes' formula for the component behind one x, term by term.

    Attributes:
        x: the value seen.
        prior: P(z), ``[K]``.
        likelihood: p(x∣z), ``[K]``.
        joint: P(z) p(x∣z), ``[K]``.
        evidence: p(x), their sum. Far out, where it is less than a double can hold, it is 0.
        log_evidence: log p(x), in nats; finite there too.
        posterior: P(z∣x), ``[K]``; computed from logarithms, so right there too.
    """

    x: float
    prior: Float[np.ndarray, " K"]
    likelihood: Float[np.ndarray, " K"]
    joint: Float[np.ndarray, " K"]
    evidence: float
    log_evidence: float
    posterior: Float[np.ndarray, " K"]


def bayes(mixture: Mixture, x: float) -> Bayes:
    """Which component ``x`` came from: P(z∣x) = P(z) p(x∣z) / p(x)   (B, eq. 9.13).

    Raises:
        ConfigError: if x is not a number from -1e100 to 1e100.
    """
    require(is_number(x, -1e100, 1e100), f"x must be a number, not {x!r}")
    at = np.array([x], dtype=float)
    joint = mixture.component_densities(at)[:, 0]
    return Bayes(
        x=float(x),
        prior=mixture.weights,
        likelihood=np.exp(normal_log_density(at, mixture.means, mixture.standard_deviations)),
        joint=joint,
        evidence=float(joint.sum()),
        log_evidence=float(mixture.log_density(at)[0]),
        posterior=mixture.responsibilities(at)[:, 0],
    )


def between_means(mixture: Mixture) -> float:
    """Halfway between the outermost means of the components that are ever drawn."""
    means = mixture.means[mixture.weights > 0]
    return float((means.min() + means.max()) / 2)


def reweighted(mixture: Mixture) -> tuple[int, Mixture]:
    """The lightest component, and the mixture in which its weight has doubled and the others have shrunk alike.

    A weight of 0 becomes ½, and one that is near ½ goes half the way to 1.
    """
    k = int(mixture.weights.argmin())
    weight = float(mixture.weights[k])
    heavier = 0.5 if weight == 0 else 2 * weight if weight <= 0.4 else (1 + weight) / 2
    weights = mixture.weights * (1 - heavier) / (1 - weight)
    weights[k] = heavier
    return k, Mixture(weights.tolist(), mixture.means.tolist(), mixture.standard_deviations.tolist())
