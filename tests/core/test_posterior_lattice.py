"""KL to a posterior on a lattice: against closed forms, and against a q that would hide from it."""

import numpy as np
import pytest
import torch
from hypothesis import given
from torch.distributions import MultivariateNormal, kl_divergence

from core.builders import numbers
from core.latent_plane import plane_grid, plane_vae, random_image, trained
from core.posteriors import divergence, lattice_of
from vae_core.analysis.bounds import kl_to_posterior, log_density
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.latent_grid import encoder_gaussian
from vae_core.analysis.mixture_fit import LatentMixture
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.analysis.posterior_lattice import BEYOND, PosteriorLattice, in_units
from vae_core.objectives import normal_log_density

UNITS = LatentGaussian(np.array([0.4, -1.0]), np.array([[0.09, 0.03], [0.03, 0.04]]))
STANDARD = LatentGaussian(np.zeros(2), np.eye(2))


def torch_normal(q: LatentGaussian) -> MultivariateNormal:
    return MultivariateNormal(torch.from_numpy(q.mean), torch.from_numpy(q.covariance))


@given(numbers(-0.3, 0.3), numbers(-0.2, 0.2), numbers(0.5, 1.6), numbers(-0.8, 0.8))
def test_it_is_the_closed_form_between_gaussians(across, up, wide, slant):
    covariance = wide * np.array([[0.09, slant * 0.06], [slant * 0.06, 0.04]])
    q = LatentGaussian(UNITS.mean + np.array([across, up]), covariance)
    lattice = lattice_of(lambda z: log_density(UNITS, z), UNITS)
    exact = kl_divergence(torch_normal(q), torch_normal(UNITS)).item()
    assert divergence(lattice, LatentMixture.of(q)) == pytest.approx(exact, abs=2e-4, rel=2e-3)


def test_the_units_stretch_nothing_but_the_coordinates():
    z = np.random.default_rng(0).normal(size=(7, 2))
    assert UNITS.mean + in_units(UNITS, z) @ UNITS.factor.T == pytest.approx(z)
    assert lattice_of(lambda z: log_density(UNITS, z), UNITS).mass == pytest.approx(1, abs=1e-6)


def test_a_q_gains_nothing_by_hiding():
    lattice = lattice_of(lambda z: log_density(STANDARD, z), STANDARD)
    between = lattice.places[len(lattice.places) // 2].numpy() + 0.08
    spike = LatentGaussian(between, np.eye(2) * 1e-4)
    far = LatentGaussian(np.array([30.0, 0.0]), np.eye(2))
    assert divergence(lattice, LatentMixture.of(spike)) > 0.9
    assert divergence(lattice, LatentMixture.of(far)) > 0.9 * -np.log(BEYOND)


@pytest.mark.parametrize("number", range(6))
def test_of_digits_it_is_what_other_lattices_find(number):
    vae, grid, images = trained()
    x = images[number]
    found, encoder = evidence(vae, grid, x), encoder_gaussian(vae, x)
    q = best_gaussian(vae, x, found, encoder, is_diagonal=False).q
    lattice = PosteriorLattice.around(vae, x, found, q)
    other = kl_to_posterior(vae, x, q, found)
    assert lattice.mass == pytest.approx(1, abs=found.error + 1e-3)
    assert divergence(lattice, LatentMixture.of(q)) == pytest.approx(other.value, abs=other.error + 2e-3)


def test_a_wide_posterior_has_no_more_places_than_may_be(monkeypatch):
    monkeypatch.setattr("vae_core.analysis.posterior_lattice.MOST_PLACES", 300)
    vae, x = plane_vae(1), random_image(6, 2)
    found = evidence(vae, plane_grid(1), x)
    lattice = PosteriorLattice.around(vae, x, found, LatentGaussian(found.mean, found.covariance))
    assert 100 < len(lattice.places) <= 300
    assert lattice.mass == pytest.approx(1, abs=1e-3)


def test_a_descent_finds_the_minimum_that_is_known_and_the_same_each_time():
    lattice = lattice_of(lambda z: log_density(UNITS, z), LatentGaussian(UNITS.mean + 0.1, UNITS.covariance))

    def descend() -> tuple[float, torch.Tensor]:
        mean = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        found = lattice.descend(lambda places: normal_log_density(places - mean, 0.0, 0.0), [mean], 50)
        return found, mean

    (divergence_found, mean), (again, _mean) = descend(), descend()
    assert divergence_found == again == pytest.approx(0, abs=1e-6)
    assert mean.detach().numpy() == pytest.approx(np.linalg.solve(UNITS.factor, [-0.1, -0.1]), abs=1e-3)
