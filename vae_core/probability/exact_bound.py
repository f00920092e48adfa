"""One x, one q, and every term between them: by its formula, by an integral over z, and as curves to look at. In nats.

The model is that of :mod:`vae_core.probability.linear_gaussian` with a single dimension of x.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from vae_core.config import is_number, require
from vae_core.printing import rounded, what_is_left
from vae_core.probability.curves import rounded_outwards
from vae_core.probability.linear_gaussian import FAR, Gaussians, LinearGaussian, Terms, posterior, terms
from vae_core.probability.normal import normal_log_density

Line = Float[np.ndarray, " points"]
Across = Float[np.ndarray, " places"]

# Beyond nine standard deviations a normal has 1e-19 of its area; with this step the trapezoidal rule is exact to 1e-16.
REACH, POINTS = 9.0, 361
# Curves: evenly over the view, and around each bell, so that a narrow one is found. The prior is always in view.
EVENLY = 161
AROUND = np.linspace(-4, 4, 65)
SHOWN, PRIOR_SHOWN = 3.5, 3.0


@dataclass(frozen=True)
class Account:
    """The terms for one x, in nats.

    Attributes:
        log_evidence: log p(x).
        bound: L_b.
        reconstruction: E_q[log p(x∣z)].
        kl_prior: KL(q(z)‖p(z)).
        kl_posterior: KL(q(z)‖p(z∣x)).
        error: by how much these may be off; 0 where they are formulas.
    """

    log_evidence: float
    bound: float
    reconstruction: float
    kl_prior: float
    kl_posterior: float
    error: float = 0.0

    def printed(self) -> "Account":
        """The same with the decimals that terms have, so that log p(x) = L_b + KL and L_b = E − KL as printed."""
        return Account(
            rounded(self.log_evidence),
            rounded(self.bound),
            rounded(self.reconstruction),
            what_is_left(self.reconstruction, self.bound, self.kl_prior),
            what_is_left(self.log_evidence, self.bound, self.kl_posterior),
            self.error,
        )


@dataclass(frozen=True, eq=False)
class ExactBound:
    """Everything about one x and one q.

    Attributes:
        model: with one dimension of x.
        x: the datum.
        q: the normal that stands for the posterior; one mean.
        posterior: p(z∣x); one mean.
        account: every term by its formula.
        of_mean: the part of KL(q‖p(z∣x)) that is there because the means differ, in nats.
        of_variance: the part that is there because the variances differ.
    """

    model: LinearGaussian
    x: float
    q: Gaussians
    posterior: Gaussians
    account: Account
    of_mean: float
    of_variance: float


@dataclass(frozen=True, eq=False)
class BoundCurves:
    """What to draw.

    Attributes:
        z: places on the latent axis, ``[points]``; its ends stay where they are for small moves of q.
        prior, q, posterior: the densities there.
        x: places on the axis of x, ``[places]``.
        evidence: p(x) there.
        height: p(x) at the datum.
    """

    z: Line
    prior: Line
    q: Line
    posterior: Line
    x: Across
    evidence: Across
    height: float


def exact_bound(model: LinearGaussian, x: float, mean: float, standard_deviation: float) -> ExactBound:
    """Every term for the datum ``x`` and q = N(mean, standard_deviation²).

    Raises :class:`~vae_core.errors.ConfigError` for a model of more than one dimension, and for numbers out of reach.

    Examples:
        >>> known = exact_bound(LinearGaussian((1.2,), (0.0,), 0.8), x=2.0, mean=-0.4, standard_deviation=0.45).account
        >>> round(known.bound, 3), round(known.kl_posterior, 3), round(known.log_evidence, 3)
        (-6.208, 3.962, -2.247)
    """
    require(len(model.weights) == 1, "this account is of a model with one dimension of x")
    require(is_number(x, -FAR, FAR), f"x must be a number from −{FAR:g} to {FAR:g}, not {x!r}")
    require(is_number(mean, -FAR, FAR), f"mean must be a number from −{FAR:g} to {FAR:g}, not {mean!r}")
    is_width = is_number(standard_deviation, 1e-6, FAR)
    require(is_width, f"standard_deviation must be a number from 1e-6 to {FAR:g}, not {standard_deviation!r}")
    data, q = np.array([[float(x)]]), Gaussians(np.array([float(mean)]), float(standard_deviation) ** 2)
    per_datum = terms(model, data, q)
    parts = per_datum.kl_posterior
    return ExactBound(
        model, float(x), q, posterior(model, data), _account(per_datum), parts.of_mean.item(), parts.of_variance.item()
    )


def _account(per_datum: Terms) -> Account:
    values = (
        per_datum.log_evidence,
        per_datum.bound,
        per_datum.reconstruction,
        per_datum.kl_prior.kl,
        per_datum.kl_posterior.kl,
    )
    return Account(*(value.item() for value in values))


def by_integration(bound: ExactBound) -> Account:
    """The same terms as integrals over z, without any of their formulas."""
    z, dz = _places(bound.posterior)
    # log p(x) = log ∫ p(z) p(x∣z) dz
    log_evidence = float(logsumexp(_log_prior(z) + _log_likelihood(bound, z)) + np.log(dz))
    z, dz = _places(bound.q)
    log_q, log_prior, log_likelihood = _log_normal(z, bound.q), _log_prior(z), _log_likelihood(bound, z)
    weights = np.exp(log_q) * dz
    return Account(
        log_evidence,
        # L_b = ∫ q(z) log (p(x∣z) p(z) / q(z)) dz
        bound=float(weights @ (log_likelihood + log_prior - log_q)),
        # E_q[log p(x∣z)] = ∫ q(z) log p(x∣z) dz
        reconstruction=float(weights @ log_likelihood),
        # KL(q‖p) = ∫ q(z) log (q(z) / p(z)) dz
        kl_prior=float(weights @ (log_q - log_prior)),
        kl_posterior=float(weights @ (log_q - (log_prior + log_likelihood - log_evidence))),
    )


def _places(bell: Gaussians) -> tuple[Line, float]:
    """Evenly spaced z over all of a bell, and their distance."""
    steps = np.linspace(-REACH, REACH, POINTS)
    return bell.means[0] + bell.standard_deviation * steps, bell.standard_deviation * (steps[1] - steps[0])


def _log_prior(z: Line) -> Line:
    return normal_log_density(z, 0.0, 1.0)


def _log_likelihood(bound: ExactBound, z: Line) -> Line:
    model = bound.model
    return normal_log_density(np.array(bound.x), model.weights[0] * z + model.offset[0], model.noise)


def _log_normal(z: Line, bell: Gaussians) -> Line:
    return normal_log_density(z, bell.means[0], bell.standard_deviation)


def bound_curves(bound: ExactBound) -> BoundCurves:
    """The three densities over z, and p(x)."""
    model, bells = bound.model, (bound.q, bound.posterior)
    ends = [bell.means[0] + side * SHOWN * bell.standard_deviation for bell in bells for side in (-1, 1)]
    window = rounded_outwards(min(-PRIOR_SHOWN, *ends), max(PRIOR_SHOWN, *ends))
    around = [bell.means[0] + bell.standard_deviation * AROUND for bell in bells]
    z = np.sort(np.concatenate([np.linspace(*window, EVENLY), AROUND, *around]))
    z = z[(z >= window[0]) & (z <= window[1])]
    spread = np.sqrt(model.largest_variance)
    low, high = (model.offset[0] + side * SHOWN * spread for side in (-1, 1))
    x = np.linspace(*rounded_outwards(min(low, bound.x), max(high, bound.x)), 2 * EVENLY)

    def evidence(at):
        return np.exp(normal_log_density(at, model.offset[0], spread))

    q, p = (np.exp(_log_normal(z, bell)) for bell in bells)
    return BoundCurves(z, np.exp(_log_prior(z)), q, p, x, evidence(x), float(evidence(np.array(bound.x))))
