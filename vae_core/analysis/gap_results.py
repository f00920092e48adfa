"""What is known of the gaps of many images: plain numbers, read and drawn without torch; all in nats."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Float, Int64

from vae_core.analysis.evidence_results import GapParts
from vae_core.config import require

# Gaps differ by factors: as many bins as this for each power of ten, from the first power to the last.
BINS, POWERS = 6, (-2, 3)


@dataclass(frozen=True, eq=False)
class Gaps:
    """log p(x) and bounds on it of n images of a data set, as :func:`vae_core.analysis.gaps.measure` finds them.

    The pixels of the image in place i are black or white by chance, with i as the seed
    (:func:`vae_core.data.dataset.binarise`).

    Attributes:
        number: of each image in its data set, from 0, ``[n]``.
        label: which digit it is, ``[n]``.
        log_evidence: log p(x), by quadrature, ``[n]``.
        error: of it, as two grids tell, ``[n]``.
        encoder_elbo: L_b of the encoder's q(z|x), ``[n]``.
        best_elbo: L_b of the best Gaussian with independent coordinates, ``[n]``.
        full_elbo: L_b of the best Gaussian of any covariance, ``[n]``.
        bound_error: the largest error of the three bounds, as their rule states it, ``[n]``.
    """

    number: Int64[np.ndarray, " n"]
    label: Int64[np.ndarray, " n"]
    log_evidence: Float[np.ndarray, " n"]
    error: Float[np.ndarray, " n"]
    encoder_elbo: Float[np.ndarray, " n"]
    best_elbo: Float[np.ndarray, " n"]
    full_elbo: Float[np.ndarray, " n"]
    bound_error: Float[np.ndarray, " n"]

    def __len__(self) -> int:
        return len(self.number)

    @property
    def parts(self) -> GapParts:
        """Of all images, in arrays ``[n]``."""
        return GapParts(self.log_evidence, self.best_elbo, self.encoder_elbo)

    def of(self, place: int) -> GapParts:
        """Of the image in this place."""
        return GapParts(*(float(each[place]) for each in (self.log_evidence, self.best_elbo, self.encoder_elbo)))

    @property
    def total(self) -> Float[np.ndarray, " n"]:
        """log p(x) − L_b of the encoder's q, of each image."""
        return self.parts.total

    @property
    def full_approximation(self) -> Float[np.ndarray, " n"]:
        """log p(x) − L_b of the best Gaussian of any covariance: what no Gaussian at all can do, of each image."""
        return self.log_evidence - self.full_elbo

    @property
    def total_error(self) -> Float[np.ndarray, " n"]:
        """Of each gap and of both its parts, at most, as far as the integrals tell."""
        return self.error + self.bound_error

    @property
    def usual_error(self) -> float:
        """Half of the gaps are known better."""
        return float(np.median(self.total_error))

    @property
    def worst_error(self) -> float:
        """All gaps are known as well as this."""
        return float(self.total_error.max())

    @property
    def mean(self) -> float:
        """Of the gaps."""
        return float(self.total.mean())

    @property
    def standard_error(self) -> float:
        """Of the mean: how far that of as many other images would be from it, as a rule."""
        return float(self.total.std(ddof=1) / np.sqrt(len(self)))

    @property
    def median(self) -> float:
        """Half of the gaps are smaller."""
        return float(np.median(self.total))

    @property
    def approximation_share(self) -> float:
        """Of all nats together, the part that no Gaussian with independent coordinates can win."""
        return float(self.parts.approximation.sum() / self.total.sum())

    @property
    def largest_first(self) -> Int64[np.ndarray, " n"]:
        """The places of the images in the order of their gaps."""
        return np.argsort(-self.total, kind="stable")

    def held_by_largest(self, share: float) -> float:
        """The part of all nats together that this share of the images holds, those with the largest gaps."""
        require(0 < share <= 1, f"a share lies between 0 and 1, not at {share!r}")
        largest = self.total[self.largest_first[: max(1, round(share * len(self)))]]
        return float(largest.sum() / self.total.sum())

    def counts(self) -> tuple[Float[np.ndarray, " edges"], Int64[np.ndarray, " bins"]]:
        """How many gaps lie between neighbouring edges, which are equal factors apart; those beyond in the last."""
        low, high = POWERS
        edges = np.logspace(low, high, BINS * (high - low) + 1)
        inside = np.clip(self.total, edges[0], np.nextafter(edges[-1], 0))
        return edges, np.histogram(inside, edges)[0]


def difference(first: Gaps, second: Gaps) -> tuple[float, float]:
    """By how much the mean gap of ``first`` is larger, and the standard error of that."""
    return first.mean - second.mean, float(np.hypot(first.standard_error, second.standard_error))


def log_ratio(first: Gaps, second: Gaps) -> tuple[float, float]:
    """The logarithm of the factor between typical gaps, which their geometric means are, and its standard error.

    A few huge gaps decide a mean; to a geometric mean every digit matters alike.
    """
    logs = [np.log(each.total) for each in (first, second)]
    error = np.sqrt(sum(each.var(ddof=1) / len(each) for each in logs))
    return float(logs[0].mean() - logs[1].mean()), float(error)


def to_arrays(of: Mapping[str, Gaps]) -> dict[str, np.ndarray]:
    """The arrays of a file, each under the name of its split and its own: ``"test.log_evidence"``."""
    return {f"{split}.{field.name}": getattr(gaps, field.name) for split, gaps in of.items() for field in fields(Gaps)}


def from_arrays(arrays: Mapping[str, np.ndarray], split: str) -> Gaps:
    """The inverse of :func:`to_arrays`, for one split."""
    return Gaps(**{field.name: arrays[f"{split}.{field.name}"] for field in fields(Gaps)})
