"""How well a model does on a data set: its terms. For its likelihood see :mod:`vae_core.analysis.likelihood_scores`."""

from collections.abc import Mapping

import torch

from vae_core.analysis.denoising_bound import evaluate_denoiser
from vae_core.analysis.estimate import Estimate
from vae_core.classifying import ClassifyingConfig, classifying_terms
from vae_core.data import Dataset
from vae_core.denoising import DenoisingConfig
from vae_core.models import Classifier
from vae_core.objectives import AnyObjective, terms
from vae_core.randomness import stream
from vae_core.training import TrainingConfig

BATCH = 1000


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

    Examples:
        >>> from vae_core import data, pretrained
        >>> few, checkpoint = data.load("digits", split="test").take(50), pretrained.load_checkpoint("mnist-vae-2d")
        >>> found = evaluate(checkpoint.model(), checkpoint.config.objective, few)
        >>> [*found]
        ['reconstruction', 'kl', 'negative_elbo']
        >>> round(found["kl"].mean, 1)  # of digits that it has never learned
        6.8
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
