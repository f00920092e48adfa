"""Means over images."""

import math
from dataclasses import dataclass

from jaxtyping import Shaped
from torch import Tensor


@dataclass(frozen=True)
class Estimate:
    """A mean over images with its standard error."""

    mean: float
    standard_error: float

    @staticmethod
    def of(values: Shaped[Tensor, " n"]) -> "Estimate":
        values = values.double()
        spread = values.std().item() if len(values) > 1 else math.nan
        return Estimate(values.mean().item(), spread / math.sqrt(len(values)))
