"""How far any density q is from the posterior of one image: KL(q ‖ p(z|x)) on a lattice that covers the posterior.

On a lattice whose squares are about as wide as a peak, the trapezoid rule errs exponentially little
(:mod:`vae_core.analysis.lattice`). So the posterior is decoded once, and every q then costs no more than its own
density.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Float64
from scipy.optimize import OptimizeResult, minimize
from torch import Tensor
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from vae_core.analysis.evidence_results import Evidence, LatentGaussian
from vae_core.analysis.latent_grid import Likelihood
from vae_core.analysis.posterior_map import lie_beside
from vae_core.models import VAE

LogDensity = Callable[[Float64[Tensor, "n 2"]], Float64[Tensor, " n"]]

# Nodes of the evidence's lattices with less than this share are as good as empty; those that hold more than this say
# how fine the lattice must be.
EMPTY, COUNTS = 1e-12, 1e-6
# Places at most: beyond, the lattice is coarser.
MOST_PLACES = 4000
# The posterior's mass beyond them all is no larger.
BEYOND = 1e-15
# A descent ends with a round of so many steps that gains less, in nats, or where no slope is steeper.
ROUND, SMALLEST_GAIN, FLAT = 10, 1e-5, 1e-7
REMEMBERED = 20  # steps of L-BFGS


@dataclass(frozen=True, eq=False)
class PosteriorLattice:
    """The posterior where it has mass, seen in the coordinates ε of a Gaussian in its place: z = μ + L ε.

    Attributes:
        units: that Gaussian.
        places: ε of each node, ``[n, 2]``.
        log_posterior: log of the posterior's density over ε, ``[n]``.
        area: of the parallelogram of ε that each place stands for.
    """

    units: LatentGaussian
    places: Float64[Tensor, "n 2"]
    log_posterior: Float64[Tensor, " n"]
    area: float

    @classmethod
    def around(
        cls, model: VAE, x: Float[np.ndarray, " pixels"], evidence: Evidence, units: LatentGaussian
    ) -> "PosteriorLattice":
        """The posterior of an image whose ``evidence`` is known."""
        spacing = float(evidence.spacing[evidence.share > COUNTS].min())
        while len(z := _nodes(evidence, spacing)) > MOST_PLACES:
            spacing *= max(1.05, float(np.sqrt(len(z) / MOST_PLACES)))
        # p(ε|x) = |L| p(z|x), p(z|x) = p(x, z) / p(x)
        scale = float(np.linalg.det(units.factor))
        log_posterior = Likelihood(model, x).log_joint(z) - evidence.log_evidence + np.log(scale)
        return cls(units, torch.from_numpy(in_units(units, z)), torch.from_numpy(log_posterior), spacing**2 / scale)

    @property
    def mass(self) -> float:
        """∫ p(ε|x) dε on the lattice: 1, but for its error."""
        return self.area * self.log_posterior.exp().sum().item()

    def divergence(self, log_q: Float64[Tensor, " n"]) -> Float64[Tensor, ""]:
        """KL(q ‖ p(z|x)) in nats, of a q whose logarithm over ε is known at the places."""
        # Every summand q log(q/p) − q + p is at least 0, and together the last two add nothing: so no q gains by hiding
        # between the places. What lies beyond them all counts as one place more, where it costs no less than this (the
        # log sum inequality), for the posterior has next to nothing there.
        beyond = (1 - self.area * log_q.exp().sum()).clamp(min=BEYOND)
        ratios = torch.cat([log_q - self.log_posterior, (beyond / BEYOND).log()[None]])
        q = torch.cat([self.area * log_q.exp(), beyond[None]])
        p = torch.cat([self.area * self.log_posterior.exp(), q.new_tensor([BEYOND])])
        return (q * ratios - q + p).sum()

    def descend(self, log_density: LogDensity, parameters: Sequence[Tensor], steps: int) -> float:
        """Change ``parameters``, in place, until ``log_density`` is closest to the posterior; the KL then, in nats.

        The same start always leads to the same end: nothing here is left to chance.

        Args:
            log_density: log q over ε, which depends on the parameters.
            parameters: leaves that know their gradient.
            steps: of L-BFGS, at most.
        """

        def look(numbers: np.ndarray) -> tuple[float, np.ndarray]:
            vector_to_parameters(torch.from_numpy(numbers), parameters)
            divergence = self.divergence(log_density(self.places))
            slopes = torch.autograd.grad(divergence, parameters)
            return divergence.item(), parameters_to_vector(slopes).numpy()

        heights = [np.inf]

        def stop_on_level_ground(intermediate_result: OptimizeResult) -> None:
            heights.append(intermediate_result.fun)
            if len(heights) > ROUND and heights[-1 - ROUND] - heights[-1] < SMALLEST_GAIN:
                raise StopIteration

        start = parameters_to_vector(parameters).detach().numpy()
        options = {"maxiter": steps, "maxcor": REMEMBERED, "ftol": 0.0, "gtol": FLAT}
        found = minimize(look, start, jac=True, method="L-BFGS-B", callback=stop_on_level_ground, options=options)
        vector_to_parameters(torch.from_numpy(found.x), parameters)
        return float(found.fun)


def in_units(units: LatentGaussian, z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 2"]:
    """ε of z = μ + L ε."""
    return np.linalg.solve(units.factor, (z - units.mean).T).T.copy()


def _nodes(evidence: Evidence, spacing: float) -> Float[np.ndarray, "n 2"]:
    """A square lattice's nodes, as far as one of the evidence's that is not empty lies beside them."""
    full = evidence.share > EMPTY
    nodes, sides = evidence.nodes[full], evidence.spacing[full]
    low, high = nodes.min(0) - sides.max(), nodes.max(0) + sides.max()
    ticks = [np.arange(a, b, spacing) for a, b in zip(low, high, strict=True)]
    places = np.stack(np.meshgrid(*ticks), -1).reshape(-1, 2)
    return places[lie_beside(evidence, places, reach=1.5, empty=EMPTY)]
