"""Many θ on one likelihood, against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from vae_core.errors import ConfigError
from vae_core.probability.likelihood import observations
from vae_core.probability.pooled_likelihood import score, window_of_many

X = observations([0.0, 0.5, 1.2, 1.4, 2.2, 0.9])
THETAS = [(1.0, 0.7), (-2.0, 2.0), (0.9, 0.69), (300.0, 1e-3)]


def test_each_is_scored_as_scipy_scores_it():
    scored = score(X, THETAS)
    expected = [norm(mean, deviation).logpdf(X).sum() for mean, deviation in THETAS]
    assert scored.log_likelihood == pytest.approx(expected)
    top = norm(X.mean(), X.std()).logpdf(X).sum()
    assert scored.below == pytest.approx([top - each for each in expected])
    assert scored.order == [0, 2, 1, 3]
    assert scored.median == pytest.approx(np.median(scored.below))


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.01, 50)), min_size=1, max_size=30))
def test_nobody_is_above_the_top_and_nine_of_ten_are_in_sight(thetas):
    scored = score(X, thetas)
    assert (scored.below >= 0).all()
    shown = window_of_many(X, scored)
    assert shown.low <= X.min() <= X.max() <= shown.high
    assert shown.low <= scored.best.mean <= shown.high
    # Each of the three ends may leave out one in ten.
    assert scored.inside(shown) >= np.floor(0.7 * len(thetas))


def test_one_who_is_far_away_does_not_make_the_others_small():
    most = [(1.0, 0.5 + 0.1 * i) for i in range(20)]
    shown = window_of_many(X, score(X, [*most, (900.0, 5000.0)]))
    assert (shown.low, shown.high, shown.narrowest, shown.widest) == (-6, 6, 0.1, 10)
    assert score(X, [*most, (900.0, 5000.0)]).inside(shown) == 20


def test_without_a_maximum_the_best_of_them_is_the_measure():
    scored = score(observations([2.0]), [(2.0, 0.1), (2.0, 1.0)])
    assert scored.best.unbounded
    assert scored.below == pytest.approx([0, np.log(10)])


@pytest.mark.parametrize("thetas", [[], [(0.0, 0.0)], [(np.nan, 1.0)]])
def test_what_is_no_theta_is_refused(thetas):
    with pytest.raises(ConfigError):
        score(X, thetas)
