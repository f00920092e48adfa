"""log p(x) of test images under a model with a latent plane, and bounds on it: too long for a page to wait for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from jaxtyping import Float32, Int64

from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import Evidence, LatentGaussian
from vae_core.analysis.importance_bounds import bound_of, draw
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.models import VAE

SAMPLES = (1, 10, 100)
# Test images that are looked at, and draws of each: the images differ far more than the draws of one.
IMAGES, DRAWS = 1000, 500
# An ellipse of so many standard deviations holds 86 % of its own Gaussian.
REACH = 2.0


@dataclass(frozen=True, eq=False)
class PlaneBounds:
    """What is known of each image.

    Attributes:
        log_evidence: log p(x) by quadrature, in nats, ``[n]``.
        samples: k, ``[ks]``.
        bounds: log (1/k) Σ w of the encoder's q, averaged over groups of k draws: L_k in nats, ``[n, ks]``.
        covered: the posterior's mass within two standard deviations of q, ``[n]``.
    """

    log_evidence: Float32[np.ndarray, " n"]
    samples: Int64[np.ndarray, " ks"]
    bounds: Float32[np.ndarray, "n ks"]
    covered: Float32[np.ndarray, " n"]

    def arrays(self) -> Mapping[str, np.ndarray]:
        """Everything, by name."""
        return asdict(self)

    def bound(self, k: int) -> Float32[np.ndarray, " n"]:
        """L_k of each image; ``k`` is one of ``samples``."""
        return self.bounds[:, self.samples.tolist().index(k)]


def plane_bounds(model: VAE, images: Float32[np.ndarray, "n pixels"], *, draws: int = DRAWS) -> PlaneBounds:
    """The encoder's bounds on ``images``, which are black and white.

    Raises:
        ConfigError: the images do not fit the model, or its code is no plane.
    """
    grid, levels, bounds, covered = LatentGrid.of(model), [], [], []
    for seed, x in enumerate(images):
        found, q = evidence(model, grid, x), encoder_gaussian(model, x)
        drawn = draw(model, x, q, count=draws, seed=seed)
        levels.append(found.log_evidence)
        bounds.append([bound_of(drawn, k).value for k in SAMPLES])
        covered.append(mass_within(found, q))
    shown = (np.array(values, np.float32) for values in (levels, bounds, covered))
    levels, bounds, covered = shown
    return PlaneBounds(levels, np.array(SAMPLES), bounds, covered)


def mass_within(found: Evidence, q: LatentGaussian, reach: float = REACH) -> float:
    """The posterior's mass in the ellipse of ``reach`` standard deviations of q."""
    # (z − μ)ᵀ Σ⁻¹ (z − μ) = ‖L⁻¹ (z − μ)‖²
    distance = np.linalg.norm(np.linalg.solve(q.factor, (found.nodes - q.mean).T), axis=0)
    return float(found.share[distance <= reach].sum())
