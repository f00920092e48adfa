"""The networks: an autoencoder and a variational autoencoder over one shared trunk, and two denoisers."""

from vae_core.models.autoencoder import AutoEncoder
from vae_core.models.config import DenoiserConfig, ModelConfig
from vae_core.models.denoiser import Denoiser, VectorDenoiser
from vae_core.models.image_denoiser import ImageDenoiser
from vae_core.models.vae import VAE, DiagonalNormal

__all__ = ["VAE", "AutoEncoder", "Denoiser", "DenoiserConfig", "DiagonalNormal", "ModelConfig", "Network", "build"]

Network = AutoEncoder | VAE | Denoiser


def build(config: ModelConfig | DenoiserConfig, *, seed: int = 0) -> Network:
    """The network that ``config`` describes, with weights drawn from ``seed``.

    An AE and a VAE of the same shape and seed start from the same weights, layer by layer;
    only the VAE's log-variance head has no counterpart.
    """
    if isinstance(config, DenoiserConfig):
        return {"vector": VectorDenoiser, "image": ImageDenoiser}[config.form](config, seed=seed)
    return {"ae": AutoEncoder, "vae": VAE}[config.model](config, seed=seed)
