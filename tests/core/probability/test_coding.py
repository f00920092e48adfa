"""Code lengths, their averages, and tables whose probabilities are moved."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from core.builders import numbers
from vae_core.errors import ConfigError
from vae_core.probability.coding import coding, huffman_code, resized, with_probability


@st.composite
def tables(draw, count=None) -> tuple[float, ...]:
    count = count or draw(st.integers(2, 8))
    weights = draw(st.lists(st.sampled_from((0.0, 1.0)) | numbers(0, 1), min_size=count, max_size=count))
    assume(sum(weights) > 1e-3)
    return tuple(np.array(weights) / sum(weights))


pairs = st.integers(2, 8).flatmap(lambda count: st.tuples(tables(count), tables(count)))


@given(pairs)
def test_the_excess_is_the_divergence_in_bits(pair):
    p, q = pair
    result = coding(p, q)
    assert result.entropy == pytest.approx(stats.entropy(p, base=2), abs=1e-12)
    assert result.excess == pytest.approx(stats.entropy(p, q, base=2), abs=1e-12)
    if math.isfinite(result.average):
        assert result.average - result.entropy == pytest.approx(result.excess, rel=1e-9, abs=1e-9)
    else:
        assert result.excess == math.inf


@given(pairs)
def test_words_of_whole_bits_fit_the_table(pair):
    p, q = pair
    result = coding(p, q)
    # Kraft's inequality: such words exist.
    assert np.exp2(-result.whole_lengths).sum() <= 1 + 1e-6
    assert ((result.whole_lengths >= result.lengths_q - 1e-6) & (result.whole_lengths < result.lengths_q + 1))[
        q != 0
    ].all
    if math.isfinite(result.average):
        assert result.average - 1e-6 <= result.whole_average <= result.average + 1


def test_lengths_that_are_whole_stay_whole():
    q = (0.5, 0.25, 0.125, 0.125)
    result = coding((0.25,) * 4, q)
    assert result.lengths_q.tolist() == result.whole_lengths.tolist() == [1, 2, 3, 3]
    assert [len(word) for word in result.words] == [1, 2, 3, 3]
    assert result.average == result.huffman_average == 2.25
    assert result.entropy == 2


def test_a_symbol_that_q_forbids_costs_without_end():
    result = coding((0.5, 0.5), (1.0, 0.0))
    assert result.lengths_q.tolist() == [0, math.inf]
    assert result.average == result.excess == result.whole_average == result.huffman_average == math.inf
    assert result.words == ("", None)


def test_a_symbol_that_never_comes_costs_nothing():
    result = coding((1.0, 0.0), (1.0, 0.0))
    assert (result.average, result.entropy, result.excess, result.whole_average) == (0, 0, 0, 0)
    assert math.copysign(1, result.lengths_q[0]) == 1


@given(tables())
def test_huffmans_words_are_free_of_prefixes_and_complete(q):
    every = huffman_code(q)
    assert [word is None for word in every] == [probability == 0 for probability in q]
    words = [word for word in every if word is not None]
    assert all(set(word) <= {"0", "1"} for word in words)
    assert not any(a.startswith(b) for a, b in itertools.permutations(words, 2))
    assert sum(2.0 ** -len(word) for word in words) == 1


@given(tables(4))
def test_no_code_of_whole_bits_beats_huffmans(q):
    q = [probability for probability in q if probability > 0]
    lengths = [len(word) for word in huffman_code(tuple(q))]
    possible = [trial for trial in itertools.product(range(5), repeat=len(q)) if sum(2.0**-n for n in trial) <= 1]
    best = min(np.dot(q, trial) for trial in possible)
    assert np.dot(q, lengths) == pytest.approx(best, abs=1e-12)


@given(tables())
def test_huffmans_average_lies_within_a_bit_of_the_entropy(q):
    result = coding(q, q)
    assert result.entropy - 1e-9 <= result.huffman_average <= result.entropy + 1 + 1e-9


@given(tables(), st.data(), numbers(-0.5, 1.5))
def test_a_moved_probability_is_made_room_for(table, data, value):
    index = data.draw(st.integers(0, len(table) - 1))
    moved = with_probability(table, index, value)
    assert moved[index] == min(max(value, 0), 1)
    assert math.fsum(moved) == pytest.approx(1, abs=1e-12)
    assert min(moved) >= 0
    others = [i for i in range(len(table)) if i != index]
    total = sum(table[i] for i in others)
    if total > 0:
        for i in others:
            assert moved[i] * total == pytest.approx(table[i] * (1 - moved[index]), abs=1e-12)
    else:
        assert len({moved[i] for i in others}) == 1
    coding(moved, table)


@given(tables(), st.data())
def test_a_probability_moved_to_where_it_is_stays(table, data):
    index = data.draw(st.integers(0, len(table) - 1))
    assert with_probability(table, index, table[index]) == pytest.approx(table, abs=1e-12)


@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ((1.0,), (1.0,), "2 to 8 symbols"),
        ((1 / 9,) * 9, (1 / 9,) * 9, "2 to 8 symbols"),
        ((0.5, 0.5), (0.2, 0.3, 0.5), "P has 2 symbols"),
        ((0.5, 0.6), (0.5, 0.5), "must sum to 1, not 1.1"),
        ((0.5, 0.5), (1.5, -0.5), "between 0 and 1"),
        ((0.5, 0.5), (math.nan, 0.5), "between 0 and 1"),
    ],
)
def test_only_tables_are_coded(p, q, message):
    with pytest.raises(ConfigError, match=message):
        coding(p, q)


def test_only_symbols_of_the_table_are_moved():
    with pytest.raises(ConfigError, match="no symbol"):
        with_probability((0.5, 0.5), 2, 0.1)
    with pytest.raises(ConfigError, match="NaN"):
        with_probability((0.5, 0.5), 0, math.nan)


@given(pairs)
def test_the_parts_of_the_symbols_add_up_to_the_excess(pair):
    result = coding(*pair)
    assert result.waste.sum() == pytest.approx(result.excess, rel=1e-9, abs=1e-12)


@given(tables(), st.integers(2, 8))
def test_a_table_with_more_or_fewer_symbols_keeps_its_proportions(table, count):
    result = resized(table, count)
    assert len(result) == count
    assert math.fsum(result) == pytest.approx(1)
    kept = min(count, len(table))
    before, after = np.array(table[:kept]), np.array(result[:kept])
    if before.sum() > 0:
        np.testing.assert_allclose(after * before.sum(), before * after.sum(), atol=1e-12)
    assert all(new == 1 / count for new in result[len(table) :])


@pytest.mark.parametrize("count", [1, 9])
def test_a_table_has_two_to_eight_symbols(count):
    with pytest.raises(ConfigError, match="2 to 8"):
        resized((0.5, 0.5), count)
