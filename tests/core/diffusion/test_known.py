"""What the lesson shows of a chain: examples, what is known at a step, an account that adds up, and particles."""

import numpy as np
import pytest
from scipy import integrate, stats

from vae_core.diffusion import particles
from vae_core.diffusion.account import Account
from vae_core.diffusion.distance import distance_to, sliced_wasserstein
from vae_core.diffusion.examples import LINES, PLANES
from vae_core.diffusion.forward import divergence_from_prior, known
from vae_core.diffusion.names import three_names
from vae_core.diffusion.schedule import KINDS, Schedule


@pytest.mark.parametrize("name", PLANES)
def test_planes_are_as_wide_as_the_noise(name):
    data = PLANES[name]
    mean = data.weights @ data.means
    variance = data.weights @ (data.variances + (data.means - mean) ** 2)
    np.testing.assert_allclose(mean, 0, atol=1e-12)
    assert variance.mean() == pytest.approx(1)


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_all_data_are_from_the_prior_is_an_integral(name, kind):
    schedule, t = Schedule(kind, 100), 30
    noisy = LINES[name].noisy(float(schedule.signal[t]), float(schedule.noise[t]))

    def integrand(x: float) -> float:
        log_density = float(noisy.log_density(np.array([[x]]))[0])
        return np.exp(log_density) * (log_density - stats.norm.logpdf(x))

    expected = integrate.quad(integrand, -9, 9, limit=500, points=[-1.5, 0, 1.5])[0]
    assert divergence_from_prior(LINES[name], schedule, t) == pytest.approx(expected, abs=1e-7)


def test_nothing_is_lost_at_step_0_and_all_at_the_last():
    now, end = (known(LINES["two"], Schedule("cosine", 100), 1.2, t) for t in (0, 100))
    assert (now.signal, now.noise, now.snr, now.rate) == (1, 0, np.inf, np.inf)
    assert end.rate == end.last == pytest.approx(0, abs=1e-3)
    assert now.divergence > 0.3 > end.divergence


@pytest.mark.parametrize("width", ["best", "fixed"])
@pytest.mark.parametrize("steps", [1, 7, 60])
def test_an_account_adds_up(width, steps):
    found = Account(LINES["three"], Schedule("cosine", steps), width, 0.3)
    assert abs(found.difference) < 1e-3
    assert found.bound.value <= found.log_evidence + 1e-6
    assert 0 < found.error < 1e-3


def test_more_steps_come_to_the_data():
    found = Account(LINES["three"], Schedule("cosine", 400), "best", 0.3)
    assert found.log_evidence == pytest.approx(found.log_density, abs=0.02)


def test_the_three_names_agree_and_make_up_the_place():
    found = three_names(PLANES["moons"], Schedule("cosine", 100), 30, (0.4, -1.0))
    assert found.disagreement < 1e-12
    np.testing.assert_allclose(found.signal * found.denoised + found.noise * found.noise_found, found.x_t)


def test_the_distance_of_a_cloud_that_was_moved_is_how_far():
    rng = np.random.default_rng(0)
    cloud = rng.standard_normal((400, 1))
    assert sliced_wasserstein(cloud, cloud + 0.7) == pytest.approx(0.7)
    plane = rng.standard_normal((400, 2))
    # On average over directions, a move by one along an axis is seen as 2/π.
    assert sliced_wasserstein(plane, plane + np.array([1, 0])) == pytest.approx(2 / np.pi, rel=0.01)


def test_particles_come_to_the_data_the_nearer_the_more_steps():
    data = PLANES["moons"]
    table = particles.by_steps(data, 1)
    for kind, found in table.found.items():
        assert found[2] > 2 * found[100], kind
        assert found[100] < 3 * table.floor, kind
    far = distance_to(data, np.random.default_rng(0).standard_normal((1000, 2)), np.random.default_rng(1))
    assert table.floor < far / 3


def test_both_ways_set_out_from_the_same_noise():
    ways = particles.both(PLANES["ring"], "flow", 12, 5)
    np.testing.assert_array_equal(ways.ancestral.x[0], ways.without.x[0])
    assert len(ways.ancestral.x) == len(ways.without.x) == 13
    assert ways.noisy(12).means == pytest.approx(PLANES["ring"].means)
    # The more often it is asked, the more alike: without chance a place leads to one place.
    again = particles.both.__wrapped__(PLANES["ring"], "flow", 12, 5)
    np.testing.assert_array_equal(again.without.x[-1], ways.without.x[-1])
