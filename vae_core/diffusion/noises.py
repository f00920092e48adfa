"""The noises that browsers draw from a seed, number by number: what somebody sees there can be computed here.

web/networks/random.js and web/denoise/noises.js do the same, and the tests hold the two together.
"""

import numpy as np
from jaxtyping import Float, Float32, UInt32

from vae_core.config import is_whole, require

APART = 1009  # the noises of one seed are none of another's
MOST_SEEDS = 2**31


def noise_at(seed: int, at: int, size: int) -> Float32[np.ndarray, " size"]:
    """A noise of a way back that has this seed.

    Args:
        seed: of the way, a whole number from 0.
        at: which of its noises, from 0 to 1008: x_T, then those of the steps.
        size: how many numbers.

    Raises:
        ConfigError: a number is outside its range.

    Examples:
        >>> noise_at(1, 0, 3).astype(float).round(4).tolist()
        [-0.4253, 1.0619, -0.3831]
    """
    require(is_whole(seed, 0, MOST_SEEDS), f"a seed is a whole number from 0 to {MOST_SEEDS}, not {seed!r}")
    require(is_whole(at, 0, APART - 1), f"a way has noises 0 to {APART - 1}, not {at!r}")
    first, second = _uniform(APART * seed + at, 2 * size).reshape(size, 2).T
    # √(−2 log u₁) cos 2πu₂   (Box & Muller 1958)
    return (np.sqrt(-2 * np.log(1 - first)) * np.cos(2 * np.pi * second)).astype(np.float32)


def _uniform(seed: int, n: int) -> Float[np.ndarray, " n"]:
    """mulberry32 by Tommy Ettinger (2017), in [0, 1)."""
    # In JavaScript the first product is a double, rounded where it is beyond 2⁵³; all after it is modulo 2³².
    start = int(float(seed + 1) * 0x9E3779B1 + 0x6D2B79F5) % 2**32
    state = (start + 0x6D2B79F5 * np.arange(n, dtype=np.uint64)).astype(np.uint32)
    t = (state ^ (state >> 15)) * (state | 1)
    t ^= t + (t ^ (t >> 7)) * (t | 61)
    return _fraction(t ^ (t >> 14))


def _fraction(whole: UInt32[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    return whole / 2.0**32
