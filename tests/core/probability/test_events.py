"""The probability of an event three ways, against SciPy and against each other."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from core.builders import numbers
from core.probability.members import CONTINUOUS_NAMES, members, undisturbed
from vae_core.errors import ConfigError
from vae_core.probability.events import area, difference, event, frequency, running_frequency, tangent
from vae_core.probability.families import FAMILIES, Member
from vae_core.probability.sampling import checkpoints, draws

NORMAL = Member("normal", (0.0, 1.0))


FAR_INTERVALS = [(-1, 1), (5, 6), (20, 21), (-30, -29), (3, math.inf), (9, 1000), (-math.inf, -9), (-1e6, -20)]


@st.composite
def intervals(draw, *names):
    """A member and two places on its axis, from deep in one tail to deep in the other."""
    member = draw(members(*names))
    ends = []
    for _ in range(2):
        u = draw(st.sampled_from((1e-12, 0.5)) | numbers(1e-9, 0.5))
        find = draw(st.sampled_from(("quantile", "upper_quantile")))
        with undisturbed():
            ends.append(float(getattr(member.distribution, find)(np.array(u))))
    return member, *sorted(ends)


@settings(max_examples=150)
@given(intervals())
def test_the_area_is_the_difference(drawn):
    member, x1, x2 = drawn
    d = member.distribution
    by_area, by_difference = area(d, x1, x2), difference(d, x1, x2)
    # Closer to 1 than numbers can tell, a beta with β < 1 hides what is left of its mass.
    blur = 3e-8 if member.family == "beta" and member.parameters[1] < 1 and x2 > 1 - 1e-9 else 0
    blur += 1e-9 * min(1, by_difference * 1e3)
    # An end all but at the centre of a heavy-tailed bell is the hardest place for the rule.
    blur += 1e-7 if member.family in ("student_t", "cauchy") else 0
    # The ends themselves are rounded.
    steep = np.nan_to_num(d.density(np.array([x1, x2])), posinf=0) if not d.is_discrete else np.zeros(2)
    blur += float(steep @ (16 * np.spacing(np.abs([x1, x2]))))
    assert by_area == pytest.approx(by_difference, rel=1e-8, abs=blur)
    assert 0 <= by_difference <= 1


@pytest.mark.parametrize(("x1", "x2"), FAR_INTERVALS)
def test_far_tails_of_the_normal_keep_their_digits(x1, x2):
    near, far = sorted((abs(x1), abs(x2)))
    # Eight units farther, nothing is left of what begins at 3 or beyond; and the normal is symmetric.
    start, end = (x1, x2) if x1 < 0 < x2 else (near, min(far, near + 8))
    expected = quad(stats.norm.pdf, start, end, epsabs=0, epsrel=1e-12)[0]
    assert area(NORMAL.distribution, x1, x2) == pytest.approx(expected, rel=1e-9, abs=0)
    assert difference(NORMAL.distribution, x1, x2) == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize(
    "family", ["laplace", "logistic", "student_t", "cauchy", "gamma", "exponential", "log_normal", "mixture"]
)
@pytest.mark.parametrize("level", [1e-13, 1e-17, 1e-60])
def test_far_tails_of_every_family_have_the_area_that_is_left(family, level):
    d = Member.default(family).distribution
    place = float(d.upper_quantile(np.array(level)))
    left = float(d.survival(np.array(place)))
    for end in (math.inf, 1e9 * place):
        assert area(d, place, end) == pytest.approx(
            left if end == math.inf else difference(d, place, end), rel=1e-7, abs=0
        )


def test_far_tails_of_masses_keep_their_digits():
    d = Member("poisson", (3.0,)).distribution
    expected = sum(math.exp(-3 + k * math.log(3) - math.lgamma(k + 1)) for k in range(61, 90))
    assert area(d, 60.0, math.inf) == pytest.approx(expected, rel=1e-10, abs=0)
    assert area(d, 60.0, 500.0) == pytest.approx(expected, rel=1e-10, abs=0)
    assert difference(d, 60.0, 500.0) == pytest.approx(expected, rel=1e-8, abs=0)
    d = Member("geometric", (0.5,)).distribution
    assert area(d, 200.0, math.inf) == pytest.approx(2.0**-200, rel=1e-12, abs=0)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_whole_line_has_probability_one_and_a_point_of_a_continuous_x_none(family):
    member = Member.default(family)
    whole = event(member, -math.inf, math.inf)
    assert (whole.area, whole.difference) == (pytest.approx(1, abs=1e-9), 1)
    assert whole.cdf == (0, 1)
    assert whole.frequency.value == 1
    nothing = event(member, 2.0, 2.0)
    assert (nothing.area, nothing.difference, nothing.frequency.value) == (0, 0, 0)
    assert nothing.frequency.standard_error > 0


def test_the_lower_end_of_a_discrete_event_does_not_belong_to_it():
    table = Member("categorical", (1.0, 0.2, 2.0, 0.3, 3.0, 0.5))
    assert event(table, 1.0, 2.0).area == pytest.approx(0.3)
    assert event(table, 1.0, 2.0).difference == pytest.approx(0.3)
    assert event(table, 1.0, 2.0, n=100_000).frequency.value == pytest.approx(0.3, abs=0.01)
    assert event(table, 0.9, 1.0).area == pytest.approx(0.2)


def test_the_ends_come_in_either_order():
    assert event(NORMAL, 1.0, -1.0) == event(NORMAL, -1.0, 1.0)
    assert event(NORMAL, -1.0, 1.0).difference == pytest.approx(0.6826894921370859, rel=1e-12)
    for bad in (lambda: event(NORMAL, math.nan, 1.0), lambda: event(NORMAL, 0.0, 1.0, n=0)):
        with pytest.raises(ConfigError):
            bad()


@settings(max_examples=60)
@given(intervals(), st.integers(0, 2**32))
def test_the_frequency_lies_within_its_standard_error(drawn, seed):
    member, x1, x2 = drawn
    n = 20_000
    found, p = frequency(member, x1, x2, n, seed), difference(member.distribution, x1, x2)
    assert 0 < found.standard_error <= 0.5 / math.sqrt(n) * 1.001
    assert abs(found.value - p) < 5.5 * math.sqrt(p * (1 - p) / n) + 5 / n


def test_the_standard_error_is_the_spread_over_seeds():
    values = [frequency(NORMAL, -0.5, 1.0, 50, seed).value for seed in range(400)]
    claimed = np.mean([frequency(NORMAL, -0.5, 1.0, 50, seed).standard_error for seed in range(400)])
    # The relative error of a standard deviation of 400 values is 1/√800.
    assert np.std(values) == pytest.approx(claimed, rel=4.5 / math.sqrt(800))


def test_one_draw_is_enough_for_an_estimate():
    one = frequency(NORMAL, -1.0, 1.0, 1, seed=3)
    assert one.value in (0, 1)
    assert 0 < one.standard_error < 1


def test_more_draws_begin_with_the_same_ones():
    assert (draws(NORMAL, 10, 0) == draws(NORMAL, 1000, 0)[:10]).all()
    assert not (draws(NORMAL, 10, 0) == draws(NORMAL, 10, 1)).any()


@pytest.mark.parametrize("n", [1, 2, 299, 300, 5000, 100_000])
def test_checkpoints_run_from_one_to_n(n):
    sizes = checkpoints(n)
    assert (sizes[0], sizes[-1]) == (1, n)
    assert (np.diff(sizes) > 0).all()
    assert len(sizes) <= 300


def test_the_running_frequency_settles_into_its_band():
    inside = 0
    for seed in range(40):
        result = running_frequency(NORMAL, -1.0, 1.0, seed=seed)
        assert result.frequency[-1] == frequency(NORMAL, -1.0, 1.0, 100_000, seed).value
        inside += result.low[-1] <= result.frequency[-1] <= result.high[-1]
    assert result.probability == pytest.approx(0.6826894921370859)
    assert result.high[-1] - result.low[-1] == pytest.approx(4 * math.sqrt(0.3173105 * 0.6826895 / 1e5), rel=1e-6)
    # Binomial(40, 0.9545): mean 38.2, standard deviation 1.3.
    assert inside >= 33


def test_the_running_frequency_counts():
    x = draws(NORMAL, 100, 5)
    result = running_frequency(NORMAL, 0.0, 9.0, n=100, seed=5)
    assert result.n.tolist() == list(range(1, 101)) or len(result.n) < 100
    for n, value in zip(result.n, result.frequency, strict=True):
        assert value == pytest.approx(sum(0 < v <= 9 for v in x[:n]) / n)


@settings(max_examples=100)
@given(members(*CONTINUOUS_NAMES), numbers(0.01, 0.99))
def test_the_slope_of_f_is_the_density(member, u):
    d = member.distribution
    x = float(d.quantile(np.array(u)))
    line = tangent(d, x)
    # Where x is so far out that its rounding matters, or a kink or an end is near, the quotient says less.
    rough = float(np.spacing(abs(x))) / line.step
    nearest = min(abs(x - end) for end in d.support)
    if rough < 1e-6 and nearest > 1e3 * line.step and line.density < 1e12:
        assert line.difference_quotient == pytest.approx(line.density, rel=1e-4 + 1e3 * rough)
    assert line.density == d.density(np.array(x))
    assert line.height == pytest.approx(u, abs=1e-6) or rough > 1e-9
    rise, run = np.diff(line.ends_y)[0], np.diff(line.ends_x)[0]
    assert 0 <= rise <= 0.5 + 1e-12
    if run > 1e-9 * abs(x):
        assert rise == pytest.approx(line.density * run, rel=1e-5)


def test_the_tangent_where_f_is_infinite_is_upright():
    line = tangent(Member("gamma", (0.5, 1.0)).distribution, 0.0)
    assert line.density == math.inf
    assert line.ends_x == (0, 0)
    assert line.ends_y == (-0.25, 0.25)
    assert math.isfinite(line.difference_quotient)


def test_a_step_function_has_no_tangent():
    assert tangent(Member.default("poisson").distribution, 2.0) is None
