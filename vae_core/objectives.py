"""Every loss term, once: in nats per example, with its equation and its source.

Sources: Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), cited as KW; Higgins et al.,
"beta-VAE" (2017); Rybkin, Daniilidis & Levine, "Simple and Effective VAE Training with Calibrated
Decoders" (2021); Burda, Grosse & Salakhutdinov, "Importance Weighted Autoencoders" (2016), cited as B.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor

from vae_core.classifying import ClassifyingConfig, ClassifyingTerms, classifying_terms
from vae_core.config import is_number, is_whole, require
from vae_core.denoising import DenoisingConfig, DenoisingTerms, denoising_terms
from vae_core.probability.normal import LOG_TWO_PI

RECONSTRUCTIONS = ("squared-error", "bernoulli", "gaussian")
BOUNDS = ("elbo", "importance-weighted")
# More draws of an image than this are for evaluation: a step costs as much as so many images.
MOST_SAMPLES = 1000


@dataclass(frozen=True)
class ObjectiveConfig:
    """What is minimised.

    Attributes:
        reconstruction: ``"squared-error"`` (the course notes' choice, which is not a log
            likelihood), ``"bernoulli"`` or ``"gaussian"``.
        beta: weight of the KL term; 1 is the ELBO, 0 to 1000.
        log_variance: log σ² of a Gaussian p(x|z) of fixed variance; ``None`` where the
            model learns it.
        samples: k, draws of z for each image, 1 to 1000; more than one are a VAE's alone.
        bound: with k draws, ``"elbo"``: their mean, which is less noisy, or ``"importance-weighted"``: L_k (B), which
            is tighter, and has no β. With one draw both are the ELBO.
    """

    reconstruction: Literal["squared-error", "bernoulli", "gaussian"] = "bernoulli"
    beta: float = 1.0
    log_variance: float | None = None
    samples: int = 1
    bound: Literal["elbo", "importance-weighted"] = "elbo"

    def __post_init__(self):
        require(
            self.reconstruction in RECONSTRUCTIONS,
            f"reconstruction must be one of {RECONSTRUCTIONS}, not {self.reconstruction!r}",
        )
        require(is_number(self.beta, 0, 1000), f"beta must be a number from 0 to 1000, not {self.beta!r}")
        require(
            self.log_variance is None or is_number(self.log_variance, -20, 20),
            f"log_variance must be a number from -20 to 20, not {self.log_variance!r}",
        )
        require(
            self.log_variance is None or self.reconstruction == "gaussian",
            "log_variance belongs to the gaussian reconstruction only",
        )
        require(
            is_whole(self.samples, 1, MOST_SAMPLES),
            f"samples must be a whole number from 1 to {MOST_SAMPLES}, not {self.samples!r}",
        )
        require(self.bound in BOUNDS, f"bound must be one of {BOUNDS}, not {self.bound!r}")
        if self.is_importance_weighted:
            is_likelihood = self.reconstruction != "squared-error"
            require(self.beta == 1 and is_likelihood, "importance weights need a likelihood, and β = 1")

    @property
    def is_importance_weighted(self) -> bool:
        """Whether the loss is −L_k, which differs from the ELBO's for more than one draw."""
        return self.samples > 1 and self.bound == "importance-weighted"


def squared_error(x: Float[Tensor, "*batch pixels"], logits: Float[Tensor, "*batch pixels"]) -> Float[Tensor, "*batch"]:
    """‖x − x̂‖² with x̂ = sigmoid(logits), summed over the pixels; not in nats."""
    # ‖x − x̂‖² = Σᵢ (xᵢ − x̂ᵢ)²   (the course notes, "AE")
    return (x - torch.sigmoid(logits)).square().sum(-1)


def bernoulli_nll(x: Float[Tensor, "*batch pixels"], logits: Float[Tensor, "*batch pixels"]) -> Float[Tensor, "*batch"]:
    """−log p(x|z) of independent Bernoulli pixels, in nats.

    A probability only for x in {0, 1}. On grey levels the same formula is a score: cross-entropy
    between the pixel and its prediction, with a minimum above 0.
    """
    # −log p(x|z) = −Σᵢ xᵢ log x̂ᵢ + (1 − xᵢ) log(1 − x̂ᵢ)   (KW, appendix C.1)
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)


def normal_log_density(
    x: Float[Tensor, "*batch dim"],
    mean: Float[Tensor, "*batch dim"] | float,
    log_variance: Float[Tensor, "..."] | float,
) -> Float[Tensor, "*batch"]:
    """log N(x; μ, σ²) of independent coordinates, in nats, summed over the last axis."""
    # log N = −½ Σᵢ (xᵢ − μᵢ)² / σᵢ² + log σᵢ² + log 2π
    log_variance = torch.as_tensor(log_variance, dtype=x.dtype)
    return -0.5 * ((x - mean).square() * torch.exp(-log_variance) + log_variance + LOG_TWO_PI).sum(-1)


def gaussian_nll(
    x: Float[Tensor, "*batch pixels"],
    logits: Float[Tensor, "*batch pixels"],
    log_variance: Float[Tensor, ""] | float,
) -> Float[Tensor, "*batch"]:
    """−log p(x|z) of independent Gaussian pixels around x̂ = sigmoid(logits), in nats.

    It is a density, so it may be negative. With σ² fixed it is the squared error divided by 2σ²,
    plus a constant; that division sets the balance against the KL.
    """
    # −log p(x|z) = −log N(x; x̂, σ²) = ‖x − x̂‖² / 2σ² + n/2 (log σ² + log 2π)   (KW, appendix C.2; Rybkin et al., eq. 3)
    return -normal_log_density(x, torch.sigmoid(logits), log_variance)


def kl_to_standard_normal(
    mean: Float[Tensor, "*batch latent"], log_variance: Float[Tensor, "*batch latent"]
) -> Float[Tensor, "*batch latent"]:
    """KL(N(μ, σ²) ‖ N(0, 1)) of each latent dimension, in nats. Their sum is the KL of the whole code."""
    # KL = ½ (μ² + σ² − 1 − log σ²)   (KW, appendix B)
    # expm1 keeps σ² − 1 exact near σ = 1, where the difference with log σ² is of second order.
    return 0.5 * (mean.square() + (torch.expm1(log_variance) - log_variance))


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

    A Gaussian without ``config.log_variance`` takes the variance that ``model`` has learned.
    """
    if config.reconstruction == "squared-error":
        return squared_error(x, logits)
    if config.reconstruction == "bernoulli":
        return bernoulli_nll(x, logits)
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
