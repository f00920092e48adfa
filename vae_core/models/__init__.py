"""The networks: an autoencoder and a variational autoencoder over one shared trunk."""

from vae_core.models.autoencoder import AutoEncoder
from vae_core.models.config import ModelConfig
from vae_core.models.vae import VAE, DiagonalNormal

__all__ = ["VAE", "AutoEncoder", "DiagonalNormal", "ModelConfig", "build"]


def build(config: ModelConfig, *, seed: int = 0) -> AutoEncoder | VAE:
    """The network that ``config`` describes, with weights drawn from ``seed``.

    An AE and a VAE of the same shape and seed start from the same weights, layer by layer;
    only the VAE's log-variance head has no counterpart.
    """
    return {"ae": AutoEncoder, "vae": VAE}[config.model](config, seed=seed)
