"""Where a model puts each image, as a file that a browser reads."""

import numpy as np
import torch
from safetensors.numpy import save as pack_arrays

from vae_core.data import Dataset
from vae_core.models import VAE, AutoEncoder


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
