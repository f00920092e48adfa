"""What a chain's bound falls short of log p(x_0): KL(q(x_{1:T}∣x_0)‖p(x_{1:T}∣x_0)), by a way of its own.

Both are chains from x_0 on, so that it is a sum over steps: E[KL(q(x_t∣x_{t−1})‖p(x_t∣x_{t−1}))], where x_{t−1} is
drawn from q(x_{t−1}∣x_0), and by Bayes' rule p(x_t∣x_{t−1}) ∝ p(x_{t−1}∣x_t) p(x_t)   (Cover & Thomas 2006, theorem
2.5.3).
Neither the evidence nor the bound is asked: each step finds what it divides by itself.
"""

import numpy as np
from jaxtyping import Float
from scipy.interpolate import CubicSpline
from scipy.special import logsumexp

from vae_core.diffusion.evidence import Latents
from vae_core.diffusion.forward import PRIOR, Step, jump, step
from vae_core.diffusion.normal import Normal
from vae_core.diffusion.reverse import reverse

Points = Float[np.ndarray, " n"]
Table = Float[np.ndarray, "n places"]

# Places of x_{t−1} in standard deviations from its mean; x_0 itself is one place.
BEFORE = np.linspace(-6, 6, 61)
# Places of x_t likewise: of Gauss and Hermite's rules for steps up to so wide, then evenly spread, and for wide steps
# the grid of the chain.
FINE = 0.3
RULES = {limit: np.polynomial.hermite_e.hermegauss(points) for limit, points in ((0.03, 10), (0.12, 16))}
MANY = np.linspace(-7, 7, 57)


def gaps(chain: Latents, x_0: float) -> Float[np.ndarray, " T"]:
    """What each step leaves open, in nats, for t = 1 … T; their sum is log p(x_0) less the bound."""
    return np.array([_gap(chain, t, x_0) for t in range(1, chain.schedule.steps + 1)])


def _gap(chain: Latents, t: int, x_0: float) -> float:
    way, before = step(chain.schedule, t), jump(chain.schedule, t - 1, np.array([x_0]))
    spread = BEFORE if t > 1 else np.zeros(1)
    weights = np.exp(PRIOR.log_density(spread))
    divergences = _divergences(chain, way, t, before.mean + before.standard_deviation * spread)
    return float(weights @ divergences / weights.sum())


def _divergences(chain: Latents, way: Step, t: int, before: Points) -> Points:
    """KL(q(x_t∣x_{t−1})‖p(x_t∣x_{t−1})) for each x_{t−1}."""
    onwards = way.onwards(before[:, None])
    x_t, log_weights = _rule(chain, onwards)
    log_density = CubicSpline(chain.x, chain.log_densities[t - 1])
    decoded = reverse(chain.data, way, x_t[..., None], chain.width)
    # log p(x_{t−1}∣x_t) p(x_t) − log q(x_t∣x_{t−1})
    back = decoded.log_density(before[:, None, None])[..., 0]
    log_ratio = back + log_density(x_t) - onwards.log_density(x_t)
    return logsumexp(log_weights + log_ratio, axis=1) - (np.exp(log_weights) * log_ratio).sum(axis=1)


def _rule(chain: Latents, onwards: Normal) -> tuple[Table, Table]:
    """Places of x_t for each x_{t−1}, and the logarithms of what each counts in a mean over q(x_t∣x_{t−1})."""
    deviation = onwards.standard_deviation
    for limit, (places, weights) in RULES.items():
        if deviation < limit:
            return onwards.mean + deviation * places, np.log(weights / weights.sum()) + np.zeros_like(onwards.mean)
    x_t = onwards.mean + deviation * MANY if deviation < FINE else chain.x + np.zeros_like(onwards.mean)
    return x_t, onwards.log_density(x_t) + np.log(x_t[:, 1:2] - x_t[:, :1])
