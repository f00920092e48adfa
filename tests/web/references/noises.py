"""Noises by their seeds, also of such as leave the whole numbers that a double holds."""

from pathlib import Path

from vae_core.diffusion.noises import noise_at

ASKED = ((0, 0), (1, 0), (1, 50), (5000, 37), (8925, 1), (9999, 0), (9999, 1000))


def make(_folder: Path) -> list[dict]:
    return [{"seed": seed, "at": at, "values": noise_at(seed, at, 40).tolist()} for seed, at in ASKED]
