"""Curves are drawn smooth without being moved."""

import numpy as np
import pytest

from vae_core.lab.course import smoothed

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("weight", [0.0, 0.5, 0.8, 0.99])
def test_what_is_smoothed_is_a_mean_of_what_came_before(weight):
    values = RNG.normal(size=40)
    for number, value in enumerate(smoothed(values, weight)):
        weights = weight ** np.arange(number, -1, -1.0)
        assert value == pytest.approx(np.average(values[: number + 1], weights=weights))


def test_a_constant_stays_and_nothing_is_nothing():
    assert smoothed(np.full(9, 3.25)) == pytest.approx(3.25)
    assert not len(smoothed(np.array([])))


def test_noise_shrinks_by_what_the_weights_say():
    noise = RNG.normal(size=100_000)
    assert smoothed(noise, 0.8)[1000:].var() == pytest.approx((1 - 0.8) / (1 + 0.8), rel=0.03)
