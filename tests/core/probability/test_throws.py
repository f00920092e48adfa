"""A die thrown again and again, against counting by hand and the binomial distribution."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from vae_core.errors import ConfigError
from vae_core.probability.families import Member
from vae_core.probability.sampling import draws
from vae_core.probability.throws import throw

LOADED = Member("categorical", (1.0, 0.1, 2.0, 0.1, 3.0, 0.1, 4.0, 0.1, 5.0, 0.1, 6.0, 0.5))


def test_a_fair_die_gives_each_face_a_sixth():
    throws = throw(Member.even(range(1, 7)), (5, 6), 60, 1)
    assert throws.probabilities == pytest.approx(np.full(6, 1 / 6))
    assert throws.probability == pytest.approx(1 / 3)
    assert throws.faces.tolist() == [1, 2, 3, 4, 5, 6]


@given(st.sets(st.integers(1, 6)), st.integers(1, 400), st.integers(0, 50))
def test_what_is_counted_is_what_was_thrown(event, n, seed):
    throws, thrown = throw(LOADED, event, n, seed), draws(LOADED, n, seed).tolist()
    assert throws.counts.tolist() == [thrown.count(face) for face in range(1, 7)]
    assert throws.n == n
    assert throws.hits == sum(face in event for face in thrown)
    assert throws.frequency.value == throws.hits / n
    assert throws.running.frequency[-1] == pytest.approx(throws.hits / n)
    assert throws.probability == pytest.approx(sum(0.5 if face == 6 else 0.1 for face in event))


def test_events_come_as_often_as_the_binomial_distribution_has_it():
    counts = [throw(LOADED, (1, 6), 100, seed).hits for seed in range(400)]
    law = stats.binom(100, 0.6)
    assert np.mean(counts) == pytest.approx(law.mean(), abs=4 * law.std() / math.sqrt(400))
    assert np.var(counts) == pytest.approx(law.var(), rel=4 * math.sqrt(2 / 400))


def test_the_first_throws_are_the_same_however_many_there_are():
    few, many = (throw(LOADED, (6,), n, 3).running for n in (50, 100))
    assert few.frequency[few.n == 50] == pytest.approx(draws(LOADED, 100, 3)[:50].tolist().count(6) / 50)
    assert few.probability == many.probability == 0.5


@pytest.mark.parametrize("event", [(), (1, 2, 3, 4, 5, 6), (7,)])
def test_what_never_and_what_always_comes(event):
    throws = throw(LOADED, event, 30, 0)
    assert throws.probability == pytest.approx(len(event) // 6)
    assert throws.hits == 30 * (len(event) // 6)


def test_a_die_is_a_table():
    with pytest.raises(ConfigError):
        throw(Member.default("normal"), (1,), 10, 0)
    with pytest.raises(ConfigError):
        Member.even([])
