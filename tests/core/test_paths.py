"""Ways through latent space, against rotations by SciPy, quantiles by the standard library, and torch."""

from statistics import NormalDist

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.linalg import expm

from vae_core.analysis.paths import (
    LabelledCodes,
    class_mean,
    coordinates,
    eased,
    mean_kl,
    spherical,
    straight,
)
from vae_core.errors import ConfigError

T = np.linspace(0, 1, 21)
RANDOM = np.random.default_rng(0)
FINITE = st.floats(-1e3, 1e3, allow_subnormal=False).map(lambda value: 0.0 if abs(value) < 1e-6 else value)


def whites_slerp(a, b, t):
    """As White (2016, section 2.2) writes it, for ends of equal length."""
    omega = np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))
    weights = np.sin((1 - t) * omega) / np.sin(omega), np.sin(t * omega) / np.sin(omega)
    return weights[0][:, None] * a + weights[1][:, None] * b


@pytest.mark.parametrize("latent", [2, 3, 8])
def test_on_a_sphere_the_way_is_slerp_and_a_rotation_at_an_even_pace(latent):
    a, b = RANDOM.normal(size=(2, latent))
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    way = spherical(a, b, T)
    np.testing.assert_allclose(way, whites_slerp(a, b, T), atol=1e-12)
    # The rotation in the plane of both, as the exponential of its generator.
    u = a / np.linalg.norm(a)
    v = b - (b @ u) * u
    v /= np.linalg.norm(v)
    angle = np.arctan2(b @ v, b @ u)
    generator = np.outer(v, u) - np.outer(u, v)
    np.testing.assert_allclose(way, np.array([expm(t * angle * generator) @ a for t in T]), atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(arrays(float, 5, elements=FINITE), arrays(float, 5, elements=FINITE))
def test_both_ways_begin_and_end_where_they_should_and_the_arc_keeps_between_both_lengths(a, b):
    for way in (straight(a, b, T), spherical(a, b, T)):
        size = max(1.0, np.abs([a, b]).max())
        np.testing.assert_allclose(way[[0, -1]], [a, b], atol=1e-9 * size)
        assert np.isfinite(way).all()
    if a.any() and b.any():
        lengths = np.linalg.norm(spherical(a, b, T), axis=1)
        low, high = sorted((np.linalg.norm(a), np.linalg.norm(b)))
        assert (lengths >= low * (1 - 1e-9)).all()
        assert (lengths <= high * (1 + 1e-9)).all()


def test_nearly_opposite_ends_of_unequal_length_do_not_run_away():
    way = spherical(np.array([1.0, 0.0]), np.array([-2.0, 1e-6]), T)
    assert np.linalg.norm(way, axis=1).max() <= 2 + 1e-9
    assert way[10] == pytest.approx([0, 1.5], abs=1e-5)


@pytest.mark.parametrize("a", [[3.0, 0.0], [1.0, -1.0, 2.0], [0.0, 0.0, 0.0, 5.0]])
def test_opposite_ends_are_joined_by_half_a_circle(a):
    a = np.array(a)
    way = spherical(a, -a, T)
    np.testing.assert_allclose(np.linalg.norm(way, axis=1), np.linalg.norm(a))
    assert way[10] @ a == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(way[-1], -a, atol=1e-12)


def test_equal_ends_stay_and_a_zero_end_has_no_direction():
    a, zero = np.array([0.3, -2.0, 1.0]), np.zeros(3)
    np.testing.assert_allclose(spherical(a, a, T), np.tile(a, (21, 1)))
    np.testing.assert_allclose(spherical(a, 2 * a, T), straight(a, 2 * a, T))
    for ends in ((a, zero), (zero, a), (zero, zero)):
        np.testing.assert_array_equal(spherical(*ends, T), straight(*ends, T))


def test_the_cells_of_equal_probability_are_the_quantiles_in_their_middle():
    cells = coordinates(10, "probability")
    assert cells == pytest.approx([NormalDist().inv_cdf((i + 0.5) / 10) for i in range(10)], abs=1e-12)
    assert cells == pytest.approx(-cells[::-1])
    draws = RANDOM.standard_normal(40_000)
    edges = [NormalDist().inv_cdf(i / 10) for i in range(1, 10)]
    counts = np.bincount(np.searchsorted(edges, draws), minlength=10) / len(draws)
    assert np.abs(counts - 0.1).max() < 5 * np.sqrt(0.09 / len(draws))


def test_equal_steps_are_equal_and_nonsense_is_refused():
    steps = np.diff(coordinates(15, "steps"))
    assert steps == pytest.approx(steps[0])
    assert coordinates(15, "steps")[[0, -1]].tolist() == [-3, 3]
    with pytest.raises(ConfigError, match="spaced"):
        coordinates(5, "guess")
    with pytest.raises(ConfigError, match="two cells"):
        coordinates(1, "steps")


def test_easing_keeps_the_ends_and_rests_there():
    assert eased(np.array([0.0, 0.5, 1.0])).tolist() == [0, 0.5, 1]
    assert np.gradient(eased(T), T)[[0, -1]] == pytest.approx(0, abs=0.2)
    assert (np.diff(eased(T)) > 0).all()


def test_the_mean_kl_is_that_of_torch():
    mean, log_variance = (RANDOM.normal(size=(200, 3)).astype(np.float32) for _ in range(2))
    normal = torch.distributions.Normal(torch.tensor(mean), torch.tensor(np.exp(log_variance / 2)))
    expected = torch.distributions.kl_divergence(normal, torch.distributions.Normal(0.0, 1.0)).mean(0)
    np.testing.assert_allclose(mean_kl(mean, log_variance), expected, rtol=1e-5)
    assert mean_kl(np.zeros((4, 2), np.float32), np.zeros((4, 2), np.float32)).tolist() == [0, 0]


def test_a_class_mean_is_the_mean_of_its_members_alone():
    codes, labels = np.array([[0.0, 2.0], [4.0, 0.0], [9.0, 9.0]]), np.array([1, 1, 2])
    assert class_mean(codes, labels, 1).tolist() == [2, 1]
    with pytest.raises(ConfigError, match="label 3"):
        class_mean(codes, labels, 3)
    known = LabelledCodes(codes, labels)
    assert known.mean(1).tolist() == [2, 1]
    assert known.nearest(np.array([[8.0, 8.0], [1.0, 1.0]])).tolist() == [2, 1]
    assert known.distances(np.array([[9.0, 9.0], [3.0, 6.0]])).tolist() == [0, 5]
