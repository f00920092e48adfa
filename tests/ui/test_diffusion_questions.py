"""What is asked of losses, and how it is answered, against sums of draws."""

import re

import numpy as np
import pytest

from sections.diffusion.questions import where_the_bound_looks
from ui import state
from vae_core.diffusion.examples import PLANES
from vae_core.diffusion.particles import SCHEDULE
from vae_core.diffusion.weights import step_weights


def least_by_draws(name: str, t: int, n: int = 2000) -> float:
    """E‖ε − E[ε∣x_t]‖² as a mean over draws of x_0 and ε."""
    rng, signal, noise = np.random.default_rng(t), SCHEDULE.signal[t], SCHEDULE.noise[t]
    data = PLANES[name]
    epsilon = rng.standard_normal((n, 2))
    x_t = signal * data.sample(n, rng) + noise * epsilon
    best = (x_t - signal * data.denoised(x_t, signal, noise)) / noise
    return float(((epsilon - best) ** 2).sum(-1).mean())


@pytest.mark.parametrize(("name", "t"), [("moons", 3), ("ring", 25), ("corners", 70)])
def test_the_share_of_the_first_steps_in_the_bound(name, t):
    cost = step_weights(SCHEDULE)[1:] * [least_by_draws(name, step) for step in range(1, 101)]
    share = 100 * cost[:t].sum() / cost.sum()
    with state.apart("diffusion", {"plane": name, "level": str(t)}, "en"):
        question = where_the_bound_looks()
    assert question.answer == sum(share > end for end in (25, 50, 75, 90))
    assert float(re.match(r"It is (\d+) %", question.reason)[1]) == pytest.approx(share, abs=2)
    assert len(question.options) == 5
