"""Sampling from a finite mixture in the order of its story, z first and then x, and telling the story backwards.

Source: Bishop, "Pattern Recognition and Machine Learning" (2006), sections 8.1.2 and 9.2, cited as B.
Components are numbered from 0.
"""

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
class MixtureCurves:
    """What to draw of a mixture.

    Attributes:
        x: evenly spaced, ``[m]``.
        parts: P(z) p(x∣z), ``[K, m]``.
        total: p(x), their sum, ``[m]``.
        edges: of a histogram's bins over the same stretch, ``[b + 1]``.
        histogram: the share of the draws in each bin, divided by its width, ``[b]``; zeros without draws.
    """

    x: Float[np.ndarray, " m"]
    parts: Float[np.ndarray, "K m"]
    total: Float[np.ndarray, " m"]
    edges: Float[np.ndarray, " edges"]
    histogram: Float[np.ndarray, " bins"]


def mixture_curves(mixture: Mixture, draws: Draws, *, window: tuple[float, float] | None = None) -> MixtureCurves:
    """The components, their sum, and the draws so far as a histogram of 60 bins, over ``window``.

    ``None`` for the window is the mixture's own. Draws outside it count in the histogram's total.

    Raises:
        ConfigError: if the window's ends are not two numbers in order.
    """
    low, high = mixture.window() if window is None else window
    require(-np.inf < low < high < np.inf, f"window must be two numbers in order, not {window!r}")
    x = np.linspace(low, high, 401)
    parts = mixture.component_densities(x)
    counts, edges = np.histogram(draws.x, bins=60, range=(low, high))
    histogram = counts / (max(len(draws.x), 1) * (edges[1] - edges[0]))
    # p(x) = Σ_z P(z) p(x∣z)   (B, eq. 9.7)
    return MixtureCurves(x, parts, parts.sum(axis=0), edges, histogram)


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
