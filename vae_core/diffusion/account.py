"""All that a chain says of one x_0, in nats: evidence, bound and gap, each by its own route."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.diffusion.bound import Bound, bound
from vae_core.diffusion.evidence import COARSER, Latents, error_of, latents, log_evidence
from vae_core.diffusion.gap import gaps
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.schedule import Schedule

# Chains whose latents are kept, while x_0 moves: some MB each, at most.
_latents = lru_cache(maxsize=24)(latents)


@dataclass(frozen=True, eq=False)
class Account:
    """What was asked, and the chain that answers; numbers are found when they are asked for.

    Attributes:
        data: on a line.
        schedule: of the noise.
        width: of the way back.
        x_0: where.

    Examples:
        >>> from vae_core.diffusion.examples import LINES
        >>> found = Account(LINES["two"], Schedule("log-snr", 5), "best", 1.2)
        >>> round(found.bound.value, 3), round(float(found.gaps.sum()), 3), round(found.log_evidence, 3)
        (-1.146, 0.106, -1.04)
        >>> abs(found.difference) < 1e-6
        True
    """

    data: DiagonalMixture
    schedule: Schedule
    width: str
    x_0: float

    @cached_property
    def log_density(self) -> float:
        """log p(x_0) of the data, which many small steps come to."""
        return float(self.data.log_density(np.array([[self.x_0]]))[0])

    @cached_property
    def bound(self) -> Bound:
        """By quadrature over one latent at a time."""
        return bound(self.data, self.schedule, self.x_0, self.width)

    @cached_property
    def log_evidence(self) -> float:
        """log p(x_0) of the chain, by one integral after the other."""
        return float(log_evidence(self._chain(), np.array([self.x_0]))[0])

    @cached_property
    def error(self) -> float:
        """How far :attr:`log_evidence` may be from the truth."""
        return float(error_of(self._chain(), self._chain(COARSER), np.array([self.x_0]))[0])

    @cached_property
    def gaps(self) -> Float[np.ndarray, " T"]:
        """What each step leaves open: KL(q∣p) of the latents given x_0, step by step, as q goes."""
        return gaps(self._chain(), self.x_0)

    @property
    def difference(self) -> float:
        """By how much the three do not add up."""
        return self.log_evidence - self.bound.value - float(self.gaps.sum())

    def _chain(self, coarser: float = 1.0) -> Latents:
        return _latents(self.data, self.schedule, self.width, coarser=coarser)
