"""A normalising flow in the posterior's place: noise that is bent by invertible steps, fitted to one image.

Sources: Rezende & Mohamed, "Variational Inference with Normalizing Flows" (2015), cited as RM; its steps are the
affine couplings of Dinh, Sohl-Dickstein & Bengio, "Density estimation using Real NVP" (2017), cited as D, because they
can be gone backwards in closed form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Float64
from torch import Tensor

from vae_core.analysis.averages import Average, Rule, average
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.posterior_lattice import PosteriorLattice, in_units
from vae_core.objectives import normal_log_density

COUPLINGS = 4
WIDTH = 4  # hidden units of each
STEPS = 100  # of the descent
STANDARD = LatentGaussian(np.zeros(2), np.eye(2))

Along = Float64[Tensor, " n"]
Places = Float64[Tensor, "n 2"]


class Coupling(NamedTuple):
    """One coordinate stays, a; the other, b, is stretched and shifted by what a small network makes of a.

    Attributes:
        weight, bias: of its hidden layer, ``[width]``.
        out: from there to (log stretch, shift), ``[width, 2]``.
        rest: their biases, ``[2]``.
    """

    weight: Float64[Tensor, " width"]
    bias: Float64[Tensor, " width"]
    out: Float64[Tensor, "width 2"]
    rest: Float64[Tensor, " 2"]

    def _of(self, a: Along) -> tuple[Along, Along]:
        log_stretch, shift = (torch.tanh(a[:, None] * self.weight + self.bias) @ self.out + self.rest).unbind(-1)
        return log_stretch, shift

    def forward(self, a: Along, b: Along) -> tuple[Along, Along]:
        """b′ = b exp(s(a)) + t(a), and s, the logarithm of the determinant   (D, eq. 7 and 8)."""
        log_stretch, shift = self._of(a)
        return b * log_stretch.exp() + shift, log_stretch

    def backward(self, a: Along, b: Along) -> tuple[Along, Along]:
        """b = (b′ − t(a)) exp(−s(a)), and −s."""
        log_stretch, shift = self._of(a)
        return (b - shift) * (-log_stretch).exp(), -log_stretch


@dataclass(frozen=True, eq=False)
class LatentFlow:
    """The distribution of z = μ + L T(ε), ε ~ N(0, I), where T is one coupling after the other.

    The first leaves ε₁ as it is, the next ε₂, and so on in turn.

    Attributes:
        units: N(μ, L Lᵀ), what the flow is where T changes nothing.
        couplings: the steps of T.
    """

    units: LatentGaussian
    couplings: tuple[Coupling, ...]

    @torch.no_grad()
    def push(self, noise: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 2"]:
        """z of ε."""
        bent, _log_determinant = bend(self.couplings, torch.from_numpy(noise))
        return self.units.mean + bent.numpy() @ self.units.factor.T

    @torch.no_grad()
    def log_density(self, z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        """log q(z), in nats."""
        places = torch.from_numpy(in_units(self.units, z))
        return log_density(self.couplings, places).numpy() - np.log(np.linalg.det(self.units.factor))

    def average(
        self, function: Callable[[Float[np.ndarray, "n 2"]], Float[np.ndarray, " n"]], rules: Sequence[Rule]
    ) -> Average:
        """E_q[f(z)] = E[f(μ + L T(ε))], as :func:`~vae_core.analysis.averages.average` finds it."""
        return average(STANDARD, lambda noise: function(self.push(noise)), rules)


def bend(couplings: Sequence[Coupling], noise: Places) -> tuple[Places, Along]:
    """T(ε), and log |det ∂T/∂ε|: the sum of the couplings' own   (RM, eq. 5 to 7)."""
    coordinates, total = list(noise.unbind(-1)), torch.zeros_like(noise[:, 0])
    for number, coupling in enumerate(couplings):
        stays, moves = number % 2, (number + 1) % 2
        coordinates[moves], log_determinant = coupling.forward(coordinates[stays], coordinates[moves])
        total = total + log_determinant
    return torch.stack(coordinates, -1), total


def straighten(couplings: Sequence[Coupling], bent: Places) -> tuple[Places, Along]:
    """T⁻¹, and the logarithm of its determinant."""
    coordinates, total = list(bent.unbind(-1)), torch.zeros_like(bent[:, 0])
    for number, coupling in reversed([*enumerate(couplings)]):
        stays, moves = number % 2, (number + 1) % 2
        coordinates[moves], log_determinant = coupling.backward(coordinates[stays], coordinates[moves])
        total = total + log_determinant
    return torch.stack(coordinates, -1), total


def log_density(couplings: Sequence[Coupling], places: Places) -> Along:
    """log N(T⁻¹(u); 0, I) + log |det ∂T⁻¹/∂u|, in nats."""
    noise, log_determinant = straighten(couplings, places)
    return normal_log_density(noise, 0.0, 0.0) + log_determinant


def best_flow(lattice: PosteriorLattice) -> LatentFlow:
    """The flow closest to the posterior that lies downhill from the Gaussian that the ``lattice`` has for units."""
    couplings = tuple(_unbent() for _ in range(COUPLINGS))
    parameters = [values for coupling in couplings for values in coupling]
    lattice.descend(lambda places: log_density(couplings, places), parameters, STEPS)
    return LatentFlow(lattice.units, tuple(Coupling(*(values.detach() for values in each)) for each in couplings))


def _unbent() -> Coupling:
    """A coupling that changes nothing yet. Its hidden units bend at places side by side: none is drawn by chance."""
    weight, bias = torch.ones(WIDTH, dtype=torch.float64), torch.linspace(-2, 2, WIDTH, dtype=torch.float64)
    out, rest = torch.zeros(WIDTH, 2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
    return Coupling(*(values.requires_grad_() for values in (weight, bias, out, rest)))
