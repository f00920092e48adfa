"""Richer families of q, each measured by the decoder itself: so no bound depends on how its q was found."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from vae_core.analysis.averages import RULES, Average
from vae_core.analysis.evidence_results import Evidence, PosteriorMap
from vae_core.analysis.flow_fit import LatentFlow, best_flow
from vae_core.analysis.ladder_results import Portraits, Rung, regions
from vae_core.analysis.latent_grid import Likelihood
from vae_core.analysis.mixture_fit import LatentMixture, best_mixture
from vae_core.analysis.posterior_lattice import PosteriorLattice
from vae_core.models import VAE

LatentDensity = LatentMixture | LatentFlow


def log_weight(model: VAE, x: Float[np.ndarray, " pixels"], q: LatentDensity) -> Average:
    """E_q[log w] = L_b, w = p(x, z)/q(z), with the spread of log w and the error of its mean, in nats.

    Raises:
        ConfigError: the image does not fit the model.
    """
    image = Likelihood(model, x)
    # log p(x) = log E_q[w] ≥ E_q[log w]   (Jensen; Kingma & Welling 2014, eq. 3)
    return q.average(lambda z: image.log_joint(z) - q.log_density(z), RULES)


def richer(
    model: VAE, x: Float[np.ndarray, " pixels"], evidence: Evidence, gaussian: LatentMixture
) -> tuple[LatentDensity, LatentDensity]:
    """A mixture and a flow for one image, neither worse than the best Gaussian, from which both set out.

    Args:
        model: the VAE.
        x: the image.
        evidence: its :func:`~vae_core.analysis.evidence.evidence`.
        gaussian: the best one, alone.

    Raises:
        ConfigError: the image does not fit the model.
    """
    lattice = PosteriorLattice.around(model, x, evidence, gaussian.components[0])
    start = log_weight(model, x, gaussian).mean
    fitted = best_mixture(lattice, evidence), best_flow(lattice)
    mixture, flow = (q if log_weight(model, x, q).mean > start else gaussian for q in fitted)
    return mixture, flow


def rung(model: VAE, x: Float[np.ndarray, " pixels"], evidence: Evidence, q: LatentDensity) -> Rung:
    """A q, measured. Where rounding lifts its bound above log p(x), it counts as that."""
    found = log_weight(model, x, q)
    components = len(q.components) if isinstance(q, LatentMixture) else 1
    return Rung(min(found.mean, evidence.log_evidence), found.deviation, found.error, components)


def portraits(posterior: PosteriorMap, qs: Sequence[LatentDensity]) -> Portraits:
    """Where the posterior and each of ``qs`` lie."""
    columns, rows = posterior.first, posterior.second
    places = np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 2)
    cell = float((columns[1] - columns[0]) * (rows[1] - rows[0]))
    shape = posterior.density.shape
    drawn = [regions(np.exp(q.log_density(places)).reshape(shape) * cell) for q in qs]
    return Portraits(columns, rows, regions(posterior.density * cell), drawn)
