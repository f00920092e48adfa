"""Named streams of random numbers: one seed, many sources that never disturb each other."""

import hashlib

import torch


def stream(seed: int, name: str) -> torch.Generator:
    """The generator for purpose ``name`` under ``seed``.

    Because each purpose has its own stream, an autoencoder, which draws no noise, sees the same
    batches as the VAE beside it.
    """
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:7]))
