"""From K components to the integral, and from an x back to the z that explain it: on the curves of
:mod:`vae_core.probability.latent_curves`. Source: Bishop, "Pattern Recognition and Machine Learning"
(2006), sections 2.3.9 and 12.2."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.probability.latent_curves import (
    CurveConfig,
    axes_of,
    box,
    density,
    log_evidence,
    log_likelihood,
    log_prior,
    marginal,
    mean,
    nodes_at,
    quantile_nodes,
    standard_deviation,
)

# Enough for the eye; in the plane the distance takes a grid of its own.
POINTS = {1: 401, 2: 81}
# More bells than this cannot be told apart on a screen.
MAX_PARTS = 40


@dataclass(frozen=True, eq=False)
class Terrain:
    """The curve and what the integral makes of it.

    Attributes:
        config: the curve and its noise.
        along: places on the latent axis from −3.5 to 3.5, ``[n]``.
        prior: p(z) there, ``[n]``.
        path: μ(z) there, ``[n, d]``.
        spread: σ(z) there, ``[n]``.
        view: the stretch of x worth looking at, (low, high) for each dimension.
        axes: the values of x, one array ``[m]`` per dimension of x.
        integral: ∫ p(z) p(x∣z) dz over them, ``[m]`` or ``[m₂, m₁]``.
    """

    config: CurveConfig
    along: Float[np.ndarray, " n"]
    prior: Float[np.ndarray, " n"]
    path: Float[np.ndarray, "n d"]
    spread: Float[np.ndarray, " n"]
    view: tuple[tuple[float, float], ...]
    axes: tuple[Float[np.ndarray, " m"], ...]
    integral: Float[np.ndarray, "*grid"]


@dataclass(frozen=True, eq=False)
class Approximation(Terrain):
    """K components beside the integral that they stand for.

    Attributes:
        z: the K nodes, ``[K]``; each has the weight 1/K.
        means: μ(zₖ), ``[K, d]``.
        standard_deviations: σ(zₖ), ``[K]``.
        parts: p(x∣zₖ)/K on a line, ``[K, m]``; ``None`` in the plane and for more than 40 components.
        mixture: Σₖ p(x∣zₖ)/K, in the integral's shape.
        total_variation: ½ ∫ |mixture − integral| dx, from 0 to 1: the most by which the two can differ
            on the probability of any event.
    """

    z: Float[np.ndarray, " k"]
    means: Float[np.ndarray, "k d"]
    standard_deviations: Float[np.ndarray, " k"]
    parts: Float[np.ndarray, "k m"] | None
    mixture: Float[np.ndarray, "*grid"]
    total_variation: float


def finite_mixture(
    config: CurveConfig, axes: tuple[Float[np.ndarray, " m"], ...], components: int
) -> Float[np.ndarray, "*grid"]:
    """p(x) ≈ Σₖ p(x∣zₖ)/K with zₖ at the prior's quantiles; shaped as by :func:`density`."""
    z = quantile_nodes(components)
    # p(x) ≈ Σₖ P(zₖ) p(x∣zₖ),   P(zₖ) = 1/K
    return density(config, axes, z, np.full(components, 1 / components))


def _window(config: CurveConfig) -> tuple[tuple[float, float], ...]:
    """On a line all that matters for the distance; in the plane what is worth looking at."""
    return box(config, 4.0 if config.dimensions == 1 else 3.0)


@lru_cache(maxsize=16)
def terrain(config: CurveConfig) -> Terrain:
    """The curve, its noise and p(x), to be looked at."""
    along = np.linspace(-3.5, 3.5, 281)
    limits, points = _window(config), POINTS[config.dimensions]
    return Terrain(
        config=config,
        along=along,
        prior=np.exp(log_prior(along)),
        path=mean(config, along),
        spread=standard_deviation(config, along),
        view=box(config),
        axes=axes_of(limits, points),
        integral=marginal(config, limits, points),
    )


def approximate(config: CurveConfig, components: int) -> Approximation:
    """``components`` Gaussians along the curve, their sum, the integral and the distance of the two.

    Raises:
        ConfigError: if ``components`` is not a whole number from 1 to 400.
    """
    z, base = quantile_nodes(components), terrain(config)
    parts = None
    if config.dimensions == 1 and components <= MAX_PARTS:
        parts = np.stack([density(config, base.axes, z[[k]], np.array([1 / components])) for k in range(components)])
    return Approximation(
        **vars(base),
        z=z,
        means=mean(config, z),
        standard_deviations=standard_deviation(config, z),
        parts=parts,
        mixture=finite_mixture(config, base.axes, components),
        total_variation=total_variation(config, components),
    )


@lru_cache(maxsize=1024)
def total_variation(config: CurveConfig, components: int) -> float:
    """½ ∫ |Σₖ p(x∣zₖ)/K − p(x)| dx: 0 where the two agree, 1 where they have nothing in common.

    Right to 1e-3, and to 4e-3 for a single narrow component: the grid is as coarse as a picture needs.
    """
    limits, points = box(config, 4.0), POINTS[1]
    if config.dimensions == 2:
        points = int(np.clip(2 * max(high - low for low, high in limits) / config.sigma, 120, 240))
    axes = axes_of(limits, points)
    cell = np.prod([axis[1] - axis[0] for axis in axes])
    # TV = ½ ∫ |q(x) − p(x)| dx   (Levin & Peres, "Markov Chains and Mixing Times" (2017), proposition 4.2)
    difference = finite_mixture(config, axes, components) - marginal(config, limits, points)
    return float(0.5 * np.abs(difference).sum() * cell)


@dataclass(frozen=True, eq=False)
class LatentPosterior:
    """Which z explain one x.

    Attributes:
        x: the value explained, one number per dimension.
        z: places along the latent axis, in order and closer together where p(z∣x) is high; at most 402, ``[n]``.
        prior: p(z) there.
        posterior: p(z∣x) there.
        log_likelihood: log p(x∣z) there, in nats.
        log_evidence: log p(x), in nats: the posterior's normalising constant.
        mean: E[z∣x].
        standard_deviation: of z given x.
    """

    x: tuple[float, ...]
    z: Float[np.ndarray, " n"]
    prior: Float[np.ndarray, " n"]
    posterior: Float[np.ndarray, " n"]
    log_likelihood: Float[np.ndarray, " n"]
    log_evidence: float
    mean: float
    standard_deviation: float


def latent_posterior(config: CurveConfig, x: tuple[float, ...]) -> LatentPosterior:
    """p(z∣x) by Bayes' formula, on about 400 places z.

    Raises:
        ConfigError: if x has the wrong dimension or lies outside ``box(config, 4)``.
    """
    z, step = nodes_at(config, x)
    mass = posterior_density(config, x, z) * step
    average = float(mass @ z)
    quantiles = np.interp((np.arange(120) + 0.5) / 120, np.cumsum(mass), z)
    shown = np.unique(np.concatenate([np.linspace(-4, 4, 201), z[::50], quantiles]))
    return LatentPosterior(
        x=x,
        z=shown,
        prior=np.exp(log_prior(shown)),
        posterior=posterior_density(config, x, shown),
        log_likelihood=log_likelihood(config, x, shown),
        log_evidence=log_evidence(config, x),
        mean=average,
        standard_deviation=float(np.sqrt(mass @ (z - average) ** 2)),
    )


def posterior_density(config: CurveConfig, x: tuple[float, ...], z: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """p(z∣x) at each z.

    Raises:
        ConfigError: as :func:`latent_posterior`.
    """
    # p(z∣x) = p(z) p(x∣z) / p(x)   (Bayes)
    return np.exp(log_prior(z) + log_likelihood(config, x, z) - log_evidence(config, x))
