"""Formulas against torch.distributions, SciPy and quadrature."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad
from torch import distributions as td

from core.probability.members import members
from vae_core.probability import closed_forms
from vae_core.probability.families import FAMILIES, Member


def t(value) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64)


TORCH = {
    "bernoulli": lambda p: td.Bernoulli(t(p)),
    "binomial": lambda n, p: td.Binomial(int(n), t(p)),
    "geometric": lambda p: td.Geometric(t(p), validate_args=False),
    "poisson": lambda rate: td.Poisson(t(rate)),
    "categorical": lambda *table: td.Categorical(t(table[1::2])),
    "normal": lambda m, s: td.Normal(t(m), t(s)),
    "uniform": lambda low, high: td.Uniform(t(low), t(high)),
    "exponential": lambda rate: td.Exponential(t(rate)),
    "laplace": lambda m, s: td.Laplace(t(m), t(s)),
    "gamma": lambda k, rate: td.Gamma(t(k), t(rate)),
    "beta": lambda a, b: td.Beta(t(a), t(b)),
    "log_normal": lambda m, s: td.LogNormal(t(m), t(s)),
    "cauchy": lambda m, s: td.Cauchy(t(m), t(s)),
    "student_t": lambda v, m, s: td.StudentT(t(v), t(m), t(s)),
}
TRIALS = ("bernoulli", "binomial", "geometric")
WITH_KL = [name for name in closed_forms.DIVERGENCES if name not in ("cauchy", "categorical")]
WITH_ENTROPY = [name for name in closed_forms.ENTROPIES if name != "logistic"]


def two_of(*names):
    return st.sampled_from(names).flatmap(lambda name: st.tuples(members(name), members(name)))


@settings(max_examples=250)
@given(two_of(*WITH_KL))
def test_divergences_within_a_family_are_those_of_torch(pair):
    p, q = pair
    if p.family == "binomial":
        q = q.with_parameter(0, p.parameters[0])
    # torch rounds probabilities near 0 and 1; those have their own test below.
    assume(p.family not in TRIALS or all(1e-6 < member.parameters[-1] < 1 - 1e-6 for member in pair))
    found = closed_forms.kl_divergence(p, q)
    reference = td.kl_divergence(TORCH[p.family](*p.parameters), TORCH[q.family](*q.parameters)).item()
    assert found == pytest.approx(reference, rel=1e-9, abs=1e-9 * (1 + max(p.parameters)))


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        (0.0, 0.0, 0),
        (1.0, 1.0, 0),
        (0.0, 0.25, -math.log(0.75)),
        (1.0, 0.25, math.log(4)),
        (0.25, 0.0, math.inf),
        (0.25, 1.0, math.inf),
        (1e-300, 0.5, math.log(2)),
        (0.5, 1e-300, 0.5 * math.log(0.5 / 1e-300) + 0.5 * math.log(0.5)),
    ],
)
def test_certain_and_nearly_impossible_trials(p, q, expected):
    assert closed_forms.kl_divergence(Member("bernoulli", (p,)), Member("bernoulli", (q,))) == pytest.approx(expected)
    of_seven = [Member("binomial", (7.0, probability)) for probability in (p, q)]
    assert closed_forms.kl_divergence(*of_seven) == pytest.approx(7 * expected)
    if min(p, q) >= 1e-3:
        until = [Member("geometric", (probability,)) for probability in (p, q)]
        assert closed_forms.kl_divergence(*until) == pytest.approx(expected / p)


@given(members("categorical"), st.randoms(use_true_random=False))
def test_tables_of_the_same_values_have_the_divergence_of_their_probabilities(p, random):
    values, own = list(p.parameters[0::2]), list(p.parameters[1::2])
    other = random.sample(own, len(own))
    q = Member("categorical", tuple(v for pair in zip(values, other, strict=True) for v in pair))
    merged = {
        x: [sum(c for v, c in zip(values, column, strict=True) if v == x) for column in (own, other)] for x in values
    }
    first, second = np.array(list(merged.values())).T
    assert closed_forms.kl_divergence(p, q) == pytest.approx(stats.entropy(first, second), abs=1e-9)
    assert closed_forms.entropy(p) == pytest.approx(stats.entropy(first), abs=1e-9)


def test_tables_of_different_values_have_no_formula():
    p, q = (Member("categorical", (1.0, 0.5, other, 0.5)) for other in (2.0, 3.0))
    assert closed_forms.kl_divergence(p, q) is None
    assert closed_forms.kl_divergence(Member("binomial", (5.0, 0.5)), Member("binomial", (6.0, 0.5))) is None


@pytest.mark.parametrize(("p", "q"), [((0, 1), (0, 1)), ((0, 1), (3, 0.5)), ((-2, 0.1), (5, 20)), ((0, 30), (1, 0.2))])
def test_the_divergence_of_cauchy_distributions_is_their_integral(p, q):
    of_p, of_q = stats.cauchy(*p), stats.cauchy(*q)

    def at_angle(u):  # x = location + scale · tan u brings the line into a short interval
        x = p[0] + p[1] * math.tan(u)
        return (of_p.logpdf(x) - of_q.logpdf(x)) / math.pi

    expected = quad(at_angle, -math.pi / 2, math.pi / 2, limit=500, points=[math.atan((q[0] - p[0]) / p[1])])[0]
    members = (Member("cauchy", tuple(map(float, parameters))) for parameters in (p, q))
    assert closed_forms.kl_divergence(*members) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@given(members("cauchy"), members("cauchy"))
def test_the_divergence_of_cauchy_distributions_is_the_same_both_ways(p, q):
    there, back = closed_forms.kl_divergence(p, q), closed_forms.kl_divergence(q, p)
    assert there == pytest.approx(back, rel=1e-12, abs=1e-12)
    assert there >= -1e-12


@settings(max_examples=200)
@given(st.sampled_from(WITH_ENTROPY).flatmap(members))
def test_entropies_are_those_of_torch(p):
    if p.family == "categorical":
        p = Member("categorical", tuple(v for i, s in enumerate(p.parameters[1::2]) for v in (float(i), s)))
    with torch.no_grad():
        reference = TORCH[p.family](*p.parameters).entropy().item()
    if math.isnan(reference):
        assert p.parameters[-1] in (0.0, 1.0)
        assert closed_forms.entropy(p) == 0
        return
    assert closed_forms.entropy(p) == pytest.approx(reference, rel=1e-7, abs=1e-7)


@given(members("logistic"))
def test_the_entropy_of_a_logistic_distribution(p):
    assert closed_forms.entropy(p) == pytest.approx(float(stats.logistic(*p.parameters).entropy()), rel=1e-7)


@given(members("exponential"), members("gamma"))
def test_an_exponential_is_a_gamma_of_shape_one(p, q):
    as_gamma = Member("gamma", (1.0, *p.parameters))
    for first, second in ((p, q), (q, p)):
        pair = (as_gamma if member is p else member for member in (first, second))
        assert closed_forms.kl_divergence(first, second) == closed_forms.kl_divergence(*pair)


@pytest.mark.parametrize("family", ["logistic", "student_t", "gamma", "uniform", "laplace", "beta"])
def test_to_a_normal_only_mean_variance_and_entropy_matter(family):
    p, q = Member.default(family), Member("normal", (0.7, 1.9))
    law, bell = p.distribution.law, stats.norm(0.7, 1.9)
    assert closed_forms.cross_entropy(p, q) == pytest.approx(-law.expect(bell.logpdf), rel=1e-7)
    assert closed_forms.kl_divergence(p, q) == pytest.approx(-law.expect(bell.logpdf) - law.entropy(), rel=1e-6)


@pytest.mark.parametrize("q", [Member("uniform", (-1.0, 4.0)), Member("exponential", (0.4,))])
def test_to_a_uniform_and_an_exponential_the_mean_is_enough(q):
    p = Member("beta", (2.0, 3.0))
    expected = p.distribution.law.expect(q.distribution.law.logpdf)
    assert closed_forms.cross_entropy(p, q) == pytest.approx(-expected, rel=1e-9)
    normal = Member("normal", (0.0, 1.0))
    assert closed_forms.kl_divergence(normal, q) == math.inf
    assert closed_forms.cross_entropy(normal, q) == math.inf


def test_what_the_moments_of_a_heavy_tail_say():
    normal = Member("normal", (0.0, 1.0))
    assert closed_forms.kl_divergence(Member("cauchy", (0.0, 1.0)), normal) == math.inf
    assert closed_forms.kl_divergence(Member("student_t", (1.5, 0.0, 1.0)), normal) == math.inf
    assert closed_forms.kl_divergence(Member("student_t", (2.5, 0.0, 1.0)), normal) < math.inf


@given(st.sampled_from([name for name in FAMILIES if name not in ("mixture", "binomial")]).flatmap(members))
def test_nothing_diverges_from_itself(p):
    found = closed_forms.kl_divergence(p, p)
    assert found is None or found == pytest.approx(0, abs=1e-9)


@given(st.sampled_from(list(closed_forms.ENTROPIES)).flatmap(members))
def test_the_cross_entropy_with_itself_is_the_entropy(p):
    cross = closed_forms.cross_entropy(p, p)
    assert cross is None or cross == pytest.approx(closed_forms.entropy(p), rel=1e-9, abs=1e-9)
