"""The map shows codes where they spread most, and neither spins nor flips from one picture to the next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ortho_group
from sklearn.decomposition import PCA

from vae_core.analysis.projection import ENOUGH, aligned, next_plane, principal_plane

seeds = st.integers(0, 1000)


def cloud(seed: int, latent: int, count: int = 60) -> np.ndarray:
    """Codes of a spread of their own in each direction: 1, 2, 4, ... in a turned basis, off the origin."""
    random = np.random.default_rng(seed)
    values = random.standard_normal((count, latent)) * 2.0 ** np.arange(latent) + 3
    return (values @ turn(seed, latent)).astype(np.float32)


def turn(seed: int, dim: int) -> np.ndarray:
    return ortho_group.rvs(dim, random_state=seed) if dim > 1 else np.ones((1, 1))


@given(seeds, st.integers(3, 8))
def test_it_is_the_plane_of_an_independent_pca(seed, latent):
    codes = cloud(seed, latent)
    plane = principal_plane(codes)
    reference = PCA(2).fit(codes.astype(np.float64)).components_
    assert np.abs(np.sum(plane.T * reference, 1)) == pytest.approx([1, 1], abs=1e-4)
    assert plane.dtype == np.float32


@given(seeds, st.integers(1, 8))
def test_it_is_orthonormal_and_the_same_each_time(seed, latent):
    codes = cloud(seed, latent)
    plane = principal_plane(codes)
    assert plane.T @ plane == pytest.approx(np.diag([1, latent > 1]), abs=1e-5)
    assert np.array_equal(plane, principal_plane(codes.copy()))
    assert all(column[np.abs(column).argmax()] > 0 for column in plane.T if column.any())


def test_few_dimensions_are_shown_as_they_are():
    two, one = cloud(0, 2), cloud(0, 1)
    assert np.array_equal(two @ principal_plane(two), two)
    assert np.array_equal(one @ principal_plane(one), np.hstack([one, np.zeros_like(one)]))


@pytest.mark.parametrize("latent", [1, 2, 5])
@pytest.mark.parametrize("codes", [np.zeros((0, 5)), np.ones((1, 5)), np.eye(5)[:2], np.full((40, 5), 3.0)])
def test_codes_without_a_plane_of_their_own_get_one_all_the_same(codes, latent):
    codes = codes[:, :latent].astype(np.float32)
    plane = principal_plane(codes)
    again = next_plane(plane, codes)
    for basis in (plane, again, aligned(plane, codes, codes @ plane)):
        assert basis.T @ basis == pytest.approx(np.diag([1, latent > 1]), abs=1e-5)


@given(seeds, seeds, st.integers(3, 8))
def test_codes_turned_and_mirrored_give_the_same_picture(seed, other, latent):
    codes = cloud(seed, latent)
    points = codes @ principal_plane(codes)
    turned = (codes @ turn(other, latent)).astype(np.float32)
    again = turned @ aligned(principal_plane(turned), turned, points)
    assert again == pytest.approx(points, abs=1e-3 * float(np.abs(points).max()))


@given(seeds, st.integers(3, 8), st.floats(0, 6.3))
def test_no_other_basis_of_the_plane_lies_closer(seed, latent, angle):
    codes, previous = cloud(seed, latent), cloud(seed + 1, 2)
    plane = principal_plane(codes)
    best = np.square(codes @ aligned(plane, codes, previous) - previous).sum()
    basis = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for other in (basis, basis * [1, -1]):
        assert best <= np.square(codes @ plane @ other - previous).sum() * (1 + 1e-5)


def test_two_dimensions_keep_their_axes():
    codes = cloud(0, 2)
    assert np.array_equal(aligned(principal_plane(codes), codes, -codes), np.eye(2))


def test_the_first_map_shows_the_principal_plane():
    codes = cloud(0, 5)
    assert np.array_equal(next_plane(None, codes), principal_plane(codes))


def test_directions_that_change_places_do_not_move_the_map():
    random = np.random.default_rng(0)
    values = random.standard_normal((500, 4))
    first = (values * [1.0, 1.01, 1.02, 1.03]).astype(np.float32)
    second = (values * [1.03, 1.02, 1.01, 1.0]).astype(np.float32)
    plane = next_plane(None, first)
    assert not np.allclose(np.abs(principal_plane(second)), np.abs(plane), atol=0.1)
    assert np.array_equal(next_plane(plane, second), plane)


@given(seeds, st.integers(3, 6))
def test_a_plane_that_no_longer_shows_enough_gives_way(seed, latent):
    before, codes = cloud(seed, latent), cloud(seed + 1, latent)
    plane, best = next_plane(principal_plane(before), codes), principal_plane(codes)
    shown, most = ((codes @ p).var(0).sum() for p in (plane, best))
    assert shown >= ENOUGH * most * (1 - 1e-5)
