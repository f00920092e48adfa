"""Particles on their way back to the codes of a plane, and what the decoder makes of one: once for everybody."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from jaxtyping import Float, Int, UInt8

from ui import library
from vae_core.data import as_bytes
from vae_core.diffusion import particles
from vae_core.diffusion.classes import odds_on_the_way, settled_at
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.particles import SCHEDULE, Comparison
from vae_core.diffusion.sampling import Trajectory

MODEL = "mnist-vae-2d"
BELLS = 500  # of ten thousand: in each step every particle is weighed by every bell, which takes a second
PARTICLES, STEPS = 300, 20
KEPT = 16


@cache
def codes() -> tuple[DiagonalMixture, Int[np.ndarray, " bells"]]:
    """A mixture of q(z∣x) of test images, and the digit on each of them."""
    encodings = library.pretrained(MODEL).encodings
    chosen = np.random.default_rng(0).choice(len(encodings.mean), BELLS, replace=False)
    means, log_variances = (part[chosen].astype(float) for part in (encodings.mean, encodings.log_variance))
    return DiagonalMixture(np.full(BELLS, 1 / BELLS), means, np.exp(log_variances)), encodings.label[chosen]


def ways(seed: int) -> Comparison:
    """Back with chance and without."""
    return particles.both(codes()[0], "ddim", STEPS, seed, PARTICLES)


def both_ways(seed: int) -> Mapping[str, Trajectory]:
    """The two by name."""
    found = ways(seed)
    return {"with": found.ancestral, "without": found.without}


@lru_cache(maxsize=KEPT)
def odds(seed: int) -> Mapping[str, Float[np.ndarray, "times particles digits"]]:
    """The probability of each digit for x_0, as particles go."""
    return {name: odds_on_the_way(*codes(), SCHEDULE, way) for name, way in both_ways(seed).items()}


def settled(seed: int) -> Mapping[str, Int[np.ndarray, " particles"]]:
    """From which stop on the digit at the end is the likeliest."""
    return {name: settled_at(of) for name, of in odds(seed).items()}


@lru_cache(maxsize=4 * KEPT)
def pictures(seed: int, particle: int) -> Mapping[str, UInt8[np.ndarray, "times pixels"]]:
    """A particle, decoded at each stop, a byte for each pixel."""
    model = library.pretrained(MODEL)
    return {name: as_bytes(model.pictures(way.x[:, particle])) for name, way in both_ways(seed).items()}


def nearest(seed: int, stop: int, way: str, place: tuple[float, float]) -> int:
    """The number of the particle nearest to a place, at a stop of one of the ways."""
    return int(np.square(both_ways(seed)[way].x[stop] - place).sum(axis=1).argmin())
