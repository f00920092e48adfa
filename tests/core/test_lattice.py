"""Integrals over the plane against closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from core.builders import numbers
from vae_core.analysis import lattice as module
from vae_core.analysis.lattice import Lattice, integrate
from vae_core.analysis.posterior_modes import find_modes
from vae_core.errors import ConfigError

COARSE = Lattice(0.1, 7.5)


def rotation(angle: float) -> np.ndarray:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def normal(mean, widths, angle=0.0):
    axes = rotation(angle)
    return multivariate_normal(mean, axes @ np.diag(np.square(widths)) @ axes.T).logpdf


def integral(log_density, lattice=COARSE):
    return integrate(lattice, log_density(lattice.nodes), log_density)


places = st.tuples(numbers(-3, 3), numbers(-3, 3))


@given(places, numbers(-2.1, -0.3), numbers(0, 1), numbers(0, np.pi), numbers(-3000, 3000))
def test_a_normal_density_integrates_to_one(mean, log_width, log_ratio, angle, height):
    widths = 10**log_width, min(10 ** (log_width + log_ratio), 0.8)
    density = normal(mean, widths, angle)
    found = integral(lambda z: density(z) + height)
    assert found.error < 0.01
    assert abs(found.log_value - height) <= found.error + 1e-4
    assert found.share.sum() == pytest.approx(1)


@given(places, places, numbers(-1.5, -0.5), numbers(-1.5, -0.5), numbers(0.01, 0.99))
def test_two_peaks_count_both(first, second, log_width, other, share):
    one, two = normal(first, (10**log_width,) * 2), normal(second, (10**other, 10**log_width))
    found = integral(lambda z: np.logaddexp(np.log(share) + one(z), np.log1p(-share) + two(z)))
    assert abs(found.log_value) <= found.error + 2e-3


@given(places, numbers(0, 2), numbers(0, np.pi), numbers(-2, -1))
def test_a_bent_ridge_is_followed(middle, bend, angle, log_width):
    axes, width = rotation(angle), 10**log_width

    def density(z):
        # A shear keeps areas: however bent, the integral is 1.
        u, v = ((z - middle) @ axes).T
        return normal((0, 0), (0.35, width))(np.stack([u, v - bend * u**2], -1))

    found = integral(density)
    assert abs(found.log_value) <= found.error + 2e-4


@settings(max_examples=20)
@given(numbers(0, 0.1), numbers(0, 0.1), numbers(0.008, 0.3))
def test_the_place_between_the_nodes_does_not_matter(x, y, width):
    found = integral(normal((x, y), (width, width)))
    assert abs(found.log_value) <= found.error + 1e-5


def test_a_peak_is_found_with_few_places():
    asked = []
    density = normal((0.33, -1.21), (0.01, 0.03), 0.4)

    def counted(z):
        asked.append(len(z))
        return density(z)

    found = integrate(COARSE, density(COARSE.nodes), counted)
    assert abs(found.log_value) < 1e-3
    assert sum(asked) < 1500


def test_a_wide_peak_needs_no_place_at_all():
    def never(z):
        raise AssertionError("the coarse lattice is fine enough")

    assert integrate(COARSE, normal((0, 0), (1, 1))(COARSE.nodes), never).log_value == pytest.approx(0, abs=1e-5)


def test_what_cannot_be_resolved_is_said(monkeypatch):
    monkeypatch.setattr(module, "MOST_LEVELS", 1)
    found = integral(normal((0.04, 0.03), (0.012, 0.012)))
    assert found.error > 0.05
    assert abs(found.log_value) < found.error


def test_moments_come_from_the_shares():
    covariance = rotation(0.7) @ np.diag([0.05**2, 0.2**2]) @ rotation(0.7).T
    found = integral(multivariate_normal([1, -2], covariance).logpdf)
    mean = found.share @ found.nodes
    assert mean == pytest.approx([1, -2], abs=1e-5)
    assert np.cov(found.nodes.T, aweights=found.share, ddof=0) == pytest.approx(covariance, rel=1e-3)


def test_nodes_of_a_lattice_fill_its_circle():
    few = Lattice(0.5, 1.2)
    assert len(few.nodes) == few.inside.sum() == 21
    assert np.hypot(*few.nodes.T).max() <= 1.2
    assert any((few.nodes == 0).all(1))


@pytest.mark.parametrize(("spacing", "radius"), [(0.0, 1.0), (2.0, 1.0), (0.1, np.inf), (np.nan, 1.0)])
def test_a_lattice_must_be_one(spacing, radius):
    with pytest.raises(ConfigError, match="spacing"):
        Lattice(spacing, radius)


def test_values_must_fit_and_be_finite():
    few = Lattice(0.5, 1.2)
    with pytest.raises(ConfigError, match="21 nodes"):
        integrate(few, np.zeros(3), lambda z: z[:, 0])
    with pytest.raises(ConfigError, match="finite"):
        integrate(few, np.full(21, np.nan), lambda z: z[:, 0])


@given(places, numbers(-2, -0.5), numbers(0, 0.7), numbers(0, np.pi))
def test_the_mode_of_a_normal_density_and_its_curvature(mean, log_width, log_ratio, angle):
    axes = rotation(angle)
    covariance = axes @ np.diag([10**log_width, 10 ** (log_width + log_ratio)]) ** 2 @ axes.T
    density = multivariate_normal(mean, covariance).logpdf
    modes = find_modes(integral(density), density)
    assert len(modes.places) == 1
    assert modes.places[0] == pytest.approx(mean, abs=1e-3 * 10**log_width)
    assert modes.log_density[0] == pytest.approx(density(mean), abs=1e-4)
    assert modes.covariance[0] == pytest.approx(covariance, rel=1e-3, abs=1e-3 * covariance.max())


def test_modes_are_sorted_and_the_lowest_are_left_out():
    parts = [(0.7, (0, 0)), (0.29999, (1, 1)), (1e-5, (-2, 1))]

    def density(z):
        return np.logaddexp.reduce([np.log(share) + normal(mean, (0.1, 0.1))(z) for share, mean in parts])

    modes = find_modes(integral(density), density)
    assert modes.places == pytest.approx(np.array([[0, 0], [1, 1]]), abs=1e-3)
    assert modes.log_density[0] - modes.log_density[1] == pytest.approx(np.log(0.7 / 0.29999), abs=1e-3)
