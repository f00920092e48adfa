"""What is counted once for everybody."""

import numpy as np

from ui import returns


def test_what_is_prepared_is_what_a_page_asks_for():
    returns.prepare()
    before = returns.few_and_many.cache_info().misses
    chance, without = (returns.few_and_many(kind) for kind in ("ancestral", "ddim"))
    assert returns.few_and_many.cache_info().misses == before
    assert len(chance.is_same) == returns.NOISES
    assert without.share > 0.8 > 0.3 > chance.share


def test_codes_are_noised_up_to_the_step_that_is_asked_for():
    little, half = returns.there_and_back(5), returns.there_and_back(50)
    assert len(little.is_same) == returns.CODES
    assert little.share > 0.95 > half.share
    np.testing.assert_array_equal(returns.there_and_back(50).is_same, half.is_same)
