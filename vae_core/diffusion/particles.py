"""A cloud of particles taken back from noise in several ways, and how near the data each comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from vae_core.diffusion.distance import distance_to
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.sampling import Sampler, Trajectory, sample
from vae_core.diffusion.schedule import Schedule

PARTICLES = 1000
SCHEDULE = Schedule("cosine", 100)
COUNTS = (2, 4, 8, 16, 32, 64, 100)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two ways from the same noise.

    Attributes:
        data: where they lead.
        count: steps of each.
        ancestral: with fresh noise in every step.
        without: with none.
        distances: of their ends from the data, in this order.
    """

    data: DiagonalMixture
    count: int
    ancestral: Trajectory
    without: Trajectory
    distances: tuple[float, float]

    def noisy(self, stop: int) -> DiagonalMixture:
        """What the particles should be draws of at a stop, counted from the noise."""
        t = self.ancestral.times[stop]
        return self.data.noisy(float(SCHEDULE.signal[t]), float(SCHEDULE.noise[t]))


@dataclass(frozen=True, eq=False)
class BySteps:
    """Distances from the data, in its units.

    Attributes:
        found: by the kind of sampler and the number of steps.
        floor: of draws of the data from other draws.
    """

    found: Mapping[str, Mapping[int, float]]
    floor: float


@lru_cache(maxsize=30)
def both(data: DiagonalMixture, without: str, count: int, seed: int, particles: int = PARTICLES) -> Comparison:
    """A cloud taken back with chance, and by the sampler ``without`` it, in ``count`` steps from the same noise."""
    ways = [_way(data, Sampler(kind, count), seed, particles) for kind in ("ancestral", without)]
    distances = tuple(_distance(data, way, seed) for way in ways)
    return Comparison(data, count, *ways, distances)


@lru_cache(maxsize=30)
def by_steps(data: DiagonalMixture, seed: int) -> BySteps:
    """How the distance falls with the number of steps."""
    found = {
        kind: {count: _distance(data, _way(data, Sampler(kind, count), seed), seed) for count in COUNTS}
        for kind in ("ancestral", "ddim", "flow")
    }
    rng = np.random.default_rng([seed, 2])
    return BySteps(found, distance_to(data, data.sample(PARTICLES, rng), rng))


def _way(data: DiagonalMixture, sampler: Sampler, seed: int, particles: int = PARTICLES) -> Trajectory:
    rng = np.random.default_rng([seed, 0])
    noise = rng.standard_normal((sampler.noises(SCHEDULE), particles, data.means.shape[1]))
    return sample(sampler, SCHEDULE, lambda x, t: data.denoised(x, SCHEDULE.signal[t], SCHEDULE.noise[t]), noise)


def _distance(data: DiagonalMixture, way: Trajectory, seed: int) -> float:
    return distance_to(data, way.x[-1], np.random.default_rng([seed, 1]))
