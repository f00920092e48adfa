"""How far the Bernoulli formula is from a probability on grey levels.

x̂ˣ (1 − x̂)¹⁻ˣ sums to 1 over x ∈ {0, 1}. Over all x in [0, 1] it integrates to less: with what it lacks as a divisor
it becomes the continuous Bernoulli density (Loaiza-Ganem & Cunningham, "The continuous Bernoulli", 2019).
"""

import math

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.analysis.latent_grid import PLACES_AT_ONCE, LatentGrid, log_prior
from vae_core.analysis.lattice import integrate
from vae_core.models import VAE

# Below this |η| the series is exact in double precision, and the quotient is not.
SMALL = 1e-3


def log_integral_over_greys(logits: Float[Tensor, "*batch pixels"]) -> Float[Tensor, "*batch"]:
    """log ∫ exp(−bernoulli_nll(x, η)) dx over all grey images x in [0, 1]^pixels, in nats.

    At most −log 2 for each pixel, and the less the surer the pixel. Minus this number, added to a grey image's
    log p(x|z), makes a normalised density of it.
    """
    # ∫₀¹ x̂ˣ (1 − x̂)¹⁻ˣ dx = tanh(η/2) / η = 1 / C(x̂), x̂ = sigmoid(η)   (Loaiza-Ganem & Cunningham, eq. 2)
    eta = logits.abs()
    # tanh(η/2) / η = ½ (1 − η²/12 + …)
    series = -math.log(2) - eta.square() / 12
    safe = eta.clamp(min=SMALL)
    return torch.where(eta < SMALL, series, torch.log(torch.tanh(safe / 2)) - torch.log(safe)).sum(-1)


@torch.no_grad()
def log_score_total(model: VAE, grid: LatentGrid) -> float:
    """log of what exp(log p(x)) adds up to over all grey images x in [0, 1]^pixels: 0 for a density, in nats.

    Every grey image's score is to be compared with log p(x) less this. It depends on the model alone.
    """

    def log_density(z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        parts = (model.decode(part).double() for part in torch.from_numpy(z).split(PLACES_AT_ONCE))
        return torch.cat([log_integral_over_greys(logits) for logits in parts]).numpy() + log_prior(z)

    # ∫ ∫ p(z) p(x|z) dz dx = ∫ p(z) ∫ p(x|z) dx dz
    return integrate(grid.lattice, log_density(grid.lattice.nodes), log_density).log_value
