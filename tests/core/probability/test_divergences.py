"""Formula, integral and simulation agree; what is infinite is said to be, and why."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import rel_entr

from core.builders import numbers
from core.probability.members import CONTINUOUS_NAMES, DISCRETE_NAMES, members
from vae_core.errors import ConfigError
from vae_core.probability import simulated_divergences as simulated
from vae_core.probability.divergences import bits, compare, share_of
from vae_core.probability.families import Member
from vae_core.probability.kl_pointwise import in_bits, pointwise, pulls


def m(family: str, *parameters: float) -> Member:
    return Member(family, tuple(map(float, parameters)))


any_two = st.sampled_from((CONTINUOUS_NAMES, DISCRETE_NAMES)).flatmap(
    lambda names: st.tuples(members(*names), members(*names))
)
of_one_family = st.sampled_from((*CONTINUOUS_NAMES, *DISCRETE_NAMES)).flatmap(
    lambda name: st.tuples(members(name), members(name))
)
NORMAL, CAUCHY = m("normal", 0.3, 1.2), m("cauchy", -0.5, 0.8)
# Neither has a formula, or one whose reference is integrated here once more.
PAIRS = [
    (m("normal", 0, 1), m("logistic", 0.5, 0.4)),
    (m("logistic", 0, 1), m("student_t", 4, 1, 0.7)),
    (m("student_t", 3, 0, 1), m("normal", 0.5, 1.5)),
    (m("laplace", 0, 1), m("student_t", 2, 1, 0.5)),
    (m("gamma", 2.5, 1.5), m("log_normal", 0.2, 0.8)),
    (m("log_normal", 0.2, 0.5), m("gamma", 3, 2)),
    (m("beta", 2, 3), m("normal", 0.4, 0.3)),
    (m("uniform", -1, 2), m("cauchy", 0, 1)),
    (m("mixture", 0.3, -2, 0.5, 0.7, 1, 1), m("normal", 0, 2)),
    (m("normal", 0, 1.5), m("mixture", 0.3, -2, 0.5, 0.7, 1, 1)),
]
DISCRETE_PAIRS = [
    (m("binomial", 10, 0.3), m("poisson", 4)),
    (m("poisson", 2), m("poisson", 5)),
    (m("bernoulli", 0.3), m("binomial", 3, 0.2)),
    (m("categorical", 1, 0.2, 2, 0.3, 5, 0.5), m("geometric", 0.4)),
]


def tolerance(p: Member, q: Member) -> float:
    """What rounding takes away near a beta's upper end, and the farthest tail of x² under a Student t near ν = 2."""
    if "beta" in (p.family, q.family):
        return 1e-5
    return 1e-2 if any(t.family == "student_t" and 2 < t.parameters[0] < 2.1 for t in (p, q)) else 1e-8


@settings(max_examples=120)
@given(any_two | of_one_family)
def test_formulas_and_integrals_agree(pair):
    p, q = pair
    result, near = compare(p, q, draws=1), tolerance(p, q)
    for amount in (
        *(result.kl_pq, result.kl_qp, result.entropy_p, result.entropy_q),
        *(result.cross_entropy_pq, result.cross_entropy_qp),
    ):
        assert not math.isnan(amount.numerical)
        if amount.closed_form is not None:
            assert amount.numerical == pytest.approx(amount.closed_form, rel=near, abs=10 * near)


@settings(max_examples=80)
@given(numbers(-3, 3), numbers(-3, 3), numbers(-1000, 1000))
def test_normals_a_million_times_as_wide_are_no_trouble(first, second, mean):
    p, q = m("normal", mean, 10**first), m("normal", 0, 10**second)
    for kl in (compare(p, q).kl_pq, compare(p, q).kl_qp):
        assert kl.numerical == pytest.approx(kl.closed_form, rel=1e-8, abs=1e-9)


@settings(max_examples=80)
@given(any_two | of_one_family)
def test_what_holds_for_every_pair(pair):
    p, q = pair
    result, near = compare(p, q, draws=1), 10 * tolerance(p, q)
    for kl, entropy, cross in (
        (result.kl_pq, result.entropy_p, result.cross_entropy_pq),
        (result.kl_qp, result.entropy_q, result.cross_entropy_qp),
    ):
        assert kl.numerical >= -near * (1 + abs(cross.numerical if math.isfinite(cross.numerical) else 0))
        assert math.isfinite(entropy.numerical)
        assert (kl.reason is not None) == math.isinf(kl.value)
        assert bool(kl.places) == (kl.reason == "impossible")
        # H(P, Q) = H(P) + KL(P‖Q)
        assert cross.numerical == pytest.approx(entropy.numerical + kl.numerical, rel=1e-9, abs=1e-6)
    between = result.jensen_shannon.value
    assert -1e-9 <= between <= math.log(2) + 1e-9
    assert between == pytest.approx(compare(q, p, draws=1).jensen_shannon.value, abs=1e-12)


@given(st.sampled_from((*CONTINUOUS_NAMES, *DISCRETE_NAMES)).flatmap(members))
def test_nothing_diverges_from_itself(p):
    result = compare(p, p, draws=10)
    assert (result.kl_pq.numerical, result.kl_pq.estimate.value, result.kl_pq.reason) == (0, 0, None)
    assert result.jensen_shannon.value == pytest.approx(0, abs=1e-12)
    assert result.jensen_shannon.estimate.value == pytest.approx(0, abs=1e-12)


def integral(p: Member, f) -> float:
    """∫ f(x) dx over P's support by the trapezoidal rule on a million points, spread out like P."""
    d = p.distribution
    low, high = float(d.quantile(np.array(1e-14))), float(d.upper_quantile(np.array(1e-14)))
    first, middle, third = d.quantile(np.array([0.25, 0.5, 0.75])).tolist()
    width = third - first
    # x = median + width · sinh(t)
    t = np.linspace(math.asinh((low - middle) / width), math.asinh((high - middle) / width), 1_000_001)
    return float(np.trapezoid(f(middle + width * np.sinh(t)) * width * np.cosh(t), t))


def log_densities(p: Member, q: Member, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return p.distribution.log_density(x), q.distribution.log_density(x)


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_integrals_are_those_of_a_simple_rule(p, q):
    def kl(x):
        log_p, log_q = log_densities(p, q, x)
        return np.exp(log_p) * (log_p - log_q)

    def own(x):
        log_p = p.distribution.log_density(x)
        return -np.exp(log_p) * log_p

    result = compare(p, q)
    # The rule stops at the quantile of 1e-14: x² under three degrees of freedom matters beyond.
    assert result.kl_pq.numerical == pytest.approx(integral(p, kl), rel=1e-3 if p.family == "student_t" else 1e-7)
    assert result.entropy_p.numerical == pytest.approx(integral(p, own), abs=1e-7)


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_jensen_shannon_is_the_mean_divergence_from_the_middle(p, q):
    def half(first, second):
        def f(x):
            of_first, of_second = np.exp(log_densities(first, second, x))
            return rel_entr(of_first, (of_first + of_second) / 2)

        return integral(first, f) / 2

    # One half jumps where the other's support begins, which a simple rule blurs.
    assert compare(p, q).jensen_shannon.value == pytest.approx(half(p, q) + half(q, p), abs=3e-5)


@pytest.mark.parametrize(("p", "q"), DISCRETE_PAIRS)
def test_sums_are_those_written_out(p, q):
    x = np.arange(0, 200.0)
    of_p, of_q = p.distribution.density(x), q.distribution.density(x)
    assert compare(p, q).kl_pq.numerical == pytest.approx(stats.entropy(of_p, of_q), rel=1e-9)
    middle = (of_p + of_q) / 2
    expected = (stats.entropy(of_p, middle) + stats.entropy(of_q, middle)) / 2
    assert compare(p, q).jensen_shannon.value == pytest.approx(expected, rel=1e-9)


def estimated(p, q, n: int, seed: int) -> simulated.Estimate:
    return simulated.kl_divergence(simulated.draw(p, q, n, np.random.default_rng(seed)))


@pytest.mark.parametrize(("p", "q"), [*PAIRS[:2], *PAIRS[4:], *DISCRETE_PAIRS])
def test_the_simulation_strays_as_far_as_its_standard_error_says(p, q):
    exact = compare(p, q).kl_pq.value
    runs = [estimated(p.distribution, q.distribution, 500, seed) for seed in range(150)]
    scores = np.array([(run.value - exact) / run.standard_error for run in runs])
    assert abs(scores.mean()) * math.sqrt(len(scores)) < 4.5 * scores.std() + 1.5
    assert 0.8 < scores.std() < 1.35


@pytest.mark.parametrize(("p", "q"), [*PAIRS, *DISCRETE_PAIRS])
def test_a_long_simulation_agrees(p, q):
    result = compare(p, q, draws=200_000, seed=3)
    for name in ("kl_pq", "jensen_shannon", "entropy_p", "entropy_q", "cross_entropy_pq"):
        amount = getattr(result, name)
        if math.isfinite(amount.value):
            # Where every draw says the same, its error is rounding alone.
            assert abs(amount.estimate.value - amount.value) < 4.5 * amount.estimate.standard_error + 1e-12, name
            assert not amount.estimate.misleading


def test_the_simulated_middle_strays_as_far_as_its_standard_error_says():
    exact = compare(NORMAL, CAUCHY).jensen_shannon.value
    runs = [compare(NORMAL, CAUCHY, draws=500, seed=seed).jensen_shannon.estimate for seed in range(150)]
    scores = np.array([(run.value - exact) / run.standard_error for run in runs])
    assert abs(scores.mean()) * math.sqrt(len(scores)) < 4.5 * scores.std() + 1.5
    assert 0.8 < scores.std() < 1.35


def test_simulations_repeat_and_differ_by_seed():
    first, again, other = (compare(NORMAL, CAUCHY, draws=100, seed=seed).kl_pq.estimate for seed in (1, 1, 2))
    assert first == again != other


def test_a_single_draw_has_no_known_error():
    estimate = compare(NORMAL, CAUCHY, draws=1).kl_pq.estimate
    assert math.isfinite(estimate.value)
    assert estimate.standard_error == math.inf


@pytest.mark.parametrize(
    ("p", "q", "places"),
    [
        (m("normal", 0, 1), m("uniform", -1, 1), ((-math.inf, -1.0), (1.0, math.inf))),
        (m("normal", 0, 1), m("gamma", 2, 1), ((-math.inf, 0.0),)),
        (m("uniform", 0, 3), m("uniform", 1, 2), ((0.0, 1.0), (2.0, 3.0))),
        (m("uniform", 0, 1), m("uniform", 2, 3), ((0.0, 1.0),)),
        (m("exponential", 1), m("beta", 2, 2), ((1.0, math.inf),)),
        (m("binomial", 5, 0.4), m("binomial", 3, 0.4), ((4.0, 5.0),)),
        (m("bernoulli", 0.5), m("bernoulli", 1), ((0.0, 0.0),)),
        (m("bernoulli", 1e-30), m("bernoulli", 0), ((1.0, 1.0),)),
        (m("categorical", 1, 0.2, 2, 0.5, 3, 0.3), m("categorical", 1, 0.5, 2, 0.0, 3, 0.5), ((2.0, 2.0),)),
        (m("categorical", 1, 0.2, 1.5, 0.8), m("poisson", 2), ((1.5, 1.5),)),
        (m("geometric", 0.5), m("categorical", 1, 0.5, 3, 0.5), ((2.0, 2.0), (4.0, None))),
    ],
)
def test_where_q_forbids_what_p_allows_it_is_infinite_and_says_where(p, q, places):
    kl = compare(p, q).kl_pq
    assert kl.value == kl.numerical == math.inf
    assert kl.closed_form in (None, math.inf)
    assert kl.reason == "impossible"
    for (low, high), (expected_low, expected_high) in zip(kl.places, places, strict=True):
        assert low == expected_low
        assert high == expected_high or expected_high is None
    assert compare(p, q).cross_entropy_pq.value == math.inf
    assert compare(p, q).jensen_shannon.value <= math.log(2)


def test_a_forbidden_value_that_hardly_ever_comes_is_still_forbidden():
    assert compare(m("poisson", 1e-3), m("binomial", 10, 0.5)).kl_pq.reason == "impossible"


@pytest.mark.parametrize(
    ("p", "q", "diverges"),
    [
        (CAUCHY, m("normal", 0, 1), True),
        (CAUCHY, m("laplace", 0, 1), True),
        (CAUCHY, m("logistic", 0, 1), True),
        (CAUCHY, m("mixture", 0.5, -1, 1, 0.5, 1, 1), True),
        (CAUCHY, m("student_t", 30, 0, 1), False),
        (m("student_t", 2.0, 0, 1), m("normal", 0, 1), True),
        (m("student_t", 2.2, 0, 1), m("normal", 0, 1), False),
        (m("student_t", 1.0, 0, 1), m("laplace", 0, 1), True),
        (m("student_t", 1.2, 0, 1), m("laplace", 0, 1), False),
        (m("student_t", 0.5, 0, 1), CAUCHY, False),
        (m("log_normal", 0, 3), m("normal", 0, 1), False),
        (m("normal", 0, 1), CAUCHY, False),
    ],
)
def test_a_tail_too_heavy_for_q_is_told_from_a_large_number(p, q, diverges):
    kl, cross = compare(p, q).kl_pq, compare(p, q).cross_entropy_pq
    assert (kl.reason == "tail") == diverges == math.isinf(kl.value) == math.isinf(cross.value)
    assert kl.places == ()
    assert math.isfinite(compare(p, q).entropy_p.value)
    assert kl.estimate.misleading == diverges


def test_a_simulation_that_meets_the_forbidden_is_infinite():
    estimate = compare(m("normal", 0, 1), m("uniform", -1, 1), draws=100).kl_pq.estimate
    assert (estimate.value, estimate.standard_error, estimate.misleading) == (math.inf, math.inf, False)


def test_a_simulation_that_misses_the_forbidden_misleads():
    estimate = compare(m("normal", 0, 1), m("uniform", -30, 30), draws=100).kl_pq.estimate
    assert math.isfinite(estimate.value)
    assert estimate.misleading


def test_draws_on_the_end_of_a_support_do_not_make_it_infinite(monkeypatch):
    p, q = m("beta", 0.5, 0.5).distribution, m("beta", 2, 2).distribution
    monkeypatch.setattr(p, "sample", lambda n, rng: np.array([0.0, 0.5, 1.0]), raising=False)
    assert math.isfinite(estimated(p, q, 3, seed=1).value)


@pytest.mark.parametrize("draws", [0, 1_000_001])
def test_draws_are_counted(draws):
    with pytest.raises(ConfigError, match="draws"):
        compare(NORMAL, CAUCHY, draws=draws)


@pytest.mark.parametrize("function", [compare, pointwise])
def test_a_mass_and_a_density_are_not_compared(function):
    with pytest.raises(ConfigError, match="discrete"):
        function(NORMAL, m("poisson", 3))


def test_a_bit_is_the_logarithm_of_two():
    assert bits(math.log(8)) == pytest.approx(3)
    assert bits(math.inf) == math.inf


@settings(max_examples=80)
@given(any_two | of_one_family)
def test_what_pulls_up_less_what_pulls_down_is_the_divergence(pair):
    p, q = pair
    result, kl = pointwise(p, q), compare(p, q, draws=1).kl_pq
    assert result.pulling_down >= 0
    assert (result.places, result.reason) == (kl.places, kl.reason)
    if kl.reason:
        assert result.pulling_up == math.inf
    else:
        assert result.pulling_up - result.pulling_down == pytest.approx(kl.numerical, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(("p", "q"), PAIRS[:2] + PAIRS[4:])
def test_the_part_that_pulls_down_is_its_own_integral(p, q):
    def below(x):
        log_p, log_q = log_densities(p, q, x)
        return np.exp(log_p) * np.maximum(log_q - log_p, 0)

    assert pulls(p.distribution, q.distribution)[1] == pytest.approx(integral(p, below), abs=1e-8)


@settings(max_examples=80)
@given(any_two)
def test_the_view_can_be_drawn(pair):
    result = pointwise(*pair)
    columns = (result.p, result.q, result.integrand)
    assert all(column.shape == result.x.shape and not np.isnan(column).any() for column in columns)
    assert (np.diff(result.x) > 0).all()
    low, high = result.integrand_range
    assert -math.inf < low <= 0 <= high < math.inf
    assert 0 < result.ceiling < math.inf
    if not result.is_discrete:
        assert 200 < len(result.x) <= 440


def test_a_narrow_peak_is_drawn():
    result = pointwise(m("normal", 0, 1000), m("normal", 3, 1e-3))
    assert result.q.max() == pytest.approx(1e3 / math.sqrt(2 * math.pi), rel=1e-3)


def test_an_endless_peak_does_not_set_the_scale():
    result = pointwise(m("gamma", 0.1, 1), m("exponential", 1))
    assert result.p.max() > 100 * result.ceiling


@settings(max_examples=60)
@given(any_two)
def test_the_forbidden_places_have_their_probability(pair):
    p, q = pair
    places = compare(p, q, draws=1).kl_pq.places
    share = share_of(p.distribution, places)
    assert 0 <= share <= 1 + 1e-9
    if not p.distribution.is_discrete:
        low, high = q.distribution.support
        allowed = p.distribution.cdf(np.array(high)) - p.distribution.cdf(np.array(low))
        assert share == pytest.approx(1 - float(allowed), abs=1e-9)


def test_a_rare_forbidden_place_keeps_its_digits():
    p, q = m("normal", 0, 1), m("uniform", -8, 8)
    share = share_of(p.distribution, compare(p, q).kl_pq.places)
    assert share == pytest.approx(2 * stats.norm.sf(8), rel=1e-9)


def test_forbidden_values_have_their_masses():
    p, q = m("categorical", 1, 0.2, 2, 0.5, 3, 0.3), m("categorical", 1, 1.0, 2, 0.0)
    assert share_of(p.distribution, compare(p, q).kl_pq.places) == pytest.approx(0.8)


def test_in_bits_everything_is_divided_by_the_logarithm_of_two():
    nats = pointwise(NORMAL, CAUCHY)
    result = in_bits(nats)
    np.testing.assert_allclose(result.integrand, nats.integrand / math.log(2))
    assert result.pulling_up - result.pulling_down == pytest.approx(compare(NORMAL, CAUCHY).kl_pq.value / math.log(2))
    np.testing.assert_array_equal(result.p, nats.p)


def test_the_window_stands_still_while_a_distribution_moves_a_little():
    windows = {pointwise(m("normal", mean, 1), m("normal", 1.5, 1.5)).window for mean in np.linspace(-1.2, -0.8, 9)}
    assert len(windows) == 1
