"""Sums in which terms may cancel."""

import numpy as np
from jaxtyping import Float

# Of the sum of all sizes, so much may be rounding.
ROUNDING = 1e-13


def total(terms: Float[np.ndarray, " n"]) -> float:
    """The sum: 0 where nothing is left of the terms but the rounding errors of adding them up."""
    found = float(terms.sum())
    return found if abs(found) > ROUNDING * float(np.abs(terms).sum()) else 0.0
