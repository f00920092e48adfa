"""Why likelihoods are added up as logarithms: a product of many heights leaves the numbers a computer has."""

import math
import sys
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from vae_core.probability.likelihood import likelihood

# The smallest positive double, 2^−1074 ≈ 4.94e-324, and its logarithm to base 10.
SMALLEST_DOUBLE = math.ulp(0.0)
LOG10_SMALLEST_DOUBLE = math.log10(SMALLEST_DOUBLE)
LOG10_LARGEST_DOUBLE = math.log10(sys.float_info.max)
SHOWN = 298


@dataclass(frozen=True)
class Underflow:
    """The likelihood of the first 1, 2, … n data, by product and by sum.

    Attributes:
        counts: how many data are in, ``[points]``, at most 300 of them, evenly spaced.
        log10_products: log₁₀ of the product as a double holds it, ``[points]``; −∞ from where it is 0,
            ∞ from where it is too large.
        log10_sums: the same from the sum of logarithms, ``[points]``, finite throughout.
        vanishes_at: the first n whose product is exactly 0; ``None`` where it never is.
        overflows_at: the first n whose product is ∞; ``None`` where it never is.
        log_likelihood: log L of all data, in nats.
    """

    counts: Int[np.ndarray, " points"]
    log10_products: Float[np.ndarray, " points"]
    log10_sums: Float[np.ndarray, " points"]
    vanishes_at: int | None
    overflows_at: int | None
    log_likelihood: float


def running_likelihood(x: Float[np.ndarray, " n"], mean: float, standard_deviation: float) -> Underflow:
    """L of the first 1, 2, … n data under N(μ, σ²)."""
    at = likelihood(x, mean, standard_deviation)
    products, vanishes_at, overflows_at = running_product(at.heights)
    # log Π f(xᵢ) = Σ log f(xᵢ)
    sums = np.cumsum(at.log_heights)
    shown = _shown(len(x), vanishes_at or overflows_at)
    with np.errstate(divide="ignore"):  # log 0 = −∞ is what the figure is about
        log10_products = np.log10(products[shown])
    log10_sums = sums[shown] / math.log(10)
    return Underflow(shown + 1, log10_products, log10_sums, vanishes_at, overflows_at, at.log_likelihood)


def running_product(heights: Float[np.ndarray, " n"]) -> tuple[Float[np.ndarray, " n"], int | None, int | None]:
    """Π of the first 1, 2, … n heights, and the counts at which it became 0 or ∞: from there on it stays."""
    with np.errstate(over="ignore", invalid="ignore"):  # ∞ is reported; what comes after it is set below
        products = np.cumprod(heights)
    lost = np.flatnonzero((products == 0) | ~np.isfinite(products))
    if not lost.size:
        return products, None, None
    first = int(lost[0])
    products[first:] = products[first]
    return (products, first + 1, None) if products[first] == 0 else (products, None, first + 1)


def _shown(n: int, turning_point: int | None) -> Int[np.ndarray, " points"]:
    """Indices of at most 300 counts, among them the one where the product was lost and the one before it."""
    evenly = np.linspace(0, n - 1, min(n, SHOWN)).round().astype(int)
    around = [] if turning_point is None else [max(turning_point - 2, 0), turning_point - 1]
    return np.union1d(evenly, np.array(around, dtype=int))
