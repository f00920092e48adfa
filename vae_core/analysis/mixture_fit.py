"""A mixture of Gaussians in the posterior's place: q(z) = Σ_k w_k N(z; μ_k, Σ_k), fitted to one image."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Float64
from scipy.special import logsumexp
from torch import Tensor

from vae_core.analysis.averages import Average, Rule, average
from vae_core.analysis.bounds import log_density
from vae_core.analysis.evidence_results import Evidence, LatentGaussian
from vae_core.analysis.posterior_lattice import PosteriorLattice, in_units
from vae_core.config import require
from vae_core.objectives import normal_log_density

MOST = 5  # components
# As close to the posterior as need be; and the least that one more component must gain: both in nats.
CLOSE = 5e-4
STEPS = 60  # of each descent
# Where one component becomes two, each stands so many of its standard deviations away.
APART = 0.5


@dataclass(frozen=True, eq=False)
class LatentMixture:
    """A mixture of Gaussians over the latent plane.

    Attributes:
        weights: w, ``[K]``, above 0, with sum 1.
        components: as many.

    Raises:
        ConfigError: these are no weights, or not as many.
    """

    weights: Float[np.ndarray, " K"]
    components: tuple[LatentGaussian, ...]

    def __post_init__(self):
        require(len(self.weights) == len(self.components), "each component of a mixture has a weight")
        sound = bool((self.weights > 0).all() and abs(self.weights.sum() - 1) < 1e-6)
        require(sound, "the weights of a mixture are above 0 and add up to 1")

    @classmethod
    def of(cls, q: LatentGaussian) -> "LatentMixture":
        """A Gaussian alone."""
        return cls(np.ones(1), (q,))

    def log_density(self, z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        """log q(z), in nats."""
        each = np.stack([log_density(component, z) for component in self.components])
        return logsumexp(each, b=self.weights[:, None], axis=0)

    def average(
        self, function: Callable[[Float[np.ndarray, "n 2"]], Float[np.ndarray, " n"]], rules: Sequence[Rule]
    ) -> Average:
        """E_q[f(z)] = Σ_k w_k E_k[f(z)], each as :func:`~vae_core.analysis.averages.average` finds it."""
        parts = [average(component, function, rules) for component in self.components]
        means, deviations, errors = np.array([(part.mean, part.deviation, part.error) for part in parts]).T
        mean = float(self.weights @ means)
        variance = float(self.weights @ (deviations**2 + (means - mean) ** 2))
        return Average(mean, variance**0.5, float(self.weights @ errors))


class _Parameters(NamedTuple):
    """A mixture over ε in numbers that may be any. The precision of each component is P Pᵀ, P a lower triangle."""

    logits: Float64[Tensor, " K"]
    means: Float64[Tensor, "K 2"]
    log_scale: Float64[Tensor, "K 2"]  # of P's diagonal
    slant: Float64[Tensor, " K"]  # below it

    def log_density(self, places: Float64[Tensor, "n 2"]) -> Float64[Tensor, " n"]:
        """log Σ_k w_k N(ε; m_k, (P_k P_kᵀ)⁻¹)."""
        # Pᵀ (ε − m) is standard normal, and |P| the product of its diagonal.
        first, second = (places[:, None] - self.means).unbind(-1)
        scale = self.log_scale.exp()
        standard = torch.stack([first * scale[:, 0] + second * self.slant, second * scale[:, 1]], -1)
        each = normal_log_density(standard, 0.0, 0.0) + self.log_scale.sum(-1)
        return torch.logsumexp(torch.log_softmax(self.logits, 0) + each, -1)

    def triangles(self) -> Float64[Tensor, "K 2 2"]:
        """P of each component."""
        triangles = torch.diag_embed(self.log_scale.exp())
        triangles[:, 1, 0] = self.slant
        return triangles

    def without(self, number: int) -> "_Parameters":
        """All components but one."""
        kept = torch.arange(len(self.logits)) != number
        return _Parameters(*(values[kept] for values in self))

    def beside(self, other: "_Parameters") -> "_Parameters":
        """The components of both."""
        return _Parameters(*(torch.cat(pair) for pair in zip(self, other, strict=True)))


def best_mixture(lattice: PosteriorLattice, evidence: Evidence) -> LatentMixture:
    """The mixture closest to the posterior, grown from the Gaussian that the ``lattice`` has for units.

    One component after the other is added: one is divided in two, as where the posterior bends, or one is set on a peak
    that q knows nothing of, whichever gains most. Growth ends where it gains nothing, so no step leads down.

    Args:
        lattice: of the posterior.
        evidence: of the same image, for its peaks.
    """
    found, divergence = _descend(lattice, _standard())
    while len(found.logits) < MOST and divergence > CLOSE:
        starts = [*_divided(found), *_with_a_missing_peak(found, lattice.units, evidence)]
        further, closer = min((_descend(lattice, start) for start in starts), key=lambda end: end[1])
        if divergence - closer < CLOSE:
            break
        found, divergence = further, closer
    return _mixture(found, lattice.units)


def _standard() -> _Parameters:
    zeros = torch.zeros(1, 2, dtype=torch.float64)
    return _Parameters(zeros[:, 0], zeros, zeros, zeros[:, 0])


def _descend(lattice: PosteriorLattice, start: _Parameters) -> tuple[_Parameters, float]:
    """The local minimum below ``start``, and its KL in nats."""
    parameters = _Parameters(*(values.clone().requires_grad_() for values in start))
    divergence = lattice.descend(parameters.log_density, parameters, STEPS)
    return _Parameters(*(values.detach() for values in parameters)), divergence


def _divided(mixture: _Parameters) -> Iterator[_Parameters]:
    """The heaviest component becomes two, side by side along either of its axes."""
    number = int(mixture.logits.argmax())
    logit, mean, log_scale, slant = (values[number : number + 1] for values in mixture)
    precisions, axes = torch.linalg.eigh(_precisions(mixture)[number])
    for away in (APART * axes / precisions.sqrt()).unbind(1):
        one, other = (_Parameters(logit - np.log(2), mean + side * away, log_scale, slant) for side in (-1, 1))
        yield mixture.without(number).beside(one).beside(other)


def _with_a_missing_peak(mixture: _Parameters, units: LatentGaussian, evidence: Evidence) -> Iterator[_Parameters]:
    """A component more, on the peak of the posterior whose height q misses most; none where it misses little."""
    modes = torch.from_numpy(in_units(units, evidence.modes))
    heights = torch.from_numpy(evidence.mode_log_density) + np.log(np.linalg.det(units.factor))
    missing = heights - mixture.log_density(modes)
    number = int(missing.argmax())
    if missing[number] > np.log(2):
        precision = units.factor.T @ np.linalg.inv(evidence.mode_covariance[number]) @ units.factor
        triangle = torch.from_numpy(np.linalg.cholesky(precision))[None]
        log_scale = torch.diagonal(triangle, dim1=1, dim2=2).log()
        # Laplace's approximation of the peak's mass: its height, 2π and the root of its covariance's determinant.
        log_mass = heights[number] + np.log(2 * np.pi) - log_scale.sum()
        logit = torch.logsumexp(mixture.logits, 0) + log_mass.clamp(max=0)
        yield mixture.beside(_Parameters(logit[None], modes[number][None], log_scale, triangle[:, 1, 0]))


def _precisions(mixture: _Parameters) -> Float64[Tensor, "K 2 2"]:
    triangles = mixture.triangles()
    return triangles @ triangles.mT


def _mixture(found: _Parameters, units: LatentGaussian) -> LatentMixture:
    """The same over z = μ + L ε."""
    covariances = units.factor @ torch.linalg.inv(_precisions(found)).numpy() @ units.factor.T
    means = units.mean + found.means.numpy() @ units.factor.T
    components = (LatentGaussian(mean, (each + each.T) / 2) for mean, each in zip(means, covariances, strict=True))
    return LatentMixture(torch.softmax(found.logits, 0).numpy(), tuple(components))
