"""The forward process against Bayes' rule, torch's normals and draws made step by step."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import distributions as td

from vae_core.diffusion.forward import jump, rate_of_the_last, step
from vae_core.diffusion.normal import Normal
from vae_core.diffusion.schedule import KINDS, Schedule
from vae_core.errors import ConfigError

POINTS = st.floats(-4, 4)


def log_density(normal: Normal, x) -> float:
    return td.Normal(torch.as_tensor(normal.mean), normal.variance**0.5).log_prob(torch.as_tensor(x)).item()


@st.composite
def ways(draw):
    """A schedule and two of its steps, s < t."""
    schedule = Schedule(draw(st.sampled_from(sorted(KINDS))), draw(st.integers(2, 1000)))
    t = draw(st.integers(2, schedule.steps))
    return schedule, draw(st.integers(1, t - 1)), t


@given(ways(), POINTS, st.floats(-3, 3), st.floats(-3, 3))
def test_bayes_rule_holds_on_every_way(drawn, x_0, before, after):
    """q(x_t∣x_s) q(x_s∣x_0) = q(x_s∣x_t, x_0) q(x_t∣x_0), wherever x_s and x_t are."""
    schedule, s, t = drawn
    way = step(schedule, t, s)
    x = np.array([x_0])
    x_s = jump(schedule, s, x).mean + before * jump(schedule, s, x).variance ** 0.5
    x_t = way.onwards(x_s).mean + after * way.added**0.5
    there = log_density(way.onwards(x_s), x_t) + log_density(jump(schedule, s, x), x_s)
    back = log_density(way.back(x_t, x), x_s) + log_density(jump(schedule, t, x), x_t)
    assert back == pytest.approx(there, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_steps_one_by_one_are_one_jump(kind):
    schedule, x_0 = Schedule(kind, 12), np.array([1.7])
    mean, variance = x_0, 0.0
    for t in range(1, 13):
        one = step(schedule, t)
        mean, variance = one.onwards(mean).mean, one.ratio**2 * variance + one.added
        at_once = jump(schedule, t, x_0)
        assert mean == pytest.approx(at_once.mean)
        assert variance == pytest.approx(at_once.variance)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("steps", [1, 7, 1000])
def test_the_way_back_to_the_start_ends_there(kind, steps):
    """For s = 0 x_0 is known, so nothing is left to chance."""
    x_0 = np.array([-3.0, 0.0, 2.5])
    back = step(Schedule(kind, steps), 1).back(np.array([9.0, -1.0, 0.3]), x_0)
    np.testing.assert_allclose(back.mean, x_0, rtol=1e-9, atol=1e-12)
    assert back.variance == 0


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 1000), st.lists(POINTS, min_size=1, max_size=4))
def test_the_rate_of_the_last_latent_is_a_kl(kind, steps, x_0):
    last = jump(Schedule(kind, steps), steps, np.array(x_0))
    mean = torch.as_tensor(last.mean, dtype=torch.float64)
    q, prior = td.Normal(mean, last.variance**0.5), td.Normal(torch.zeros_like(mean), 1.0)
    expected = float(td.kl_divergence(q, prior).sum())
    assert float(rate_of_the_last(Schedule(kind, steps), np.array(x_0))) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("t", "s"), [(0, None), (3, 3), (2, 5), (11, None), (4, -1)])
def test_a_way_that_leads_nowhere_is_refused(t, s):
    with pytest.raises(ConfigError):
        step(Schedule("cosine", 10), t, s)
