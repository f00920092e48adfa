"""What richer families of q make of one image: plain numbers, drawn without torch; all in nats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, UInt8

from vae_core.printing import rounded

# What an image's region map counts in: so many steps to the radius of one standard deviation.
FINENESS = 60


@dataclass(frozen=True)
class Rung:
    """One q, measured.

    Attributes:
        bound: L_b = E_q[log w], w = p(x, z)/q(z), in nats.
        deviation: the standard deviation of log w under q, in nats: 0 where q is the posterior.
        error: of the bound, estimated, in nats.
        components: how many Gaussians q is mixed of.
    """

    bound: float
    deviation: float
    error: float
    components: int = 1


@dataclass(frozen=True)
class Ladder:
    """The gap of the encoder's bound in parts, one for each freedom that a richer family has.

    Attributes:
        log_evidence: log p(x), in nats.
        rungs: the encoder's q; the best Gaussian with independent coordinates; the best of all Gaussians; and, once
            they are fitted, a mixture and a flow, which both set out from that one: neither contains the other.
    """

    log_evidence: float
    rungs: tuple[Rung, ...]

    @property
    def is_whole(self) -> bool:
        """Whether mixture and flow are there."""
        return len(self.rungs) == 5

    def gap(self, number: int) -> float:
        """log p(x) − L_b of a rung."""
        return self.log_evidence - self.rungs[number].bound

    def gain(self, number: int) -> float:
        """By how much a rung's bound is higher than that of the family that it has grown from."""
        return self.gap(min(number - 1, 2)) - self.gap(number)

    @property
    def parts(self) -> tuple[float, ...]:
        """Of the encoder's gap: one network for all, no correlation, no more than a Gaussian, and what is left.

        Until mixture and flow are there, the last two are one.
        """
        own = self.gain(1), self.gain(2)
        if not self.is_whole:
            return *own, self.gap(2)
        best = min((3, 4), key=self.gap)
        return *own, self.gain(best), self.gap(best)

    def printed(self) -> "Ladder":
        """The same with the decimals that terms have: what is said of the gap adds up."""
        rungs = (replace(rung, bound=rounded(rung.bound)) for rung in self.rungs)
        return Ladder(rounded(self.log_evidence), tuple(rungs))


@dataclass(frozen=True, eq=False)
class Portraits:
    """Where the posterior and each q lie, on a regular grid.

    Attributes:
        first, second: z₁ of the columns, ``[n]``, and z₂ of the rows, ``[m]``.
        posterior: :func:`regions` of p(z|x), ``[m, n]``.
        qs: those of each q.
    """

    first: Float[np.ndarray, " n"]
    second: Float[np.ndarray, " m"]
    posterior: UInt8[np.ndarray, "m n"]
    qs: Sequence[UInt8[np.ndarray, "m n"]]


def regions(mass: Float[np.ndarray, "m n"]) -> UInt8[np.ndarray, "m n"]:
    """For each cell the size of the smallest region that reaches it, as the radius of a Gaussian's, times 60.

    A Gaussian's ellipse of radius r, in standard deviations, holds 1 − exp(−r²/2) of it: 39, 86 and 99 % for 1, 2 and
    3. Any density has such regions, bounded by its level curves.

    Args:
        mass: of each cell; together 1 or less.
    """
    falling = np.argsort(-mass, axis=None)
    within = np.empty(mass.size)
    sorted_mass = mass.ravel()[falling]
    within[falling] = np.cumsum(sorted_mass) - sorted_mass / 2
    radius = np.sqrt(-2 * np.log(np.clip(1 - within, 1e-12, 1)))
    return np.minimum(FINENESS * radius, 255).astype(np.uint8).reshape(mass.shape)
