"""Where the gap of a VAE with many latent dimensions comes from, as Cremer, Li & Duvenaud 2018 split it.

python -m benchmarks.inference_gap --data-dir FOLDER [--checkpoint benchmarks/checkpoints/vae] [--images 100]
"""

import argparse
import time
from pathlib import Path

import torch

from vae_core import data
from vae_core.analysis.estimate import Estimate
from vae_core.analysis.local_posteriors import split_gaps
from vae_core.training import checkpoints

FOLDER = Path(__file__).with_name("checkpoints") / "vae"


def main() -> None:
    """Split the gap of the first images of the test set, binarised, and print its parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--checkpoint", type=Path, default=FOLDER)
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--samples", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    checkpoint = checkpoints.load(options.checkpoint)
    test = data.load("mnist", split="test", data_dir=options.data_dir).take(options.images).binarised(options.seed)
    start = time.perf_counter()
    gaps = split_gaps(
        checkpoint.model(),
        torch.from_numpy(test.images),
        samples=options.samples,
        objective=checkpoint.config.objective,
        seed=options.seed,
    )
    drawn = gaps.log_evidence_error.square().sum().sqrt().item() / len(test)
    rows = {
        f"log p(x), {options.samples} draws of each image's own q": Estimate.of(gaps.log_evidence),
        "bound of its best Gaussian": Estimate.of(gaps.best),
        "bound of the encoder": Estimate.of(gaps.encoder),
        "approximation": gaps.approximation,
        "amortisation": gaps.amortisation,
    }
    print(f"| {len(test)} test images, nats | mean ± standard error |", "|---|---|", sep="\n")
    print(*(f"| {name} | {of.mean:.2f} ± {of.standard_error:.2f} |" for name, of in rows.items()), sep="\n")
    print(f"Error of log p(x) from its draws: {drawn:.3f}. {time.perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
