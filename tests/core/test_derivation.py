"""Equal lines show equal numbers, each found by its own integral; the notes' slips show by how much they are off."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import norm

from core.builders import numbers, small_vae
from vae_core.analysis.derivation import derive, kl_by_draws
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.errors import ConfigError

X = np.array([1, 0, 1, 1, 0, 0], np.float32)
TICKS = np.linspace(-7, 7, 561)
PLANE = np.stack(np.meshgrid(TICKS, TICKS, indexing="ij"), -1).reshape(-1, 2)
CELL = 2 * math.log(TICKS[1] - TICKS[0])


def normal(means: tuple[float, float], log_variances: tuple[float, float]) -> LatentGaussian:
    return LatentGaussian.diagonal(np.array(means), np.array(log_variances))


def by_sums(seed: int, q: LatentGaussian) -> tuple[float, float, float, float]:
    """log p(x), KL(q‖p(z∣x)), E_q[log p(x∣z)] and log E_q[p(x∣z)] by plain sums over a fine grid, with SciPy."""
    with torch.no_grad():
        logits = small_vae(2, seed).decode(PLANE).double()
    log_likelihood = torch.distributions.Bernoulli(logits=logits).log_prob(torch.from_numpy(X).double()).sum(-1).numpy()
    log_joint = log_likelihood + norm.logpdf(PLANE).sum(-1)
    log_q = norm.logpdf(PLANE, q.mean, q.standard_deviation).sum(-1)
    evidence = logsumexp(log_joint) + CELL
    mass = np.exp(log_q + CELL)
    return (
        evidence,
        float((mass * (log_q - log_joint + evidence)).sum()),
        float((mass * log_likelihood).sum()),
        logsumexp(log_q + log_likelihood) + CELL,
    )


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 50), numbers(-1.5, 1.5), numbers(-4, 0.5))
def test_lines_agree_with_each_other_and_with_plain_sums(seed, mean, log_variance):
    q = normal((mean, 0.3), (log_variance, -1.0))
    evidence, gap, expectation, average = by_sums(seed, q)
    found = derive(small_vae(2, seed), X, q, log_evidence=evidence, log_normaliser=evidence, kl_to_posterior=gap)
    for value in (found.line_1, found.line_2, found.line_3, sum(found.line_4), sum(found.line_5)):
        assert value == pytest.approx(evidence, abs=2e-5)
    for value in (found.line_9, sum(found.line_10), sum(found.line_11)):
        assert value == pytest.approx(evidence - gap, abs=2e-5)
    assert found.line_4[1] == pytest.approx(gap, abs=2e-5)
    assert sum(found.line_12) == pytest.approx(-found.line_11[0], abs=1e-12)
    assert found.line_14 == found.line_10[1] == pytest.approx(expectation, abs=1e-5)
    assert found.notes_14 == pytest.approx(average, abs=1e-5)
    assert found.notes_14 >= found.line_14


def test_a_wrong_left_side_is_not_repeated_by_the_lines():
    q = normal((0.4, 0.3), (-1.0, -1.0))
    evidence, gap, _, _ = by_sums(0, q)
    found = derive(small_vae(2, 0), X, q, log_evidence=-50.0, log_normaliser=evidence, kl_to_posterior=gap)
    assert found.log_evidence == -50
    assert found.line_1 == pytest.approx(-50)
    for value in (found.line_2, found.line_3, sum(found.line_4), sum(found.line_5)):
        assert value == pytest.approx(evidence, abs=2e-5)


@given(numbers(-3, 3), numbers(-6, 2))
def test_the_notes_kl_is_twice_what_it_should_be(mean, log_variance):
    q = normal((mean, 0.0), (log_variance, 0.0))
    found = derive(small_vae(2), X, q, log_evidence=-4.0, log_normaliser=-4.0, kl_to_posterior=0.0)
    q, p = (torch.distributions.Normal(m, math.exp(v / 2)) for m, v in ((mean, log_variance), (0.0, 0.0)))
    exact = torch.distributions.kl_divergence(q, p).item()
    assert found.line_12 == pytest.approx((exact, 0.0), abs=1e-5, rel=1e-5)
    assert found.notes_12 == pytest.approx(tuple(2 * value for value in found.line_12), abs=1e-9)
    sigma = math.exp(log_variance / 2)
    assert found.literal_12[0] == pytest.approx(math.exp(sigma) - 1 - sigma + mean**2, rel=1e-6, abs=1e-9)
    assert found.literal_12[1] == pytest.approx(math.e - 2)  # the prior itself would cost 0.72 nats


@settings(max_examples=20)
@given(numbers(-3, 3), numbers(-9, 2), st.integers(0, 1000))
def test_draws_agree_with_the_closed_form(mean, log_variance, seed):
    found = kl_by_draws(normal((mean, 0.5), (log_variance, 0.0)), 20_000, seed)
    exact = [
        torch.distributions.kl_divergence(
            torch.distributions.Normal(m, math.exp(v / 2)), torch.distributions.Normal(0.0, 1.0)
        ).item()
        for m, v in ((mean, log_variance), (0.5, 0.0))
    ]
    assert found.closed == pytest.approx(exact, rel=1e-4, abs=1e-5)
    # Five standard errors: of some forty estimates one in a hundred thousand lies farther off.
    assert (abs(found.estimate - found.closed) <= 5 * found.standard_error + 1e-12).all()


def test_the_same_seed_gives_the_same_estimate_and_one_draw_has_no_error():
    q = normal((1.0, 0.0), (-1.0, 0.0))
    assert np.array_equal(kl_by_draws(q, 100, 3).estimate, kl_by_draws(q, 100, 3).estimate)
    with pytest.raises(ConfigError, match="standard error"):
        kl_by_draws(q, 1, 0)
