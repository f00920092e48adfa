"""The bound of a chain of latents, a term for each step, by quadrature over one latent at a time.

log p(x_0) ≥ E[log p(x_0∣x_1)] − Σ_{t≥2} E[KL(q(x_{t−1}∣x_t, x_0)‖p(x_{t−1}∣x_t))] − KL(q(x_T∣x_0)‖p(x_T))

Source: Ho, Jain & Abbeel 2020, eq. 5 (cited as H); Sohl-Dickstein et al. 2015, section 2.4.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.diffusion.forward import PRIOR, rate_of_the_last, step, steps
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.normal import kl_divergence
from vae_core.diffusion.reverse import reverse
from vae_core.diffusion.schedule import Schedule

# The rule of equal steps, which for smooth functions of a normal is exact to the last digits: σ from the mean, points.
REACH, POINTS = 9.0, 181
STANDARD = np.linspace(-REACH, REACH, POINTS)
WEIGHTS = np.exp(PRIOR.log_density(STANDARD)) * (STANDARD[1] - STANDARD[0])


@dataclass(frozen=True, eq=False)
class Bound:
    """Of one x_0, in nats.

    Attributes:
        reconstruction: E[log p(x_0∣x_1)]; H calls its negative L_0.
        steps: E[KL(q(x_{t−1}∣x_t, x_0)‖p(x_{t−1}∣x_t))] for t = 2 … T: L_{t−1}.
        last: KL(q(x_T∣x_0)‖N(0, 1)): L_T.
    """

    reconstruction: float
    steps: Float[np.ndarray, " steps"]
    last: float

    @property
    def value(self) -> float:
        """The bound itself: at most log p(x_0)."""
        return self.reconstruction - float(self.steps.sum()) - self.last


def bound(data: DiagonalMixture, schedule: Schedule, x_0: float, width: str = "best") -> Bound:
    """Each term of the bound for one x_0 on a line, where the means of the way back are those of ``data``.

    Args:
        data: in one dimension.
        schedule: of the noise.
        x_0: where.
        width: of the way back, see :func:`vae_core.diffusion.reverse.reverse`.
    """
    point = np.full((1, 1), float(x_0))
    first, later = step(schedule, 1), steps(schedule, first=2)
    x_1, x_t = (way.signal * point + way.noise * STANDARD[:, None] for way in (first, later))
    reconstruction = reverse(data, first, x_1, width).log_density(point)
    divergences = kl_divergence(later.back(x_t, point), reverse(data, later, x_t, width))
    return Bound(
        float(WEIGHTS @ reconstruction[:, 0]),
        divergences[..., 0] @ WEIGHTS,
        float(rate_of_the_last(schedule, point)[0]),
    )
