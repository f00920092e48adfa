"""Each family against torch.distributions or a formula written independently, at extremes too."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import distributions as td

from core.builders import numbers
from core.probability.members import CONTINUOUS_NAMES, DISCRETE_NAMES, members
from vae_core.errors import ConfigError
from vae_core.figures.theme import SYMBOLS
from vae_core.probability.categorical import Categorical, normalised, total
from vae_core.probability.families import FAMILIES, Member
from vae_core.probability.notation import factor, number

TAILS = np.array([1e-15, 1e-9, 1e-3, 0.1, 0.3, 0.5])


def t(value) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64)


def logistic(location, scale):
    base = td.TransformedDistribution(td.Uniform(t(0), t(1)), td.SigmoidTransform().inv, validate_args=False)
    return td.TransformedDistribution(base, td.AffineTransform(t(location), t(scale)), validate_args=False)


def mixture(*v):
    components = td.Normal(t(v[1::3]), t(v[2::3]), validate_args=False)
    return td.MixtureSameFamily(td.Categorical(t(v[0::3])), components, validate_args=False)


REFERENCES = {
    "poisson": lambda rate: td.Poisson(t(rate), validate_args=False),
    "normal": lambda m, s: td.Normal(t(m), t(s)),
    "exponential": lambda rate: td.Exponential(t(rate), validate_args=False),
    "laplace": lambda m, s: td.Laplace(t(m), t(s)),
    "logistic": logistic,
    "student_t": lambda v, m, s: td.StudentT(t(v), t(m), t(s)),
    "cauchy": lambda m, s: td.Cauchy(t(m), t(s)),
    "gamma": lambda k, rate: td.Gamma(t(k), t(rate), validate_args=False),
    "beta": lambda a, b: td.Beta(t(a), t(b), validate_args=False),
    "log_normal": lambda m, s: td.LogNormal(t(m), t(s), validate_args=False),
    "mixture": mixture,
}


def places(distribution) -> np.ndarray:
    """Values of X from tail to tail."""
    return np.concatenate([distribution.quantile(TAILS), distribution.upper_quantile(TAILS[::-1])])


def test_there_are_sixteen_families_in_teaching_order():
    assert " ".join(FAMILIES) == (
        "bernoulli binomial geometric poisson categorical normal uniform exponential laplace logistic student_t cauchy "
        "gamma beta log_normal mixture"
    )


@settings(max_examples=120)
@given(members(*(name for name in REFERENCES if name != "logistic")))
def test_densities_are_those_of_torch_distributions(member):
    x = places(member.distribution)
    interior = np.isfinite(x) & (x > member.distribution.support[0] if member.family != "poisson" else True)
    x = x[interior & (x < 1 if member.family == "beta" else True)]
    reference = REFERENCES[member.family](*member.parameters).log_prob(t(x)).numpy()
    # Large terms cancel: what a double can tell is relative to them.
    tolerance = 1e-9 * (1 + max(map(abs, member.parameters)) * (1 + np.log1p(np.abs(x)).max(initial=0)))
    np.testing.assert_allclose(member.distribution.log_density(x), reference, rtol=1e-9, atol=tolerance)


@given(members("logistic"), numbers(-30, 30))
def test_the_logistic_density(member, u):
    location, scale = member.parameters
    # f = 1 / (4 s cosh²(u/2))
    expected = -math.log(4 * scale) - 2 * math.log(math.cosh(u / 2))
    x = np.array(location + scale * u)
    blur = 1e-13 * (1 + abs(location) / scale)
    assert float(member.distribution.log_density(x)) == pytest.approx(expected, rel=1e-12, abs=1e-12 + blur)


@given(members("uniform"), numbers(0, 1))
def test_the_uniform_density(member, u):
    low, high = member.parameters
    x = np.array([low + u * (high - low), low - 1.0, high + 1.0])
    assume(x[0] < high)
    np.testing.assert_allclose(member.distribution.density(x), [1 / (high - low), 0, 0], rtol=1e-9)


@given(st.integers(1, 40), st.fractions(0, 1, max_denominator=1000))
def test_binomial_and_geometric_masses_are_those_of_exact_fractions(n, p):
    p_float = float(p)
    exact = Fraction(p_float)
    k = range(n + 1)
    binomial = [float(math.comb(n, i) * exact**i * (1 - exact) ** (n - i)) for i in k]
    d = Member("binomial", (n, p_float)).distribution
    np.testing.assert_allclose(d.density(np.arange(n + 1.0)), binomial, rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(d.cdf(np.arange(n + 1.0)), np.cumsum(binomial), rtol=1e-10, atol=1e-15)
    coin = Member("bernoulli", (p_float,)).distribution.density(np.array([-1.0, 0.0, 0.5, 1.0, 2.0]))
    assert coin == pytest.approx([0, 1 - p_float, 0, p_float, 0], rel=1e-12)
    assume(p_float >= 1e-3)
    d = Member("geometric", (p_float,)).distribution
    geometric = [0.0] + [float(exact * (1 - exact) ** (i - 1)) for i in range(1, n + 1)]
    np.testing.assert_allclose(d.density(np.arange(n + 1.0)), geometric, rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(d.survival(np.arange(n + 1.0)), [float((1 - exact) ** i) for i in k], rtol=1e-11)


@settings(max_examples=100)
@given(members(*CONTINUOUS_NAMES))
def test_quantiles_undo_the_cumulative_distribution_deep_into_both_tails(member):
    d = member.distribution
    low, high = d.quantile(TAILS), d.upper_quantile(TAILS)
    for x, height, u in ((low, d.cdf, TAILS), (high, d.survival, TAILS)):
        assert np.isfinite(x).all()
        # One rounding of x moves F by so much.
        blur = 4 * np.spacing(np.abs(x)) * np.where(np.isfinite(d.density(x)), d.density(x), 0)
        clear = blur < 1e-6 * u
        clear &= (x > d.support[0]) & (x < d.support[1])
        np.testing.assert_allclose(height(x)[clear], u[clear], rtol=1e-5)
    np.testing.assert_allclose(d.cdf(low) + d.survival(low), 1, atol=1e-12)
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) <= 0).all()


@pytest.mark.parametrize("parameters", [(0.5, 3.0), (3.0, 0.5), (0.5, 0.5), (0.5, 1000.0), (1000.0, 1000.0)])
def test_quantiles_of_a_beta_are_found_without_a_warning(parameters):
    d = Member("beta", parameters).distribution
    u = np.logspace(-18, -0.5, 36)
    np.testing.assert_allclose(d.cdf(d.quantile(u)), u, rtol=1e-8)
    assert (d.upper_quantile(u) <= 1).all()


@settings(max_examples=80)
@given(members(*DISCRETE_NAMES), st.sampled_from((1e-18, 1e-6, 0.25, 0.5, 0.999)))
def test_discrete_quantiles_are_the_first_value_that_reaches_far_enough(member, u):
    d, level = member.distribution, np.array(u)
    step = 1e-9 if member.family == "categorical" else 1
    x = d.quantile(level)
    assert d.cdf(x) >= u
    assert d.cdf(np.array(x - step)) < u or x == d.support[0]
    x = d.upper_quantile(level)
    assert d.survival(x) <= u
    assert d.survival(np.array(x - step)) > u or x == d.support[0]


@settings(max_examples=100)
@given(members(*DISCRETE_NAMES))
def test_masses_sum_to_one_and_their_sums_are_f(member):
    d = member.distribution
    x = d.points()
    mass = d.density(x)
    assert math.fsum(mass) == pytest.approx(1, abs=1e-10)
    np.testing.assert_allclose(np.cumsum(mass), d.cdf(x), atol=1e-10)
    np.testing.assert_allclose(np.cumsum(mass[::-1])[::-1][1:], d.survival(x)[:-1], rtol=1e-7, atol=1e-17)
    between = x[:-1] + np.diff(x) / 2
    assert (d.density(between[~np.isin(between, x)]) == 0).all()


@settings(max_examples=100)
@given(members(), st.sampled_from((0.0, 1e-300, 1e-3, 1.0, 1e3, 1e150, 1e300)), st.booleans())
def test_nothing_is_nan_anywhere(member, size, negative):
    d, x = member.distribution, np.array([-size if negative else size, -np.inf, np.inf])
    for name in ("log_density", "density", "cdf", "survival"):
        assert not np.isnan(getattr(d, name)(x)).any(), name
    assert d.cdf(x)[1:].tolist() == pytest.approx([0, 1], rel=1e-15)
    assert d.survival(x)[1:].tolist() == pytest.approx([1, 0], rel=1e-15)
    assert not np.isnan(d.quantile(np.array([0.0, 1.0]))).any()
    assert not np.isnan(d.upper_quantile(np.array([0.0, 1.0]))).any()
    low, high = d.window()
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low <= high
    for moment in (d.mean(), d.variance()):
        assert moment is None or not math.isnan(moment)


@pytest.mark.parametrize("family", FAMILIES)
def test_draws_fall_where_f_says(family):
    d, n = Member.default(family).distribution, 100_000
    x = d.sample(n, np.random.default_rng(1))
    assert x.shape == (n,)
    assert x.dtype == float
    assert (d.sample(5, np.random.default_rng(1))[:1] == d.sample(5, np.random.default_rng(1))[:1]).all()
    for place in d.quantile(np.array([0.01, 0.2, 0.5, 0.8, 0.99])):
        p = float(d.cdf(np.array(place)))
        error = math.sqrt(max(p * (1 - p), 1e-12) / n)
        assert abs(float(np.mean(x <= place)) - p) < 5 * error


def test_some_means_do_not_exist():
    assert Member("cauchy", (0.0, 1.0)).distribution.mean() is None
    assert Member("cauchy", (0.0, 1.0)).distribution.variance() is None
    for degrees, mean, variance in ((1.0, None, None), (1.01, 2.0, math.inf), (2.0, 2.0, math.inf), (4.0, 2.0, 18.0)):
        d = Member("student_t", (degrees, 2.0, 3.0)).distribution
        assert (d.mean(), d.variance()) == (mean, variance)


@pytest.mark.parametrize(
    ("family", "last"), [("bernoulli", 1), ("binomial", 10), ("geometric", math.inf), ("poisson", math.inf)]
)
def test_the_last_quantile_is_the_end_of_the_support(family, last):
    d = Member.default(family).distribution
    assert d.quantile(np.array([0.5, 1.0]))[1] == d.upper_quantile(np.array([0.5, 0.0]))[1] == last


def test_certain_outcomes():
    for family, parameters, value in (
        ("bernoulli", (0.0,), 0.0),
        ("bernoulli", (1.0,), 1.0),
        ("binomial", (7, 0.0), 0.0),
        ("binomial", (7, 1.0), 7.0),
        ("geometric", (1.0,), 1.0),
    ):
        d = Member(family, parameters).distribution
        assert d.density(np.array(value)) == 1
        assert d.density(d.points()).tolist() == [float(point == value) for point in d.points()]
        assert (d.mean(), d.variance()) == (value, 0)
        assert d.quantile(np.array([0.5, 1.0])).tolist() == [value, value]


@settings(max_examples=100)
@given(members(), st.data())
def test_a_landmark_moved_to_where_it_stands_changes_nothing(member, data):
    assume(member.landmarks)
    name = data.draw(st.sampled_from(sorted(member.landmarks)))
    assert member.moved(name, member.landmarks[name]) is member


@settings(max_examples=150)
@given(members(), st.data(), numbers(-1e12, 1e12) | numbers(-5, 5) | st.sampled_from((math.inf, -math.inf, math.nan)))
def test_moving_a_landmark_never_fails_and_goes_there_if_it_can(member, data, x):
    assume(member.landmarks)
    name = data.draw(st.sampled_from(sorted(member.landmarks)))
    moved = member.moved(name, x)
    others = {other: place for other, place in member.landmarks.items() if other[-1] != name[-1]}
    if member.kind.repeats:
        assert others.items() <= moved.landmarks.items()
    at_an_end = any(
        value in (p.low, p.high) for p, value in ((member.kind.parameter(i), v) for i, v in enumerate(moved.parameters))
    )
    stopped = at_an_end or member.family == "uniform" or math.isnan(x)
    assert stopped or moved.landmarks[name] == pytest.approx(x, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("member", "landmark", "x", "parameters"),
    [
        (Member("normal", (1.0, 2.0)), "location", 5.0, (5.0, 2.0)),
        (Member("normal", (1.0, 2.0)), "scale", 4.5, (1.0, 3.5)),
        (Member("normal", (1.0, 2.0)), "scale", -4.5, (1.0, 1e-3)),
        (Member("student_t", (3.0, 1.0, 2.0)), "scale", 4.0, (3.0, 1.0, 3.0)),
        (Member("uniform", (0.0, 1.0)), "low", 0.25, (0.25, 1.0)),
        (Member("uniform", (0.0, 1.0)), "low", 3.0, (0.999, 1.0)),
        (Member("uniform", (0.0, 1.0)), "high", -3.0, (0.0, 0.001)),
        (Member("gamma", (2.0, 1.0)), "mean", 4.0, (2.0, 0.5)),
        (Member("beta", (2.0, 2.0)), "mean", 0.25, (1.0, 3.0)),
        (Member("beta", (2.0, 2.0)), "mean", 0.0, (0.5, 4.0)),
        (Member("binomial", (10.0, 0.5)), "mean", 2.0, (10.0, 0.2)),
        (Member("geometric", (0.5,)), "mean", 4.0, (0.25,)),
        (Member("log_normal", (0.0, 0.5)), "median", math.e, (1.0, 0.5)),
        (Member("log_normal", (0.0, 0.5)), "scale", math.e, (0.0, 1.0)),
        (Member("mixture", (0.4, -1.0, 0.5, 0.6, 1.0, 0.5)), "location 2", 2.0, (0.4, -1.0, 0.5, 0.6, 2.0, 0.5)),
        (Member("mixture", (0.4, -1.0, 0.5, 0.6, 1.0, 0.5)), "scale 1", 0.0, (0.4, -1.0, 1.0, 0.6, 1.0, 0.5)),
    ],
)
def test_landmarks_set_their_parameters(member, landmark, x, parameters):
    assert member.moved(landmark, x).parameters == pytest.approx(parameters)


@settings(max_examples=100)
@given(members(), st.data(), numbers(-1e4, 1e4))
def test_setting_a_parameter_keeps_to_its_range_and_to_the_rules(member, data, value):
    index = data.draw(st.integers(0, len(member.parameters) - 1))
    changed = member.with_parameter(index, value)
    parameter = member.kind.parameter(index)
    if member.family != "uniform" and parameter.low <= value <= parameter.high and not parameter.whole:
        assert changed.parameters[index] == value
    repeats = member.kind.repeats
    if repeats:
        width = len(member.kind.parameters)
        before, after = (np.array(m.parameters[repeats.share :: width]) for m in (member, changed))
        assert after.sum() == pytest.approx(1, abs=1e-9)
        others = np.arange(len(before)) != index // width
        # The others keep their proportions.
        np.testing.assert_allclose(
            after[others] * before[others].sum(), before[others] * after[others].sum(), atol=1e-9
        )


@settings(max_examples=100)
@given(members("mixture", "categorical"), st.data())
def test_blocks_come_and_go_and_probabilities_still_sum_to_one(member, data):
    repeats = member.kind.repeats
    count = data.draw(st.integers(repeats.fewest, repeats.most))
    resized = member.resized(count)
    assert len(resized.blocks) == count
    assert member.resized(len(member.blocks)).parameters == pytest.approx(member.parameters)
    kept = min(count, len(member.blocks))
    shares, old = ([block[repeats.share] for block in m.blocks[:kept]] for m in (resized, member))
    assert sum(shares) == pytest.approx(kept / count)
    if sum(old) > 0:
        assert shares == pytest.approx([share / sum(old) * kept / count for share in old])


@pytest.mark.parametrize(
    ("family", "parameters", "words"),
    [
        ("gauss", (0.0, 1.0), "no family 'gauss'"),
        ("normal", (0.0,), "takes 2 parameters, not 1"),
        ("normal", (0.0, 0.0), "standard_deviation must be a number from 0.001 to 1000, not 0.0"),
        ("normal", (math.nan, 1.0), "mean must be a number"),
        ("binomial", (2.5, 0.5), "n must be a whole number from 1 to 1000"),
        ("bernoulli", (1.1,), "p must be a number from 0 to 1"),
        ("uniform", (1.0, 1.0), "low must be below high"),
        ("mixture", (1.0, 0.0, 1.0), "takes 2 to 5 times 3 parameters, not 3"),
        ("mixture", (0.4, 0.0, 1.0, 0.4, 0.0, 1.0), "must sum to 1, not 0.8"),
        ("categorical", (1.0, 0.5, 2.0, 0.6), "must sum to 1, not 1.1"),
        ("categorical", (1.0, 0.5, 2.0), "takes 2 to 8 times 2 parameters"),
    ],
)
def test_what_is_no_distribution_is_refused_in_words(family, parameters, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        Member(family, parameters)


def test_there_is_no_landmark_or_parameter_of_that_name():
    member = Member.default("normal")
    for attempt in (
        lambda: member.moved("mode", 1.0),
        lambda: member.with_parameter(2, 1.0),
        lambda: member.with_parameter(0, math.nan),
        lambda: member.resized(2),
        lambda: Member.default("gauss"),
        lambda: Member.default("mixture").resized(6),
    ):
        with pytest.raises(ConfigError):
            attempt()


def test_a_table_with_a_value_twice_adds_its_probabilities():
    d = Categorical((3, 1, 3), (0.2, 0.5, 0.3))
    assert d.points().tolist() == [1, 3]
    assert d.density(np.array([1.0, 2.0, 3.0])).tolist() == [0.5, 0, 0.5]
    assert d.mean() == pytest.approx(2)
    for bad in (((1.0,), (0.9,)), ((1.0, 2.0), (1.5, -0.5)), ((math.inf, 1.0), (0.5, 0.5)), ((), ())):
        with pytest.raises(ConfigError):
            Categorical(*bad)


@given(st.lists(st.sampled_from((0.0, 5e-324, 1e300)) | numbers(0, 1e300), min_size=1, max_size=8))
def test_normalising_keeps_proportions(weights):
    if not any(weights):
        with pytest.raises(ConfigError):
            normalised(weights)
        return
    shares = normalised(weights)
    assert total(shares) == pytest.approx(1)
    assert np.argmax(shares) == np.argmax(weights)
    assert all((share == 0) or weight > 0 for share, weight in zip(shares, weights, strict=True))
    assert normalised(shares) == pytest.approx(shares)


def test_a_negative_weight_cannot_be_normalised():
    with pytest.raises(ConfigError):
        normalised((0.5, -0.1))


def test_equal_members_share_one_distribution():
    assert Member("normal", (0.0, 1.0)).distribution is Member("normal", (0, 1)).distribution


@settings(max_examples=100)
@given(members(), st.booleans())
def test_formulas_are_whole_and_know_their_colours(member, with_numbers):
    latex = member.formula(with_numbers)
    assert "$" not in latex
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")
    assert set(re.findall(r"<(\w+)>", latex)) <= SYMBOLS.keys()
    assert not re.search(r"[-+] -|e[+-]\d|nan|inf", latex.replace(r"\inf", ""))


def test_formulas_with_numbers():
    assert Member("normal", (-1.0, 0.5)).formula() == (
        r"f(<x>) = \frac{1}{\sqrt{2\pi}\cdot 0.5}\exp\left(-\frac{(<x> - (-1))^2}{2\cdot 0.5^2}\right)"
    )
    assert Member("normal", (-1.0, 0.5)).formula(numbers=False) == (
        r"f(<x>) = \frac{1}{\sqrt{2\pi}\,<sigma>}\exp\left(-\frac{(<x> - <mu>)^2}{2\,<sigma>^2}\right)"
    )
    assert Member("uniform", (-2.0, 0.25)).formula() == (r"f(<x>) = \frac{1}{0.25 - (-2)},\quad -2 \le <x> \le 0.25")
    assert Member("categorical", (-1.0, 0.25, 2.0, 0.75)).formula() == (
        r"\begin{aligned}&P(X = -1) = 0.25,\quad P(X = 2) = 0.75\end{aligned}"
    )
    assert Member("mixture", (0.25, -1.0, 0.5, 0.75, 1.0, 2.0)).formula() == (
        r"\begin{aligned}f(<x>) = &0.25\cdot\mathcal{N}(<x>;\, -1,\, 0.5^2) + \\ "
        r"&0.75\cdot\mathcal{N}(<x>;\, 1,\, 2^2)\end{aligned}"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1234.0, "1234"),
        (1234.5, "1230"),
        (0.001, "0.001"),
        (0.99999, "1"),
        (999.99, "1000"),
        (12345.6, r"1.23\cdot 10^{4}"),
        (1e-7, r"1\cdot 10^{-7}"),
        (-2.5, "-2.5"),
        (math.inf, r"\infty"),
    ],
)
def test_numbers_have_three_significant_digits(value, written):
    assert number(value) == written
    assert factor(value) == (f"({written})" if value < 0 or "cdot" in written else written)


def test_a_laplace_tail_is_thin_but_never_absent():
    log_density = Member("laplace", (0.0, 1e-3)).distribution.log_density(np.array([-5.0, 0.0, 1e6]))
    assert log_density == pytest.approx([-5000 - math.log(2e-3), -math.log(2e-3), -1e9 - math.log(2e-3)])
