"""Richer families of q for the image on screen, fitted once for everybody.

Gaussians are there at once. A mixture and a flow take about half a second: they are fitted in a thread beside the
pages.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache

from ui.inference import IMAGES, Inference
from vae_core.analysis import ladder
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.flow_fit import Coupling, best_flow, log_density
from vae_core.analysis.ladder import LatentDensity
from vae_core.analysis.ladder_results import Ladder, Portraits
from vae_core.analysis.mixture_fit import LatentMixture, best_mixture
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.analysis.posterior_lattice import PosteriorLattice
from vae_core.analysis.posterior_map import PosteriorMap, posterior_map

CELLS = 96  # rows and columns of a portrait, at most

_beside = ThreadPoolExecutor(1, "families of q")


@dataclass(frozen=True, eq=False)
class Families:
    """A q of each family, from the poorest on, what each is worth, and where it lies."""

    qs: tuple[LatentDensity, ...]
    ladder: Ladder
    portraits: Portraits


def families(inferred: Inference) -> Families:
    """All that are there. Raises what went wrong in them."""
    return _gaussians(inferred) if is_fitting(inferred) else _fitted(inferred).result()


def is_fitting(inferred: Inference) -> bool:
    """Whether mixture and flow are still being fitted, which begins with the first call."""
    return not _fitted(inferred).done()


@lru_cache(maxsize=IMAGES)
def _gaussians(inferred: Inference) -> Families:
    return _measured(inferred, tuple(LatentMixture.of(q) for q in (inferred.encoder, inferred.best, _best(inferred))))


@lru_cache(maxsize=IMAGES)
def _best(inferred: Inference) -> LatentGaussian:
    starts = inferred.encoder, inferred.best
    return best_gaussian(inferred.model, inferred.x, inferred.evidence, *starts, is_diagonal=False).q


@lru_cache(maxsize=IMAGES)
def _fitted(inferred: Inference) -> Future[Families]:
    return _beside.submit(_fit, inferred, _gaussians(inferred))


def _fit(inferred: Inference, known: Families) -> Families:
    """The Gaussians that are known, and beside them a mixture and a flow."""
    found = _measured(inferred, ladder.richer(inferred.model, inferred.x, inferred.evidence, known.qs[-1]))
    rungs = (*known.ladder.rungs, *found.ladder.rungs)
    drawn = (*known.portraits.qs, *found.portraits.qs)
    return Families((*known.qs, *found.qs), replace(known.ladder, rungs=rungs), replace(known.portraits, qs=drawn))


def sources() -> tuple[Callable, ...]:
    """The code that fits and measures them."""
    return ladder.log_weight, PosteriorLattice.divergence, best_mixture, Coupling, log_density, best_flow


def _measured(inferred: Inference, qs: tuple[LatentDensity, ...]) -> Families:
    rungs = tuple(ladder.rung(inferred.model, inferred.x, inferred.evidence, q) for q in qs)
    return Families(qs, Ladder(inferred.evidence.log_evidence, rungs), ladder.portraits(_map(inferred), qs))


@lru_cache(maxsize=IMAGES)
def _map(inferred: Inference) -> PosteriorMap:
    shown = inferred.encoder, inferred.best, _best(inferred)
    return posterior_map(inferred.model, inferred.x, inferred.evidence, *shown, most=CELLS)
