"""Give an autoencoder's codes the prior's mean and covariance, without changing what it does."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vae_core.models import AutoEncoder

BATCH = 5000


@torch.no_grad()
def whiten(model: AutoEncoder, images: Float[Tensor, "n pixels"]) -> None:
    """Rescale the latent space of ``model``, in place, so that the codes of ``images`` have mean 0 and covariance I.

    An autoencoder's codes have no scale of their own: any invertible affine map between encoder
    and decoder can be undone by the other. Here the encoder's head absorbs z ↦ L⁻¹(z − m), with
    m the mean and L the Cholesky factor of the covariance, and the decoder's first layer its inverse,
    so every reconstruction stays as it was.
    """
    codes = torch.cat([model.encode(batch) for batch in images.split(BATCH)]).double()
    mean = codes.mean(0)
    factor = torch.linalg.cholesky(torch.cov(codes.T).reshape(len(mean), -1))
    head, first = model.encoder["mean"], _first_layer(model)
    head.bias.copy_(torch.linalg.solve_triangular(factor, (head.bias.double() - mean)[:, None], upper=False)[:, 0])
    head.weight.copy_(torch.linalg.solve_triangular(factor, head.weight.double(), upper=False))
    first.bias.copy_(first.bias.double() + first.weight.double() @ mean)
    first.weight.copy_(first.weight.double() @ factor)


def _first_layer(model: AutoEncoder) -> nn.Linear:
    return next(module for module in model.decoder.modules() if isinstance(module, nn.Linear))
