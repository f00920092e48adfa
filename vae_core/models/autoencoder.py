"""The autoencoder: one image, one point in latent space, one image back."""

from jaxtyping import Float
from torch import Tensor

from vae_core.models.mlp import EncoderDecoder, as_floats


class AutoEncoder(EncoderDecoder):
    """x -> z -> x̂, with nothing asked of z but that the decoder can read it."""

    def encode(self, x) -> Float[Tensor, "*batch latent"]:
        """The codes of images ``x``: ``[n, pixels]`` in [0, 1], a tensor or an array -> ``[n, latent]``."""
        return self.encoder["mean"](self.encoder["trunk"](as_floats(x)))

    def forward(self, x) -> Float[Tensor, "*batch pixels"]:
        """The logits of each image's reconstruction."""
        return self.decode(self.encode(x))
