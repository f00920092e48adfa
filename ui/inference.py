"""An image under a pretrained VAE, laid open: each exact quantity computed once, for whoever asks.

Nothing here belongs to a person or a session: the same image gives the same numbers to all.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from jaxtyping import Float32, UInt8

from ui import library
from ui.library import Model
from vae_core import pretrained
from vae_core.analysis import bounds, importance_bounds
from vae_core.analysis import evidence as quadrature
from vae_core.analysis.derivation import Derivation, derive
from vae_core.analysis.evidence_results import Bound, Evidence, GapParts, LatentGaussian, PosteriorMap
from vae_core.analysis.grey_levels import log_score_total
from vae_core.analysis.importance_results import ImportanceBounds, ImportanceDraws, ReconstructionEstimates
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.analysis.posterior_map import posterior_map
from vae_core.data import as_bytes
from vae_core.models import VAE
from vae_core.probability.exact_bound import Account

# Which model is asked, by the kind of pixels that it was trained on.
TRAINED_ON = {"sampled": "mnist-binary-vae-2d", "threshold": "mnist-binary-vae-2d", "grey": "mnist-vae-2d"}
IMAGES, GAUSSIANS, DRAWN, MODELS = 64, 512, 16, 4  # that are kept
ESTIMATES = (1, 10, 1000)  # draws behind each
SHOWN = 150  # estimates of a kind

Pair = tuple[float, float]


class Inference:
    """An image ``x`` under a pretrained VAE that has a latent plane."""

    def __init__(self, model: Model, x: Float32[np.ndarray, " pixels"]):
        self._of, self.x = model, x
        self._bounds = lru_cache(maxsize=GAUSSIANS)(self._bound)
        self._accounts = lru_cache(maxsize=GAUSSIANS)(self._account)
        self._draws = lru_cache(maxsize=DRAWN)(self._draw)
        self._derivations = lru_cache(maxsize=GAUSSIANS)(self._derive)

    @property
    def model(self) -> VAE:
        """The network."""
        return self._of.network

    @cached_property
    def evidence(self) -> Evidence:
        """log p(x) and what is known of the posterior."""
        return quadrature.evidence(self.model, _grid(self._of), self.x)

    @cached_property
    def encoder(self) -> LatentGaussian:
        """The encoder's q(z∣x)."""
        return encoder_gaussian(self.model, self.x)

    @cached_property
    def best(self) -> LatentGaussian:
        """The best Gaussian with independent coordinates."""
        return best_gaussian(self.model, self.x, self.evidence, self.encoder).q

    @cached_property
    def gap(self) -> GapParts:
        """Why the encoder's bound stays below log p(x)."""
        return bounds.split_gap(self.evidence, self.bound(self.best), self.bound(self.encoder))

    @cached_property
    def map(self) -> PosteriorMap:
        """The posterior, where the encoder's and the best Gaussian can be seen too."""
        return posterior_map(self.model, self.x, self.evidence, self.encoder, self.best)

    def bound(self, q: LatentGaussian) -> Bound:
        """L_b of ``q`` and its two terms."""
        return self._bounds(*_key(q))

    def _bound(self, mean: Pair, deviations: Pair) -> Bound:
        return bounds.elbo(self.model, self.x, gaussian(mean, deviations))

    def below(self, q: LatentGaussian) -> float:
        """By how many nats the bound of ``q`` stays below log p(x)."""
        return self.evidence.log_evidence - self.bound(q).elbo

    def account(self, q: LatentGaussian) -> Account:
        """Every term of ``q``, KL to the posterior by an integral of its own, which takes longest."""
        return self._accounts(*_key(q))

    def _account(self, mean: Pair, deviations: Pair) -> Account:
        q = gaussian(mean, deviations)
        bound = self.bound(q)
        divergence = bounds.kl_to_posterior(self.model, self.x, q, self.evidence, self._second_log_evidence)
        terms = bound.elbo, bound.expected_log_likelihood, bound.kl, divergence.value
        return Account(self.evidence.log_evidence, *terms, error=max(bound.error, divergence.error))

    @cached_property
    def _second_log_evidence(self) -> float:
        return bounds.second_log_evidence(self.model, self.x, self.evidence)

    def importance(self, q: LatentGaussian, seed: int) -> ImportanceBounds:
        """Bounds from 1 to 5000 draws of ``q``."""
        return importance_bounds.importance_bounds(self.draws(q, seed))

    def reconstructions(self, q: LatentGaussian, seed: int) -> tuple[ReconstructionEstimates, ...]:
        """Estimates of the reconstruction term from 1, 10 and 1000 draws of ``q``."""
        draws = self.draws(q, seed)
        return tuple(importance_bounds.reconstruction_estimates(draws, samples, most=SHOWN) for samples in ESTIMATES)

    def draws(self, q: LatentGaussian, seed: int) -> ImportanceDraws:
        """Draws of ``q``, weighed."""
        return self._draws(*_key(q), seed)

    def _draw(self, mean: Pair, deviations: Pair, seed: int) -> ImportanceDraws:
        return importance_bounds.draw(self.model, self.x, gaussian(mean, deviations), seed=seed)

    def derivation(self, q: LatentGaussian) -> Derivation:
        """The notes' derivation in the numbers of ``q``."""
        return self._derivations(*_key(q))

    def _derive(self, mean: Pair, deviations: Pair) -> Derivation:
        q = gaussian(mean, deviations)
        account = self.account(q)
        return derive(
            self.model,
            self.x,
            q,
            log_evidence=account.log_evidence,
            log_normaliser=self._second_log_evidence,
            kl_to_posterior=account.kl_posterior,
        )

    @property
    def picture(self) -> UInt8[np.ndarray, " pixels"]:
        """x as grey levels."""
        return as_bytes(self.x)

    def decoded(self, q: LatentGaussian) -> UInt8[np.ndarray, " pixels"]:
        """x̂ at the mean of ``q``, as grey levels."""
        return as_bytes(self._of.pictures(q.mean[None])[0])

    @property
    def missing_normaliser(self) -> float:
        """What the Bernoulli formula under this model lacks to be a density of grey images, in nats."""
        return -_score_total(self._of)

    @property
    def usual_bound(self) -> float:
        """The average ELBO of MNIST's test digits under this model, in nats."""
        return -pretrained.entry(self._of.member)["metrics"]["negative_elbo"]


@dataclass(frozen=True)
class Asked:
    """Which image under which model is meant.

    Attributes:
        kind: of its pixels, one of :data:`TRAINED_ON`.
        content: the pixels, float32.
    """

    kind: str
    content: bytes


def of(asked: Asked) -> Inference:
    """The image under the model for its kind of pixels."""
    return _inference(library.pretrained(TRAINED_ON[asked.kind]), asked.content)


def under(model: Model, x: Float32[np.ndarray, " pixels"]) -> Inference:
    """The image ``x`` under any model with a latent plane."""
    return _inference(model, x.tobytes())


def prepare() -> None:
    """Compute what all black and white images share, half a second long: the first to ask need not wait for it."""
    _grid(library.pretrained(TRAINED_ON["sampled"]))


def gaussian(mean: Pair, deviations: Pair) -> LatentGaussian:
    """N(μ, diag σ²) in the latent plane."""
    return LatentGaussian(np.array(mean, float), np.diag(np.square(np.array(deviations, float))))


def _key(q: LatentGaussian) -> tuple[Pair, Pair]:
    return tuple(q.mean.tolist()), tuple(q.standard_deviation.tolist())


@lru_cache(maxsize=IMAGES)
def _inference(model: Model, content: bytes) -> Inference:
    return Inference(model, np.frombuffer(content, np.float32).copy())


@lru_cache(maxsize=MODELS)
def _grid(model: Model) -> LatentGrid:
    return LatentGrid.of(model.network)


@lru_cache(maxsize=MODELS)
def _score_total(model: Model) -> float:
    return log_score_total(model.network, _grid(model))
