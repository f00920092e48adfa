"""Samples of many hands as one: against all of their draws in one array."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_core.errors import ConfigError
from vae_core.probability.families import FAMILIES, Member
from vae_core.probability.pooled_draws import BINS, pool
from vae_core.probability.sampling import draws

HANDS = [(1000, 1), (37, 8), (5000, 3), (1, 4)]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_pool_is_the_sample_of_all_draws(family):
    member = Member.default(family)
    pooled = pool(member, HANDS)
    x = np.concatenate([draws(member, n, seed) for n, seed in HANDS])
    assert pooled.estimate.n == len(x) == 6038
    assert pooled.estimate.value == pytest.approx(x.mean(), rel=1e-9, abs=1e-12)
    if pooled.deviation is None:
        assert pooled.estimate.standard_error == math.inf
    else:
        assert pooled.deviation == pytest.approx(math.sqrt(member.distribution.variance()))
        assert pooled.estimate.standard_error == pytest.approx(x.std(ddof=1) / math.sqrt(len(x)), rel=1e-9)
    assert pooled.means == pytest.approx([draws(member, n, seed).mean() for n, seed in HANDS])


@pytest.mark.parametrize("family", FAMILIES)
def test_the_histogram_counts_every_draw_that_is_in_sight(family):
    member = Member.default(family)
    pooled = pool(member, HANDS)
    x = np.concatenate([draws(member, n, seed) for n, seed in HANDS])
    low, high = pooled.curve.low, pooled.curve.high
    if pooled.curve.is_discrete:
        frequencies = [np.mean(x == place) for place in pooled.places]
        assert pooled.heights == pytest.approx(frequencies)
    else:
        assert len(pooled.places) == BINS
        area = pooled.heights.sum() * (high - low) / BINS
        assert area == pytest.approx(np.mean((low <= x) & (x <= high)))
        middle = BINS // 2
        edges = np.linspace(low, high, BINS + 1)
        inside = np.mean((edges[middle] <= x) & (x < edges[middle + 1]))
        assert pooled.heights[middle] * (high - low) / BINS == pytest.approx(inside)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.integers(0, 50), st.integers(1, 3000), min_size=1, max_size=12))
def test_who_came_first_changes_nothing(by_seed):
    member = Member.default("gamma")
    hands = [(n, seed) for seed, n in by_seed.items()]
    forwards, backwards = pool(member, hands), pool(member, hands[::-1])
    assert forwards.estimate.value == pytest.approx(backwards.estimate.value)
    np.testing.assert_allclose(forwards.heights, backwards.heights)


def test_thirty_hands_are_nearer_to_the_mean_than_one():
    pooled = pool(Member("normal", (2.0, 3.0)), [(1000, seed) for seed in range(30)])
    alone = 3 / math.sqrt(1000)
    # The root of a mean of 30 squares of normals: within four of its standard errors, 1/√60 of it each.
    assert pooled.typical_error == pytest.approx(alone, rel=4 / math.sqrt(60))
    assert abs(pooled.estimate.value - 2) < 4 * alone / math.sqrt(30)
    assert pooled.estimate.standard_error == pytest.approx(alone / math.sqrt(30), rel=0.05)


def test_without_a_mean_there_is_nothing_to_be_off_from():
    pooled = pool(Member.default("cauchy"), [(1000, seed) for seed in range(5)])
    assert (pooled.mean, pooled.typical_error) == (None, None)


@pytest.mark.parametrize("drawn", [[], [(10, 1), (20, 1)], [(0, 1)], [(100_001, 1)]])
def test_what_is_no_pool_is_refused(drawn):
    with pytest.raises(ConfigError):
        pool(Member.default("normal"), drawn)
