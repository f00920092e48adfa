"""Likelihood and KL as mirror images, and a bin's mass far out in a tail."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import entropy, norm

from core.builders import numbers
from vae_core.errors import ConfigError
from vae_core.probability.empirical import bin_masses, empirical, log_bin_mass, matching
from vae_core.probability.likelihood import draw, hidden_truth, likelihood, observations

samples = st.lists(numbers(-20, 20), min_size=1, max_size=30).map(np.array)
widths = numbers(math.log(1e-3), math.log(1e3)).map(math.exp)
MEANS = np.linspace(-6, 6, 61)


@given(samples, widths)
def test_the_empirical_distribution_counts_what_falls_into_each_bin(x, width):
    counted = empirical(x, width)
    expected = Counter(math.floor(value / width) for value in x.tolist())
    bins = np.floor(counted.middles / width).astype(int).tolist()
    assert dict(zip(bins, (counted.probabilities * len(x)).round().astype(int).tolist(), strict=True)) == expected
    assert counted.probabilities.sum() == pytest.approx(1)
    assert counted.entropy == pytest.approx(entropy(list(expected.values())), abs=1e-12)


def test_one_datum_has_no_entropy():
    assert empirical(observations([0.3]), 0.1).entropy == 0


@given(numbers(-5, 5), widths, numbers(-5, 5), widths)
def test_the_mass_of_a_bin_is_a_difference_of_the_cdf(middle, width, mean, sd):
    found = log_bin_mass(np.array([middle]), width, mean, sd)[0]
    low, high = (middle - width / 2 - mean) / sd, (middle + width / 2 - mean) / sd
    if abs(middle - mean) < 4 * sd and high - low > 1e-3:
        assert math.exp(found) == pytest.approx(norm.cdf(high) - norm.cdf(low), abs=1e-14, rel=1e-10)
    assert math.isfinite(found)
    assert found <= 1e-12


@pytest.mark.parametrize("z", [0.0, 0.7, 3.0, 12.0, 40.0, 1e3, -40.0, 1e5])
@pytest.mark.parametrize("width", [1e-6, 1e-3, 0.1, 0.9, 1.1, 3.0, 30.0])
def test_the_mass_of_a_bin_is_right_far_out(z, width):
    """By quadrature of the density relative to its value at the end nearer to the mean."""
    away = abs(z)
    near = max(away - width / 2, 0.0) if away > width / 2 else 0.0
    ends = away - width / 2, away + width / 2

    def relative(step):
        return math.exp(-near * step - step**2 / 2)

    reach = min(width if ends[0] == near else ends[1] - near, 40 / (1 + near))
    area = quad(relative, 0, reach, epsabs=0, epsrel=1e-12)[0]
    if ends[0] < near:  # the mean lies inside the bin
        area += quad(relative, 0, min(near - ends[0], 40), epsabs=0, epsrel=1e-12)[0]
    expected = math.log(area) - near**2 / 2 - 0.5 * math.log(2 * math.pi)
    assert log_bin_mass(np.array([z]), width, 0.0, 1.0)[0] == pytest.approx(expected, rel=1e-11, abs=1e-10)


def test_the_bins_of_the_whole_line_weigh_one():
    for width, sd in ((0.1, 1.0), (0.5, 0.02), (1e-2, 1e-3), (3.0, 1.0)):
        middles = (np.arange(-400, 400) + 0.5) * width
        assert np.exp(log_bin_mass(middles, width, 0.013, sd)).sum() == pytest.approx(1, abs=1e-12)


def test_mirrored_bins_weigh_the_same():
    middles = np.linspace(-30, 30, 41)
    np.testing.assert_allclose(log_bin_mass(middles, 0.7, 0.0, 1.0), log_bin_mass(-middles, 0.7, 0.0, 1.0), rtol=1e-14)


@given(samples, widths, widths)
def test_the_two_curves_sum_to_minus_the_entropy_everywhere(x, sd, width):
    result = matching(x, MEANS, sd, width)
    total = result.mean_log_likelihoods + result.divergences
    scale = max(1, np.abs(result.divergences).max())
    np.testing.assert_allclose(total, -result.empirical.entropy, atol=1e-13 * scale)
    assert (result.divergences >= -1e-12).all()
    assert np.isfinite(result.mean_log_likelihoods).all()


@given(samples, numbers(0.05, 5), numbers(0.01, 2))
def test_the_highest_likelihood_and_the_lowest_kl_are_at_one_mean(x, sd, width):
    result = matching(x, MEANS, sd, width)
    lowest = result.divergences.min()
    at_best = result.divergences[result.means == result.best_mean]
    assert at_best[0] == pytest.approx(lowest, rel=1e-12, abs=1e-12)
    # the best of these means is next to the mean of the bins' middles, up to what binning blurs
    if width < sd and abs(x.mean()) < 5:
        assert abs(result.best_mean - x.mean()) <= 0.1 + width


@pytest.mark.parametrize("sd", [0.3, 1.0, 4.0])
def test_the_divergence_is_that_of_scipy(sd):
    x = draw(hidden_truth("laplace", 0.5, 1.0), 40, 2)
    result = matching(x, np.array([0.2]), sd, 0.25)
    bins = np.arange(-200, 200)
    shares = np.array([np.mean(np.floor(x / 0.25) == number) for number in bins])
    ends = bins * 0.25, (bins + 1) * 0.25
    upper = norm.sf(ends[0], 0.2, sd) - norm.sf(ends[1], 0.2, sd)
    masses = np.where(bins > 0, upper, norm.cdf(ends[1], 0.2, sd) - norm.cdf(ends[0], 0.2, sd))
    held = shares > 0
    expected = np.sum(shares[held] * np.log(shares[held] / masses[held]))
    assert result.divergences[0] == pytest.approx(expected, rel=1e-9)


def test_as_bins_shrink_their_likelihood_becomes_the_density_s():
    x = draw(hidden_truth("normal", 0.0, 1.0), 25, 3)
    gaps = []
    for width in (1.0, 0.1, 0.01, 0.001):
        result = matching(x, MEANS, 1.0, width)
        gaps.append(np.abs(result.mean_log_likelihoods - result.mean_log_densities).max())
        expected = likelihood(x, float(MEANS[7]), 1.0).log_likelihood / 25 + math.log(width)
        assert result.mean_log_densities[7] == pytest.approx(expected)
    assert gaps[0] > 0.1
    assert gaps[-1] < 0.002
    assert gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize("width", [0.0, -1.0, 1e-9, math.inf, math.nan])
def test_a_width_that_cannot_be_is_refused(width):
    with pytest.raises(ConfigError, match="width of a bin"):
        empirical(observations([0.0]), width)


@pytest.mark.parametrize("values", [[0.0], [1e9, -1e9], [0.0, 0.0], [1e8, 1e8 + 1e-6], [0.0, 1e-9]])
@pytest.mark.parametrize("sd", [1e-9, 1e-3, 1e3, 1e9])
@pytest.mark.parametrize("width", [1e-6, 1e6])
def test_at_the_ends_of_what_is_allowed_everything_stays_finite(values, sd, width):
    result = matching(observations(values), MEANS, sd, width)
    assert np.isfinite(result.mean_log_likelihoods).all()
    assert np.isfinite(result.mean_log_densities).all()
    assert (result.divergences >= -1e-9).all()


@given(numbers(-20, 20), numbers(math.log(0.05), math.log(50)).map(math.exp), numbers(0.05, 5))
def test_the_mass_of_a_bin_is_a_difference_of_two_cdfs(mean, sd, width):
    places = np.linspace(-10, 10, 21)
    law = norm(mean, sd)
    expected = law.cdf(places + width / 2) - law.cdf(places - width / 2)
    np.testing.assert_allclose(bin_masses(places, width, mean, sd), expected, atol=1e-12)
