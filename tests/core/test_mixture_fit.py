"""Mixtures in the posterior's place: where the posterior is one, it is found; else no search finds a better one."""

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from torch.distributions import Categorical, MixtureSameFamily, MultivariateNormal

from core.posteriors import divergence, lattice_of, peaks_of, square
from vae_core.analysis.averages import LATTICES, RULES
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.mixture_fit import MOST, LatentMixture, best_mixture
from vae_core.errors import ConfigError


def gaussian(x: float, y: float, first: float, second: float, correlation: float = 0.0) -> LatentGaussian:
    slant = correlation * first * second
    return LatentGaussian(np.array([x, y], float), np.array([[first**2, slant], [slant, second**2]]))


APART = LatentMixture(np.array([0.7, 0.3]), (gaussian(0, 0, 1, 0.6, 0.5), gaussian(4, 1.5, 0.5, 0.7, -0.3)))
TOGETHER = LatentMixture(np.array([0.6, 0.4]), (gaussian(0, 0, 1, 0.6, 0.6), gaussian(1.3, 1.2, 0.5, 0.9, 0.2)))


def torch_mixture(q: LatentMixture) -> MixtureSameFamily:
    means, covariances = (np.stack([getattr(each, name) for each in q.components]) for name in ("mean", "covariance"))
    each = MultivariateNormal(torch.from_numpy(means), torch.from_numpy(covariances))
    return MixtureSameFamily(Categorical(torch.from_numpy(q.weights)), each)


def matched(q: LatentMixture) -> LatentGaussian:
    """The Gaussian with the mean and covariance of a mixture."""
    means = np.stack([each.mean for each in q.components])
    mean = q.weights @ means
    spread = (q.weights[:, None] * (means - mean)).T @ (means - mean)
    within = np.tensordot(q.weights, np.stack([each.covariance for each in q.components]), 1)
    return LatentGaussian(mean, within + spread)


def test_density_and_averages_agree_with_torch_and_a_lattice():
    z = square(0.1, 8)
    log_q = TOGETHER.log_density(z)
    assert log_q == pytest.approx(torch_mixture(TOGETHER).log_prob(torch.from_numpy(z)).numpy())
    mass = np.exp(log_q) * 0.1**2
    assert mass.sum() == pytest.approx(1, abs=1e-6)
    for rules in (RULES, LATTICES):
        found = TOGETHER.average(lambda z: z[:, 0] * z[:, 1], rules)
        exact = mass @ (z[:, 0] * z[:, 1])
        assert found.mean == pytest.approx(exact, abs=1e-5)
        assert found.deviation == pytest.approx(np.sqrt(mass @ (z[:, 0] * z[:, 1] - exact) ** 2), rel=1e-4)


@pytest.mark.parametrize("posterior", [APART, TOGETHER], ids=["two peaks", "one"])
@pytest.mark.parametrize("knows_peaks", [True, False])
def test_a_posterior_of_the_family_is_found(posterior, knows_peaks):
    units = matched(posterior)
    lattice = lattice_of(posterior.log_density, units)
    found = best_mixture(lattice, peaks_of(posterior if knows_peaks else LatentMixture.of(units)))
    assert divergence(lattice, found) < 1e-3 < divergence(lattice, LatentMixture.of(units))
    if len(found.weights) == 2:
        order = np.argsort(-found.weights)
        assert found.weights[order] == pytest.approx(posterior.weights, abs=0.05)
        for number, true in zip(order, posterior.components, strict=True):
            assert found.components[number].mean == pytest.approx(true.mean, abs=0.1)


def test_a_peak_far_from_where_it_begins_is_found_by_what_evidence_knows():
    units = APART.components[0]
    lattice = lattice_of(APART.log_density, units)
    found = best_mixture(lattice, peaks_of(APART))
    assert divergence(lattice, LatentMixture.of(units)) == pytest.approx(-np.log(0.7), abs=0.01)
    assert divergence(lattice, found) < 1e-3


def test_where_one_is_enough_it_stays_alone():
    alone = LatentMixture.of(gaussian(0.5, -1, 0.4, 0.2, 0.7))
    found = best_mixture(lattice_of(alone.log_density, alone.components[0]), peaks_of(alone))
    assert found.weights == pytest.approx([1])
    assert found.components[0].covariance == pytest.approx(alone.components[0].covariance, rel=1e-3)


def banana(z: np.ndarray) -> np.ndarray:
    """log density of (u, v + u²/2 − ½), u and v standard normal."""
    u, v = z[:, 0], z[:, 1] - (z[:, 0] ** 2 - 1) / 2
    return -(u**2 + v**2) / 2 - np.log(2 * np.pi)


def unpacked(parameters: np.ndarray) -> LatentMixture:
    share = 1 / (1 + np.exp(-parameters[0]))
    each = parameters[1:].reshape(2, 5)
    components = tuple(gaussian(x, y, np.exp(a), np.exp(b), np.tanh(c)) for x, y, a, b, c in each)
    return LatentMixture(np.array([share, 1 - share]), components)


def test_a_search_without_slopes_finds_no_better_two(monkeypatch):
    monkeypatch.setattr("vae_core.analysis.mixture_fit.MOST", 2)
    lattice = lattice_of(banana, gaussian(0, 0, 1, 1.2))
    found = best_mixture(lattice, peaks_of(LatentMixture.of(gaussian(0, -0.5, 1, 1))))
    assert len(found.weights) == 2
    start = [0.0, -0.8, 0.2, -0.3, 0.0, -0.7, 0.8, 0.2, -0.3, 0.0, 0.7]
    search = minimize(
        lambda parameters: divergence(lattice, unpacked(parameters)),
        start,
        method="Powell",
        options={"maxfev": 1500, "ftol": 1e-6},
    )
    assert divergence(lattice, found) < search.fun + 2e-3


def test_more_components_come_closer_to_what_is_bent():
    lattice = lattice_of(banana, gaussian(0, 0, 1, 1.2))
    found = best_mixture(lattice, peaks_of(LatentMixture.of(gaussian(0, -0.5, 1, 1))))
    assert 2 < len(found.weights) <= MOST
    assert divergence(lattice, found) < 0.02 < divergence(lattice, LatentMixture.of(gaussian(0, 0, 1, 1.2)))


@pytest.mark.parametrize("weights", [[0.5], [0.5, 0.4], [1.2, -0.2]])
def test_what_is_no_mixture_is_refused(weights):
    with pytest.raises(ConfigError):
        LatentMixture(np.array(weights), APART.components)
