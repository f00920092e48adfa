"""The gap between log p(x) and the encoder's bound, image by image over a data set, and what each is made of.

Source: Cremer, Li & Duvenaud 2018, "Inference Suboptimality in Variational Autoencoders". They estimate log p(x); over
a latent plane it is integrated.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from vae_core.analysis.bounds import elbo
from vae_core.analysis.evidence import evidence
from vae_core.analysis.gap_results import Gaps
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.config import require
from vae_core.data import Dataset
from vae_core.data.dataset import binarise
from vae_core.models import VAE


def levels(model: VAE, grid: LatentGrid, x: Float[np.ndarray, " pixels"]) -> dict[str, float]:
    """log p(x) of one image, three bounds on it and the errors, in nats, by their names in :class:`Gaps`.

    Args:
        model: the VAE.
        grid: :meth:`LatentGrid.of` the same model.
        x: the image.

    Raises:
        ConfigError: the image does not fit the model.
    """
    level, q = evidence(model, grid, x), encoder_gaussian(model, x)
    encoder, best = elbo(model, x, q), best_gaussian(model, x, level, q)
    # From the best with independent coordinates as well: it is one of this family too, and so a floor.
    full = best_gaussian(model, x, level, q, best.q, is_diagonal=False)
    return {
        "log_evidence": level.log_evidence,
        "error": level.error,
        "encoder_elbo": encoder.elbo,
        "best_elbo": best.bound.elbo,
        "full_elbo": full.bound.elbo,
        "bound_error": max(bound.error for bound in (encoder, best.bound, full.bound)),
    }


def measure(
    model: VAE, dataset: Dataset, count: int, *, seed: int = 0, told: Callable[[int], object] = lambda done: None
) -> Gaps:
    """The gaps of ``count`` images, drawn from all of ``dataset`` without replacement and taken in its order.

    Args:
        model: a VAE with a latent plane, of black and white images.
        dataset: in grey levels; each image that is drawn becomes black and white with its place as the seed.
        count: of images.
        seed: of the draw.
        told: called with how many are done, after each.

    Raises:
        ConfigError: there are not so many images, they do not fit the model, or its code is not a plane.
    """
    require(0 < count <= len(dataset), f"there are {len(dataset)} images: {count} cannot be drawn from them")
    numbers = np.sort(np.random.default_rng(seed).choice(len(dataset), count, replace=False))
    grid, found = LatentGrid.of(model), []
    for place, number in enumerate(numbers):
        found.append(levels(model, grid, binarise(dataset.images[number], place)))
        told(place + 1)
    columns = {name: np.array([each[name] for each in found]) for name in found[0]}
    return Gaps(number=numbers, label=dataset.labels[numbers], **columns)
