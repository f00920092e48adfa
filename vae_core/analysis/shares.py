"""How well a share is known that was counted."""

import math


def standard_error(share: float, n: int) -> float:
    """Of a share that was counted among ``n`` independent draws: √(p (1 − p)/n), with p itself estimated."""
    return math.sqrt(share * (1 - share) / n)
