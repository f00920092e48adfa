"""Downhill over all normal distributions N(μ, σ²), for a divergence that has to become small.

Steps are measured as the distributions see it: μ moves by σ · a and log σ by b / √2, in which the Fisher information
is the unit matrix (Amari, "Natural gradient works efficiently in learning", 1998).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

Starts = Float[np.ndarray, " starts"]
# A divergence D at some (μ, log σ): D, ∂D/∂a, ∂D/∂b, ∂²D/∂a², ∂²D/∂a∂b, ∂²D/∂b², for every start.
Slope = Float[np.ndarray, "6 starts"]

ROOT_2 = 2**0.5
# Curvatures are 1 where q is p; where they are smaller than this, or negative, steps stay as long as at this one.
LEAST_CURVATURE = 0.2
# Steps that had to be shortened so far are not worth taking: rounding hides what they would gain.
TOO_SHORT = 1e-4


@dataclass(frozen=True, eq=False)
class Descent:
    """The places visited from every start.

    Attributes:
        means: μ, ``[steps + 1, starts]``.
        log_deviations: log σ, the same.
        values: the divergence there, in nats; it never rises along a path.
        last: the slope at the end of every path.
    """

    means: Float[np.ndarray, "steps starts"]
    log_deviations: Float[np.ndarray, "steps starts"]
    values: Float[np.ndarray, "steps starts"]
    last: Slope

    @property
    def steepness(self) -> Starts:
        """The length of the gradient at the end of every path."""
        return np.hypot(self.last[1], self.last[2])


def descend(
    slope: Callable[[Starts, Starts], Slope],
    means: Starts,
    log_deviations: Starts,
    *,
    steps: int,
    rate: float,
    reach: float,
    flat: float,
) -> Descent:
    """Damped Newton steps from every start, all at once.

    Args:
        slope: the divergence at (μ, log σ).
        means: where to start, μ.
        log_deviations: where to start, log σ.
        steps: at most so many.
        rate: the share of each full step that is taken, 0 to 1.
        reach: the longest step, in units of (a, b).
        flat: a path ends where the gradient is shorter than this.
    """
    here = np.vstack([means, log_deviations, slope(means, log_deviations)])
    visited, boldness = [here], np.ones_like(means)
    for _ in range(steps):
        going = np.flatnonzero((np.hypot(here[3], here[4]) >= flat) & (boldness > TOO_SHORT))
        if not going.size:
            break
        now = here[:, going]
        a, b = boldness[going] * step(now[2:], rate, reach)
        new_means, new_logs = now[0] + np.exp(now[1]) * a, now[1] + b / ROOT_2
        there = np.vstack([new_means, new_logs, slope(new_means, new_logs)])
        # A step that would not lower the divergence is not taken, and the next is half as long.
        lower = there[2] < now[2]
        boldness[going] = np.where(lower, np.minimum(2 * boldness[going], 1), boldness[going] / 2)
        here = here.copy()
        here[:, going] = np.where(lower, there, now)
        visited.append(here)
    return Descent(*np.stack(visited, axis=1)[:3], here[2:])


def step(here: Slope, rate: float, reach: float) -> Float[np.ndarray, "2 starts"]:
    """Where to go: downhill in every direction, less far in directions that curve more."""
    _, a, b, aa, ab, bb = here
    # M = H² + λ² has the eigenvalues of H squared, none below λ²
    m_aa, m_ab, m_bb = aa**2 + ab**2 + LEAST_CURVATURE**2, ab * (aa + bb), ab**2 + bb**2 + LEAST_CURVATURE**2
    # √M = (M + √det M) / √(tr M + 2 √det M) for a matrix of two rows, and its determinant is √det M
    root = np.sqrt(np.maximum(m_aa * m_bb - m_ab**2, LEAST_CURVATURE**4))
    norm = np.sqrt(m_aa + m_bb + 2 * root)
    # δ = −η M^(−½) g
    toward_a = -rate * ((m_bb + root) * a - m_ab * b) / (norm * root)
    toward_b = -rate * ((m_aa + root) * b - m_ab * a) / (norm * root)
    length = np.hypot(toward_a, toward_b)
    return np.stack([toward_a, toward_b]) * np.minimum(1, reach / np.maximum(length, reach))
