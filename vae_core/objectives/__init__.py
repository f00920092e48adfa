"""Every loss term, once: in nats per example, with its equation and its source."""

from vae_core.objectives.config import BOUNDS, RECONSTRUCTIONS, ObjectiveConfig
from vae_core.objectives.likelihoods import (
    bernoulli_nll,
    beta_binomial_nll,
    gaussian_nll,
    kl_to_standard_normal,
    normal_log_density,
    squared_error,
)
from vae_core.objectives.terms import AnyObjective, AnyTerms, Terms, mean_of_weights, reconstruction_nll, terms

__all__ = [
    "BOUNDS",
    "RECONSTRUCTIONS",
    "AnyObjective",
    "AnyTerms",
    "ObjectiveConfig",
    "Terms",
    "bernoulli_nll",
    "beta_binomial_nll",
    "gaussian_nll",
    "kl_to_standard_normal",
    "mean_of_weights",
    "normal_log_density",
    "reconstruction_nll",
    "squared_error",
    "terms",
]
