"""What coding an image costs.

Source: Townsend, Bird & Barber 2019, "Practical lossless compression with latent variables using bits back coding"
(cited as T).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bill:
    """What one image has cost, in bits.

    Attributes:
        back: those that drawing z from q(z|x) has taken off the stack: −log₂ q(z|x).
        image: for x given z: −log₂ p(x|z).
        code: for z under the prior: −log₂ p(z).
    """

    back: float
    image: float
    code: float

    @property
    def total(self) -> float:
        """image + code − back, whose expectation is the negative ELBO (T, eq. 3)."""
        return self.image + self.code - self.back
