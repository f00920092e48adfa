"""One draw of a posterior, and whether a gradient finds its way back through it.

Sources: Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), cited as KW; Rezende, Mohamed & Wierstra,
"Stochastic Backpropagation and Approximate Inference in Deep Generative Models" (2014).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float, Float32, Float64
from torch import Tensor

from vae_core.config import require
from vae_core.models import VAE
from vae_core.objectives import bernoulli_nll
from vae_core.randomness import stream


@dataclass(frozen=True)
class Posterior:
    """q(z|x) of one image: a normal with independent coordinates.

    Attributes:
        mean: μ of each latent dimension.
        deviation: σ of each, above 0.

    Raises:
        ConfigError: the two do not fit each other, a number is not finite, or a σ is not above 0.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    def __post_init__(self):
        require(len(self.mean) == len(self.deviation) > 0, "a posterior needs one σ for each μ, and at least one")
        require(all(map(math.isfinite, (*self.mean, *self.deviation))), "μ and σ must be finite")
        require(min(self.deviation) > 0, f"σ must be above 0, not {min(self.deviation)!r}")

    def moved(self, dimension: int, mean: float, deviation: float) -> "Posterior":
        """The same with another μ and σ in one ``dimension``, counted from 0."""
        means, deviations = list(self.mean), list(self.deviation)
        means[dimension], deviations[dimension] = mean, deviation
        return replace(self, mean=tuple(means), deviation=tuple(deviations))


@torch.no_grad()
def posterior(vae: VAE, image: Float32[np.ndarray, " pixels"]) -> Posterior:
    """What the encoder says of ``image``, in [0, 1]."""
    q = vae.encode(image[None])
    return Posterior(tuple(q.mean[0].tolist()), tuple(q.standard_deviation[0].tolist()))


def standard_noise(count: int, latent: int, seed: int) -> Float32[np.ndarray, "count latent"]:
    """ε ~ N(0, I) of ``count`` draws; the first ones stay the same when more are asked for."""
    generator = stream(seed, "noise of the draws")
    # Row by row: torch fills large tensors in another order than small ones.
    return torch.stack([torch.randn(latent, generator=generator) for _ in range(count)]).numpy()


def latent_codes(q: Posterior, noise: Float32[np.ndarray, "n latent"]) -> Float32[np.ndarray, "n latent"]:
    """The draws of q that belong to ``noise``."""
    # z = μ + σ ⊙ ε   (KW, eq. 10)
    return (np.float32(q.mean) + np.float32(q.deviation) * noise).astype(np.float32)


@torch.no_grad()
def pictures(model, codes: Float32[np.ndarray, "n latent"]) -> Float32[np.ndarray, "n pixels"]:
    """x̂ of each code, in [0, 1]."""
    return torch.sigmoid(model.decode(codes)).numpy()


def reconstruction_loss(
    vae: VAE, image: Float32[np.ndarray, " pixels"]
) -> Callable[[Float[Tensor, "n latent"]], Float[Tensor, " n"]]:
    """−log p(x|z) of ``image`` as a function of z, in nats."""
    x = torch.as_tensor(image)
    return lambda z: bernoulli_nll(x.expand(len(z), -1), vae.decode(z))


@dataclass(frozen=True, eq=False)
class Backward:
    """What one draw's loss sends back.

    Attributes:
        loss: −log p(x|z), in nats.
        to_mean: ∂loss/∂μ, ``[latent]``; ``None`` where there is no path from the loss to μ.
        to_deviation: ∂loss/∂σ, likewise.
        to_decoder: Euclidean norm of the gradient in all of the decoder's weights and biases.
    """

    loss: float
    to_mean: Float64[np.ndarray, " latent"] | None
    to_deviation: Float64[np.ndarray, " latent"] | None
    to_decoder: float


def backward(
    vae: VAE,
    image: Float32[np.ndarray, " pixels"],
    q: Posterior,
    noise: Float32[np.ndarray, " latent"],
    *,
    reparameterised: bool,
) -> Backward:
    """Draw z, decode it, and let autograd look for the way back from −log p(x|z) to μ and σ.

    Args:
        vae: its decoder is used.
        image: x, in [0, 1].
        q: what z is drawn from.
        noise: ε of the one draw.
        reparameterised: whether z is a function of μ and σ, or a number that was drawn.
    """
    mean, deviation = torch.tensor(q.mean, requires_grad=True), torch.tensor(q.deviation, requires_grad=True)
    # z = μ + σ ⊙ ε   (KW, eq. 10)
    z = mean + deviation * torch.as_tensor(noise)
    if not reparameterised:
        z = z.detach()  # the same number, but nothing remembers where it came from
    loss = reconstruction_loss(vae, image)(z[None])[0]
    weights = [weight for weight in vae.decoder.parameters() if weight.requires_grad]
    to_mean, to_deviation, *to_weights = torch.autograd.grad(loss, (mean, deviation, *weights), allow_unused=True)
    norm = torch.cat([gradient.flatten() for gradient in to_weights]).norm().item()
    return Backward(loss.item(), _array(to_mean), _array(to_deviation), norm)


def _array(gradient: Tensor | None) -> Float64[np.ndarray, " latent"] | None:
    return None if gradient is None else gradient.double().numpy()
