"""A flow in the posterior's place: invertible, a density, and what bends like it is found."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.autograd.functional import jacobian

from core.posteriors import divergence, lattice_of, square
from vae_core.analysis.averages import LATTICES, RULES
from vae_core.analysis.bounds import log_density as gaussian_log_density
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.flow_fit import Coupling, LatentFlow, bend, best_flow, straighten
from vae_core.analysis.mixture_fit import LatentMixture

UNITS = LatentGaussian(np.array([0.3, -0.2]), np.array([[0.5, 0.2], [0.2, 0.4]]))


def couplings(seed: int, count: int = 3, size: float = 0.3) -> tuple[Coupling, ...]:
    chance = torch.Generator().manual_seed(seed)
    shapes = ((4,), (4,), (4, 2), (2,))

    def draw() -> Coupling:
        return Coupling(*(size * torch.randn(*shape, generator=chance, dtype=torch.float64) for shape in shapes))

    return tuple(draw() for _ in range(count))


@given(st.integers(0, 1000))
def test_the_determinant_is_that_of_the_jacobian_and_the_way_back_leads_back(seed):
    steps = couplings(seed)
    noise = torch.from_numpy(np.random.default_rng(seed).normal(size=(5, 2)))
    bent, log_determinant = bend(steps, noise)
    for place, found in zip(noise, log_determinant, strict=True):
        matrix = jacobian(lambda each: bend(steps, each[None])[0][0], place)
        assert torch.linalg.slogdet(matrix).logabsdet.item() == pytest.approx(found.item(), abs=1e-9)
    back, log_back = straighten(steps, bent)
    assert back.numpy() == pytest.approx(noise.numpy(), abs=1e-9)
    assert log_back.numpy() == pytest.approx(-log_determinant.numpy(), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_density_adds_up_to_one_and_its_averages_are_those_of_its_draws(seed):
    flow = LatentFlow(UNITS, couplings(seed))
    z = square(0.03, 7)
    mass = np.exp(flow.log_density(z)) * 0.03**2
    assert mass.sum() == pytest.approx(1, abs=1e-4)
    for rules in (RULES, LATTICES):
        found = flow.average(lambda z: np.sin(z[:, 0]) + z[:, 1], rules)
        assert found.mean == pytest.approx(mass @ (np.sin(z[:, 0]) + z[:, 1]), abs=found.error + 1e-4)


def test_without_couplings_it_is_the_gaussian():
    z = np.random.default_rng(0).normal(size=(6, 2))
    flow = LatentFlow(UNITS, ())
    assert flow.log_density(z) == pytest.approx(gaussian_log_density(UNITS, z))
    assert flow.push(np.zeros((1, 2)))[0] == pytest.approx(UNITS.mean)


def test_a_posterior_of_the_family_is_found():
    posterior = LatentFlow(LatentGaussian(np.zeros(2), np.eye(2)), couplings(1, 2, 0.5))
    lattice = lattice_of(posterior.log_density, posterior.units)
    before, after = (divergence(lattice, q) for q in (LatentMixture.of(posterior.units), best_flow(lattice)))
    assert after < 0.01 < 0.1 < before


def test_a_gaussian_posterior_needs_no_bend():
    lattice = lattice_of(lambda z: gaussian_log_density(UNITS, z), UNITS)
    assert divergence(lattice, best_flow(lattice)) == pytest.approx(0, abs=1e-5)


def test_of_two_peaks_far_apart_it_keeps_to_one_and_both_routes_say_so():
    sides = tuple(LatentGaussian(np.array([side, 0.0]), 0.2 * np.eye(2)) for side in (0.0, 6.0))
    posterior = LatentMixture(np.array([0.6, 0.4]), sides)
    lattice = lattice_of(posterior.log_density, LatentGaussian(np.zeros(2), np.eye(2)))
    flow = best_flow(lattice)
    found = flow.average(lambda z: flow.log_density(z) - posterior.log_density(z), LATTICES)
    assert found.mean == pytest.approx(-math.log(0.6), abs=1e-3)
    assert divergence(lattice, flow) == pytest.approx(found.mean, abs=found.error + 1e-4)


def test_the_same_posterior_has_the_same_flow():
    posterior = LatentFlow(UNITS, couplings(2))
    lattice = lattice_of(posterior.log_density, UNITS)
    one, other = best_flow(lattice), best_flow(lattice)
    z = square(0.5, 2)
    assert (one.log_density(z) == other.log_density(z)).all()
