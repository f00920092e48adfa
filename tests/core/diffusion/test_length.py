"""The length of noise, against SciPy's χ distribution and against draws."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import chi

from vae_core.diffusion.length import MOST, half_way, length_of_noise, share_below
from vae_core.errors import ConfigError


@pytest.mark.parametrize("d", [1, 2, 8, 784, MOST])
def test_the_length_is_that_of_the_chi_distribution(d):
    mean, deviation = length_of_noise(d)
    assert mean == pytest.approx(chi.mean(d), rel=1e-9)
    assert deviation**2 == pytest.approx(d - chi.mean(d) ** 2, abs=1e-5)
    assert share_below(d, mean) == pytest.approx(chi.cdf(mean, d), rel=1e-9)


def test_the_shell_grows_and_does_not_thicken():
    deviations = [length_of_noise(d)[1] for d in (1, 8, 100, 784, MOST)]
    assert all(a < b < np.sqrt(0.5) for a, b in pairwise(deviations))


@pytest.mark.parametrize("d", [8, 784])
def test_half_way_on_a_straight_line_noise_is_shorter(d):
    a, b = np.random.default_rng(0).standard_normal((2, 4000, d))
    lengths = np.linalg.norm((a + b) / 2, axis=1)
    assert half_way(d) == pytest.approx(lengths.mean(), abs=4 * lengths.std() / np.sqrt(len(lengths)))


@pytest.mark.parametrize("d", [0, MOST + 1])
def test_what_is_no_number_of_dimensions_is_refused(d):
    with pytest.raises(ConfigError, match="dimensions"):
        length_of_noise(d)
