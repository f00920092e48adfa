"""The parts of a loss on a batch, and the one number that is made of them.

Sources: Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), cited as KW; Higgins et al., "beta-VAE" (2017);
Burda, Grosse & Salakhutdinov, "Importance Weighted Autoencoders" (2016), cited as B.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vae_core.classifying import ClassifyingConfig, ClassifyingTerms, classifying_terms
from vae_core.denoising import DenoisingConfig, DenoisingTerms, denoising_terms
from vae_core.objectives.config import ObjectiveConfig
from vae_core.objectives.likelihoods import (
    bernoulli_nll,
    beta_binomial_nll,
    gaussian_nll,
    kl_to_standard_normal,
    normal_log_density,
    squared_error,
)


@dataclass(frozen=True, eq=False)
class Terms:
    """The parts of one objective on a batch, each per example.

    Attributes:
        reconstruction: ``[n]``; −E_q[log p(x|z)] estimated with one z, or the squared error.
        kl: KL(q(z|x) ‖ p(z)) per latent dimension, ``[n, latent]``; ``None`` for an autoencoder.
        beta: the weight of the KL in :attr:`loss`.
        importance_weighted: −L_k, ``[n]``, where that is what is learned.
    """

    reconstruction: Float[Tensor, " n"]
    kl: Float[Tensor, "n latent"] | None
    beta: float
    importance_weighted: Float[Tensor, " n"] | None = None

    @cached_property
    def of_each(self) -> Float[Tensor, " n"]:
        """What is minimised, of each example: reconstruction + β KL, or −L_k."""
        if self.importance_weighted is not None:
            return self.importance_weighted
        # −L_β = −E_q[log p(x|z)] + β KL(q(z|x) ‖ p(z))   (Higgins et al., eq. 4; β = 1: KW, eq. 3)
        if self.kl is None:
            return self.reconstruction
        return self.reconstruction + self.beta * self.kl.sum(-1)

    @cached_property
    def loss(self) -> Float[Tensor, ""]:
        """Mean of :attr:`of_each` over the batch: what the optimiser is given."""
        return self.of_each.mean()

    def means(self) -> Mapping[str, float]:
        """The named terms, averaged over the examples.

        ``negative_elbo`` always has β = 1, whatever was trained with.
        """
        reconstruction = self.reconstruction.mean().item()
        if self.kl is None:
            return {"reconstruction": reconstruction, "loss": self.loss.item()}
        kl = self.kl.sum(-1).mean().item()
        return {
            "reconstruction": reconstruction,
            "kl": kl,
            "negative_elbo": reconstruction + kl,
            "loss": self.loss.item(),
        }


AnyObjective = ObjectiveConfig | DenoisingConfig | ClassifyingConfig
AnyTerms = Terms | DenoisingTerms | ClassifyingTerms


def reconstruction_nll(
    config: ObjectiveConfig, x: Float[Tensor, "*batch pixels"], logits: Float[Tensor, "*batch pixels"], model=None
) -> Float[Tensor, "*batch"]:
    """The reconstruction term that ``config`` names, of each example.

    A Gaussian without ``config.log_variance`` takes the variance that ``model`` has learned, a beta-binomial its
    concentration.
    """
    if config.reconstruction == "squared-error":
        return squared_error(x, logits)
    if config.reconstruction == "bernoulli":
        return bernoulli_nll(x, logits)
    if config.reconstruction == "beta-binomial":
        return beta_binomial_nll(x, logits, model.pixel_log_concentration)
    log_variance = model.pixel_log_variance if config.log_variance is None else config.log_variance
    return gaussian_nll(x, logits, log_variance)


def terms(
    config: AnyObjective,
    model,
    x: Float[Tensor, "n pixels"],
    *,
    inputs: Float[Tensor, "n pixels"] | Int64[Tensor, " n"] | None = None,
    generator: torch.Generator | None = None,
) -> AnyTerms:
    """The objective of ``model`` on a batch of images.

    Args:
        config: which terms.
        model: an AutoEncoder or a VAE, or the Denoiser or Classifier that ``config`` is for.
        x: the images to be reconstructed, to be freed from noise, or to be told apart.
        inputs: what the encoder sees, where that is not ``x`` itself (a corrupted copy); of the others, the labels.
        generator: the source of the posterior's noise ε, or of a denoiser's steps and noise.
    """
    if isinstance(config, DenoisingConfig):
        return denoising_terms(config, model, x, labels=inputs, generator=generator)
    if isinstance(config, ClassifyingConfig):
        return classifying_terms(config, model, x, inputs)
    encoded = model.encode(x if inputs is None else inputs)
    if model.config.model == "ae":
        return Terms(reconstruction_nll(config, x, model.decode(encoded), model), None, config.beta)
    kl = kl_to_standard_normal(encoded.mean, encoded.log_variance)
    if config.samples == 1:
        logits = model.decode(encoded.sample(generator))
        return Terms(reconstruction_nll(config, x, logits, model), kl, config.beta)
    return _of_several(config, model, x, encoded, kl, generator)


def _of_several(config: ObjectiveConfig, model, x, encoded, kl: Float[Tensor, "n latent"], generator) -> Terms:
    """The terms with k draws of z for each image."""
    draws = type(encoded)(*(part.expand(config.samples, *part.shape) for part in (encoded.mean, encoded.log_variance)))
    z = draws.sample(generator)
    nll = reconstruction_nll(config, x.expand(config.samples, *x.shape), model.decode(z), model)
    if not config.is_importance_weighted:
        return Terms(nll.mean(0), kl, config.beta)
    weights = normal_log_density(z, 0.0, 0.0) - normal_log_density(z, draws.mean, draws.log_variance) - nll
    return Terms(nll.mean(0), kl, config.beta, -mean_of_weights(weights))


def mean_of_weights(log_weights: Float[Tensor, "k ..."]) -> Float[Tensor, "..."]:
    """log (1/k) Σ w of each image, whose expectation over the draws is L_k, in nats.

    Args:
        log_weights: log p(x, z) − log q(z|x) at k draws from q.
    """
    # L_k = E[log (1/k) Σᵢ p(x, zᵢ)/q(zᵢ|x)]   (B, eq. 8)
    return torch.logsumexp(log_weights, 0) - math.log(len(log_weights))
