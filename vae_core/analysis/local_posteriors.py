"""Where the gap comes from in a latent space of any size, by draws where the plane has quadrature.

Source: Cremer, Li & Duvenaud, "Inference Suboptimality in Variational Autoencoders", 2018 (cited as C).
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.analysis.estimate import Estimate
from vae_core.analysis.likelihood_scores import BERNOULLI, likelihood_of, log_weights, log_weights_error
from vae_core.models import VAE, DiagonalNormal
from vae_core.objectives import ObjectiveConfig, kl_to_standard_normal, mean_of_weights
from vae_core.randomness import stream

# Each step of the climb looks at so many draws of each image, and is this long at first.
STEPS, DRAWS, LEARNING_RATE = 500, 16, 0.03


@dataclass(frozen=True, eq=False)
class InferenceGaps:
    """The parts of each image's gap, estimated; all ``[n]``, in nats.

    Attributes:
        log_evidence: log p(x) by importance weights of the best Gaussian's draws: below it in expectation.
        log_evidence_error: its Monte Carlo standard error.
        best: the ELBO of the best Gaussian with independent coordinates that was found.
        encoder: the ELBO of the encoder's q(z|x).
    """

    log_evidence: Float[Tensor, " n"]
    log_evidence_error: Float[Tensor, " n"]
    best: Float[Tensor, " n"]
    encoder: Float[Tensor, " n"]

    @property
    def approximation(self) -> Estimate:
        """log p(x) − L_b[q*], over the images."""
        return Estimate.of(self.log_evidence - self.best)

    @property
    def amortisation(self) -> Estimate:
        """L_b[q*] − L_b[q], over the images."""
        return Estimate.of(self.best - self.encoder)


def split_gaps(
    model: VAE,
    images: Float[Tensor, "n pixels"],
    *,
    samples: int = 5000,
    objective: ObjectiveConfig = BERNOULLI,
    seed: int = 0,
) -> InferenceGaps:
    """log p(x) − L_b of each image in two parts: what no diagonal Gaussian can do, what one encoder costs (C, table 1).

    Args:
        model: whose.
        images: as it learned them.
        samples: of each image from each of both q's, 2 or more.
        objective: which likelihood it is.
        seed: of all draws.
    """
    with torch.no_grad():
        encoded = model.encode(images)
    best = best_gaussians(model, images, encoded, objective=objective, seed=seed)
    rows = [_weigh(model, objective, images, q, samples, seed) for q in (encoded, best)]
    (encoder, _level, _error), (found, level, error) = rows
    # The climb ends near its optimum: where the encoder's answer is better still, that is the best that is known.
    return InferenceGaps(level, error, torch.maximum(found, encoder), encoder)


def best_gaussians(
    model: VAE,
    images: Float[Tensor, "n pixels"],
    start: DiagonalNormal,
    *,
    objective: ObjectiveConfig = BERNOULLI,
    seed: int = 0,
) -> DiagonalNormal:
    """For each image the diagonal Gaussian of the largest ELBO, climbed to from ``start`` by stochastic gradients.

    All images climb at once; the second half of the way is averaged, which takes the draws' noise out.
    """
    mean, log_variance = (part.clone().requires_grad_() for part in (start.mean, start.log_variance))
    optimiser = torch.optim.Adam([mean, log_variance], LEARNING_RATE)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    nll, noise = likelihood_of(model, objective), stream(seed, "local posteriors")
    sums = torch.zeros_like(mean), torch.zeros_like(log_variance)
    for step in range(STEPS):
        draws = DiagonalNormal(mean.expand(DRAWS, -1, -1), log_variance.expand(DRAWS, -1, -1))
        reconstruction = nll(images.expand(DRAWS, -1, -1), draws.sample(noise)).mean(0)
        loss = (reconstruction + kl_to_standard_normal(mean, log_variance).sum(-1)).sum()
        optimiser.zero_grad()
        loss.backward(inputs=[mean, log_variance])
        optimiser.step()
        decay.step()
        if step >= STEPS // 2:
            for total, now in zip(sums, (mean, log_variance), strict=True):
                total += now.detach()
    return DiagonalNormal(*(total / (STEPS - STEPS // 2) for total in sums))


@torch.no_grad()
def _weigh(
    model: VAE,
    objective: ObjectiveConfig,
    images: Float[Tensor, "n pixels"],
    q: DiagonalNormal,
    samples: int,
    seed: int,
) -> tuple[Float[Tensor, " n"], Float[Tensor, " n"], Float[Tensor, " n"]]:
    """Of each image the ELBO of q, log p(x) by its importance weights, and the error of that.

    Both q's of an image are drawn with the same noise, which their difference is then free of.
    """
    nll, rows = likelihood_of(model, objective), []
    for number, (x, mean, log_variance) in enumerate(zip(images, q.mean, q.log_variance, strict=True)):
        noise = stream(seed, f"gap {number}")
        weights = log_weights(nll, x, DiagonalNormal(mean, log_variance), samples, noise)
        rows.append(torch.stack([weights.mean(), mean_of_weights(weights), log_weights_error(weights)]))
    return tuple(torch.stack(rows).T)
