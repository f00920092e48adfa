"""The Gaussian with the largest ELBO for one image: what a perfect encoder would answer.

Under a Gaussian the gradient and the curvature of log p(x|z) need no derivative (Stein's identities; Opper &
Archambeau, "The Variational Gaussian Approximation Revisited", 2009): with z = μ + L ε,

    E_q[∇ log p(x|z)] = L⁻ᵀ E[ε log p(x|z)],   E_q[∇² log p(x|z)] = L⁻ᵀ E[(ε εᵀ − I) log p(x|z)] L⁻¹.

At the best q the mean is where the expected gradient of log p(x, z) is 0, and the precision is minus its expected
curvature: I − E_q[∇² log p(x|z)], of which a diagonal q has the diagonal.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.analysis.averages import gauss_hermite
from vae_core.analysis.bounds import elbo, kl_to_prior
from vae_core.analysis.evidence_results import BestGaussian, Evidence, LatentGaussian
from vae_core.analysis.latent_grid import Likelihood
from vae_core.models import VAE

# Nodes per axis while climbing; the answer is then measured with as many as it takes.
ORDER = 10
MOST_STEPS = 25
# Climbing ends with a step that gains less, in nats.
SMALLEST_GAIN = 2e-4
# A step that does not lead up is tried shorter by half, so often.
HALVINGS = 4
# A new precision is at least this part of the old one, however the likelihood is bent.
LEAST_PRECISION = 0.2
# Posterior peaks from which to climb, and how far below the highest one (in nats) they may lie.
MOST_PEAKS, LOWEST_PEAK = 3, 4.0


@dataclass(frozen=True, eq=False)
class _State:
    """A Gaussian on the way: its ELBO, and where the identities above would have it go."""

    q: LatentGaussian
    elbo: float
    step: Float[np.ndarray, " 2"]
    precision: Float[np.ndarray, "2 2"]


def best_gaussian(
    model: VAE, x: Float[np.ndarray, " pixels"], evidence: Evidence, *starts: LatentGaussian, is_diagonal: bool = True
) -> BestGaussian:
    """The best q for the image, never worse than any of ``starts`` that belongs to its family.

    It climbs from each of ``starts`` (the encoder's answer, say) and from the highest peaks of the posterior. Where
    the posterior has several, each may hold a local maximum of the ELBO; the best of them is returned.

    Args:
        model: the VAE.
        x: the image.
        evidence: its :func:`~vae_core.analysis.evidence.evidence`.
        starts: Gaussians to begin with.
        is_diagonal: whether q has independent coordinates, as the encoder's; else any covariance.

    Raises:
        ConfigError: the image does not fit the model.
    """
    image = Likelihood(model, x)
    peaks = evidence.mode_log_density > evidence.mode_log_density[0] - LOWEST_PEAK
    laplace = zip(evidence.modes[peaks][:MOST_PEAKS], evidence.mode_covariance[peaks], strict=False)
    begin = [*starts, *(LatentGaussian(mean, covariance) for mean, covariance in laplace)]
    ends = [_climb(image, _of_family(np.linalg.inv(q.covariance), q.mean, is_diagonal), is_diagonal) for q in begin]
    highest = max(ends, key=lambda state: state.elbo).q
    # While climbing a wide q may have been misjudged: the starts are measured as carefully as the end.
    candidates = [highest, *(q for q in starts if q.is_diagonal or not is_diagonal)]
    return max((BestGaussian(q, elbo(model, x, q)) for q in candidates), key=lambda best: best.bound.elbo)


def _climb(image: Likelihood, q: LatentGaussian, is_diagonal: bool) -> _State:
    state = _look_around(image, q)
    for _ in range(MOST_STEPS):
        before = state.elbo
        state = _after_a_step(image, state, is_diagonal)
        if state.elbo - before < SMALLEST_GAIN:
            break
    return state


def _after_a_step(image: Likelihood, state: _State, is_diagonal: bool) -> _State:
    """A state of larger ELBO, or the same one where none is found."""
    old = np.linalg.inv(state.q.covariance)
    for length in 0.5 ** np.arange(HALVINGS + 1):
        precision = (1 - length) * old + length * state.precision
        further = _look_around(image, _of_family(precision, state.q.mean + length * state.step, is_diagonal))
        if further.elbo > state.elbo:
            return further
    return state


def _look_around(image: Likelihood, q: LatentGaussian) -> _State:
    noise, weights = gauss_hermite(ORDER)
    values = image.log_likelihood(q.mean + noise @ q.factor.T)
    expected = float(weights @ values)
    weighted = weights * (values - expected)
    back = np.linalg.inv(q.factor)
    gradient = back.T @ (weighted @ noise)
    # The weighted values add up to 0, so E[(ε εᵀ − I) v] = E[ε εᵀ v].
    curvature = back.T @ ((weighted[:, None] * noise).T @ noise) @ back
    precision = _at_least(np.eye(2) - curvature, q)
    step = np.linalg.solve(precision, gradient - q.mean)
    return _State(q, expected - kl_to_prior(q), step, precision)


def _at_least(precision: np.ndarray, q: LatentGaussian) -> np.ndarray:
    """The precision, nowhere less than a part of q's own: measured in q's own units."""
    values, axes = np.linalg.eigh(q.factor.T @ precision @ q.factor)
    back = np.linalg.inv(q.factor)
    result = back.T @ (axes * np.maximum(values, LEAST_PRECISION)) @ axes.T @ back
    return (result + result.T) / 2


def _of_family(precision: np.ndarray, mean: np.ndarray, is_diagonal: bool) -> LatentGaussian:
    """N(μ, Λ⁻¹); of a diagonal family the member that KL(q ‖ N(μ, Λ⁻¹)) likes best, which has the diagonal of Λ."""
    if is_diagonal:
        return LatentGaussian(mean, np.diag(1 / np.diag(precision)))
    covariance = np.linalg.inv(precision)
    return LatentGaussian(mean, (covariance + covariance.T) / 2)
