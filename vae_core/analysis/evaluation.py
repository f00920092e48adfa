"""How well a model does on a data set: its terms, and the importance-weighted likelihood."""

import math
from collections.abc import Callable, Mapping

import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.analysis.denoising_bound import evaluate_denoiser
from vae_core.analysis.estimate import Estimate
from vae_core.classifying import ClassifyingConfig, classifying_terms
from vae_core.data import Dataset
from vae_core.denoising import DenoisingConfig
from vae_core.models import VAE, Classifier, DiagonalNormal
from vae_core.objectives import AnyObjective, bernoulli_nll, mean_of_weights, normal_log_density, terms
from vae_core.randomness import stream
from vae_core.training import TrainingConfig

BATCH = 1000
# Latent draws decoded at once for one image: 2 MB a layer, small enough to stay in the cache.
DRAWS_AT_ONCE = 500


def as_learned(config: TrainingConfig, dataset: Dataset, *, seed: int = 0) -> Dataset:
    """``dataset`` in the form in which the run of ``config`` saw its images: binarised once, if they were."""
    return dataset.binarised(seed) if config.binarise else dataset


@torch.no_grad()
def evaluate(
    model, objective: AnyObjective, dataset: Dataset, *, draws: int = 10, seed: int = 0
) -> Mapping[str, Estimate]:
    """The objective's terms on ``dataset``, per image.

    The reconstruction term of a VAE is an expectation under q(z|x); it is averaged over ``draws``
    samples of z, a denoiser's bound over as many steps. An autoencoder has nothing to average.
    """
    if isinstance(objective, DenoisingConfig):
        return evaluate_denoiser(model, objective, dataset, draws=draws, seed=seed)
    if isinstance(objective, ClassifyingConfig):
        return _evaluate_classifier(model, dataset)
    images, noise = torch.from_numpy(dataset.images), stream(seed, "evaluation")
    is_vae = model.config.model == "vae"
    reconstruction, kl = [], []
    for batch in images.split(BATCH):
        results = [terms(objective, model, batch, generator=noise) for _ in range(draws if is_vae else 1)]
        reconstruction.append(torch.stack([result.reconstruction for result in results]).mean(0))
        if is_vae:
            kl.append(results[0].kl.sum(-1))
    reconstruction = torch.cat(reconstruction)
    if not is_vae:
        return {"reconstruction": Estimate.of(reconstruction)}
    kl = torch.cat(kl)
    return {
        "reconstruction": Estimate.of(reconstruction),
        "kl": Estimate.of(kl),
        "negative_elbo": Estimate.of(reconstruction + kl),
    }


def _evaluate_classifier(model: Classifier, dataset: Dataset) -> Mapping[str, Estimate]:
    labels = torch.from_numpy(dataset.labels)
    found = classifying_terms(ClassifyingConfig(), model, torch.from_numpy(dataset.images), labels)
    return {"cross_entropy": Estimate.of(found.of_each), "accuracy": Estimate.of(found.is_right)}


@torch.no_grad()
def importance_weighted_nll(
    model: VAE,
    dataset: Dataset,
    samples: int,
    *,
    seed: int = 0,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[Float[Tensor, " n"], Float[Tensor, " n"]]:
    """−log p(x) of each image, estimated with ``samples`` draws from q(z|x), in nats.

    Bernoulli likelihood. In expectation it lies above −log p(x) and falls towards it as the
    samples grow (Burda, Grosse & Salakhutdinov 2016, theorem 1).

    Returns:
        The estimates ``[n]`` and the Monte Carlo standard error of each ``[n]``.
    """
    noise = stream(seed, "importance weights")
    estimates, errors = [], []
    for batch in torch.from_numpy(dataset.images).split(BATCH):
        posterior = model.encode(batch)
        for x, mean, log_variance in zip(batch, posterior.mean, posterior.log_variance, strict=True):
            log_weights = _log_weights(model, x, mean, log_variance, samples, noise)
            log_mean = mean_of_weights(log_weights)
            # The delta method: d log(w̄) = dw̄ / w̄.
            relative = torch.exp(log_weights - log_mean)
            estimates.append(-log_mean)
            errors.append(relative.std() / math.sqrt(samples))
        progress(len(estimates))
    return torch.stack(estimates), torch.stack(errors)


def _log_weights(
    model: VAE,
    x: Float[Tensor, " pixels"],
    mean: Float[Tensor, " latent"],
    log_variance: Float[Tensor, " latent"],
    samples: int,
    noise: torch.Generator,
) -> Float[Tensor, " samples"]:
    """log p(x|z) + log p(z) − log q(z|x) at ``samples`` draws of z from q(z|x)."""
    posterior = DiagonalNormal(mean.expand(samples, -1), log_variance.expand(samples, -1))
    z = posterior.sample(noise)
    log_likelihood = torch.cat(
        [-bernoulli_nll(x.expand(len(part), -1), model.decode(part)) for part in z.split(DRAWS_AT_ONCE)]
    )
    log_prior = normal_log_density(z, 0.0, 0.0)
    return (log_likelihood + log_prior - normal_log_density(z, posterior.mean, posterior.log_variance)).double()
