"""Equal mean and variance, different shapes; the standard normal; and curves to be drawn."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import stats
from scipy.integrate import quad

from core.builders import numbers
from core.probability.members import members
from vae_core.errors import ConfigError
from vae_core.probability.curves import curves, view
from vae_core.probability.families import FAMILIES, Member
from vae_core.probability.shapes import (
    bands,
    four_shapes,
    probability_within,
    standard_normal_cdf,
    standardisation,
    standardised,
)

SCALES = [(0.0, 1.0), (-3.0, 1e-3), (1000.0, 1e3)]


def moment(shape, mu: float, sigma: float, power: int) -> float:
    """E[((X − μ)/σ)ᵏ] by SciPy's quadrature, in standard units."""

    def integrand(z: float) -> float:
        return z**power * sigma * float(shape.distribution.density(np.array(mu + sigma * z)))

    corners = [-math.sqrt(3), -math.sqrt(2), 0, math.sqrt(3)]
    return quad(integrand, -40, 40, points=corners, limit=400, epsabs=1e-11)[0]


@pytest.mark.parametrize(("mu", "sigma"), SCALES)
def test_four_shapes_share_two_moments_and_differ_in_the_next(mu, sigma):
    shapes = four_shapes(mu, sigma)
    assert [shape.name for shape in shapes] == ["normal", "uniform", "laplace", "gamma"]
    for shape in shapes:
        rounding = 1e-7 if abs(mu) > 1e3 * sigma else 1e-8
        assert moment(shape, mu, sigma, 0) == pytest.approx(1, abs=rounding)
        assert moment(shape, mu, sigma, 1) == pytest.approx(0, abs=rounding)
        assert moment(shape, mu, sigma, 2) == pytest.approx(1, abs=rounding)
        assert moment(shape, mu, sigma, 3) == pytest.approx(shape.skewness, abs=1e-6)
        assert moment(shape, mu, sigma, 4) == pytest.approx(shape.kurtosis, abs=1e-5)
        assert shape.distribution.mean() == pytest.approx(mu, rel=1e-12, abs=1e-12)
        assert shape.distribution.variance() == pytest.approx(sigma**2, rel=1e-12)


@pytest.mark.parametrize(("mu", "sigma"), SCALES)
def test_what_lies_beyond_two_sigma_depends_on_the_shape(mu, sigma):
    far = {shape.name: shape.far for shape in four_shapes(mu, sigma)}
    # Gamma of shape 2 in units of θ = σ/√2, moved by −√2 σ: beyond μ + 2σ lies y > 2 + 2√2, below μ − 2σ nothing.
    y = 2 + 2 * math.sqrt(2)
    expected = {
        "normal": math.erfc(math.sqrt(2)),
        "uniform": 0,
        "laplace": math.exp(-2 * math.sqrt(2)),
        "gamma": (1 + y) * math.exp(-y),
    }
    assert far == pytest.approx(expected, rel=1e-9)


@given(numbers(-1e3, 1e3), numbers(1e-3, 1e3), numbers(-1e3, 1e3))
def test_standardising_any_normal_gives_the_standard_normal(mu, sigma, x):
    z = standardised(x, mu, sigma)
    assert mu + z * sigma == pytest.approx(x, abs=1e-9)
    assert standard_normal_cdf(z) == pytest.approx(stats.norm.cdf(x, mu, sigma), rel=1e-9, abs=1e-300)


def test_68_95_99_7():
    found = bands(10.0, 2.0)
    assert [(band.k, band.low, band.high) for band in found] == [(1, 8, 12), (2, 6, 14), (3, 4, 16)]
    expected = [0.6826894921370859, 0.9544997361036416, 0.9973002039367398]
    assert [band.probability for band in found] == pytest.approx(expected, rel=1e-14)
    k = np.array([0.0, 0.5, 8.0, np.inf])
    np.testing.assert_allclose(probability_within(k), stats.norm.cdf(k) - stats.norm.cdf(-k), rtol=1e-12)


def test_a_standardisation_holds_both_curves_and_the_value():
    result = standardisation(100.0, 15.0, 130.0)
    assert (result.x, result.z) == (130, 2)
    assert result.probability == pytest.approx(stats.norm.cdf(2))
    for c, mean, width in ((result.normal, 100, 15), (result.standard_normal, 0, 1)):
        np.testing.assert_allclose(c.density, stats.norm.pdf(c.x, mean, width), rtol=1e-9)
        for k in (-3, -2, -1, 1, 2, 3):
            assert np.isclose(c.x, mean + k * width, rtol=1e-14).any()
    assert (result.normal.low, result.normal.high) == (40, 160)
    moved = standardisation(0.0, 1.0, 5.0, low=-10.0, high=10.0)
    assert (moved.normal.low, moved.normal.high) == (-10, 10)


@pytest.mark.parametrize(("mu", "sigma"), [(math.inf, 1.0), (math.nan, 1.0), (0.0, 0.0), (0.0, -1.0), (0.0, math.nan)])
def test_no_normal_has_such_parameters(mu, sigma):
    for attempt in (four_shapes, bands, lambda m, s: standardised(0.0, m, s)):
        with pytest.raises(ConfigError):
            attempt(mu, sigma)


@settings(max_examples=120)
@given(members())
def test_curves_can_be_drawn_and_show_where_the_mass_is(member):
    d = member.distribution
    low, high = view(d)
    inside = low + 0.3 * (high - low)
    c = curves(d, marks=(inside, high + 1))
    assert (c.low, c.high) == (low, high)
    assert len(c.x) <= 400
    assert (np.diff(c.x) > 0).all()
    assert (c.x >= low).all()
    assert (c.x <= high).all()
    assert 0 < c.top < math.inf
    assert not np.isnan(c.density).any()
    np.testing.assert_allclose(c.density, d.density(c.x), rtol=1e-12)
    np.testing.assert_allclose(c.cdf, d.cdf(c.x), rtol=1e-12)
    assert c.is_discrete or inside in c.x
    # A straight line between neighbouring points hides little of F.
    assert c.is_discrete or np.diff(c.cdf).max() < 0.08 or d.support[1] <= 1


@pytest.mark.parametrize("family", FAMILIES)
def test_the_area_under_a_curve_is_its_probability(family):
    c = curves(Member.default(family).distribution)
    if c.is_discrete:
        assert c.density.sum() == pytest.approx(1, abs=0.01)
    else:
        assert np.trapezoid(c.density, c.x) == pytest.approx(c.cdf[-1] - c.cdf[0], rel=2e-3)


def test_an_infinite_density_is_cut_at_a_height_that_shows_the_rest():
    c = curves(Member("gamma", (0.5, 1.0)).distribution)
    assert np.isinf(c.density).sum() == 1
    assert 0.5 < c.top < 5
    assert curves(Member("normal", (0.0, 1e-3)).distribution).top == pytest.approx(1e3 / math.sqrt(2 * math.pi))


def test_a_curve_needs_a_stretch():
    with pytest.raises(ConfigError):
        curves(Member.default("normal").distribution, 1.0, 1.0)
    assert curves(Member.default("categorical").distribution, 10.0, 20.0).x.size == 0
