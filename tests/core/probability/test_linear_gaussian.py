"""Every term of the bound against SciPy and quadrature; both steps against a search that knows no formula."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from core.builders import numbers
from core.probability.members import undisturbed
from vae_core.errors import ConfigError
from vae_core.probability.alternating import (
    FAMILIES,
    Family,
    alternate,
    best_model,
    e_step,
    film,
    hidden_truth,
    m_step,
    maximum_likelihood,
    nearest,
    summed,
)
from vae_core.probability.exact_bound import bound_curves, by_integration, exact_bound
from vae_core.probability.linear_gaussian import (
    Gaussians,
    LinearGaussian,
    draw,
    expected_log_likelihood,
    kl_to_posterior,
    kl_to_prior,
    log_evidence,
    posterior,
    terms,
)

TERMS = ("log_evidence", "bound", "reconstruction", "kl_prior", "kl_posterior")
MODEL = LinearGaussian((1.2, -0.7), (0.3, 0.5), 0.6)
X = draw(LinearGaussian((1.5, 1.0), (0.5, -0.5), 0.5), 40, seed=3)
START = LinearGaussian((-0.4, 1.0), (-1.0, 1.5), 1.0)


def logarithmic(low: float, high: float) -> st.SearchStrategy[float]:
    return numbers(math.log(low), math.log(high)).map(lambda logarithm: min(max(math.exp(logarithm), low), high))


@st.composite
def models(draw_value, d: int | None = None, noise=(1e-3, 1e3)) -> LinearGaussian:
    size = d or draw_value(st.integers(1, 4))
    weights, offset = (tuple(draw_value(numbers(-far, far)) for _ in range(size)) for far in (5, 10))
    deviation = draw_value(logarithmic(*noise))
    with undisturbed():
        return LinearGaussian(weights, offset, deviation)


@st.composite
def situations(draw_value):
    """Any model, data far out among them, and any q."""
    model = draw_value(models())
    count = draw_value(st.integers(1, 4))
    x = np.array([[draw_value(numbers(-1e4, 1e4)) for _ in model.weights] for _ in range(count)])
    means = np.array([draw_value(numbers(-50, 50)) for _ in range(count)])
    variance = draw_value(logarithmic(1e-6, 1e4))
    with undisturbed():
        return model, x, Gaussians(means, variance)


@settings(max_examples=200)
@given(situations())
def test_bound_and_divergence_add_up_to_the_evidence(situation):
    found = terms(*situation)
    parts = found.log_evidence, found.reconstruction, found.kl_prior.kl, found.kl_posterior.kl
    largest = np.max(np.abs(parts), axis=0).clip(min=1)
    assert np.isfinite(parts).all()
    assert (np.abs(found.bound + found.kl_posterior.kl - found.log_evidence) <= 1e-9 * largest).all()
    assert (found.kl_posterior.kl >= 0).all()


@given(models(noise=(0.05, 20)))
def test_the_evidence_is_that_of_a_normal_with_both_variances(model):
    x = draw(model, 5, seed=1)
    covariance = np.outer(model.weights, model.weights) + model.noise**2 * np.eye(len(model.weights))
    expected = stats.multivariate_normal(model.offset, covariance).logpdf(x)
    np.testing.assert_allclose(log_evidence(model, x), expected, rtol=1e-6, atol=1e-6)


def test_the_posterior_is_prior_times_likelihood():
    z = np.linspace(-8, 8, 4001)
    for i, row in enumerate(X[:5]):
        centres = np.outer(z, MODEL.weights) + np.array(MODEL.offset)
        joint = stats.norm.pdf(z) * stats.norm.pdf(row, centres, MODEL.noise).prod(axis=1)
        found = posterior(MODEL, X)
        expected = stats.norm.pdf(z, found.means[i], found.standard_deviation)
        np.testing.assert_allclose(joint / np.trapezoid(joint, z), expected, atol=1e-9)


def test_the_expected_log_likelihood_is_a_mean_over_draws():
    q = Gaussians(np.full(len(X), 0.4), 0.3)
    z = 0.4 + math.sqrt(0.3) * np.random.default_rng(0).standard_normal(100_000)
    centres = np.outer(z, MODEL.weights) + np.array(MODEL.offset)
    values = stats.norm.logpdf(X[0], centres, MODEL.noise).sum(axis=1)
    error = values.std() / math.sqrt(len(values))
    assert abs(values.mean() - expected_log_likelihood(MODEL, X, q)[0]) < 4 * error


@settings(max_examples=60)
@given(models(1, (0.05, 20)), numbers(-20, 20), numbers(-10, 10), logarithmic(0.01, 10))
def test_every_term_is_its_integral(model, x, mean, deviation):
    found = exact_bound(model, x, mean, deviation)
    integral = by_integration(found)
    largest = max(1.0, *(abs(getattr(found.account, term)) for term in TERMS))
    for term in TERMS:
        assert getattr(integral, term) == pytest.approx(getattr(found.account, term), abs=1e-9 * largest)
    assert found.of_mean + found.of_variance == pytest.approx(found.account.kl_posterior)


@given(models(1), numbers(-1e4, 1e4))
def test_at_the_posterior_the_bound_is_the_evidence(model, x):
    q = posterior(model, np.array([[x]]))
    account = exact_bound(model, x, q.means.item(), q.standard_deviation).account
    assert account.kl_posterior == pytest.approx(0, abs=1e-12)
    scale = max(1.0, abs(account.reconstruction), account.kl_prior)
    assert account.bound == pytest.approx(account.log_evidence, abs=1e-9 * scale)


def test_the_prior_costs_nothing():
    assert kl_to_prior(Gaussians(np.zeros(3), 1.0)).total == 0


def test_the_curves_hold_all_three_bells_and_their_areas():
    for model, x in ((LinearGaussian((2.5,), (0.0,), 0.05), 9.0), (LinearGaussian((0.0,), (0.0,), 1.0), 0.0)):
        curves = bound_curves(exact_bound(model, x, -2.0, 0.02))
        for density in (curves.prior, curves.q, curves.posterior):
            assert np.trapezoid(density, curves.z) == pytest.approx(1, abs=5e-3)
        assert curves.x[0] < x < curves.x[-1]
        assert curves.height == pytest.approx(math.exp(log_evidence(model, np.array([[x]])).item()))


def optimum(objective, start) -> np.ndarray:
    """The maximum, by a search that is told nothing but values."""
    found = optimize.minimize(lambda at: -objective(at), start, method="BFGS", options={"gtol": 1e-6})
    return found.x, -found.fun


def model_at(at) -> LinearGaussian:
    return LinearGaussian(tuple(map(float, at[:2])), tuple(map(float, at[2:4])), float(math.exp(at[4])))


def test_the_m_step_is_the_best_model_for_these_q():
    q = Gaussians(np.linspace(-1, 2, len(X)), 0.4)
    best = m_step(X, q)
    _, highest = optimum(lambda at: terms(model_at(at), X, q).bound.sum(), np.array([0.5, 0.5, 0.0, 0.0, 0.0]))
    reached = terms(best, X, q).bound.sum()
    assert reached == pytest.approx(highest, abs=1e-5)
    assert reached >= highest - 1e-9


@pytest.mark.parametrize("name", FAMILIES)
def test_the_e_step_is_the_best_q_that_is_allowed(name):
    family = Family(name, 0.8)
    reached = terms(MODEL, X, e_step(MODEL, X, family)).bound.sum()
    random = np.random.default_rng(1)
    best = e_step(MODEL, X, family)
    for _ in range(50):
        shifts = random.standard_normal(1 if name == "shared" else len(X)) * 0.2
        variance = best.variance if name == "fixed" else best.variance * math.exp(0.3 * random.standard_normal())
        assert terms(MODEL, X, Gaussians(best.means + shifts, variance)).bound.sum() < reached


@pytest.mark.parametrize("family", [Family("free"), Family("fixed", 0.2), Family("fixed", 0.8), Family("fixed", 1.2)])
def test_the_best_model_is_what_a_search_finds(family):
    best = best_model(X, family)
    starts = [np.array([1.0, 0.5, 0.0, 0.0, 0.0]), np.array([0.1, 0.1, 0.0, 0.0, 0.5])]
    highest = max(optimum(lambda at: summed(model_at(at), X, family)[0], start)[1] for start in starts)
    assert summed(best, X, family)[0] == pytest.approx(highest, abs=1e-5)


@pytest.mark.parametrize("family", [Family("free"), Family("fixed", 0.5), Family("fixed", 3.0), Family("shared")])
def test_the_turns_end_at_the_best_model(family):
    result = alternate(X, START, family, 600)
    best = best_model(X, family)
    assert result.bounds[-1] == pytest.approx(summed(best, X, family)[0], abs=1e-4)
    assert result.models[-1].noise == pytest.approx(best.noise, rel=1e-3)
    assert result.models[-1].length == pytest.approx(best.length, abs=2e-3)


def test_the_model_of_maximum_likelihood_has_the_moments_of_the_data():
    best = maximum_likelihood(X)
    covariance = np.outer(best.weights, best.weights) + best.noise**2 * np.eye(2)
    np.testing.assert_allclose(covariance, np.cov(X.T, bias=True), atol=1e-12)
    np.testing.assert_allclose(best.offset, X.mean(axis=0))


def test_a_q_of_the_wrong_width_bends_the_model_and_leaves_a_gap():
    free, fixed = best_model(X, Family("free")), best_model(X, Family("fixed", 0.8))
    width = [posterior(model, X).standard_deviation for model in (free, fixed)]
    assert width[0] < width[1] < 0.8
    bound, evidence = summed(fixed, X, Family("fixed", 0.8))
    assert bound < evidence - 1
    assert evidence < log_evidence(free, X).sum() - 5


def test_from_the_summit_a_poor_q_walks_down():
    result = alternate(X, maximum_likelihood(X), Family("fixed", 0.8), 40)
    assert (np.diff(result.bounds) >= -1e-9).all()
    assert result.evidences[-1] < result.evidences[0] - 5


@settings(max_examples=30, deadline=None)
@given(
    models(2, (1e-3, 1e3)),
    st.sampled_from(FAMILIES),
    logarithmic(0.01, 100),
    st.integers(0, 100),
    logarithmic(1e-2, 1e2),
)
def test_the_bound_never_goes_back_and_never_passes_the_evidence(start, name, deviation, seed, scale):
    x = scale * draw(hidden_truth(seed), 12, seed)
    result = alternate(x, start, Family(name, deviation), 20)
    size = np.maximum(1, np.abs(result.bounds))
    assert (np.diff(result.bounds) >= -1e-9 * size[:-1]).all()
    assert (result.bounds <= result.evidences + 1e-9 * size).all()
    np.testing.assert_allclose(result.bounds + result.gaps, result.evidences, atol=1e-9 * size.max())
    if name == "free":
        np.testing.assert_allclose(result.gaps[1::2], 0, atol=1e-9)
        np.testing.assert_allclose(result.bounds[1::2], result.evidences[1::2], rtol=1e-9, atol=1e-9)


def test_an_e_step_holds_the_model_and_an_m_step_holds_every_q():
    result = alternate(X, START, Family("free"), 6)
    for step in range(1, 7):
        same = result.models if step % 2 else result.qs
        assert same[step] is same[step - 1]
    assert result.evidences[1] == result.evidences[0]


@pytest.mark.parametrize("scale", [1e-300, 1e-310, 1e-320])
def test_weights_of_next_to_nothing_explain_nothing(scale):
    weights = scale * 2.7, scale * -6.7
    found = log_evidence(LinearGaussian(weights, START.offset, START.noise), X)
    assert found == pytest.approx(log_evidence(LinearGaussian((0.0, 0.0), START.offset, START.noise), X), rel=1e-14)


def test_one_q_for_all_makes_the_model_give_z_up():
    result = alternate(X, START, Family("shared"), 6)
    assert result.models[-1].length == pytest.approx(0, abs=1e-12)
    assert result.gaps[-1] == pytest.approx(0, abs=1e-12)
    assert best_model(X, Family("shared")).noise == pytest.approx(math.sqrt(X.var(axis=0).mean()))


def test_data_are_drawn_from_the_model_and_the_same_for_the_same_seed():
    x = draw(MODEL, 50_000, seed=2)
    covariance = np.outer(MODEL.weights, MODEL.weights) + MODEL.noise**2 * np.eye(2)
    np.testing.assert_allclose(np.cov(x.T), covariance, atol=0.06)
    assert film(4, START, Family()).x.tolist() == draw(hidden_truth(4), 40, 4).tolist()
    assert film(4, START, Family()).x.tolist() != film(5, START, Family()).x.tolist()


def test_the_nearest_datum():
    assert nearest(X, tuple(X[7] + 1e-6)) == 7


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: LinearGaussian((1.0,), (0.0, 0.0), 1.0),
        lambda: LinearGaussian((), (), 1.0),
        lambda: LinearGaussian((math.nan,), (0.0,), 1.0),
        lambda: LinearGaussian((1.0,), (0.0,), 0.0),
        lambda: Gaussians(np.zeros(1), 0.0),
        lambda: exact_bound(MODEL, 0.0, 0.0, 1.0),
        lambda: exact_bound(LinearGaussian((1.0,), (0.0,), 1.0), math.inf, 0.0, 1.0),
        lambda: exact_bound(LinearGaussian((1.0,), (0.0,), 1.0), 0.0, math.nan, 1.0),
        lambda: exact_bound(LinearGaussian((1.0,), (0.0,), 1.0), 0.0, 0.0, 0.0),
        lambda: Family("good"),
        lambda: Family("fixed", 0.0),
        lambda: alternate(X[:2], START, Family()),
        lambda: alternate(X[:, :1], START, Family()),
        lambda: alternate(X, START, Family(), 0),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ConfigError):
        wrong()


def test_the_divergence_to_the_posterior_is_zero_only_there():
    q = posterior(MODEL, X)
    assert kl_to_posterior(MODEL, X, q).total == 0
    assert (kl_to_posterior(MODEL, X, Gaussians(q.means, 1.01 * q.variance)).kl > 0).all()
