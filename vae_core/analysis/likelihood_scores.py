"""log p(x) of many images by importance weights, image by image: it can be stopped and gone on with.

Source: Burda, Grosse & Salakhutdinov 2016, "Importance Weighted Autoencoders" (cited as B).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.analysis.estimate import Estimate
from vae_core.data import Dataset
from vae_core.models import VAE, DiagonalNormal
from vae_core.objectives import ObjectiveConfig, mean_of_weights, normal_log_density, reconstruction_nll
from vae_core.randomness import stream

# Images that are encoded at once, after which it is told how far it is.
SLICE = 100
# Latent draws decoded at once for one image: 2 MB a layer, small enough to stay in the cache.
DRAWS_AT_ONCE = 500
BERNOULLI = ObjectiveConfig()
Nll = Callable[[Tensor, Tensor], Tensor]  # −log p(x|z) of images x at codes z


@dataclass(frozen=True, eq=False)
class LikelihoodScores:
    """Of the first images of a data set.

    Attributes:
        nll: −log p(x) of each, estimated, in nats, ``[n]``.
        errors: the Monte Carlo standard error of each, ``[n]``.
    """

    nll: Float[Tensor, " n"] = field(default_factory=lambda: torch.empty(0, dtype=torch.float64))
    errors: Float[Tensor, " n"] = field(default_factory=lambda: torch.empty(0, dtype=torch.float64))

    @property
    def estimate(self) -> Estimate:
        """The mean over the images; its standard error is that of other images."""
        return Estimate.of(self.nll)

    @property
    def monte_carlo_error(self) -> float:
        """Of the mean over these images: that of other draws."""
        return self.errors.square().sum().sqrt().item() / len(self.errors)


@torch.no_grad()
def score_likelihood(
    model: VAE,
    dataset: Dataset,
    samples: int,
    *,
    objective: ObjectiveConfig = BERNOULLI,
    seed: int = 0,
    known: LikelihoodScores | None = None,
    told: Callable[[LikelihoodScores], None] = lambda scores: None,
) -> LikelihoodScores:
    """−log p(x) of each image, estimated with ``samples`` draws from q(z|x), in nats.

    In expectation it lies above −log p(x) and falls towards it as the samples grow (B, theorem
    1). Each image has draws of its own, whichever others are scored.

    Args:
        model: whose.
        dataset: of images.
        samples: of each, 2 or more.
        objective: which likelihood it is.
        seed: of the draws.
        known: of the first images; they are not scored again.
        told: hears what is known so far, after each hundred images.
    """
    known, nll = known or LikelihoodScores(), likelihood_of(model, objective)
    for first in range(len(known.nll), len(dataset), SLICE):
        images = torch.from_numpy(dataset.images[first : first + SLICE])
        posterior = model.encode(images)
        scores = [
            _score(nll, x, DiagonalNormal(mean, log_variance), samples, stream(seed, f"importance weights {number}"))
            for number, (x, mean, log_variance) in enumerate(
                zip(images, posterior.mean, posterior.log_variance, strict=True), first
            )
        ]
        parts = zip((known.nll, known.errors), zip(*scores, strict=True), strict=True)
        known = LikelihoodScores(*(torch.cat([before, torch.stack(new)]) for before, new in parts))
        told(known)
    return known


def likelihood_of(model: VAE, objective: ObjectiveConfig) -> Nll:
    """−log p(x|z) in nats as a function of images and codes."""

    def nll(x: Float[Tensor, "*batch pixels"], z: Float[Tensor, "*batch latent"]) -> Float[Tensor, "*batch"]:
        return reconstruction_nll(objective, x, model.decode(z), model)

    return nll


def _score(
    nll: Nll, x: Float[Tensor, " pixels"], q: DiagonalNormal, samples: int, noise: torch.Generator
) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
    """−log (1/k) Σ w of one image, and its standard error."""
    weights = log_weights(nll, x, q, samples, noise)
    return -mean_of_weights(weights), log_weights_error(weights)


def log_weights_error(weights: Float[Tensor, " samples"]) -> Float[Tensor, ""]:
    """The standard error of log (1/k) Σ w, from the spread of the weights."""
    # The delta method: d log(w̄) = dw̄ / w̄.
    relative = torch.exp(weights - mean_of_weights(weights))
    return relative.std() / math.sqrt(len(weights))


def log_weights(
    nll: Nll, x: Float[Tensor, " pixels"], q: DiagonalNormal, samples: int, noise: torch.Generator
) -> Float[Tensor, " samples"]:
    """log p(x|z) + log p(z) − log q(z|x) at ``samples`` draws of z from q(z|x), in nats."""
    draws = DiagonalNormal(q.mean.expand(samples, -1), q.log_variance.expand(samples, -1))
    z = draws.sample(noise)
    log_likelihood = -torch.cat([nll(x.expand(len(part), -1), part) for part in z.split(DRAWS_AT_ONCE)])
    log_prior = normal_log_density(z, 0.0, 0.0)
    return (log_likelihood + log_prior - normal_log_density(z, draws.mean, draws.log_variance)).double()
