"""Mixtures, and whole ways through a chain of latents, that the tests share."""

import numpy as np
from hypothesis import strategies as st

from vae_core.diffusion.forward import PRIOR, step
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.reverse import reverse

TWO = DiagonalMixture(np.array([0.4, 0.6]), np.array([[-1.5], [1.5]]), np.array([[0.09], [0.16]]))


@st.composite
def mixtures(draw, most_dimensions=3):
    d, components = draw(st.integers(1, most_dimensions)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = rng.dirichlet(np.ones(components))
    return DiagonalMixture(
        weights, rng.uniform(-3, 3, (components, d)), rng.uniform(0.02, 1.5, (components, d)) ** 2
    ), rng


def simulated(data, schedule, x_0: float, width: str, n: int, rng) -> np.ndarray:
    """log p(x_{0:T}) − log q(x_{1:T}∣x_0) along ``n`` ways, drawn step by step: their mean is the bound."""
    x = np.full((n, 1), x_0)
    weights = np.zeros(n)
    for t in range(1, schedule.steps + 1):
        way = step(schedule, t)
        onwards = way.onwards(x)
        after = onwards.sample(rng)
        weights += (reverse(data, way, after, width).log_density(x) - onwards.log_density(after))[:, 0]
        x = after
    return weights + PRIOR.log_density(x)[:, 0]
