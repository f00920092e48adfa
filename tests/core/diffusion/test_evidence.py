"""log p(x_0) of the chain against plain sums over a fine grid, importance sampling, and the bound below it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp

from core.diffusion.chains import TWO, mixtures, simulated
from vae_core.diffusion.bound import bound
from vae_core.diffusion.evidence import COARSER, error_of, latents, log_evidence
from vae_core.diffusion.forward import PRIOR, step
from vae_core.diffusion.gap import gaps
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.reverse import reverse
from vae_core.diffusion.schedule import KINDS, Schedule

X_0 = np.array([-1.7, 0.0, 0.5, 3.0])


def by_plain_sums(schedule: Schedule, x_0: np.ndarray, width: str) -> np.ndarray:
    """From x_0 outwards: log p(x_0∣x_t) for every x_t of a fine grid, one latent after the other."""
    x = np.linspace(-8, 8, 2001)
    decoded = reverse(TWO, step(schedule, 1), x[:, None], width)
    message = decoded.log_density(x_0).T
    for t in range(2, schedule.steps + 1):
        decoded = reverse(TWO, step(schedule, t), x[:, None], width)
        onwards = decoded.log_density(x) + np.log(x[1] - x[0])
        message = np.stack([logsumexp(onwards + each, axis=1) for each in message])
    return logsumexp(message + PRIOR.log_density(x), axis=1) + np.log(x[1] - x[0])


@pytest.mark.parametrize("width", ["best", "fixed"])
@pytest.mark.parametrize(("kind", "steps"), [("cosine", 1), ("cosine", 3), ("linear", 4), ("log-snr", 5)])
def test_it_is_what_plain_sums_find(kind, steps, width):
    schedule = Schedule(kind, steps)
    found = log_evidence(latents(TWO, schedule, width), X_0)
    np.testing.assert_allclose(found, by_plain_sums(schedule, X_0, width), atol=2e-5)


@pytest.mark.parametrize(("kind", "steps"), [("cosine", 12), ("linear", 30)])
@pytest.mark.parametrize("x_0", [-1.7, 0.5])
def test_it_is_what_importance_sampling_finds(kind, steps, x_0):
    """p(x_0) = E_q[p(x_{0:T})/q(x_{1:T}∣x_0)], over whole ways that are drawn one by one."""
    schedule, n = Schedule(kind, steps), 40_000
    weights = simulated(TWO, schedule, x_0, "best", n, np.random.default_rng(1))
    ratio = np.exp(weights - log_evidence(latents(TWO, schedule), np.array([x_0])))
    assert abs(ratio.mean() - 1) < 4.5 * ratio.std(ddof=1) / np.sqrt(n)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_with_many_steps_the_model_is_the_data_and_the_bound_the_evidence(kind):
    schedule = Schedule(kind, 300)
    found = log_evidence(latents(TWO, schedule), X_0)
    bounds = np.array([bound(TWO, schedule, x).value for x in X_0])
    np.testing.assert_allclose(found, TWO.log_density(X_0[:, None]), atol=0.05)
    assert (found - bounds > -1e-4).all()
    assert (found - bounds < 0.03).all()


@settings(max_examples=20)
@given(mixtures(most_dimensions=1), st.sampled_from(sorted(KINDS)), st.integers(1, 12))
def test_the_bound_is_never_above(drawn, kind, steps):
    data, rng = drawn
    schedule, x_0 = Schedule(kind, steps), data.sample(3, rng)[:, 0]
    bounds = np.array([bound(data, schedule, each).value for each in x_0])
    assert (bounds <= log_evidence(latents(data, schedule), x_0) + 1e-3).all()


@pytest.mark.parametrize(("kind", "steps"), [("cosine", 2), ("linear", 200), ("log-snr", 40)])
@pytest.mark.parametrize("width", ["best", "fixed"])
def test_a_finer_grid_is_within_the_error_that_was_stated_and_no_mass_is_lost(kind, steps, width):
    schedule = Schedule(kind, steps)
    usual, coarser, finer = (latents(TWO, schedule, width, coarser=by) for by in (1.0, COARSER, 0.5))
    np.testing.assert_allclose(np.exp(usual.log_densities).sum(axis=1) * (usual.x[1] - usual.x[0]), 1, atol=1e-9)
    stated = error_of(usual, coarser, X_0)
    assert (np.abs(log_evidence(usual, X_0) - log_evidence(finer, X_0)) <= stated + 1e-9).all()
    assert (stated < 1e-3).all()


def test_where_doubles_cannot_know_the_density_the_error_says_so():
    schedule = Schedule("log-snr", 200)
    usual, coarser = latents(TWO, schedule), latents(TWO, schedule, coarser=COARSER)
    assert error_of(usual, coarser, np.array([7.0]))[0] > 1


def test_a_short_chain_is_right_far_out():
    """A fixed width in three steps leaves next to nothing there; plain sums of logarithms know how much."""
    schedule, x_0 = Schedule("log-snr", 3), np.linspace(1.5, 3, 31)
    chain, coarser = latents(TWO, schedule, "fixed"), latents(TWO, schedule, "fixed", coarser=COARSER)
    expected, found = by_plain_sums(schedule, x_0, "fixed"), log_evidence(chain, x_0)
    error = error_of(chain, coarser, x_0)
    is_known = error < 1e-3
    assert expected[is_known].min() < -33
    assert (np.abs(found - expected)[is_known] < error[is_known] + 1e-4).all()


@settings(max_examples=100)
@given(
    mixtures(most_dimensions=1),
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 12),
    st.sampled_from(["best", "fixed"]),
)
def test_evidence_is_bound_and_gap_each_by_its_own_route(drawn, kind, steps, width):
    data, rng = drawn
    data = DiagonalMixture(data.weights, data.means, np.maximum(data.variances, 0.01))
    schedule, x_0 = Schedule(kind, steps), data.sample(1, rng)[:, 0]
    chain, coarser = latents(data, schedule, width), latents(data, schedule, width, coarser=COARSER)
    left_open = gaps(chain, float(x_0[0]))
    error = error_of(chain, coarser, x_0)[0]
    assert (left_open > -1e-9).all()
    whole = bound(data, schedule, float(x_0[0]), width).value + left_open.sum()
    # The error says where doubles know nothing; a gap of many nats is known as well as its own size allows.
    assert abs(log_evidence(chain, x_0)[0] - whole) < 1e-3 * max(1, left_open.sum()) + error


@pytest.mark.parametrize(("kind", "steps"), [("cosine", 100), ("linear", 300)])
@pytest.mark.parametrize("width", ["best", "fixed"])
def test_so_it_is_with_many_steps(kind, steps, width):
    schedule = Schedule(kind, steps)
    chain = latents(TWO, schedule, width)
    for x_0 in (-1.7, 0.5):
        whole = bound(TWO, schedule, x_0, width).value + gaps(chain, x_0).sum()
        assert abs(log_evidence(chain, np.array([x_0]))[0] - whole) < 1e-3
