"""Where a model puts each image: as a data set, and as a file that a browser reads."""

import numpy as np
import torch
from safetensors.numpy import save as pack_arrays

from vae_core.data import Dataset
from vae_core.models import VAE, AutoEncoder
from vae_core.randomness import stream


@torch.no_grad()
def codes(model: AutoEncoder | VAE, images: Dataset, *, draws: int = 1, seed: int = 0) -> Dataset:
    """A data set of codes: what a prior over them has to fit.

    Of a VAE, ``draws`` of q(z|x) for each image, all images first once, then once more; together they are the
    aggregate posterior. An autoencoder has one code for each image.
    """
    encoded = model.encode(images.images)
    if isinstance(model, VAE):
        noise = stream(seed, "codes")
        encoded = torch.cat([encoded.sample(noise) for _ in range(draws)])
    labels = np.tile(images.labels, len(encoded) // max(1, len(images)))
    return Dataset(images.name, images.split, encoded.numpy(), labels)


@torch.no_grad()
def pack_encodings(model: AutoEncoder | VAE, images: Dataset) -> bytes:
    """A safetensors file: ``mean`` and, for a VAE, ``log_variance`` in half precision, and ``label`` as bytes.

    Images without a label have 255.
    """
    encoded = model.encode(images.images)
    arrays = {"label": np.where(images.labels < 0, 255, images.labels).astype(np.uint8)}
    if isinstance(model, VAE):
        arrays["mean"] = encoded.mean.half().numpy()
        arrays["log_variance"] = encoded.log_variance.half().numpy()
    else:
        arrays["mean"] = encoded.half().numpy()
    return pack_arrays(arrays)


def pack_no_encodings(latent_dim: int) -> bytes:
    """The same file of no images at all, for a decoder without an encoder."""
    return pack_arrays({"mean": np.zeros((0, latent_dim), np.float16), "label": np.zeros(0, np.uint8)})
