"""Two ways to the gradient of E_q[−log p(x|z)] with respect to μ and σ, draw by draw, and how far each scatters.

Sources: Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning"
(1992); Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), cited as KW; Rezende, Mohamed & Wierstra (2014);
Mohamed, Rosca, Figurnov & Mnih, "Monte Carlo Gradient Estimation in Machine Learning" (2020), cited as MRFM.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from jaxtyping import Float, Float64
from torch import Tensor

from vae_core.analysis.reparameterisation import Posterior, standard_noise
from vae_core.config import require

Parameter = Literal["mu", "sigma"]
# In the order in which they are shown.
ESTIMATORS = ("reparameterised", "baseline", "score")


@dataclass(frozen=True, eq=False)
class Draws:
    """What the decoder says at ``n`` independent draws of q.

    Attributes:
        deviation: σ of q, ``[latent]``.
        noise: ε of each draw, ``[n, latent]``.
        loss: −log p(x|z) at each, ``[n]``, in nats.
        slope: ∂(−log p(x|z))/∂z at each, ``[n, latent]``, in nats for a unit of z.
    """

    deviation: Float64[np.ndarray, " latent"]
    noise: Float64[np.ndarray, "n latent"]
    loss: Float64[np.ndarray, " n"]
    slope: Float64[np.ndarray, "n latent"]

    def take(self, n: int) -> "Draws":
        """The first ``n`` of them."""
        return Draws(self.deviation, self.noise[:n], self.loss[:n], self.slope[:n])


def draw(loss: Callable[[Float[Tensor, "n latent"]], Float[Tensor, " n"]], q: Posterior, n: int, *, seed: int) -> Draws:
    """``n`` draws of ``q`` from ``seed``, all through ``loss`` at once and back.

    Args:
        loss: −log p(x|z) of each row of z, in nats, such as
            :func:`~vae_core.analysis.reparameterisation.reconstruction_loss` gives.
        q: what is drawn from.
        n: how many; at least two, for a variance.
        seed: of ε.

    Raises:
        ConfigError: there are fewer than two draws.
    """
    require(n >= 2, f"a variance needs at least two draws, not {n}")
    noise = standard_noise(n, len(q.mean), seed)
    z = (torch.tensor(q.mean) + torch.tensor(q.deviation) * torch.as_tensor(noise)).requires_grad_()
    value = loss(z)
    # No draw knows of another: one way back from the sum gives every draw its own slope.
    (slope,) = torch.autograd.grad(value.sum(), z)
    return Draws(
        np.array(q.deviation), noise.astype(float), value.detach().double().numpy(), slope.detach().double().numpy()
    )


def reparameterised(draws: Draws, parameter: Parameter) -> Float64[np.ndarray, "n latent"]:
    """Each draw's gradient through z = μ + σ ⊙ ε, also called pathwise; in nats for a unit of μ or σ."""
    # ∂/∂μ = ∂L/∂z,  ∂/∂σ = ∂L/∂z ⊙ ε   (KW, eq. 10; MRFM, section 5)
    return draws.slope if parameter == "mu" else draws.slope * draws.noise


def score(draws: Draws, parameter: Parameter) -> Float64[np.ndarray, "n latent"]:
    """∇ log q(z) of each draw, with z held where it is."""
    # ∂/∂μ log N(z; μ, σ²) = ε / σ,  ∂/∂σ log N(z; μ, σ²) = (ε² − 1) / σ
    return (draws.noise if parameter == "mu" else draws.noise**2 - 1) / draws.deviation


def score_function(draws: Draws, parameter: Parameter) -> Float64[np.ndarray, "n latent"]:
    """Each draw's gradient without a way through z, also called REINFORCE."""
    # ∇ E_q[L] = E_q[L ∇ log q(z)]   (Williams 1992; MRFM, section 4)
    return draws.loss[:, None] * score(draws, parameter)


def score_function_with_baseline(draws: Draws, parameter: Parameter) -> Float64[np.ndarray, "n latent"]:
    """The same, with each draw's loss measured against the mean of all others; in expectation nothing changes."""
    others = (draws.loss.sum() - draws.loss) / (len(draws.loss) - 1)
    # E_q[(L − b) ∇ log q(z)] = E_q[L ∇ log q(z)] for every b that z has no part in, as E_q[∇ log q(z)] = 0
    # (Williams 1992; MRFM, section 7.4.1)
    return (draws.loss - others)[:, None] * score(draws, parameter)


def kl_gradient(q: Posterior, parameter: Parameter) -> Float64[np.ndarray, " latent"]:
    """The gradient of KL(q ‖ N(0, I)), which is exact and needs no draw."""
    # KL = ½ Σ μ² + σ² − 1 − log σ²  (KW, appendix B):  ∂/∂μ = μ,  ∂/∂σ = σ − 1/σ
    mean, deviation = np.array(q.mean), np.array(q.deviation)
    return mean if parameter == "mu" else deviation - 1 / deviation


@dataclass(frozen=True, eq=False)
class Estimate:
    """Single-draw gradients of one estimator, in each latent dimension.

    Attributes:
        name: one of :data:`ESTIMATORS`.
        samples: ``[n, latent]``, in nats for a unit of the parameter.
    """

    name: str
    samples: Float64[np.ndarray, "n latent"]

    @property
    def average(self) -> Float64[np.ndarray, " latent"]:
        """The mean of all draws: the estimate of the gradient."""
        return self.samples.mean(0)

    @property
    def variance(self) -> Float64[np.ndarray, " latent"]:
        """How far single draws scatter."""
        return self.samples.var(0, ddof=1)

    @property
    def standard_error(self) -> Float64[np.ndarray, " latent"]:
        """Of :attr:`average`."""
        return np.sqrt(self.variance / len(self.samples))

    def draws_for_one_of(self, other: "Estimate") -> Float64[np.ndarray, " latent"]:
        """How many draws of this one have the standard error that a single draw of ``other`` has.

        The ratio of the variances; ∞ where ``other`` does not scatter at all.
        """
        ratio = np.full_like(self.variance, np.inf)
        return np.divide(self.variance, other.variance, out=ratio, where=other.variance > 0)


def compare(draws: Draws, parameter: Parameter) -> tuple[Estimate, ...]:
    """All of :data:`ESTIMATORS` on the same draws."""
    ways = (reparameterised, score_function_with_baseline, score_function)
    return tuple(Estimate(name, way(draws, parameter)) for name, way in zip(ESTIMATORS, ways, strict=True))
