"""The noises of browsers. That they are the same number by number, tests/web/denoise/noises_test.js says."""

import numpy as np
import pytest
from scipy.stats import kstest

from vae_core.diffusion.noises import APART, noise_at
from vae_core.errors import ConfigError


def test_they_are_standard_normal():
    values = np.concatenate([noise_at(seed, 0, 784) for seed in range(1, 60)]).astype(float)
    assert kstest(values, "norm").pvalue > 1e-3
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 4 / np.sqrt(len(values))


def test_a_seed_has_its_own_noises_the_same_each_time():
    np.testing.assert_array_equal(noise_at(3, 1, 8), noise_at(3, 1, 8))
    np.testing.assert_array_equal(noise_at(3, 1, 8)[:4], noise_at(3, 1, 4))
    assert len({noise_at(seed, at, 1).tobytes() for seed in range(30) for at in (0, 1, APART - 1)}) == 90


@pytest.mark.parametrize("asked", [(-1, 0), (1, -1), (1, APART)])
def test_what_is_no_noise_of_a_way_is_refused(asked):
    with pytest.raises(ConfigError):
        noise_at(*asked, 8)
