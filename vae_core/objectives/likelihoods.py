"""What an image costs given z, and z itself: in nats per example, each with its equation and its source.

Sources: Kingma & Welling, "Auto-Encoding Variational Bayes" (2014), cited as KW; Rybkin, Daniilidis & Levine, "Simple
and Effective VAE Training with Calibrated Decoders" (2021); Townsend, Bird & Barber, "Practical Lossless Compression
with Latent Variables Using Bits Back Coding" (2019), who have the beta-binomial, cited as T.

Examples:
    >>> x, logits = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 0.0])
    >>> round(bernoulli_nll(x, logits).item(), 4)  # two pixels at even odds: 2 log 2
    1.3863
    >>> kl_to_standard_normal(torch.tensor([0.0, 1.0]), torch.tensor([0.0, 0.0])).tolist()
    [0.0, 0.5]
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from vae_core.probability.normal import LOG_TWO_PI

WHITE = 255  # the highest level of a grey pixel
# log α and log β of a pixel that is all but certain go no lower: their Γ stays a number in single precision.
LEAST_LOG_COUNT = -60.0


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


def beta_binomial_log_probability(
    level: Float[Tensor, "*#pixels"], logits: Float[Tensor, "*#pixels"], log_concentration: Float[Tensor, ""]
) -> Float[Tensor, "*pixels"]:
    """log p of each pixel's level, 0 to 255, where the share of ink is drawn from a beta distribution of mean x̂.

    Args:
        level: of each pixel.
        logits: of x̂.
        log_concentration: log s = log (α + β). Where it is low, levels lie at both ends, as ink does; where it is
            high, they are binomial.
    """
    alpha, beta = _counts(logits, log_concentration)
    # log C(n, k)
    log_ways = torch.lgamma(level.new_tensor(WHITE + 1.0)) - torch.lgamma(level + 1) - torch.lgamma(WHITE - level + 1)
    # p(k) = C(n, k) B(k + α, n − k + β) / B(α, β), n = 255   (T)
    concentration = log_concentration.exp()
    of_levels = torch.lgamma(level + alpha) + torch.lgamma(WHITE - level + beta) - torch.lgamma(WHITE + concentration)
    return log_ways + of_levels - torch.lgamma(alpha) - torch.lgamma(beta) + torch.lgamma(concentration)


def beta_binomial_of_levels(
    logits: Float[Tensor, "*pixels"], log_concentration: Float[Tensor, ""]
) -> Float[Tensor, "*pixels levels"]:
    """log p of all 256 levels of each pixel; a fifth of the time that one by one would take."""
    alpha, beta = (counts[..., None] for counts in _counts(logits, log_concentration))
    level = torch.arange(1.0, WHITE + 1, dtype=logits.dtype)
    # p(k) / p(k − 1) = (n − k + 1) (k − 1 + α) / (k (n − k + β))
    steps = torch.log((WHITE - level + 1) * (level - 1 + alpha) / (level * (WHITE - level + beta)))
    return torch.log_softmax(F.pad(steps, (1, 0)).cumsum(-1), -1)


def _counts(
    logits: Float[Tensor, "*pixels"], log_concentration: Float[Tensor, ""]
) -> tuple[Float[Tensor, "*pixels"], Float[Tensor, "*pixels"]]:
    """α = s x̂ and β = s (1 − x̂)."""
    logs = (log_concentration + F.logsigmoid(logits), log_concentration + F.logsigmoid(-logits))
    return tuple(each.clamp(min=LEAST_LOG_COUNT).exp() for each in logs)


def beta_binomial_nll(
    x: Float[Tensor, "*batch pixels"], logits: Float[Tensor, "*batch pixels"], log_concentration: Float[Tensor, ""]
) -> Float[Tensor, "*batch"]:
    """−log p(x|z) of independent pixels of 256 levels with the mean x̂ = sigmoid(logits), in nats.

    A probability of the levels x = 0, 1/255, …, 1; see :func:`beta_binomial_log_probability`.
    """
    return -beta_binomial_log_probability(WHITE * x, logits, log_concentration).sum(-1)


def kl_to_standard_normal(
    mean: Float[Tensor, "*batch latent"], log_variance: Float[Tensor, "*batch latent"]
) -> Float[Tensor, "*batch latent"]:
    """KL(N(μ, σ²) ‖ N(0, 1)) of each latent dimension, in nats. Their sum is the KL of the whole code."""
    # KL = ½ (μ² + σ² − 1 − log σ²)   (KW, appendix B)
    # expm1 keeps σ² − 1 exact near σ = 1, where the difference with log σ² is of second order.
    return 0.5 * (mean.square() + (torch.expm1(log_variance) - log_variance))
