"""What exactness costs: log p(x) of single images under every VAE with a latent plane, and how exact it is.

    python -m benchmarks.evidence [--data-dir FOLDER] [--images 200] [--threads 2]

Images are official MNIST test images, every other one thresholded at ½, the others sampled pixel by pixel.
The identity log p(x) = ELBO + KL(q ‖ p(z|x)) is checked with each of the three computed by its own route.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from vae_core import data, pretrained
from vae_core.analysis.bounds import elbo, kl_to_posterior
from vae_core.analysis.evidence import evidence
from vae_core.analysis.importance_bounds import draw, importance_bounds
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.analysis.posterior_map import posterior_map

WARM_UP = 3
MEGABYTE = 2**20


def timed(times: list[float], function: Callable, *arguments):
    """What the function returns; its milliseconds go to ``times``."""
    start = time.perf_counter()
    result = function(*arguments)
    times.append(1000 * (time.perf_counter() - start))
    return result


def peak_megabytes() -> float:
    """The most memory that this process has held since the peak was last reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def binary_images(count: int, data_dir: str | None) -> list[np.ndarray]:
    test = data.load("mnist", split="test", data_dir=data_dir).take(count)
    random = np.random.default_rng(0)
    return [
        (image > (0.5 if number % 2 == 0 else random.random(image.shape))).astype(float)
        for number, image in enumerate(test.images)
    ]


def measure(name: str, images: list[np.ndarray]) -> None:
    model = pretrained.load(name).requires_grad_(False)
    # The network's first calls allocate what later ones share.
    elbo(model, images[0], encoder_gaussian(model, images[0]))
    # The peak falls to what is held now (Linux).
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_megabytes()
    grids = []
    for _ in range(WARM_UP):
        grid = timed(grids, LatentGrid.of, model)
    times = {task: [] for task in ("evidence", "elbo", "kl", "best", "map", "draws")}
    errors, residuals, shortfalls = [], [], []
    for x in [*images[:WARM_UP], *images]:
        found = timed(times["evidence"], evidence, model, grid, x)
        errors.append(found.error)
    memory = peak_megabytes() - before
    for x in images:
        found, q = evidence(model, grid, x), encoder_gaussian(model, x)
        bound = timed(times["elbo"], elbo, model, x, q)
        divergence = timed(times["kl"], kl_to_posterior, model, x, q, found)
        best = timed(times["best"], best_gaussian, model, x, found, q)
        timed(times["map"], posterior_map, model, x, found, q)
        residuals.append(abs(found.log_evidence - bound.elbo - divergence.value))
        shortfalls.append(bound.elbo - best.bound.elbo)
    for x in images[:WARM_UP]:
        timed(times["draws"], lambda x=x: importance_bounds(draw(model, x, encoder_gaussian(model, x))))
    print(f"{name}, {len(images)} images:")
    print(f"  grid: {min(grids) / 1000:.2f} s at best of {WARM_UP}, {grid.bytes / MEGABYTE:.0f} MB held")
    print(f"  most memory beyond the model's, grid and evidence: {memory:.0f} MB")
    for task, values in times.items():
        values = values if task != "evidence" else values[WARM_UP:]
        print(f"  {task:<9} {statistics.median(values):6.1f} ms (95 %: {np.quantile(values, 0.95):.1f} ms)")
    print(f"  largest estimated error of log p(x): {max(errors):.5f} nats")
    print(f"  largest |log p(x) - ELBO - KL|: {max(residuals):.5f} nats")
    print(f"  the best Gaussian below the encoder's, at worst: {max(shortfalls):.5f} nats")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data-dir")
    options.add_argument("--images", type=int, default=200)
    options.add_argument("--threads", type=int, default=2)
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    images = binary_images(options.images, options.data_dir)
    print(f"{options.threads} thread(s) on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    for name in pretrained.autoencoders():
        shape = pretrained.entry(name)
        if shape["model"] == "vae" and shape["latent_dim"] == 2:
            measure(name, images)


if __name__ == "__main__":
    main()
