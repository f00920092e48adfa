"""Maps of a cloud of codes as the page shows them, and what can be measured on them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from ui import clouds, embeddings
from ui.clouds import Source
from vae_core.analysis import neighbours as near
from vae_core.analysis.embedding import TSNEConfig, principal_directions

KEPT = 256  # measurements
MEASURED = 1000  # points whose neighbours are looked at, of a larger set as many evenly chosen ones
IN_A_ROW = 10  # neighbours that are shown

Ids = tuple[int, ...]
Basis = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A map of the codes of ``source``.

    Attributes:
        source: of the codes.
        dimensions: of the map.
        tsne: how t-SNE makes it; ``None`` for a linear map.
        is_space: whether a linear map shows the first axes of the latent space itself; else principal components.
    """

    source: Source
    dimensions: int
    tsne: TSNEConfig | None = None
    is_space: bool = False

    @property
    def basis(self) -> Basis | None:
        """Points = codes · basis, of a linear map."""
        return None if self.tsne else _basis(self)

    @property
    def points(self) -> Float[np.ndarray, "n dimensions"] | None:
        """Where the codes lie; ``None`` where the map is not finished."""
        if self.tsne is None:
            return clouds.cloud(self.source).codes @ np.array(self.basis, np.float32)
        return embeddings.finished(embeddings.order(self.source, self.tsne))


def places(chart: Chart, codes: Sequence[Float[np.ndarray, " latent"]]) -> Float[np.ndarray, "n dimensions"]:
    """Where new codes lie on a linear map."""
    return np.array(codes) @ np.array(chart.basis, np.float32)


@lru_cache(maxsize=KEPT)
def _basis(chart: Chart) -> Basis:
    codes = clouds.cloud(chart.source).codes
    if chart.is_space:
        basis = np.eye(codes.shape[1], chart.dimensions)
    else:
        basis = principal_directions(codes, chart.dimensions)
    return tuple(map(tuple, basis.tolist()))


@dataclass(frozen=True)
class Measured:
    """What a map has made of the neighbours of some points, each a mean over them.

    Attributes:
        trustworthiness: of the map (Venna & Kaski 2001).
        purity: share of a point's neighbours on the map that have its class.
        kept: share of its neighbours in the latent space that are its neighbours on the map.
    """

    trustworthiness: float
    purity: float
    kept: float


def is_measurable(source: Source) -> bool:
    """Whether there are so many points that a point's neighbours are a part of them."""
    return near.is_measurable(len(clouds.cloud(source).codes))


def has_classes(source: Source) -> bool:
    """Whether the points have classes, at least some of them."""
    return bool((clouds.cloud(source).labels >= 0).any())


def measure(chart: Chart, points: Ids = ()) -> Measured | None:
    """Of ``points``, or of all; ``None`` where the map is not finished."""
    return None if chart.points is None else _measure(chart, points)


@lru_cache(maxsize=KEPT)
def _measure(chart: Chart, points: Ids) -> Measured:
    cloud, there, of = clouds.cloud(chart.source), chart.points, _some(chart.source, points)
    return Measured(
        near.trustworthiness(cloud.codes, there, of),
        near.purity(there, cloud.labels, of),
        near.kept_neighbours(cloud.codes, there, of),
    )


@dataclass(frozen=True)
class Purities:
    """The share of a point's neighbours that have its class, where neighbours are those in ``latent`` or ``pixels``.

    Attributes:
        latent, pixels: means over the same points.
        count: how many those are.
        error: the standard error of the difference, from how it scatters over them.
    """

    latent: float
    pixels: float
    count: int
    error: float


@lru_cache(maxsize=KEPT)
def purities(source: Source, points: Ids = ()) -> Purities:
    """Of ``points``, or of all; nothing is projected here."""
    cloud, of = clouds.cloud(source), _some(source, points)
    latent, pixels = (near.of_own_class(each, cloud.labels, of) for each in (cloud.codes, clouds.images(source)))
    error = float((latent - pixels).std(ddof=1)) / len(of) ** 0.5 if len(of) > 1 else math.inf
    return Purities(float(latent.mean()), float(pixels.mean()), len(of), error)


def _some(source: Source, points: Ids) -> np.ndarray:
    every = np.array(points, int) if points else np.arange(len(clouds.cloud(source).codes))
    return every[np.arange(min(len(every), MEASURED)) * len(every) // min(len(every), MEASURED)]


@lru_cache(maxsize=KEPT)
def neighbours_in_codes(source: Source, point: int) -> Ids:
    """The points nearest to ``point`` in the latent space, the nearest first."""
    return _row(clouds.cloud(source).codes, point)


@lru_cache(maxsize=KEPT)
def neighbours_in_pixels(source: Source, point: int) -> Ids:
    """The points whose images are nearest to that of ``point``, by squared difference of pixels."""
    return _row(clouds.images(source), point)


def neighbours_on(chart: Chart, point: int) -> Ids:
    """The points nearest to ``point`` on a map; none where it is not finished."""
    points = chart.points
    return () if points is None else _row(points, point)


def nearest_to(source: Source, code: Float[np.ndarray, " latent"]) -> Ids:
    """The points nearest to a new code, in the latent space."""
    return tuple(map(int, near.nearest(clouds.cloud(source).codes, code, IN_A_ROW)))


def _row(points: np.ndarray, point: int) -> Ids:
    return tuple(map(int, near.neighbours(points, np.array([point]), IN_A_ROW)[0]))


def counts(source: Source, points: Ids) -> dict[int, int]:
    """How many of ``points`` each class has, the most frequent first."""
    labels, each = np.unique(clouds.cloud(source).labels[np.array(points, int)], return_counts=True)
    return {int(labels[i]): int(each[i]) for i in np.argsort(-each, kind="stable")}


def table(chart: Chart) -> str | None:
    """The map's coordinates as CSV: a row for each point; ``None`` where it is not finished."""
    points = chart.points
    if points is None:
        return None
    cloud = clouds.cloud(chart.source)
    lines = [",".join(["image", "label", *"xyz"[: chart.dimensions]])]
    for number, label, point in zip(cloud.numbers, cloud.labels, points, strict=True):
        lines.append(",".join([str(number), "" if label < 0 else str(label), *(f"{value:.6g}" for value in point)]))
    return "\n".join(lines) + "\n"
