"""Integrals against distribution functions, moments known in closed form, and SciPy's adaptive rule."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import stats
from scipy.integrate import quad

from core.probability.members import CONTINUOUS_NAMES, members
from vae_core.errors import ConfigError
from vae_core.probability import closed_forms
from vae_core.probability.divergences import entropy
from vae_core.probability.families import Member
from vae_core.probability.mixture import Mixture
from vae_core.probability.quadrature import handovers, nodes

# Half of a beta's mass near 1 may lie closer to it than numbers can tell.
TAME = [name for name in CONTINUOUS_NAMES if name != "beta"]


@settings(max_examples=150)
@given(members(*TAME), members(*TAME))
def test_densities_integrate_to_one_beside_any_other(p, q):
    x, w = nodes(p.distribution, q.distribution)
    assert (np.diff(x) >= 0).all()
    assert (w > 0).all()
    assert w @ p.distribution.density(x) == pytest.approx(1, abs=1e-9)
    assert w @ q.distribution.density(x) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("p", "beside"),
    [
        (("log_normal", (10.0, 10.0)), ("student_t", (1000.0, 1000.0, 1.335))),
        (("log_normal", (-6.89, 6.04)), ("cauchy", (1000.0, 0.01))),
        (("cauchy", (1000.0, 55.0)), ("exponential", (55.0,))),
        (("student_t", (0.5, -1000.0, 1.0)), ("exponential", (1000.0,))),
    ],
)
def test_a_heavy_tail_is_followed_past_the_middle_of_another_density(p, beside):
    p, beside = Member(*p), Member(*beside)
    x, w = nodes(p.distribution, beside.distribution)
    assert entropy(p.distribution.log_density(x), w) == pytest.approx(closed_forms.entropy(p), rel=1e-9)


@given(members("beta"), members(*CONTINUOUS_NAMES))
def test_a_beta_loses_no_more_than_rounding_hides_at_its_upper_end(p, q):
    x, w = nodes(p.distribution, q.distribution)
    assert w @ p.distribution.density(x) == pytest.approx(1, abs=1e-6)


@given(members("normal"), members("normal"))
def test_a_second_moment_is_found_whatever_stands_beside(p, q):
    (mean, deviation), (centre, _) = p.parameters, q.parameters
    x, w = nodes(p.distribution, q.distribution)
    expected = deviation**2 + (mean - centre) ** 2
    assert w @ (p.distribution.density(x) * (x - centre) ** 2) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("degrees", [2.1, 3.0, 5.0, 1000.0])
def test_the_variance_of_a_heavy_tail_is_followed_far_out(degrees):
    x, w = nodes(Member("student_t", (degrees, 0.0, 1.0)).distribution)
    density = stats.t(degrees).pdf(x)
    assert w @ (density * x**2) == pytest.approx(degrees / (degrees - 2), rel=1e-9)


@pytest.mark.parametrize("sigma", [0.001, 1.0, 3.0, 10.0])
def test_the_second_moment_of_a_log_normal_lies_far_beyond_its_quantiles(sigma):
    x, w = nodes(Member("log_normal", (0.0, sigma)).distribution)
    assert w @ (stats.lognorm(sigma).pdf(x) * x**2) == pytest.approx(math.exp(2 * sigma**2), rel=1e-9)


@pytest.mark.parametrize("width", [0.1, 1e-3, 1e-6])
def test_the_bend_between_two_narrow_components_is_not_smoothed(width):
    p = Mixture([0.5, 0.5], [0.0, 10.0], [width, width])
    q = Member("normal", (4.0, 2.0)).distribution
    x, w = nodes(p, q)
    found = -(w @ (q.density(x) * p.log_density(x)))

    def nearest(x):
        """−log p up to the overlap, which is e^(−50) and less except beside 5."""
        return math.log(2) + 0.5 * math.log(2 * math.pi * width**2) + min(x**2, (x - 10) ** 2) / (2 * width**2)

    bell = stats.norm(4, 2)
    expected = quad(lambda x: bell.pdf(x) * nearest(x), -16, 24, points=[0, 4, 5, 10], limit=200, epsabs=0)[0]
    # The overlap of both components adds ∫ log(1 + e^(−|s|)) ds = π²/6 over a slope of 10/width².
    overlap = math.pi**2 / 6 * width**2 / 10 * bell.pdf(5)
    assert found == pytest.approx(expected - overlap, rel=1e-9, abs=1e-5 * width**2)


def test_the_handover_is_where_both_components_are_equal():
    mixture = Mixture([0.3, 0.7], [-1.0, 2.0], [0.5, 1.5])
    places, widths = handovers(mixture)
    left, right = mixture.component_densities(places)
    np.testing.assert_allclose(left, right, rtol=1e-9)
    assert len(places) == 2
    step = 1e-6
    log_odds = [np.log(np.divide(*mixture.component_densities(places + shift))) for shift in (-step, step)]
    np.testing.assert_allclose(1 / widths, np.abs(log_odds[1] - log_odds[0]) / (2 * step), rtol=1e-4)


def test_a_component_that_never_comes_hands_nothing_over():
    places, _ = handovers(Mixture([0.0, 1.0], [-1.0, 2.0], [0.5, 1.5]))
    assert places.size == 0


def test_cuts_make_a_corner_exact():
    normal = Member("normal", (0.0, 1.0)).distribution
    x, w = nodes(normal, cuts=np.array([0.3]))
    expected = 2 * (stats.norm.pdf(0.3) + 0.3 * stats.norm.cdf(0.3)) - 0.3
    assert w @ (normal.density(x) * np.abs(x - 0.3)) == pytest.approx(expected, rel=1e-13)


def test_nodes_stay_inside_what_the_densities_cover():
    x, _ = nodes(Member("uniform", (2.0, 3.0)).distribution, Member("exponential", (1.0,)).distribution)
    assert x[0] > 0
    x, _ = nodes(Member("beta", (0.5, 0.5)).distribution)
    assert x[0] > 0
    assert x[-1] < 1


def test_only_densities_are_integrated():
    with pytest.raises(ConfigError, match="discrete"):
        nodes(Member("normal", (0.0, 1.0)).distribution, Member("poisson", (3.0,)).distribution)
    with pytest.raises(ConfigError, match="at least one"):
        nodes()
