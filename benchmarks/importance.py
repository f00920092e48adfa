"""How fast log p(x) is scored by importance weights, beside a plain loop over images.

python -m benchmarks.importance [--model mnist-binary-vae-2d] [--images 100] [--samples 5000]
"""

import argparse
import math
import time
from collections.abc import Callable

import torch

from vae_core import data, pretrained
from vae_core.analysis.likelihood_scores import score_likelihood
from vae_core.data import Dataset
from vae_core.models import VAE

ROUNDS = 3


@torch.no_grad()
def plain(model: VAE, dataset: Dataset, samples: int) -> list[float]:
    """As one would write it first: an image at a time, all its draws at once, with the distributions of PyTorch."""
    found = []
    for x in torch.from_numpy(dataset.images):
        encoded = model.encode(x[None])
        q = torch.distributions.Normal(encoded.mean[0], encoded.standard_deviation[0])
        z = q.sample((samples,))
        pixels = torch.distributions.Bernoulli(logits=model.decode(z))
        log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1)
        weights = pixels.log_prob(x).sum(-1) + log_prior - q.log_prob(z).sum(-1)
        found.append(math.log(samples) - torch.logsumexp(weights, 0).item())
    return found


def seconds(work: Callable[[], object]) -> float:
    """The least of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Score the same images both ways, in turn, and print the speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="mnist-binary-vae-2d")
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--samples", type=int, default=5000)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, dataset = pretrained.load(options.model), data.load("digits").take(options.images).binarised(0)
    ours = seconds(lambda: score_likelihood(model, dataset, options.samples))
    loop = seconds(lambda: plain(model, dataset, options.samples))
    for name, taken in (("scored", ours), ("plain loop", loop)):
        print(f"{name}: {len(dataset) / taken:.1f} images/s of {options.samples} draws each")
    print(f"ratio {loop / ours:.2f}")


if __name__ == "__main__":
    main()
