"""What an autoencoder minimises, as settings."""

from dataclasses import dataclass
from typing import Literal

from vae_core.config import is_number, is_whole, require

RECONSTRUCTIONS = ("squared-error", "bernoulli", "gaussian", "beta-binomial")
BOUNDS = ("elbo", "importance-weighted")
# More draws of an image than this are for evaluation: a step costs as much as so many images.
MOST_SAMPLES = 1000


@dataclass(frozen=True)
class ObjectiveConfig:
    """What is minimised.

    Attributes:
        reconstruction: ``"squared-error"`` (the course notes' choice, which is not a log
            likelihood), ``"bernoulli"``, ``"gaussian"`` or, a probability of 256 levels of grey, ``"beta-binomial"``.
        beta: weight of the KL term; 1 is the ELBO, 0 to 1000.
        log_variance: log σ² of a Gaussian p(x|z) of fixed variance; ``None`` where the
            model learns it.
        samples: k, draws of z for each image, 1 to 1000; more than one are a VAE's alone.
        bound: with k draws, ``"elbo"``: their mean, which is less noisy, or ``"importance-weighted"``: L_k (B), which
            is tighter, and has no β. With one draw both are the ELBO.

    Examples:
        >>> ObjectiveConfig("gaussian", log_variance=-2.0).is_likelihood
        True
        >>> ObjectiveConfig("bernoulli", log_variance=-2.0)
        Traceback (most recent call last):
            ...
        vae_core.errors.ConfigError: log_variance belongs to the gaussian reconstruction only
    """

    reconstruction: Literal["squared-error", "bernoulli", "gaussian", "beta-binomial"] = "bernoulli"
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
            require(self.beta == 1 and self.is_likelihood, "importance weights need a likelihood, and β = 1")

    @property
    def is_likelihood(self) -> bool:
        """Whether the reconstruction term is −log p(x|z), which the squared error is not."""
        return self.reconstruction != "squared-error"

    @property
    def learned(self) -> dict[str, bool]:
        """What p(x|z) has besides x̂ that a model learns, if it does: by the name in its configuration."""
        return {
            "learned_variance": self.reconstruction == "gaussian" and self.log_variance is None,
            "learned_concentration": self.reconstruction == "beta-binomial",
        }

    @property
    def is_importance_weighted(self) -> bool:
        """Whether the loss is −L_k, which differs from the ELBO's for more than one draw."""
        return self.samples > 1 and self.bound == "importance-weighted"
