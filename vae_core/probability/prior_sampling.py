"""log p(x) by drawing z from the prior, and why that is wasteful: nearly every z explains nothing.

All logarithms are natural: log p(x) is in nats. Sources: Burda, Grosse & Salakhutdinov, "Importance
Weighted Autoencoders" (2016), cited as IWAE, whose estimate this is with q(z∣x) = p(z); Owen, "Monte
Carlo theory, methods and examples" (2013), chapter 9, cited as O.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.special import logsumexp, softmax

from vae_core.config import is_whole, require
from vae_core.probability.infinite_mixture import LatentPosterior, latent_posterior
from vae_core.probability.latent_curves import (
    CurveConfig,
    log_evidence,
    log_likelihood,
    log_prior,
    mean,
    nodes_at,
    require_point,
)

MAX_DRAWS = 100_000
MAX_SHOWN = 300
# How many estimates from n draws are averaged: with draws of their own, 95 500 in all.
RUNS = {1: 500, 10: 500, 100: 400, 1000: 50}


@lru_cache(maxsize=16)
def prior_draws(n: int, seed: int) -> Float[np.ndarray, " n"]:
    """``n`` draws z ~ N(0, 1); with the same seed the first are the same however many follow.

    Raises:
        ConfigError: if ``n`` is not a whole number from 1 to 100 000, or ``seed`` not one from 0 on.
    """
    require(is_whole(n, 1, MAX_DRAWS), f"n must be a whole number from 1 to {MAX_DRAWS}, not {n!r}")
    require(is_whole(seed, 0, 2**63), f"seed must be a whole number from 0 on, not {seed!r}")
    return np.random.default_rng(seed).standard_normal(n)


@lru_cache(maxsize=16)
def log_weights(config: CurveConfig, x: tuple[float, ...], n: int, seed: int) -> Float[np.ndarray, " n"]:
    """log p(x∣zᵢ) of ``n`` draws from the prior, in nats.

    Raises:
        ConfigError: if x lies nowhere near the curve (``require_point``), ``n`` is not a whole number from
            1 to 100 000, or ``seed`` not one from 0 on.
    """
    require_point(config, x)
    return log_likelihood(config, x, prior_draws(n, seed))


@dataclass(frozen=True, eq=False)
class RunningEstimate:
    """log p(x) estimated from the first n draws, as n grows.

    Attributes:
        n: how many draws, log-spaced, at most 300 values, ``[m]``.
        log_estimate: log of the mean p(x∣zᵢ) over them, in nats, ``[m]``.
        relative_error: the estimate's standard error divided by the estimate, as these draws tell it,
            ``[m]``; infinite for n = 1, and far too small while no draw has met the posterior.
        expected_error: the same as it truly is, by quadrature: √(Var p(x∣z) / n) / p(x), ``[m]``.
        low: log p(x) + log(1 − expected error), −∞ where the error is 1 or more, in nats, ``[m]``.
        high: log p(x) + log(1 + expected error), in nats, ``[m]``.
        log_evidence: log p(x) by quadrature, in nats.
    """

    n: Int[np.ndarray, " m"]
    log_estimate: Float[np.ndarray, " m"]
    relative_error: Float[np.ndarray, " m"]
    expected_error: Float[np.ndarray, " m"]
    low: Float[np.ndarray, " m"]
    high: Float[np.ndarray, " m"]
    log_evidence: float


def running_log_mean(log_terms: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """log (1/k) Σᵢ≤ₖ exp(log_termsᵢ) for every k from 1 to n; no term ever overflows or underflows."""
    # log p(x) ≈ log (1/k) Σᵢ p(x∣zᵢ),   zᵢ ~ p(z)   (IWAE, eq. 8 with q = p)
    return np.logaddexp.accumulate(log_terms) - np.log(np.arange(1, len(log_terms) + 1))


def running_estimate(config: CurveConfig, x: tuple[float, ...], n: int, seed: int) -> RunningEstimate:
    """log p(x) from 1 to ``n`` draws, against quadrature.

    Raises:
        ConfigError: as :func:`log_weights`.
    """
    exact, variance = log_evidence(config, x), relative_variance(config, x)
    terms = log_weights(config, x, n, seed)
    at = np.unique(np.geomspace(1, n, min(n, MAX_SHOWN)).round().astype(int))
    first, second = running_log_mean(terms)[at - 1], running_log_mean(2 * terms)[at - 1]
    # (standard error / mean)² = (mean of squares / mean² − 1) / (n − 1)   (O, eq. 2.4)
    spread = np.maximum(np.exp(np.minimum(second - 2 * first, 700)) - 1, 0)
    error = np.sqrt(np.divide(spread, at - 1, out=np.full(len(at), np.inf), where=at > 1))
    expected = np.sqrt(variance / at)
    with np.errstate(divide="ignore"):  # log 0 = −∞: the band has no lower end
        low = exact + np.log1p(-np.minimum(expected, 1))
    return RunningEstimate(at, first, error, expected, low, exact + np.log1p(expected), exact)


@lru_cache(maxsize=256)
def relative_variance(config: CurveConfig, x: tuple[float, ...]) -> float:
    """Var p(x∣z) / p(x)² for z from the prior: that many draws are needed for a relative error of 1."""
    z, step = nodes_at(config, x, power=2)
    log_square = logsumexp(log_prior(z) + 2 * log_likelihood(config, x, z)) + np.log(step)
    # Var[w] / E[w]² = E[w²] / E[w]² − 1,   w = p(x∣z)   (O, eq. 9.4)
    return float(max(np.expm1(log_square - 2 * log_evidence(config, x)), 0))


@dataclass(frozen=True, eq=False)
class Contributions:
    """Which draws from the prior carry the estimate of p(x).

    Attributes:
        z: the draws, ``[n]``.
        means: μ(zᵢ), ``[n, d]``.
        weights: p(x∣zᵢ) / Σⱼ p(x∣zⱼ), ``[n]``, with sum 1.
        carries: whether the draw is among the heaviest that together hold 99 % of the sum, ``[n]``.
        carrying_share: the share of the draws that do, from 1/n to 1.
        effective_sample_size: 1/Σ wᵢ², from 1 to n.
        expected_share: of the draws that count, as n grows: the limit of the effective sample size over n.
        posterior: the prior and p(z∣x) to be seen beside them.
    """

    z: Float[np.ndarray, " n"]
    means: Float[np.ndarray, "n d"]
    weights: Float[np.ndarray, " n"]
    carries: Bool[np.ndarray, " n"]
    carrying_share: float
    effective_sample_size: float
    expected_share: float
    posterior: LatentPosterior


def normalised_weights(log_terms: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """wᵢ = p(x∣zᵢ) / Σⱼ p(x∣zⱼ), from the logarithms."""
    # wᵢ = exp log p(x∣zᵢ) / Σⱼ exp log p(x∣zⱼ)
    return softmax(log_terms)


def effective_sample_size(weights: Float[np.ndarray, " n"]) -> float:
    """How many equally heavy draws would be as good."""
    # ESS = 1 / Σᵢ wᵢ²   (O, eq. 9.13, for weights with sum 1)
    return float(1 / np.square(weights).sum())


def contributions(config: CurveConfig, x: tuple[float, ...], n: int, seed: int) -> Contributions:
    """What each of the ``n`` draws of :func:`running_estimate` gives to its last value.

    Raises:
        ConfigError: as :func:`log_weights`.
    """
    weights = normalised_weights(log_weights(config, x, n, seed))
    heaviest_first = np.argsort(-weights)
    needed = min(int(np.searchsorted(np.cumsum(weights[heaviest_first]), 0.99)) + 1, n)
    carries = np.zeros(n, dtype=bool)
    carries[heaviest_first[:needed]] = True
    z = prior_draws(n, seed)
    return Contributions(
        z=z,
        means=mean(config, z),
        weights=weights,
        carries=carries,
        carrying_share=needed / n,
        effective_sample_size=effective_sample_size(weights),
        # ESS / n → E[w]² / E[w²]
        expected_share=1 / (1 + relative_variance(config, x)),
        posterior=latent_posterior(config, x),
    )


@dataclass(frozen=True, eq=False)
class Bias:
    """What the estimate gives on average, for a few n: its logarithm is too low, itself it is not.

    Attributes:
        n: draws per estimate, ``[s]``.
        runs: how many independent estimates of each are averaged, ``[s]``.
        mean_log_estimate: average of the log estimates, in nats, ``[s]``.
        standard_error: of that average, in nats, ``[s]``.
        mean_ratio: average of the estimate over p(x), ``[s]``; 1 in expectation for every n.
        ratio_standard_error: of that average, ``[s]``.
        log_evidence: log p(x) by quadrature, in nats.
    """

    n: Int[np.ndarray, " s"]
    runs: Int[np.ndarray, " s"]
    mean_log_estimate: Float[np.ndarray, " s"]
    standard_error: Float[np.ndarray, " s"]
    mean_ratio: Float[np.ndarray, " s"]
    ratio_standard_error: Float[np.ndarray, " s"]
    log_evidence: float


def jensen_bias(config: CurveConfig, x: tuple[float, ...], seed: int) -> Bias:
    """The average of many estimates of log p(x), each from 1, 10, 100 and 1000 draws.

    Raises:
        ConfigError: as :func:`log_weights`.
    """
    exact, terms = log_evidence(config, x), log_weights(config, x, MAX_DRAWS, seed)
    # E[log (1/n) Σᵢ p(x∣zᵢ)] ≤ log E[(1/n) Σᵢ p(x∣zᵢ)] = log p(x)   (Jensen; IWAE, theorem 1)
    ends = np.cumsum([n * runs for n, runs in RUNS.items()])
    estimates = [
        logsumexp(terms[end - n * runs : end].reshape(runs, n), axis=1) - np.log(n)
        for end, (n, runs) in zip(ends, RUNS.items(), strict=True)
    ]
    logs = np.array([_average(log_estimate) for log_estimate in estimates])
    ratios = np.array([_average(np.exp(np.minimum(log_estimate - exact, 700))) for log_estimate in estimates])
    return Bias(np.array(list(RUNS)), np.array(list(RUNS.values())), *logs.T, *ratios.T, exact)


def _average(values: Float[np.ndarray, " runs"]) -> tuple[float, float]:
    """The mean and its standard error."""
    # s / √R,   s² = Σ (v − v̄)² / (R − 1)   (O, eq. 2.4)
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
