"""Equal lines show equal numbers, each found by its own integral; the notes' slips show by how much they are off."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from core.builders import log_evidence_on_line, log_joint_on_line, numbers, small_vae
from vae_core.analysis.derivation import derive
from vae_core.models import DiagonalNormal

X = np.array([1, 0, 1, 1, 0, 0], np.float32)


def normal(*pairs: tuple[float, float]) -> DiagonalNormal:
    mean, log_variance = zip(*pairs, strict=True)
    return DiagonalNormal(torch.tensor(mean), torch.tensor(log_variance))


def kl_on_line(vae, q: DiagonalNormal) -> float:
    """KL(q‖p(z∣x)) by summing over a fine line."""
    joint, z, step = log_joint_on_line(vae, torch.from_numpy(X)[None])
    log_posterior = (joint[0] - torch.logsumexp(joint[0], 0) - math.log(step)).numpy()
    density = norm(q.mean.item(), q.standard_deviation.item())
    return float((density.pdf(z) * (density.logpdf(z) - log_posterior)).sum() * step)


@pytest.fixture(params=[0, 1, 2], scope="module")
def vae(request):
    return small_vae(seed=request.param)


@settings(max_examples=25)
@given(numbers(-2, 2), numbers(-5, 0.7))
def test_all_lines_of_the_evidence_agree(mean, log_variance):
    vae, q = small_vae(seed=1), normal((mean, log_variance))
    evidence = log_evidence_on_line(vae, torch.from_numpy(X)[None]).item()
    found = derive(vae, X, q, evidence, kl_on_line(vae, q))
    assert found.mass == pytest.approx(1, abs=1e-12)
    for value in (found.line_1, found.line_2, found.line_3, sum(found.line_4)):
        assert value == pytest.approx(evidence, abs=1e-9)
    assert sum(found.line_5) == pytest.approx(evidence, abs=1e-5)
    assert found.line_5[1] >= -1e-9


@settings(max_examples=25)
@given(st.integers(0, 100), numbers(-2, 2), numbers(-5, 1))
def test_all_lines_of_the_bound_agree(seed, mean, log_variance):
    found = derive(small_vae(2, seed), X, normal((mean, log_variance), (0.3, -1.0)), -3.0, 0.5)
    bound = found.line_9
    for value in (found.line_4[0], sum(found.line_10), sum(found.line_11)):
        assert value == pytest.approx(bound, abs=1e-6)
    assert sum(found.line_12) == pytest.approx(-found.line_11[0], abs=1e-9)
    assert found.line_14 == found.line_10[1]


def test_the_expectations_are_those_of_an_independent_quadrature(vae):
    q = normal((0.4, -1.2))
    density = norm(0.4, math.exp(-0.6))

    def log_likelihood(z: float) -> float:
        with torch.no_grad():
            logits = vae.decode(torch.tensor([[z]]))[0].double()
        return torch.distributions.Bernoulli(logits=logits).log_prob(torch.from_numpy(X).double()).sum().item()

    found = derive(vae, X, q, -4.0, 0.0)
    ends = density.ppf([1e-12, 1 - 1e-12])
    expected, _ = quad(lambda z: density.pdf(z) * log_likelihood(z), *ends, limit=400)
    average, _ = quad(lambda z: density.pdf(z) * math.exp(log_likelihood(z)), *ends, limit=400)
    assert found.line_14 == pytest.approx(expected, abs=1e-4)
    assert found.notes_14 == pytest.approx(math.log(average), abs=1e-4)
    assert found.notes_14 >= found.line_14


@given(numbers(-3, 3), numbers(-6, 2))
def test_the_notes_kl_is_twice_what_it_should_be(mean, log_variance):
    found = derive(small_vae(), X, normal((mean, log_variance)), -4.0, 0.0)
    mean, log_variance = np.float32(mean).item(), np.float32(log_variance).item()
    q, p = (torch.distributions.Normal(m, math.exp(v / 2)) for m, v in ((mean, log_variance), (0.0, 0.0)))
    exact = torch.distributions.kl_divergence(q, p).item()
    assert found.line_12[0] == pytest.approx(exact, abs=1e-5, rel=1e-5)
    assert found.notes_12[0] == pytest.approx(2 * found.line_12[0], abs=1e-9)
    sigma = math.exp(log_variance / 2)
    assert found.literal_12[0] == pytest.approx(math.exp(sigma) - 1 - sigma + mean**2, rel=1e-6, abs=1e-9)
