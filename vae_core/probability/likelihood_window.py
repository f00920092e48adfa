"""How much of the x axis and of the (μ, σ) plane to show: it stays the same while a hand moves within it."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.probability.likelihood import check_parameters, maximum

REACH = 6.0
NARROWEST, WIDEST = 0.1, 10.0
# With no maximum L grows as σ → 0, and there is to be room to see it grow.
NARROWEST_WITHOUT_MAXIMUM = 0.01


@dataclass(frozen=True)
class Window:
    """What is shown.

    Attributes:
        low: where x and μ begin.
        high: where they end.
        narrowest: the smallest σ, a power of ten.
        widest: the largest σ, a power of ten.
    """

    low: float
    high: float
    narrowest: float
    widest: float

    def means(self, steps: int) -> Float[np.ndarray, " steps"]:
        """Evenly spaced μ."""
        return np.linspace(self.low, self.high, steps)


def window(x: Float[np.ndarray, " n"], mean: float, standard_deviation: float) -> Window:
    """From −6 to 6 and from σ = 0.1 to 10, or as much more as the data, their maximum or (μ, σ) need."""
    check_parameters(mean, standard_deviation)
    farthest, best = max(float(np.abs(x).max()), abs(mean)), maximum(x)
    reach = REACH * 2.0 ** max(0, math.ceil(math.log2(max(farthest, REACH) / REACH)))
    sds = [standard_deviation] if best.unbounded else [standard_deviation, best.standard_deviation]
    least = NARROWEST_WITHOUT_MAXIMUM if best.unbounded else NARROWEST
    narrowest = 10.0 ** math.floor(math.log10(min(least, *sds)))
    widest = 10.0 ** math.ceil(math.log10(max(WIDEST, reach / 2, *sds)))
    return Window(-reach, reach, narrowest, widest)
