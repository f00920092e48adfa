"""The variational autoencoder: one image, a cloud of latent points, one image back."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.models.config import ModelConfig
from vae_core.models.mlp import EncoderDecoder, as_floats, dense
from vae_core.randomness import stream

# log σ² stays between these: σ from 5e-5 to 20. No useful posterior comes near either end, but
# one odd image that the trunk maps far out would otherwise put its exponential into the loss.
LOG_VARIANCE_RANGE = (-20.0, 6.0)


@dataclass(frozen=True, eq=False)
class DiagonalNormal:
    """A batch of normal distributions with independent coordinates: what q(z|x) is.

    Attributes:
        mean: μ, ``[n, latent]``.
        log_variance: log σ², ``[n, latent]``.
    """

    mean: Float[Tensor, "*batch latent"]
    log_variance: Float[Tensor, "*batch latent"]

    @property
    def standard_deviation(self) -> Float[Tensor, "*batch latent"]:
        """σ = exp(½ log σ²)."""
        return torch.exp(0.5 * self.log_variance)

    def sample(self, generator: torch.Generator | None = None) -> Float[Tensor, "*batch latent"]:
        """One draw for each mean, through which gradients reach μ and σ.

        z = μ + σ ⊙ ε, ε ~ N(0, I): the reparameterisation of Kingma & Welling 2014, eq. 10.
        """
        # randn, not randn_like: only the former takes a generator.
        epsilon = torch.randn(self.mean.shape, generator=generator)
        return self.mean + self.standard_deviation * epsilon


class VAE(EncoderDecoder):
    """x -> q(z|x) = N(μ, σ²) -> z -> p(x|z).

    It has one head more than the :class:`~vae_core.models.AutoEncoder`, for log σ². All else
    starts equal to an autoencoder of the same seed.
    """

    def __init__(self, config: ModelConfig, *, seed: int = 0):
        super().__init__(config, seed=seed)
        last_width = (config.pixels, *config.hidden)[-1]
        # A stream of its own: no other weight depends on this head being there.
        generator = stream(seed, "log-variance head")
        self.encoder["log_variance"] = dense(last_width, config.latent_dim, generator)

    def encode(self, x) -> DiagonalNormal:
        """The approximate posteriors q(z|x) of images ``x``: ``[n, pixels]`` in [0, 1]."""
        features = self.encoder["trunk"](as_floats(x))
        log_variance = self.encoder["log_variance"](features).clamp(*LOG_VARIANCE_RANGE)
        return DiagonalNormal(self.encoder["mean"](features), log_variance)

    def forward(self, x, generator: torch.Generator | None = None) -> Float[Tensor, "*batch pixels"]:
        """Logits of one reconstruction of each image, from one draw of its posterior."""
        return self.decode(self.encode(x).sample(generator))
