"""Where the mean KL goes, by quadrature, by Monte Carlo, and where it is known."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.stats import multivariate_normal

from core.builders import numbers
from vae_core import pretrained
from vae_core.analysis.aggregate import aggregate, decompose, decompose_plane, divergences_of_dimensions, rates
from vae_core.errors import ConfigError

seeds = st.integers(0, 10**6)


def codes(n: int, latent: int = 2, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return 1.5 * rng.standard_normal((n, latent)), rng.uniform(0.1, 0.8, (n, latent))


def test_the_divergence_is_that_of_an_adaptive_quadrature():
    mean, deviation = codes(3)
    parts = [multivariate_normal(m, np.diag(s**2)) for m, s in zip(mean, deviation, strict=True)]
    prior = multivariate_normal(np.zeros(2), np.eye(2))

    def integrand(y: float, x: float) -> float:
        q = sum(part.pdf((x, y)) for part in parts) / 3
        return q * (math.log(q) - prior.logpdf((x, y))) if q > 1e-300 else 0.0

    expected, _ = dblquad(integrand, -6, 6, -6, 6, epsabs=1e-6, epsrel=1e-6)
    found = decompose_plane(mean, deviation)
    assert found.divergence == pytest.approx(expected, abs=1e-5)
    assert found.error < 1e-5


def test_a_density_integrates_to_one():
    found = aggregate(*codes(20))
    cell = np.prod([axis[1] - axis[0] for axis in found.axes])
    assert cell * found.density.sum() == pytest.approx(1, abs=1e-9)
    assert cell * found.prior.sum() <= 1 + 1e-9


@settings(max_examples=15)
@given(seeds, st.integers(2, 60))
def test_two_routes_agree_and_what_z_tells_is_between_nothing_and_which_image(seed, n):
    mean, deviation = codes(n, seed=seed)
    exact, drawn = decompose_plane(mean, deviation), decompose(np.tile(mean, (40, 1)), np.tile(deviation, (40, 1)))
    assert drawn.rate == pytest.approx(exact.rate)
    assert abs(drawn.divergence - exact.divergence) < 5 * drawn.error
    assert -1e-6 < exact.information < math.log(n) + 1e-6
    assert exact.divergence > -1e-9


@given(st.lists(numbers(-3, 3), min_size=2, max_size=2), st.lists(numbers(0.2, 2), min_size=2, max_size=2))
def test_one_image_tells_nothing_of_which_it_is(mean, deviation):
    found = decompose_plane(np.array([mean]), np.array([deviation]))
    expected = sum(0.5 * (m * m + s * s - 1) - math.log(s) for m, s in zip(mean, deviation, strict=True))
    assert found.rate == pytest.approx(expected)
    assert found.divergence == pytest.approx(expected, abs=1e-6)
    assert found.information == pytest.approx(0, abs=1e-6)


def test_posteriors_far_apart_tell_all():
    mean = np.array([[x, y] for x in (-6.0, 0, 6.0) for y in (-6.0, 0, 6.0)])
    found = decompose_plane(mean, np.full((9, 2), 0.3))
    assert found.information == pytest.approx(math.log(9), abs=1e-6)


def test_the_prior_itself_costs_nothing():
    found = decompose_plane(np.zeros((4, 2)), np.ones((4, 2)))
    assert (found.rate, found.divergence) == pytest.approx((0, 0), abs=1e-9)


@pytest.mark.parametrize("name", ["mnist-vae-2d", "mnist-binary-vae-2d"])
def test_of_a_shipped_model_both_routes_agree(name):
    known = pretrained.encodings(name)
    mean, deviation = known.mean[:1000], np.exp(0.5 * known.log_variance[:1000])
    exact, drawn = decompose_plane(mean, deviation), decompose(mean, deviation)
    assert exact.error < 1e-4
    assert abs(drawn.divergence - exact.divergence) < 4 * drawn.error


def test_what_no_grid_can_hold_is_refused():
    with pytest.raises(ConfigError, match="in a plane"):
        decompose_plane(*codes(4, 3))
    with pytest.raises(ConfigError, match="narrowest posterior needs"):
        decompose_plane(np.array([[-3.0, 0], [3.0, 0]]), np.full((2, 2), 1e-4))


def test_a_dimension_by_itself_is_a_plane_whose_other_one_is_the_prior():
    mean, deviation = codes(30, 3)
    by_itself = divergences_of_dimensions(mean, deviation)
    for j in range(3):
        beside = np.stack([mean[:, j], np.zeros(30)], axis=1), np.stack([deviation[:, j], np.ones(30)], axis=1)
        assert by_itself[j] == pytest.approx(decompose_plane(*beside).divergence, abs=1e-6)
    assert rates(mean, deviation).sum() == pytest.approx(decompose(mean, deviation).rate)


def test_a_coarser_picture_holds_as_much():
    fine = aggregate(*codes(20))
    coarse = fine.coarser(0.3)
    cells = [np.prod([axis[1] - axis[0] for axis in each.axes]) for each in (fine, coarse)]
    assert cells[1] == pytest.approx(0.09, rel=0.4)
    assert cells[1] * coarse.density.sum() == pytest.approx(cells[0] * fine.density.sum(), abs=1e-3)
