"""The networks: an autoencoder and a VAE over one shared trunk, two denoisers, and a classifier for what they draw."""

from vae_core.models.autoencoder import AutoEncoder
from vae_core.models.classifier import Classifier
from vae_core.models.config import ClassifierConfig, DenoiserConfig, ModelConfig
from vae_core.models.denoiser import Denoiser, VectorDenoiser
from vae_core.models.image_denoiser import ImageDenoiser
from vae_core.models.vae import VAE, DiagonalNormal

__all__ = [
    "VAE",
    "AnyConfig",
    "AutoEncoder",
    "Classifier",
    "ClassifierConfig",
    "Denoiser",
    "DenoiserConfig",
    "DiagonalNormal",
    "ModelConfig",
    "Network",
    "build",
]

Network = AutoEncoder | VAE | Denoiser | Classifier
AnyConfig = ModelConfig | DenoiserConfig | ClassifierConfig


def build(config: AnyConfig, *, seed: int = 0) -> Network:
    """The network that ``config`` describes, with weights drawn from ``seed``.

    An AE and a VAE of the same shape and seed start from the same weights, layer by layer;
    only the VAE's log-variance head has no counterpart.

    Examples:
        >>> ae, vae = (build(ModelConfig(kind, latent_dim=2, hidden=(16,)), seed=7) for kind in ("ae", "vae"))
        >>> bool((ae.decoder.logits.weight == vae.decoder.logits.weight).all())
        True
        >>> sum(parameter.numel() for parameter in vae.parameters())
        26004
    """
    if isinstance(config, DenoiserConfig):
        return {"vector": VectorDenoiser, "image": ImageDenoiser}[config.form](config, seed=seed)
    return {"ae": AutoEncoder, "vae": VAE, "classifier": Classifier}[config.model](config, seed=seed)
