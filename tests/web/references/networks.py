"""Encoders and decoders, their losses and gradients, by torch."""

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save

from vae_core import pretrained
from vae_core.objectives import bernoulli_nll, kl_to_standard_normal

MODELS = ("mnist-vae-2d", "mnist-ae-2d", "mnist-vae-8d", "mnist-ae-8d")
KINDS = {
    "half": np.array([[0.5, -2, 65504], [2**-24, 0, 1]], np.float16),
    "single": np.array([1.5, -3e38], np.float32),
    "byte": np.array([[0], [255]], np.uint8),
}
NUDGE = {"shift": 0.7, "stretch": 1.6}


def digits() -> torch.Tensor:
    """Decoded digits, random drawings, an empty field and a full one."""
    random = np.random.default_rng(0)
    vae, encodings = pretrained.load("mnist-vae-8d"), pretrained.encodings("mnist-vae-8d")
    with torch.no_grad():
        decoded = torch.sigmoid(vae.decode(encodings.mean[:12])).numpy()
    drawn = random.integers(0, 16, (8, 784)) / 15 * (random.uniform(size=(8, 784)) < random.uniform(size=(8, 1)))
    return torch.tensor(np.concatenate([decoded, drawn, np.zeros((1, 784)), np.ones((1, 784))]), dtype=torch.float32)


def make(folder: Path) -> dict:
    images = digits()
    for name in MODELS:
        (folder / f"{name}.decoder").write_bytes(pretrained.decoder_file(name))
        (folder / f"{name}.encoder").write_bytes(pretrained.encoder_file(name))
        (folder / f"{name}.encodings").write_bytes(pretrained.read_file(name, pretrained.ENCODINGS))
    (folder / "halves.floats").write_bytes(every_half().tobytes())
    (folder / "kinds.safetensors").write_bytes(save(KINDS, {"made": "by hand"}))
    models = {name: model(name, images) for name in MODELS}
    return {"images": images.tolist(), "nudge": NUDGE, "models": models}


def every_half() -> np.ndarray:
    """The numbers of all bit patterns of half precision."""
    return np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float32)


def model(name: str, images: torch.Tensor) -> dict:
    network, entry = pretrained.load(name), pretrained.entry(name)
    n = entry["latent_dim"]
    codes = np.random.default_rng(1).normal(0, 1.5, (40, n)).astype(np.float32)
    codes[0], codes[1] = 0, 4
    with torch.no_grad():
        decoded = torch.sigmoid(network.decode(torch.from_numpy(codes)))
    epsilon = torch.linspace(-1.5, 1.5, n)
    ways = [through(network, image, epsilon) for image in images]
    shape = {"activation": entry["activation"], "kind": entry["model"], "n": n}
    return {**shape, "codes": codes.tolist(), "decoded": decoded.tolist(), "epsilon": epsilon.tolist(), "ways": ways}


def through(network, x: torch.Tensor, epsilon: torch.Tensor) -> dict:
    """An image's way through, nudged by a hand, and the gradient of its loss."""
    with torch.no_grad():
        encoded = network.encode(x[None])
    is_vae = hasattr(encoded, "mean") and hasattr(encoded, "log_variance")
    mu = (encoded.mean if is_vae else encoded)[0] + NUDGE["shift"]
    mu = mu.detach().requires_grad_()
    sigma = (encoded.standard_deviation[0] * NUDGE["stretch"]).detach().requires_grad_() if is_vae else None
    z = mu + sigma * epsilon if is_vae else mu
    z.retain_grad()
    logits = network.decode(z)
    reconstruction = bernoulli_nll(x, logits)
    kl = kl_to_standard_normal(mu, 2 * sigma.log()) if is_vae else None
    (reconstruction + kl.sum() if is_vae else reconstruction).backward()
    found = {"mu": mu, "z": z, "xHat": torch.sigmoid(logits), "reconstruction": reconstruction, "ofZ": z.grad}
    if is_vae:
        found |= {"sigma": sigma, "kl": kl, "ofMu": mu.grad, "ofSigma": sigma.grad}
    return {name: value.detach().tolist() for name, value in found.items()}
